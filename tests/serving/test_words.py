"""The page's words in other languages."""

from __future__ import annotations

import json
import re

import pytest

from serving.app import PAGE

TABLES = sorted(PAGE.glob("*.json"))


def test_languages_of_the_page_are_those_with_a_table():
    named = re.search(r'data-languages="(.*?)"', (PAGE / "index.html").read_text("utf-8"))
    assert sorted(["en", *(path.stem for path in TABLES)]) == sorted(named[1].split())


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_table_has_each_text_of_the_page_as_it_is_now(path):
    page, script = ((PAGE / name).read_text("utf-8") for name in ("index.html", "page.js"))
    texts = {" ".join(text.split()) for text in re.findall(r">([^<]+)<", page)} - {""}
    texts |= set(re.findall(r'aria-label="(.*?)"', page))
    texts |= set(re.findall(r'say\((?:image \? )?"(.*?)"', script))
    words = json.loads(path.read_text("utf-8"))
    assert set(words) == texts
    for english, other in words.items():
        assert re.findall(r"\{\d\}", english) == re.findall(r"\{\d\}", other)
