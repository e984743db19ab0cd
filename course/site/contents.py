"""What the side bar of the site lists, in words that are translated."""

from __future__ import annotations

from helpers.languages.catalogue import later

TITLE = later("Deep-learning labs")
LABS = later("Labs")
FILES = ("CONTRIBUTING.md", "CHANGELOG.md", "LICENSE-TEXTS.md", "LICENSE")  # beside README
DOCS = (
    (later("For students"), ("students", "glossary", "platforms", "elsewhere", "serving")),
    (later("For instructors"), ("instructors", "bars")),
    (later("For maintainers"), ("maintainers", "decisions", "authoring", "translating")),
)
