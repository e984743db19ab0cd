"""The commands of `python -m course`."""

# Standard library and the syntax of Python 3.8 only: `help` works before anything is installed.
from __future__ import annotations

import argparse
import errno
import gc
import os
import sys

from course import errors, labs
from course.commands import students
from course.commands.parsing import Parser


def main(arguments: list[str]) -> None:
    """Parse the command line and carry it out; ends with the command's exit code."""
    options = parse(arguments)
    try:
        code = options.command(options)
        sys.stdout.flush()
        gc.freeze()  # as Python ends, it would look for garbage in all of MLflow: for a second
    except errors.CourseError as error:
        sys.exit(f"course: {error}")
    except BrokenPipeError:  # whoever reads what we say has enough: `… | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        if error.errno not in _FILE_ERRORS or error.filename is None:
            raise
        sys.exit(f"course: cannot use {error.filename}: {error.strerror}.")
    except KeyboardInterrupt:
        message = "interrupted. What a batch has finished is kept: the same command goes on."
        print(f"\ncourse: {message}", file=sys.stderr, flush=True)
        os._exit(130)  # at once, whatever threads are still at work; kernels end with this process
    sys.exit(code or 0)


# What is wrong with a file, not with the course.
_FILE_ERRORS = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EEXIST}
_FILE_ERRORS |= {errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP}


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options of a command; a wrong one ends this process with a line."""
    options, unknown = build_parser().parse_known_args(arguments)
    if unknown:
        options.parser.error(f"it takes no {' '.join(unknown)}")
    return options


def build_parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    parser = Parser(prog="python -m course", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, function, help: str, *, lab: str = "", bare: bool = False, dev: bool = False
    ) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help, description=help)
        sub.set_defaults(command=function, parser=sub, bare=bare, dev=dev)
        if lab:
            sub.add_argument(
                "lab", nargs=lab, metavar="LAB", help="number of a lab, such as 02, or capstone"
            )
        return sub

    command("help", lambda _: parser.print_help(), "list the commands", bare=True)
    students.add(command)
    if not labs.released():
        from course.commands import instructors, maintainers

        instructors.add(command)
        maintainers.add(command)
    return parser
