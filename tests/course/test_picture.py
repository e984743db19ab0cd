"""The picture in docs/maintainers.md is that of the code, and a circle of imports is refused."""

from __future__ import annotations

import graphlib

import pytest

from course import labs, picture


def test_picture_is_that_of_the_code():
    assert picture.is_current(), "run `make notebooks`"


def test_what_follows_from_others_is_not_drawn():
    drawn = picture.mermaid({"a": {"b", "c"}, "b": {"c"}, "c": set()})
    assert drawn.splitlines()[1:] == [
        "    c[c]",
        "    b[b]",
        "    b --> c",
        "    a[a]",
        "    a --> b",
    ]


def test_a_circle_is_refused():
    with pytest.raises(graphlib.CycleError):
        picture.mermaid({"a": {"b"}, "b": {"a"}})


def test_imports_are_seen_wherever_they_stand(tmp_path, monkeypatch):
    for folder, text in {
        "course": "def f():\n    import helpers.plots",
        "course/running": "from course import labs\nfrom course.notebooks.lint import lint",
        "course/notebooks": "import os",
        "helpers": "",
    }.items():
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "room.py").write_text(text)
    monkeypatch.setattr(labs, "ROOT", tmp_path)
    assert picture.uses() == {
        "course": {"helpers"},
        "course.running": {"course.notebooks"},
        "course.notebooks": set(),
        "helpers": set(),
    }
