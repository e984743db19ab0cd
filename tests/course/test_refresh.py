"""What `make refresh` stores."""

from __future__ import annotations

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from course import errors, labs
from course.running.refresh import merged, refresh


def test_texts_printed_in_a_row_are_one_output():
    texts = ["epoch", " 1", " 2\n"]
    outputs = [new_output("stream", text=text) for text in texts]
    picture = new_output("display_data", {"text/plain": "a figure"})
    cell = new_code_cell("fit()", outputs=[*outputs, picture, new_output("stream", text="done\n")])
    merged_outputs = merged(new_notebook(cells=[cell])).cells[0].outputs
    assert [output.get("text") for output in merged_outputs] == ["epoch 1 2\n", None, "done\n"]
    assert merged_outputs[1] == picture


def test_the_sample_is_refused_before_anything_runs(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DL_LABS_DATA", "sample")
    monkeypatch.setattr("course.running.refresh.run_batch", lambda *_, **__: pytest.fail("it ran"))
    with pytest.raises(errors.UsageError, match="only the built-in sample"):
        refresh(labs.find(["01"]))
