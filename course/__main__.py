"""`python -m course COMMAND`: the same commands as `make`, and the set-up each of them needs."""

import os
import sys

from course import environment


def main() -> None:
    arguments = sys.argv[1:]
    if not environment.inside():
        os.chdir(environment.ROOT)
        environment.setup()
        environment.reenter(arguments)
    from course import cli  # needs the installed environment

    cli.main(arguments)


if __name__ == "__main__":
    main()
