"""The picture of the house in docs/maintainers.md: which folder imports which, drawn from the code."""

from __future__ import annotations

import re
from graphlib import TopologicalSorter
from pathlib import Path

from course import labs
from course.imported import imported

PAGE = labs.ROOT / "docs" / "maintainers.md"
_PLACE = re.compile(r"(?s)(?<=```mermaid\n).*?(?=```)")


def page() -> str:
    """The text of `docs/maintainers.md`, with the picture of what the code is now."""
    return _PLACE.sub(lambda _: mermaid(uses()), PAGE.read_text(encoding="utf-8"))


def update() -> list[Path]:
    """Draw it anew; the pages that have changed."""
    if is_current():
        return []
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    return [PAGE]


def is_current() -> bool:
    """Whether the page shows what the code is."""
    return PAGE.read_text(encoding="utf-8") == page()


def uses() -> dict[str, set[str]]:
    """By folder, the folders that its files import from; not those around it, which all inside may use."""
    paths = [
        path for top in ("course", "serving", "helpers") for path in (labs.ROOT / top).rglob("*.py")
    ]
    names = {_dotted(path.parent) for path in paths}
    graph: dict[str, set[str]] = {name: set() for name in names}
    for path in paths:
        here = _dotted(path.parent)
        modules = imported(path.read_text(encoding="utf-8"))
        folders = {_folder(module, names) for module in modules} - {""}
        graph[here] |= {name for name in folders if not f"{here}.".startswith(f"{name}.")}
    return graph


def mermaid(graph: dict[str, set[str]]) -> str:
    """A graph as GitHub draws it, without the arrows that follow from others.

    Raises
    ------
    graphlib.CycleError
        When the imports go in a circle.
    """
    reached: dict[str, set[str]] = {}
    lines = ["graph TD"]
    order = TopologicalSorter({name: sorted(graph[name]) for name in sorted(graph)})
    for name in order.static_order():
        beyond = set().union(*(reached[other] for other in graph[name]))
        reached[name] = beyond | graph[name]
        lines.append(f"    {name}[{name.replace('.', '/')}]")
        lines += [f"    {name} --> {other}" for other in sorted(graph[name] - beyond)]
    return "\n".join(lines) + "\n"


def _dotted(folder: Path) -> str:
    return ".".join(folder.relative_to(labs.ROOT).parts)


def _folder(module: str, names: set[str]) -> str:
    """The folder that a module lies in; empty when it is none of the house."""
    while module and module not in names:
        module = module.rpartition(".")[0]
    return module
