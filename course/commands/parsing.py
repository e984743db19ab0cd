"""What the commands share in reading their command line."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from typing import NoReturn, Protocol

from course import labs
from course.errors import UsageError


class Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"course: {message}. See: {self.prog} --help\n")


class AddCommand(Protocol):
    """Adds a command to the parser: its name, what carries it out, and a line of help.

    `lab` says how many labs it takes (`?`, `*`); a `bare` one needs no more than the standard library, a `dev` one
    the tools of the tests, too.
    """

    def __call__(
        self,
        name: str,
        function: Callable,
        help: str,
        *,
        lab: str = "",
        bare: bool = False,
        dev: bool = False,
    ) -> argparse.ArgumentParser: ...


def number(kind: type, largest: float = math.inf) -> Callable[[str], float]:
    """Reads a number above 0 from the command line."""

    def read(text: str) -> float:
        try:
            value = kind(text)
        except ValueError:
            value = 0
        if not 0 < value <= largest or value == math.inf:
            expected = "a whole number" if kind is int else "a number"
            upto = "" if largest == math.inf else f" and at most {largest:g}"
            raise argparse.ArgumentTypeError(f"{text!r} is not {expected} above 0{upto}")
        return value

    return read


def named_lab(options: argparse.Namespace, example: str) -> labs.Lab:
    """The one lab that a command is about; raises UsageError with an example where none was named."""
    if not options.lab:
        raise UsageError(f"Say which lab, for example: {example}")
    return labs.find([options.lab])[0]
