"""Commands for maintainers."""

# Standard library and the syntax of Python 3.8 only; each command imports what it needs.
from __future__ import annotations

import argparse
import functools
import subprocess
import sys
from pathlib import Path

from course import errors, labs
from course.commands.parsing import AddCommand, number
from course.locking import only_one


def add(command: AddCommand) -> None:
    """Add these commands to the parser."""
    command = functools.partial(command, dev=True)
    command("test", test, "lint, tests, drift gate, and nbval at reduced settings")
    command(
        "acceptance",
        acceptance,
        "set up from nothing, pages in a browser, images, a cluster, other languages",
    )
    command("corpus", corpus, "grade broken, hostile and honest submissions in the sandbox")
    command("nbval", nbval, "nbval at the notebooks' own settings", lab="*")
    sub = command(
        "check", check, "lint the notebooks and compare the student copies with their source"
    )
    sub.add_argument("--fix", action="store_true", help="rewrite notebooks in canonical form first")
    command("minutes", minutes, "how long each lab takes a student, by the formula", lab="*")
    command("notebooks", notebooks, "derive the student copies from the solutions")
    sub = command(
        "translations", translations, "bring catalogues up to the English texts, and count", lab="*"
    )
    sub.add_argument("--language", default="", help="such as fr; by default all that there are")
    sub.add_argument("--todo", action="store_true", help="write open entries to build/translations")
    sub.add_argument("--all", action="store_true", help="with --todo: entries that are done, too")
    sub.add_argument("--take", type=Path, help="put the translations of such a file into place")
    command("refresh", refresh, "run solutions on the real data and store their outputs", lab="*")
    command("stored", stored, "train anew the long runs whose curves a lab shows", lab="+")
    command("text", text, "write solutions as build/text/NN.py, to edit them as text", lab="*")
    command("pack", pack, "write edited build/text/NN.py back to solutions/", lab="*")
    sub = command("bars", bars, "train the solutions over the seeds and write the bars", lab="*")
    sub.add_argument("--data", choices=["real", "sample"], default="real", help="which data")
    sub = command(
        "bench", bench, "measure the run against nbconvert, and lab 01's first figure", dev=False
    )
    sub.add_argument(
        "--repeats", type=number(int), default=3, help="how often; medians are printed"
    )
    command("sizes", sizes, "how much each kind of computer downloads")
    sub = command(
        "site", site, "the labs and the documentation as a site, in build/site", dev=False
    )
    sub.add_argument(
        "--solved", action="store_true", help="with the solutions, in build/site-solved"
    )
    sub = command("lock", lock, "lock the dependencies of pyproject.toml")
    sub.add_argument("--upgrade", action="store_true", help="to the newest versions it allows")


def test(options: argparse.Namespace) -> int:
    from course.quality import test

    with only_one(labs.BUILD / "locks" / "nbval"):
        return 0 if test() else 1


def acceptance(options: argparse.Namespace) -> int:
    from course.quality import acceptance

    with only_one(labs.BUILD / "locks" / "acceptance"):
        return 0 if acceptance() else 1


def corpus(options: argparse.Namespace) -> int:
    from course.quality import corpus

    with only_one(labs.BUILD / "locks" / "corpus"):
        return 0 if corpus() else 1


def nbval(options: argparse.Namespace) -> int:
    from course.quality import nbval

    with only_one(labs.BUILD / "locks" / "nbval"):
        return 0 if nbval(labs.find(options.lab)) else 1


def check(options: argparse.Namespace) -> int:
    from course import picture
    from course.notebooks.lint import check_all
    from course.notebooks.translations.catalogues import untranslated

    print("Comparing notebooks, copies and pages …", flush=True)
    problems = check_all(fix=options.fix)
    if not picture.is_current():
        problems.append(
            "docs/maintainers.md shows another house than the code: run `make notebooks`"
        )
    for problem in problems:
        print(f"✗ {problem}")
    for line in untranslated():
        print(line)
    print(f"{len(problems)} problems" if problems else "✓ notebooks, copies and pages are in form")
    return 1 if problems else 0


def minutes(options: argparse.Namespace) -> None:
    from course.notebooks import minutes

    minutes.print_table(labs.find(options.lab))


def notebooks(options: argparse.Namespace) -> None:
    from course import picture
    from course.notebooks.build import build_all
    from course.notebooks.translations.catalogues import update_all

    print("Deriving what has changed …", flush=True)
    update_all()
    for path in [*build_all(), *picture.update()]:
        print(path.relative_to(labs.ROOT))


def translations(options: argparse.Namespace) -> int:
    from course.notebooks.translations import commands

    return commands.run(options.lab, options.language, options.todo, options.all, options.take)


def refresh(options: argparse.Namespace) -> int:
    from course.running.refresh import FOLDER, refresh

    with only_one(FOLDER):
        return 0 if refresh(labs.find(options.lab)) else 1


def stored(options: argparse.Namespace) -> int:
    from course.running.stored_runs import FOLDER, train_anew

    with only_one(FOLDER):
        return 0 if train_anew(labs.find(options.lab)) else 1


def text(options: argparse.Namespace) -> None:
    from course.notebooks.text import unpack

    for lab in labs.find(options.lab):
        target = labs.BUILD / "text" / f"{lab.name}.py"
        unpack(lab.solution, target)
        print(target.relative_to(labs.ROOT))


def pack(options: argparse.Namespace) -> None:
    from course.notebooks.text import pack

    # Not by `find`: the solution of a new lab is not there yet.
    numbers = {f"{int(word):02d}" if word.isdigit() else word for word in options.lab}
    sources = sorted((labs.BUILD / "text").glob("*.py"))
    selected = [
        source for source in sources if not numbers or numbers & {source.stem, source.stem[:2]}
    ]
    missing = numbers - {name for source in selected for name in (source.stem, source.stem[:2])}
    if missing or not selected:
        which = ", ".join(sorted(missing)) or "a lab"
        raise errors.UsageError(
            f"There is no text of {which} in build/text. Write it with: make text LAB=02"
        )
    for source in selected:
        pack(source, labs.SOLUTIONS / f"{source.stem}.ipynb")
        print(f"solutions/{source.stem}.ipynb")


def bars(options: argparse.Namespace) -> int:
    from course.running.bars import FOLDER, measure

    with only_one(FOLDER):
        return 0 if measure(labs.find(options.lab), options.data) else 1


def site(options: argparse.Namespace) -> None:
    from course.site.build import build

    target = labs.BUILD / ("site-solved" if options.solved else "site")
    with only_one(labs.BUILD / "locks" / "site"):
        print(build(target, options.solved))


def lock(options: argparse.Namespace) -> int:
    from course.locked import lock

    return lock(options.upgrade)


def sizes(options: argparse.Namespace) -> None:
    from course.locked import print_sizes

    print_sizes()


def bench(options: argparse.Namespace) -> int:
    script = labs.ROOT / "benchmarks" / "run_labs.py"
    command = [sys.executable, str(script), "--repeats", str(options.repeats)]
    return subprocess.run(command, cwd=labs.ROOT, check=False).returncode
