"""Commands for instructors."""

# Standard library and the syntax of Python 3.8 only; each command imports what it needs.
from __future__ import annotations

import argparse
import dataclasses
from pathlib import Path

from course import errors, labs
from course.commands.parsing import AddCommand, named_lab, number
from course.grading.limits import Limits
from course.locking import only_one


def add(command: AddCommand) -> None:
    """Add these commands to the parser."""
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
    sub = command("release", release, "write the students' tree, without answers", lab="*")
    sub.add_argument("--out", type=Path, help="folder of the tree, outside of this one")
    sub.add_argument("--update", action="store_true", help="add a commit to an earlier release")
    sub = command("wheels", wheels, "fill a folder to set up from without a network")
    sub.add_argument("--out", type=Path, help="folder on a stick or a share")
    sub.add_argument(
        "--platform", nargs="+", default=[], metavar="NAME", help="such as windows-x86_64, or all"
    )
    sub.add_argument("--python", nargs="+", default=[], metavar="3.N", help="such as 3.12, or all")
    sub = command("grade", grade, "grade a folder of submissions", lab="?")
    sub.add_argument(
        "submissions", nargs="?", type=Path, help="a folder, or a zip as Moodle gives it"
    )
    sub.add_argument("--roster", type=Path, metavar="CSV", help="the class: who handed in nothing")
    sub.add_argument("--out", type=Path, help="folder of the result; by default build/grades/NN")
    sub.add_argument(
        "--jobs", type=number(int), help="how many at once; by default one more than the cores"
    )
    sub.add_argument("--scheduler", help="address of a Dask scheduler, such as tcp://host:8786")
    sub.add_argument("--profile", default="full", help="full (default), or smoke: reduced settings")
    sub.add_argument("--fresh", action="store_true", help="grade all anew, whatever is finished")
    sub.add_argument(
        "--again", nargs="+", default=(), metavar="NAME", help="grade these students anew, alone"
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
        text = f"limit on each submission, in {unit}" if unit else "limit on each submission"
        sub.add_argument(
            flag,
            type=number(kind),
            default=limit.default,
            metavar="N",
            help=f"{text}; {limit.default}",
        )
    sub = command("return", give_back, "final marks, feedback, and what Moodle takes", lab="?")
    sub.add_argument("--grades", type=Path, help="folder of the grades; by default build/grades/NN")
    sub.add_argument(
        "--written", type=Path, metavar="CSV", help="points; by default written.csv there"
    )
    sub.add_argument("--worksheet", type=Path, metavar="CSV", help="Moodle's, to be filled in")
    sub.add_argument("--roster", type=Path, metavar="CSV", help="the class: who handed in nothing")
    sub = command("gradebook", gradebook, "all graded labs of a term: a table and a page")
    sub.add_argument(
        "--grades", type=Path, help="folder of the labs' grades; by default build/grades"
    )
    sub = command(
        "similar", similar, "pairs of submissions more alike than chance explains", lab="?"
    )
    sub.add_argument("--grades", type=Path, help="folder of the grades; by default build/grades/NN")
    sub = command("mark", mark, "mark the written answers of a class on a local page", lab="?")
    sub.add_argument("--grades", type=Path, help="folder of the grades; by default build/grades/NN")
    sub.add_argument("--port", type=number(int, 65_535), default=0, help="by default any free one")
    sub.add_argument("--no-browser", action="store_true", help="print the address only")


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


def grade(options: argparse.Namespace) -> int:
    lab = named_lab(options, "make grade LAB=02 SUBMISSIONS=folder")
    if not lab.graded:
        raise errors.UsageError("The capstone carries no points.")
    from course.grading import grade, submission  # takes seconds

    target = options.out or grade.FOLDER / lab.number
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
            fresh=options.fresh,
            again=options.again,
            class_list=options.roster,
        )
    print(grade.summary(grades))
    return 0 if any(result.status == submission.GRADED for result in grades) else 1


def release(options: argparse.Namespace) -> None:
    from course.release import release

    if options.out is None:
        raise errors.UsageError("Say where to: make release OUT=folder")
    selected = labs.find(options.lab) if options.lab else labs.all_notebooks()
    print(release(options.out.resolve(), selected, options.update))


def wheels(options: argparse.Namespace) -> None:
    from course import locked
    from course.wheels import fill

    if options.out is None:
        raise errors.UsageError("Say where to: make wheels OUT=folder")
    computers = list(locked.COMPUTERS) if options.platform == ["all"] else options.platform
    pythons = list(locked.PYTHONS) if options.python == ["all"] else options.python
    print(fill(options.out.resolve(), computers, pythons))


def mark(options: argparse.Namespace) -> None:
    from course.grading import grade
    from course.marking.app import serve

    lab = named_lab(options, "make mark LAB=02")
    folder = options.grades or grade.FOLDER / lab.number
    try:
        serve(lab, folder, options.port, not options.no_browser)
    except KeyboardInterrupt:
        print("\nThe page is closed. All that you entered is in", folder / "written.csv")


def give_back(options: argparse.Namespace) -> None:
    from course.grading import grade, returning

    lab = named_lab(options, "make return LAB=02")
    target = options.grades or grade.FOLDER / lab.number
    with only_one(target):
        lines = returning.give_back(
            lab,
            target,
            written=options.written,
            worksheet=options.worksheet,
            class_list=options.roster,
        )
    print(*lines, sep="\n")


def similar(options: argparse.Namespace) -> None:
    from course.grading import grade
    from course.similar.compare import similar

    lab = named_lab(options, "make similar LAB=02")
    print(*similar(lab, options.grades or grade.FOLDER / lab.number), sep="\n")


def gradebook(options: argparse.Namespace) -> None:
    from course.grading import grade, term

    print(*term.write(options.grades or grade.FOLDER), sep="\n")
