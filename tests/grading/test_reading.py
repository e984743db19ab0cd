"""What a submission and its sandbox say is read within limits, and becomes a valid notebook whatever it is."""

from __future__ import annotations

import contextlib
import io
import json
import time
import tracemalloc

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.grading import reading, submission
from course.grading.limits import Limits, Terms
from course.grading.submission import GRADED, Grade

TERMS = Terms("01")
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
TYPES = (
    st.sampled_from(["text/plain", "image/png", "application/json", "application/x+json"]) | TEXT
)
OUTPUT = st.fixed_dictionaries(
    {},
    optional={
        "output_type": st.sampled_from(["stream", "display_data", "execute_result", "error"]) | ANY,
        "name": st.sampled_from(["stdout", "stderr"]) | ANY,
        "text": TEXT | st.lists(TEXT, max_size=2) | ANY,
        "data": st.dictionaries(TYPES, TEXT | ANY, max_size=3) | ANY,
        "metadata": ANY,
        "execution_count": ANY,
        "ename": ANY,
        "evalue": ANY,
        "traceback": ANY,
    },
)
CELL = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw", "heading"]) | ANY,
        "source": TEXT | st.lists(TEXT, max_size=2) | ANY,
        "id": st.sampled_from(["a", "b", "a b"]) | ANY,
        "metadata": st.fixed_dictionaries({}, optional={"tags": ANY}) | ANY,
        "attachments": st.dictionaries(TEXT, ANY, max_size=2) | ANY,
        "level": ANY,
        "outputs": ANY,
    },
)


def read(cells: object) -> list[reading.Cell]:
    return reading.cells(json.dumps({"cells": cells}))[0]


@given(st.lists(CELL | ANY, min_size=1, max_size=3), st.lists(OUTPUT | ANY, max_size=4))
def test_whatever_it_holds_becomes_a_valid_notebook(cells: list, outputs: list):
    cells_read = read(cells)
    assert len(cells_read) == sum(isinstance(cell, dict) for cell in cells)
    ran = [{"cell": place, "outputs": outputs, "count": 1} for place in range(len(cells_read))]
    made = reading.notebook(cells_read, ran)
    nbformat.validate(made)
    nbformat.v4.writes(made)


@pytest.mark.parametrize("broken", [None, 3, [], "", {}, {"cells": None}, {"cells": {"a": 1}}])
def test_what_has_no_cells_is_refused_or_empty(broken: object):
    with contextlib.suppress(reading.Rejected):
        assert reading.cells(json.dumps(broken))[0] == []


@pytest.mark.parametrize("missing", ["metadata", "outputs", "execution_count", "id", "cell_type"])
@pytest.mark.parametrize("how", ["absent", "null"])
def test_cell_lacks_a_field(missing: str, how: str):
    """JupyterLab opens such notebooks; some editors write them."""
    cell = dict(nbformat.v4.new_code_cell("q1_1 = 60_000"))
    if how == "null":
        cell[missing] = None
    else:
        del cell[missing]
    content = json.dumps({"cells": [cell, nbformat.v4.new_code_cell("x = 1")], "nbformat": 4})
    plain = submission.read_submission(content.encode(), TERMS)
    assert [plain_cell.source for plain_cell in plain.cells] == ["q1_1 = 60_000", "x = 1"]
    assert missing == "cell_type" or plain.cells[0].cell_type == "code"


def test_lists_of_lines_and_old_headings_are_read():
    cells = [{"cell_type": "code", "source": ["a = 1\n", "b = 2"]}]
    cells += [{"cell_type": "heading", "level": 2, "source": "Data"}]
    cells += [{"cell_type": "heading", "level": 2.0, "source": "no level"}]
    assert [cell.source for cell in read(cells)] == ["a = 1\nb = 2", "## Data", "no level"]


# --- floods -----------------------------------------------------------------------------------------------


@pytest.fixture
def cheap():
    """What runs inside takes a moment and little memory."""
    tracemalloc.start()
    start = time.process_time()
    yield
    used, took = tracemalloc.get_traced_memory()[1], time.process_time() - start
    tracemalloc.stop()
    assert used < 600 * 2**20
    assert took < 30


def reported(*lines: bytes, count: int = 2) -> submission._Run:
    """A run whose sandbox reported these lines."""
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1") for _ in range(count)])
    run = submission._Run(made, TERMS, 1)
    run._read_cells(io.BytesIO(b"\n".join(lines) + b"\n"))
    return run


def line(cell: object, outputs: str = "[]") -> bytes:
    return f'{{"cell": {cell}, "count": 1, "outputs": {outputs}, "stopped": null}}'.encode()


