"""Notebook files: one canonical form, clear errors for damaged ones, and the way to text and back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell

from course.notebooks import notebook, text
from course.notebooks.notebook import NotebookError
from tests.small_lab import code, markdown, notebook_of, small_lab

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
ANY_CELL = st.builds(
    lambda make, source, metadata: make(source, metadata=metadata),
    st.sampled_from([new_code_cell, new_markdown_cell, new_raw_cell]),
    ANY_TEXT | st.lists(st.sampled_from(["", " ", "\n", "x ", "\t", "\r"]), max_size=6).map("".join),
    st.fixed_dictionaries({}, optional={"tags": st.just(["b", "a"]), "collapsed": st.booleans()}),
)  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "07_small.ipynb"


# --- canonical form ---------------------------------------------------------------------------------------


@settings(max_examples=50)
@given(st.lists(ANY_CELL, max_size=4))
def test_canonical_form_is_its_own_canonical_form(cells):
    once = notebook.canonical(notebook_of(*cells))
    again = notebook.nbformat.v4.reads(once)
    assert notebook.canonical(again) == once


def test_canonical_form_drops_what_differs_between_runs_and_machines():
    solution = small_lab()
    solution.metadata = {"widgets": {}, "kernelspec": {"name": "conda-env-me", "display_name": ""}}
    for cell in solution.cells:
        cell.metadata["execution"] = {"iopub.execute_input": "2026-01-01"}
    assert notebook.canonical(solution) == notebook.canonical(small_lab())


def test_canonical_form_keeps_sources_outputs_and_tags():
    output = new_output("stream", text="1 \n")
    cells = [markdown("a", "x  \n\n# y"), code("b", "\n\nz\n", "training", outputs=(output,))]
    first, second = json.loads(notebook.canonical(notebook_of(*cells)))["cells"]
    assert first == {
        "cell_type": "markdown",
        "id": "a",
        "metadata": {"tags": []} if first["metadata"] else {},
        "source": ["x\n", "\n", "# y"],
    }
    assert second["source"] == ["z"]
    assert second["metadata"] == {"tags": ["training"]}
    assert second["outputs"] == [{"name": "stdout", "output_type": "stream", "text": ["1 \n"]}]


def test_canonical_form_does_not_change_its_argument():
    solution = small_lab()
    solution.cells[0].metadata["collapsed"] = True
    notebook.canonical(solution)
    assert solution.cells[0].metadata["collapsed"]


def test_write_and_read_back(path: Path):
    notebook.write(small_lab(), path)
    assert path.read_bytes() == notebook.canonical(notebook.read(path)).encode()
    assert [*path.parent.iterdir()] == [path], "no partial file stays behind"


# --- damaged files ----------------------------------------------------------------------------------------

GOOD = json.loads(notebook.canonical(small_lab()))
DAMAGED = {
    "empty": (b"", "is not JSON"),
    "not JSON": (b"print('hello')", "is not JSON"),
    "cut off": (json.dumps(GOOD).encode()[:-40], "is not JSON"),
    "merge conflict": (b"<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> x\n", "is not JSON"),
    "not UTF-8": ('{"a": "é"}'.encode("latin-1"), "is not UTF-8"),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\xff", "is not UTF-8"),
    "nested too deeply": (b"[" * 200_000, "nested too deeply"),
    "a list": ([1], "format 4"),
    "a number": (4, "format 4"),
    "nbformat 3": (GOOD | {"nbformat": 3, "worksheets": []}, "format 4"),
    "nbformat is text": (GOOD | {"nbformat": "4"}, "format 4"),
    "nbformat_minor is text": (GOOD | {"nbformat_minor": "5"}, "format 4"),
    "no nbformat": ({"cells": []}, "format 4"),
    "no cells": ({k: v for k, v in GOOD.items() if k != "cells"}, "format 4"),
    "cells are no list": (GOOD | {"cells": {"a": 1}}, "format 4"),
    "no metadata": ({k: v for k, v in GOOD.items() if k != "metadata"}, "'metadata' is a required"),
    "a cell is a number": (GOOD | {"cells": [5]}, "cell 1: "),
    "a cell of no type": (GOOD | {"cells": [*GOOD["cells"][:2], {"id": "a"}]}, "cell 3: "),
    "a code cell without outputs": (
        GOOD | {"cells": [{"cell_type": "code", "metadata": {}, "source": "x"}]},
        "cell 1: ",
    ),
    "a source that is a number": (
        GOOD | {"cells": [{"cell_type": "markdown", "metadata": {}, "source": 5}]},
        "cell 1: ",
    ),
    "tags that are no list": (
        GOOD | {"cells": [{"cell_type": "markdown", "metadata": {"tags": "x"}, "source": ""}]},
        "cell 1: ",
    ),
    "an unreadable id": (GOOD | {"cells": [GOOD["cells"][0] | {"id": "a b!"}]}, "cell 1: "),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_file_is_one_clear_line(name: str, path: Path):
    content, message = DAMAGED[name]
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    with pytest.raises(NotebookError) as caught:
        notebook.read(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < len(str(path)) + 300


ODD = st.sampled_from(
    [None, True, -1, 4.5, "", "code", "raw", [], [None], ["x"], {}, {"a": 1}, [[]], [{}]]
)


@given(st.dictionaries(st.sampled_from([*GOOD, *GOOD["cells"][1]]), ODD), st.booleans())
def test_any_json_is_a_notebook_or_one_error(tmp_path_factory, changes: dict, in_cell: bool):
    path = tmp_path_factory.getbasetemp() / "any.ipynb"
    content = GOOD | ({"cells": [GOOD["cells"][1] | changes]} if in_cell else changes)
    path.write_text(json.dumps(content))
    try:
        parsed = notebook.read(path)
    except NotebookError:
        return
    assert notebook.canonical(parsed)


@pytest.mark.parametrize("make", ["missing", "folder"])
def test_file_that_cannot_be_opened(path: Path, make: str):
    if make == "folder":
        path.mkdir()
    with pytest.raises(NotebookError, match="cannot be read"):
        notebook.read(path)


def test_cells_without_id_get_the_same_one_each_time(path: Path):
    cells = [{key: value for key, value in cell.items() if key != "id"} for cell in GOOD["cells"]]
    path.write_text(json.dumps(GOOD | {"cells": cells, "nbformat_minor": 2}), encoding="utf-8")
    ids = [cell.id for cell in notebook.read(path).cells]
    assert ids == [f"cell-{number}" for number in range(1, len(cells) + 1)]


def test_repeated_ids_are_left_for_lint_to_report(path: Path):
    path.write_text(json.dumps(GOOD | {"cells": GOOD["cells"][:1] * 2}), encoding="utf-8")
    assert [cell.id for cell in notebook.read(path).cells] == ["title", "title"]


# --- as text, and back ------------------------------------------------------------------------------------

CODE_LINES = [
    "", "x = 1", "    y", "# a comment", "#", "# # b", "%matplotlib inline", "# %time", "!ls", "# !ls", "?x",
    "ls", 's = """\n# Heading\n%time\n"""', "s = '\"\"\"'", "# coding: utf-8", "#!/bin/sh", "# ---",
    "### BEGIN SOLUTION",
    "# +", "# -", "# region", "# jupyter: x", "import a; b",
]  # fmt: skip
TEXT_LINES = [
    "# Heading", "## 1 · é", "- a", "> b", "```python\n# %time\n```", "| a | b |", "$\\frac{a}{b}$", "\\", "---",
    "title: a",
    '"""', "r'''", "'''", "<!-- BEGIN SOLUTION -->", "#", "%time", "# %time", "",
]  # fmt: skip
CELLS = st.one_of(
    st.tuples(st.just(code), st.lists(st.sampled_from(CODE_LINES), max_size=6).map("\n".join)),
    st.tuples(st.just(markdown), st.lists(st.sampled_from(TEXT_LINES), max_size=6).map("\n".join)),
)


