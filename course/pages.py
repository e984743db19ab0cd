"""Pages made from notebooks: templates, and what of a notebook may be shown on them.

What a student wrote is shown as text, as Markdown without HTML, or as a picture in PNG; never as HTML of its own.
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from pathlib import Path

import jinja2
from markdown_it import MarkdownIt
from markupsafe import Markup
from nbformat import NotebookNode

from helpers.check import as_html, format_points

_MOST_PICTURES = 60
_PNG = b"\x89PNG\r\n\x1a\n"

_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters["points"] = format_points
_templates.filters["code"] = lambda text: Markup(as_html(text))
# This preset passes no HTML through, and no link that runs something.
_markdown = MarkdownIt("js-default")
# What lies elsewhere would be fetched when the page is opened.
_markdown.disable("image")
_templates.filters["markdown"] = lambda text: Markup(_markdown.render(text))


def render(template: str, **values: object) -> str:
    """The page that `template`, a file of `course/templates`, makes of `values`; all of them are escaped."""
    return _templates.get_template(template).render(**values)


def title(solution: NotebookNode) -> str:
    """Title of a lab: `Lab 02 · A first network`."""
    heading = next(cell.source for cell in solution.cells if cell.id == "title")
    return heading.splitlines()[0].lstrip("# ")


@dataclass(frozen=True)
class Picture:
    """A figure in PNG, in base64: the number of its cell, from 1, what it shows in words, and its caption."""

    cell: int
    data: str
    alt: str
    caption: str


def pictures(executed: NotebookNode | None) -> list[Picture]:
    """Figures of a notebook that has run."""
    found = []
    cells = executed.cells if executed else []
    for index, cell in enumerate(cells):
        after = cells[index + 1] if index + 1 < len(cells) else None
        caption = after.source if after and after.source.startswith("**Figure") else ""
        for output in cell.get("outputs", []):
            data = output.get("data", {}).get("image/png", "")
            try:
                content = base64.b64decode(data if isinstance(data, str) else "".join(data))
            except (binascii.Error, ValueError, TypeError):
                continue
            if content.startswith(_PNG):
                alt = _alt(output) or f"Figure of cell {index + 1}"
                encoded = base64.b64encode(content).decode()
                found.append(Picture(index + 1, encoded, alt, caption))
                caption = ""
    return found[:_MOST_PICTURES]


def _alt(output: NotebookNode) -> str:
    described = output.get("metadata", {}).get("image/png", {})
    return str(described.get("alt", "")) if isinstance(described, dict) else ""


def errors(executed: NotebookNode | None) -> list[tuple[int, str]]:
    """Errors that cells ended with, each with the number of its cell, from 1."""
    return [
        (number, f"{output.get('ename')}: {output.get('evalue')}"[:300])
        for number, cell in enumerate(executed.cells if executed else [], 1)
        for output in cell.get("outputs", [])
        if output.get("output_type") == "error"
    ]
