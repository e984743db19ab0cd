"""Commands for everybody, and for students: all that a release to students has."""

# Standard library and the syntax of Python 3.8 only; each command imports what it needs.
from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from course import environment, labs
from course.commands.parsing import AddCommand, named_lab, number


def add(command: AddCommand) -> None:
    """Add these commands to the parser."""
    sub = command("setup", setup, "make, update or repair .venv from the lock", bare=True)
    sub.add_argument("--dev", action="store_true", help="with the tools that the tests need")
    command("data", data, "fetch both datasets once, and check them")
    sub = command("start", start, "copy a lab into work/, for a student to work in", lab="?")
    sub.add_argument("--edition", default="", help="its language, such as fr (French)")
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
    sub = command("report", report, "turn a finished notebook into a page and a PDF", lab="?")
    sub.add_argument("notebook", nargs="?", type=Path, help="by default the copy in work/")
    sub.add_argument("--name", default="", help="your name, for the top of the page")
    command("progress", progress, "your labs: points, what is still to do, reports")
    command("clean", clean, "delete what can be made again (build/)", bare=True)


def setup(options: argparse.Namespace) -> None:
    from course import setting_up

    if environment.in_conda(options.dev):
        print("This conda environment has what the course needs.")
        return
    setting_up.setup(thorough=True, dev=options.dev)
    print(f".venv is ready: Python {environment.version()}")


def data(options: argparse.Namespace) -> int:
    from course.data import fetch_all

    return 0 if fetch_all() else 1


def start(options: argparse.Namespace) -> None:
    from course.student import start
    from helpers.languages.catalogue import ENGLISH, language, languages, speaking

    edition = options.edition or language()
    with speaking(edition if edition in (ENGLISH, *languages()) else ""):
        lab = named_lab(options, "make start LAB=02")
        print(start(lab, edition))


def lab(options: argparse.Namespace) -> int:
    from course.student import newest_copy, open_lab
    from helpers.languages.catalogue import speaking

    selected = labs.find([options.lab])[0] if options.lab else None
    with speaking(_language_of(newest_copy(selected))):
        return open_lab(selected, options.port, not options.no_browser)


def mlflow(options: argparse.Namespace) -> int:
    from course.mlflow_page import serve

    return serve(options.folder, options.host, options.port)


def serve(options: argparse.Namespace) -> int:
    command = [sys.executable, "-m", "serving"]
    if os.name == "posix":
        os.chdir(labs.ROOT)
        os.execv(sys.executable, command)
    return subprocess.run(command, cwd=labs.ROOT, check=False).returncode


def report(options: argparse.Namespace) -> None:
    from course.pages.report import report
    from helpers.languages.catalogue import speaking

    lab = named_lab(options, "make report LAB=02")
    with speaking(_language_of(options.notebook or labs.WORK / lab.notebook.name)):
        page, pdf = report(lab, options.notebook, name=options.name)
        print(page)
        print(pdf or "No PDF: no Chromium or Chrome here. Open the page, and print it to a PDF.")


def progress(options: argparse.Namespace) -> None:
    from course.pages import progress
    from course.student import newest_copy
    from helpers.languages.catalogue import speaking

    with speaking(_language_of(newest_copy())):
        print(progress.show())


def _language_of(copy: Path | None) -> str:
    """Language to speak about a student's copy: its own; without one, nothing is said here."""
    from helpers.languages.catalogue import language_in

    return language_in(copy) if copy else ""


def clean(options: argparse.Namespace) -> None:
    if labs.BUILD.exists():
        shutil.rmtree(labs.BUILD)
