"""The parameters of a run: a lab's own settings, or reduced ones from `profiles.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path

from course.errors import UsageError
from course.labs import Lab
from course.notebooks import notebook
from course.notebooks import parameters as settings

FULL = "full"
FILE = Path(__file__).with_name("profiles.toml")


def parameters(lab: Lab, profile: str) -> dict:
    """The settings of `lab` that are others under `profile`; nothing for `full`.

    Raises
    ------
    UsageError
        When there is no such profile, or it names a parameter that the lab does not have.
    """
    if profile == FULL:
        return {}
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    known = sorted({name for profiles in table.values() for name in profiles})
    if profile not in known:
        raise UsageError(f"There is no profile {profile!r}. There are: full, {', '.join(known)}.")
    values = table.get(lab.number, {}).get(profile, {})
    unknown = set(values) - set(settings.read(notebook.read(lab.solution)))
    if unknown:
        names = ", ".join(sorted(unknown))
        raise UsageError(f"{FILE.name}: lab {lab.number} has no parameter {names}")
    return values | {"hold_to_bars": False}