STREAM = '{"output_type": "stream", "name": "stdout", "text": "x"}'
PICTURE = '{"output_type": "display_data", "data": {"text/plain": "x"}, "metadata": {}}'
FLOODS = {
    "empty outputs": line(0, f"[{'{},' * 200_000}{{}}]"),
    "outputs of no type": line(0, f"[{'3,' * 2_000_000}3]"),
    "millions of containers": line(0, f"[{'[],' * 10_000_000}[]]"),
    "millions of numbers": line(0, f"[{'1.5,' * 9_000_000}1]"),
    "deep": line(0, "[" * 1_000_000),
    "no line end": b"x" * 50_000_000,
    "short lines": b"\n".join([b"{}"] * 5_000_000),
    "one cell again and again": b"\n".join([line(0)] * 100_000),
    "empty pictures": line(0, f"[{(PICTURE + ',') * 100_000}{PICTURE}]"),
    "nested data": line(0, PICTURE.join("[]").replace('"x"', "[" * 500 + "]" * 500)),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FLOODS)
def test_flood_of_outputs_costs_little(name: str, cheap):
    run = reported(FLOODS[name], line(1, f"[{STREAM}]"))
    outputs = [output for cell in run._cells.values() for output in cell["outputs"]]
    assert len(outputs) <= reading.MOST_OUTPUTS + 1
    assert set(run._cells) <= {0, 1}


def test_what_follows_a_bad_line_is_kept():
    run = reported(FLOODS["empty outputs"], line(1, f"[{STREAM}]"))
    assert run._cells[1]["outputs"] == [json.loads(STREAM)]
    assert run._cells[0]["outputs"] == []


def test_lines_printed_one_by_one_are_all_kept():
    run = reported(line(0, f"[{(STREAM + ',') * 20_000}{STREAM}]"))
    (only,) = run._cells[0]["outputs"]
    assert only.text == "x" * 20_001


def test_notebook_keeps_a_limited_number_of_outputs():
    cells = [{"cell_type": "code", "source": "1"}] * 20
    ran = [{"cell": i, "outputs": [json.loads(PICTURE)] * 400, "count": 1} for i in range(20)]
    made = reading.notebook(read(cells), ran)
    assert sum(len(cell.outputs) for cell in made.cells) == reading.MOST_OUTPUTS_IN_ALL


@pytest.mark.parametrize(
    "number", ["9" * 4300, "9" * 4299, "-1", "2", "true", "0.0", '"0"', "null"]
)
def test_number_of_no_cell_is_passed_over(number: str):
    run = reported(line(number), line(1))
    assert list(run._cells) == [1]
    assert submission.stopped_cells(list(run._cells.values()), Limits(), run._notebook) == ""


HANDED_IN = {
    "empty outputs": '{"cell_type": "code", "source": "1", "outputs": [' + "{}," * 200_000 + "{}]}",
    "many cells": ",".join(['{"cell_type": "code", "source": "1"}'] * 100_000),
    "containers": "{}," * 5_000_000 + "{}",
    "numbers": '{"cell_type": "code", "source": [' + "1.5," * 20_000_000 + "1]}",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HANDED_IN)
def test_flood_in_the_file_costs_little(name: str, cheap):
    content = (
        f'{{"nbformat": 4, "nbformat_minor": 5, "metadata": {{}}, "cells": [{HANDED_IN[name]}]}}'
    )
    try:
        made = submission.executed(content.encode(), Grade("ada", GRADED))
        submission.read_submission(content.encode(), TERMS)
    except submission.Rejected:
        made = None
    assert made is None or [cell.source for cell in made.cells] == ["1"]


def test_much_printed_text_is_no_reason_to_refuse_a_notebook():
    """Brackets inside a text are no parts."""
    cell = nbformat.v4.new_code_cell("q1_1 = 60_000")
    cell.outputs = [nbformat.v4.new_output("stream", text="[[0. 0.]\n" * 1_000_000)]
    content = json.dumps(nbformat.v4.new_notebook(cells=[cell])).encode()
    assert submission.read_submission(content, TERMS).cells[0].source == cell.source


def test_long_cell_is_cut_in_the_executed_notebook_alone():
    content = json.dumps({"cells": [{"cell_type": "markdown", "source": "a\n" * 10_000_000}]})
    (cell,) = submission.executed(content.encode(), Grade("ada", GRADED)).cells
    assert len(cell.source) < reading.LONGEST_CELL + 100
    assert cell.source.endswith("more characters.]")
