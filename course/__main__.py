"""`python -m course COMMAND`: the same commands as `make`, and the set-up each of them needs."""

import os
import sys

import helpers  # noqa: F401 - lets a terminal that knows few letters show the others in plain ones
from course import environment, isolation

# These are for the programs that they start, with all that is set for those.
_AS_SET = {"setup", "lock", "lab"}


def main() -> None:
    arguments = sys.argv[1:]
    isolation.from_here()
    if not environment.inside():
        os.chdir(environment.ROOT)
        environment.setup()
        environment.reenter(arguments)
    if not _AS_SET.intersection(arguments[:1]):
        isolation.reenter(arguments)
    from course import cli  # needs the installed environment

    cli.main(arguments)


if __name__ == "__main__":
    main()