def facts(source) -> list[tuple]:
    return [(cell.cell_type, cell.id, cell.source, notebook.tags(cell)) for cell in source.cells]


@settings(max_examples=40)
@given(st.lists(st.tuples(CELLS, st.booleans()), max_size=4))
def test_text_gives_the_same_cells_back(cells: list[tuple]):
    solution = notebook_of(
        *(
            make(f"cell-{number}", source, *(["training"] * tagged))
            for number, ((make, source), tagged) in enumerate(cells)
        )
    )
    canonical = notebook.nbformat.v4.reads(notebook.canonical(solution))
    assert facts(text.from_text(text.to_text(canonical))) == facts(canonical)


@settings(max_examples=40)
@given(st.lists(ANY_TEXT, max_size=3))
def test_text_loses_nothing_or_is_refused(sources: list[str]):
    solution = notebook_of(*(code(f"cell-{n}", source) for n, source in enumerate(sources)))
    canonical = notebook.nbformat.v4.reads(notebook.canonical(solution))
    try:
        written = text.to_text(canonical)
    except NotebookError:
        return
    assert facts(text.from_text(written)) == facts(canonical)


@pytest.mark.parametrize("line", ["# %%", "# %% [markdown]", "#%% part", "# In[1]:"])
def test_line_that_looks_like_a_cell_header_is_refused(line: str, path: Path, tmp_path: Path):
    notebook.write(notebook_of(code("a", "x"), code("part", f"x = 1\n{line}\ny")), path)
    with pytest.raises(NotebookError, match=r"^07_small.ipynb: cell 2 \(part\) cannot be edited"):
        text.unpack(path, tmp_path / "text.py")
    assert not (tmp_path / "text.py").exists()


def test_outputs_stay_where_the_code_stays(path: Path, tmp_path: Path):
    output = new_output("stream", text="1\n")
    cells = [
        code(name, f"print('{name}')", outputs=(output,)) for name in ("kept", "edited", "gone")
    ]
    notebook.write(notebook_of(*cells), path)
    edited = tmp_path / "text.py"
    text.unpack(path, edited)
    first, second, _ = edited.read_text().split("# %% ")[1:]
    second = second.replace("print", "repr")
    added = 'id="new"\nprint("kept")\n'
    edited.write_text("".join(f"# %% {part}" for part in (second, first, added)))
    text.pack(edited, path)
    kept_outputs = {
        cell.id: (len(cell.outputs), cell.execution_count) for cell in notebook.read(path).cells
    }
    assert kept_outputs == {"edited": (0, None), "kept": (1, 1), "new": (0, None)}


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ('# %% id="a"\n1\n\n# %%\n2\n', r"cell 2 \('2'\) has no id"),
        ('# %% id="a"\n1\n\n# %% id="a"\n2\n', r"cell 2 \('2'\) repeats the id 'a'"),
    ],
)
def test_text_without_usable_ids_changes_nothing(written: str, message: str, path: Path):
    notebook.write(small_lab(), path)
    before = path.read_bytes()
    source = path.with_suffix(".py")
    source.write_text(written)
    with pytest.raises(NotebookError, match=f"^07_small.py: {message}"):
        text.pack(source, path)
    assert path.read_bytes() == before
