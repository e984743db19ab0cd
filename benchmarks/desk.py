"""An instructor's term with a class made by script: minutes of machine and person for each moment.

    python benchmarks/desk.py [--labs 01] [--students 200] [--jobs 2]

The class: honest students, weak ones, what cannot be graded, absent ones, copies (`tests/made_class.py`). It comes
as Moodle's zip. Minutes of the machine are measured; those of a person are an estimate from what they do.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import nbformat
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from course import labs, release  # noqa: E402
from course.grading import grade, returning, tables, term  # noqa: E402
from course.marking.marks import Marks  # noqa: E402
from course.running import isolation  # noqa: E402
from course.similar import compare  # noqa: E402
from tests.made_class import MadeClass  # noqa: E402

WEAK, BROKEN, ABSENT, COPIED = 0.1, 0.05, 0.05, 0.05  # shares of the class
# Of a person, in minutes. A command: to type it and read what it says; an upload: Moodle's form.
COMMAND, UPLOAD = 0.5, 1.0
READING = 0.33  # a written answer, and the mark that one thinks of
KEYS, CELL = (
    0.03,
    0.15,
)  # to enter it: two keys on the page; finding answer, model and cell in a spreadsheet
BY_HAND = 0.33  # a grade or a feedback page that is taken to Moodle by hand


def main() -> None:
    """Make the class, go through the moments, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--labs", nargs="*", default=["01"])
    parser.add_argument("--students", type=int, default=200)
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    table = Table("lab", "moment", "machine, min", "person, min*", "person before, min*", "what")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        seconds = _timed(release.release, place / "release", labs.all_notebooks())
        table.add_row("all", "hand out", *_minutes(seconds, COMMAND + UPLOAD, "broken"), "")
        for lab in labs.find(options.labs):
            for row in _moments(lab, place, options.students, options.jobs):
                table.add_row(lab.number, *row)
        seconds = _timed(term.write, place / "grades")
        table.add_row("all", "look over", *_minutes(seconds, COMMAND, "none"), "")
    console = Console(width=130)
    console.print(table)
    console.print(
        "* estimated from commands, uploads, keys and cells: see the constants of this file."
    )


def _moments(lab: labs.Lab, place: Path, students: int, jobs: int) -> list[tuple[str, ...]]:
    archive, roster, worksheet, copies = write_class(lab, place / lab.number, students)
    target = place / "grades" / lab.number
    begun = time.perf_counter()
    grades = grade.grade(lab, archive, target=target, parallel=jobs, class_list=roster)
    seconds = time.perf_counter() - begun
    rest = tables.read_csv(target / "not_graded.csv", set())
    summary = f"{len(grades)} submissions, {len(rest)} listed as not graded"
    rows = [
        ("collect, grade", *_minutes(seconds, COMMAND, f"{COMMAND + students * 0.02:.0f}"), summary)
    ]
    marks, count = Marks(target), 0
    begun = time.perf_counter()
    for question in marks.questions():
        for answer in marks.of(question):
            marks.give(answer.student, question, f"{answer.possible:g}", "Say why.")
            count += 1
    seconds = time.perf_counter() - begun
    mean = f"{count} answers, saved in {1000 * seconds / count:.0f} ms each"
    before = f"{count * (READING + CELL):.0f}"
    rows.append(("mark", *_minutes(seconds, count * (READING + KEYS), before), mean))
    seconds = _timed(returning.give_back, lab, target, worksheet=worksheet)
    before = f"{2 * len(grades) * BY_HAND:.0f}"
    rows.append(("give back", *_minutes(seconds, COMMAND + 2 * UPLOAD, before), "two uploads"))
    seconds = _timed(compare.similar, lab, target)
    listed = [{row["student"], row["other"]} for row in _rows(target / "similar.csv")]
    hits = sum(set(pair) in listed for pair in copies.items())
    summary = f"{len(listed)} pairs; {hits} of {len(copies)} copies"
    rows.append(("likeness", *_minutes(seconds, COMMAND, "none"), summary))
    return rows


def _rows(path: Path) -> list[dict[str, str]]:
    return tables.read_csv(path, set())


def write_class(
    lab: labs.Lab, folder: Path, students: int
) -> tuple[Path, Path, Path, dict[str, str]]:
    """Moodle's zip, the list of the class, Moodle's worksheet; and who copied from whom."""
    folder.mkdir(parents=True)
    made = MadeClass(lab, seed=students)
    counts = [round(share * students) for share in (WEAK, BROKEN, ABSENT, COPIED)]
    weak, broken, _, copied = counts
    honest = students - sum(counts)
    answers = [made.honest(0.8) for _ in range(honest)] + [made.honest(0.3) for _ in range(weak)]
    answers += [
        made.copied(answers[place], made.renamed, made.commented) for place in range(copied)
    ]
    files = {
        place: _text(made.notebook_of(student_answers))
        for place, student_answers in enumerate(answers)
    }
    bad = [b"", b"{", b"Rar!", labs.all_labs()[0].notebook.read_bytes(), _text(_stops())]
    files |= {len(answers) + place: bad[place % len(bad)] for place in range(broken)}
    archive, names = folder / "download.zip", [_name(place) for place in range(students)]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for place, content in files.items():
            name = f"{names[place]}_{1000 + place}_assignsubmission_file_/{lab.notebook.name}"
            out.writestr(name, content)
    head = [
        "Identifier",
        "Full name",
        "Email address",
        "Status",
        "Grade",
        "Maximum Grade",
        "Last modified",
    ]
    sheet = [
        [f"Participant {1000 + place}", name, f"s{place}@x.org", "", "", "20.00", "-"]
        for place, name in enumerate(names)
    ]
    worksheet = _csv(folder / "worksheet.csv", [head, *sheet])
    roster = _csv(
        folder / "class.csv", [["id", "name"], *([1000 + p, n] for p, n in enumerate(names))]
    )
    first = honest + weak
    pairs = {
        f"{names[first + p]} ({1000 + first + p})": f"{names[p]} ({1000 + p})"
        for p in range(copied)
    }
    return archive, roster, worksheet, pairs


def _name(place: int) -> str:
    return f"Student {chr(65 + place // 26)}{chr(65 + place % 26)}"


def _stops() -> nbformat.NotebookNode:
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("import os; os._exit(1)")])


def _text(made: nbformat.NotebookNode) -> bytes:
    return nbformat.writes(made).encode()


def _csv(path: Path, rows: list[list[object]]) -> Path:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    return path


def _timed(function, *arguments, **named) -> float:
    begun = time.perf_counter()
    function(*arguments, **named)
    return time.perf_counter() - begun


def _minutes(seconds: float, person: float, before: str) -> tuple[str, str, str]:
    return f"{seconds / 60:.1f}", f"{person:.1f}", before


if __name__ == "__main__":
    isolation.enter()
    main()
