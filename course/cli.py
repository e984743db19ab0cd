"""The commands of `python -m course`."""

# Standard library and the syntax of Python 3.8 only: `help` works before anything is installed.
# Each command imports what it needs.
from __future__ import annotations

import argparse
import dataclasses
import errno
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from course import environment, errors, labs
from course.grading.limits import Limits
from course.locking import only_one


def main(arguments: list[str]) -> None:
    """Parse the command line and carry it out; ends with the command's exit code."""
    options = parse(arguments)
    try:
        code = options.command(options)
        sys.stdout.flush()
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


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"course: {message}. See: {self.prog} --help\n")


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options of a command; a wrong one ends this process with a line."""
    options, unknown = build_parser().parse_known_args(arguments)
    if unknown:
        options.parser.error(f"it takes no {' '.join(unknown)}")
    return options


def number(kind: type, largest: float = math.inf) -> Callable[[str], float]:
    """Reads a number above 0 from the command line."""

    def read(text: str) -> float:
        try:
            value = kind(text)
        except ValueError:
            value = 0
        if not 0 < value <= largest or value == math.inf:
            what = "a whole number" if kind is int else "a number"
            upto = "" if largest == math.inf else f" and at most {largest:g}"
            raise argparse.ArgumentTypeError(f"{text!r} is not {what} above 0{upto}")
        return value

    return read


def needs_environment(arguments: list[str]) -> bool:
    """Whether a command needs more than the standard library; ends here when the arguments are wrong."""
    return not parse(arguments).bare


def build_parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    parser = _Parser(prog="python -m course", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(
        name: str, function, help: str, *, lab: str = "", bare: bool = False
    ) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=help, description=help)
        sub.set_defaults(command=function, parser=sub, bare=bare)
        if lab:
            sub.add_argument(
                "lab", nargs=lab, metavar="LAB", help="number of a lab, such as 02, or capstone"
            )
        return sub

    command("help", lambda _: parser.print_help(), "list the commands", bare=True)
    command("setup", setup, "make, update or repair .venv from the lock", bare=True)
    command("data", data, "fetch both datasets once, and check them")
    command("start", start, "copy a lab into work/, for a student to work in", lab="?")
    sub = command("lab", lab, "open JupyterLab at your copy of a lab", lab="?")
    sub.add_argument(
        "--port", type=number(int, 65_535), default=8888, help="if it is taken, the next free one"
    )
    sub.add_argument("--no-browser", action="store_true", help="print the address only")
    sub = command("mlflow", mlflow, "open MLflow's page over the tracked runs")
    sub.add_argument("folder", nargs="?", type=Path, help="of the runs; by default work/mlflow")
    sub.add_argument("--host", default="127.0.0.1", help="address to listen at; this computer only")
    sub.add_argument(
        "--port", type=number(int, 65_535), default=5000, help="if it is taken, the next free one"
    )
    command("serve", serve, "start the service of lab 09 with the registered model")
    sub = command("run", run, "execute the solutions and hold their results to the bars", lab="*")
    sub.add_argument("--profile", default="full", help="full (default), or smoke: reduced settings")
    sub.add_argument(
        "--jobs", type=number(int), help="how many at once; by default one for each core"
    )
    sub.add_argument("--scheduler", help="address of a Dask scheduler, such as tcp://host:8786")
    sub.add_argument("--fresh", action="store_true", help="do not continue an interrupted run")
    sub.add_argument(
        "--cell-timeout", type=number(float), default=600, help="longest time for a cell, in s"
    )
    sub = command("report", report, "turn a finished notebook into a page and a PDF", lab="?")
    sub.add_argument("notebook", nargs="?", type=Path, help="by default the copy in work/")
    sub.add_argument("--name", default="", help="your name, for the top of the page")
    sub = command("grade", grade, "grade a folder of submissions", lab="?")
    sub.add_argument("submissions", nargs="?", type=Path, help="<student>.ipynb, folders, or zips")
    sub.add_argument("--out", type=Path, help="folder of the result; by default build/grades/NN")
    sub.add_argument(
        "--jobs", type=number(int), help="how many at once; by default one for each core"
    )
    sub.add_argument("--scheduler", help="address of a Dask scheduler, such as tcp://host:8786")
    sub.add_argument("--profile", default="full", help="full (default), or smoke: reduced settings")
    sub.add_argument(
        "--merge", type=Path, metavar="CSV", help="written.csv with the points filled in"
    )
    sub.add_argument(
        "--no-sandbox",
        action="store_true",
        help="run submissions unprotected: only if you trust them",
    )
    for limit in dataclasses.fields(Limits):
        flag = "--" + limit.name.replace("_", "-")
        kind = float if limit.name.endswith("seconds") else int
        unit = "s" if kind is float else "" if limit.name == "processes" else "MiB"
        said = f"limit on each submission, in {unit}" if unit else "limit on each submission"
        sub.add_argument(
            flag,
            type=number(kind),
            default=limit.default,
            metavar="N",
            help=f"{said}; {limit.default}",
        )
    command("test", test, "lint, tests, drift gate, and nbval at reduced settings")
    command("corpus", corpus, "grade broken, hostile and honest submissions in the sandbox")
    command("nbval", nbval, "nbval at the notebooks' own settings", lab="*")
    sub = command(
        "check", check, "lint the notebooks and compare the student copies with their source"
    )
    sub.add_argument("--fix", action="store_true", help="rewrite notebooks in canonical form first")
    command("minutes", minutes, "how long each lab takes a student, by the formula", lab="*")
    command("notebooks", notebooks, "derive the student copies from the solutions")
    command("refresh", refresh, "run solutions on the real data and store their outputs", lab="*")
    command("text", text, "write solutions as build/text/NN.py, to edit them as text", lab="*")
    command("pack", pack, "write edited build/text/NN.py back to solutions/", lab="*")
    sub = command("bars", bars, "train the solutions over the seeds and write the bars", lab="*")
    sub.add_argument("--data", choices=["real", "sample"], default="real", help="which data")
    sub = command("bench", bench, "measure the run against nbconvert, and lab 01's first figure")
    sub.add_argument(
        "--repeats", type=number(int), default=3, help="how often; medians are printed"
    )
    command("clean", clean, "delete what can be made again (build/)", bare=True)
    command("lock", lock, "lock the dependencies of pyproject.toml in requirements.txt")
    return parser


def setup(options: argparse.Namespace) -> None:
    if environment.in_conda():
        print("This conda environment has what the course needs.")
        return
    environment.setup(thorough=True)
    print(f".venv is ready: Python {environment.version()}")


def data(options: argparse.Namespace) -> int:
    from helpers.data import fetch_all

    return 0 if fetch_all() else 1


def start(options: argparse.Namespace) -> None:
    from course.student import start

    if not options.lab:
        raise errors.UsageError("Say which lab, for example: make start LAB=02")
    print(start(labs.find([options.lab])[0]))


def lab(options: argparse.Namespace) -> int:
    from course.student import open_lab

    chosen = labs.find([options.lab])[0] if options.lab else None
    return open_lab(chosen, options.port, not options.no_browser)


def mlflow(options: argparse.Namespace) -> int:
    from course.mlflow_page import serve

    return serve(options.folder, options.host, options.port)


def serve(options: argparse.Namespace) -> int:
    command = [sys.executable, "-m", "serving"]
    if os.name == "posix":
        os.chdir(labs.ROOT)
        os.execv(sys.executable, command)
    return subprocess.run(command, cwd=labs.ROOT, check=False).returncode


def test(options: argparse.Namespace) -> int:
    from course.quality import test

    with only_one(labs.BUILD / "locks" / "nbval"):
        return 0 if test() else 1


def corpus(options: argparse.Namespace) -> int:
    from course.quality import corpus

    with only_one(labs.BUILD / "locks" / "corpus"):
        return 0 if corpus() else 1


def nbval(options: argparse.Namespace) -> int:
    from course.quality import nbval

    with only_one(labs.BUILD / "locks" / "nbval"):
        return 0 if nbval(labs.find(options.lab)) else 1


def bars(options: argparse.Namespace) -> int:
    from course.running.bars import FOLDER, measure

    with only_one(FOLDER):
        return 0 if measure(labs.find(options.lab), options.data) else 1


def bench(options: argparse.Namespace) -> int:
    script = labs.ROOT / "benchmarks" / "run_labs.py"
    command = [sys.executable, str(script), "--repeats", str(options.repeats)]
    return subprocess.run(command, cwd=labs.ROOT, check=False).returncode


def clean(options: argparse.Namespace) -> None:
    shutil.rmtree(labs.BUILD, ignore_errors=True)


def lock(options: argparse.Namespace) -> int:
    return environment.lock()


def text(options: argparse.Namespace) -> None:
    from course.notebooks.text import unpack

    for lab in labs.find(options.lab):
        target = labs.BUILD / "text" / f"{lab.name}.py"
        unpack(lab.solution, target)
        print(target.relative_to(labs.ROOT))


def pack(options: argparse.Namespace) -> None:
    from course.notebooks.text import pack

    # Not by `find`: the solution of a new lab is not there yet.
    wanted = {f"{int(word):02d}" if word.isdigit() else word for word in options.lab}
    sources = sorted((labs.BUILD / "text").glob("*.py"))
    chosen = [one for one in sources if not wanted or wanted & {one.stem, one.stem[:2]}]
    missing = wanted - {name for one in chosen for name in (one.stem, one.stem[:2])}
    if missing or not chosen:
        which = ", ".join(sorted(missing)) or "a lab"
        raise errors.UsageError(
            f"There is no text of {which} in build/text. Write it with: make text LAB=02"
        )
    for source in chosen:
        pack(source, labs.SOLUTIONS / f"{source.stem}.ipynb")
        print(f"solutions/{source.stem}.ipynb")


def run(options: argparse.Namespace) -> int:
    from course.running.run import FOLDER, run

    with only_one(FOLDER):
        passed = run(
            labs.find(options.lab),
            options.profile,
            parallel=options.jobs,
            scheduler=options.scheduler,
            fresh=options.fresh,
            cell_seconds=options.cell_timeout,
        )
    return 0 if passed else 1


def report(options: argparse.Namespace) -> None:
    from course.pages.report import report

    if not options.lab:
        raise errors.UsageError("Say which lab, for example: make report LAB=02")
    page, pdf = report(labs.find([options.lab])[0], options.notebook, name=options.name)
    print(page)
    print(pdf or "No PDF: no Chromium or Chrome here. Open the page, and print it to a PDF.")


def grade(options: argparse.Namespace) -> int:
    from course.grading import grade, submission, tables
    from course.notebooks import notebook

    if not options.lab:
        raise errors.UsageError("Say which lab, for example: make grade LAB=02 SUBMISSIONS=folder")
    lab = labs.find([options.lab])[0]
    if not lab.graded:
        raise errors.UsageError("The capstone carries no points.")
    target = options.out or grade.FOLDER / lab.number
    if options.merge:
        # Named alone, it is the one in the folder of the result.
        named = options.merge if options.merge.exists() else target / options.merge
        tasks = grade.written_tasks(notebook.read(lab.notebook))
        final = tables.merge(target, named, {task.identifier: task.points for task in tasks})
        print(final, *tables.not_marked(final), sep="\n")
        return 0
    if not options.submissions:
        raise errors.UsageError("Say where they are: make grade LAB=02 SUBMISSIONS=folder")
    names = [limit.name for limit in dataclasses.fields(Limits)]
    with only_one(target):
        grades = grade.grade(
            lab,
            options.submissions,
            target=options.out,
            limits=Limits(**{name: getattr(options, name) for name in names}),
            profile=options.profile,
            parallel=options.jobs,
            scheduler=options.scheduler,
            sandboxed=not options.no_sandbox,
        )
    print(grade.summary(grades))
    return 0 if any(one.status == submission.GRADED for one in grades) else 1


def check(options: argparse.Namespace) -> int:
    from course.notebooks.lint import check_all

    problems = check_all(fix=options.fix)
    for problem in problems:
        print(f"✗ {problem}")
    print(f"{len(problems)} problems" if problems else "✓ notebooks, copies and pages are in form")
    return 1 if problems else 0


def minutes(options: argparse.Namespace) -> None:
    from course.notebooks import lint, minutes, notebook

    chosen = labs.find(options.lab)
    minutes.print_table(chosen)
    for lab in chosen:
        for problem in lint.lesson_problems(lab, notebook.read(lab.solution)):
            print(f"{lab.number}: {problem}")


def refresh(options: argparse.Namespace) -> int:
    from course.running.refresh import FOLDER, refresh

    with only_one(FOLDER):
        return 0 if refresh(labs.find(options.lab)) else 1


def notebooks(options: argparse.Namespace) -> None:
    from course.notebooks.build import build_all

    for path in build_all():
        print(path.relative_to(labs.ROOT))
