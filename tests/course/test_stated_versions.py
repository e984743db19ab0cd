"""What names the version and the licences of the course names the same ones."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
CITATION = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))


def test_newest_change_and_citation_have_the_version_and_its_date():
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    version, date = re.search(r"^## \[([\d.]+)\] - (\S+)$", changes, re.MULTILINE).groups()
    assert version == PROJECT["version"] == CITATION["version"]
    assert date == CITATION["date-released"]


def test_licences_are_the_same_everywhere():
    assert PROJECT["license"] == " AND ".join(CITATION["license"]) == "MIT AND CC-BY-4.0"
    for name in PROJECT["license-files"]:
        assert f"]({name})" in (ROOT / "README.md").read_text(encoding="utf-8")
