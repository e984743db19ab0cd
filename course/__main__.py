"""`python -m course COMMAND`: the same commands as `make`, and the set-up each of them needs."""

from __future__ import annotations

import os
import sys

import helpers  # noqa: F401 - lets a terminal that knows few letters show the others in plain ones
from course import cli, environment, setting_up
from course.running import isolation

# The first two start nothing; the others are for the programs that they start, with all that is set for those.
_AS_SET = {"help", "clean", "setup", "lock", "lab", "site"}


def main() -> None:
    """Carry out the command in `.venv`, which is made or put right first where the command needs it."""
    try:
        _main(sys.argv[1:])
    except KeyboardInterrupt:
        print("\ncourse: interrupted. The same command begins again.", file=sys.stderr)
        sys.exit(130)


def _main(arguments: list[str]) -> None:
    reentered = os.environ.pop(environment.REENTERED, "")
    isolation.from_here()
    options = cli.parse(arguments)  # ends here when they are wrong
    dev = options.dev or bool(
        getattr(options, "scheduler", "")
    )  # Dask is among the tools of the tests
    if not options.bare and not environment.inside(dev):
        if reentered:
            reason = environment.fault(dev) or "its Python does not run in it"
            sys.exit(f"course: .venv cannot be used: {reason}. Run: make setup")
        os.chdir(environment.ROOT)
        setting_up.setup(dev=dev)
        environment.reenter(arguments)
    if not _AS_SET.intersection(arguments[:1]):
        isolation.reenter(arguments)
    try:
        cli.main(arguments)
    except ImportError:
        if not environment.damaged():
            raise
        setting_up.setup(thorough=True)
        sys.exit("course: .venv was damaged, and is repaired. Run the same command again.")


if __name__ == "__main__":
    main()
