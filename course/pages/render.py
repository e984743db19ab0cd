"""Pages made from notebooks: templates, and what of a notebook may be shown on them.

What a student wrote is shown as text, as Markdown without HTML, or as a picture in PNG; never as HTML of its own.
"""

from __future__ import annotations

import base64
import binascii
import math
import re
import time
from dataclasses import dataclass
from pathlib import Path

import jinja2
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markupsafe import Markup
from nbformat import NotebookNode

from course.pages import formulas
from helpers.graded.boxes import as_html
from helpers.graded.judging import points_in_words
from helpers.languages.catalogue import language, number, translate

_MOST_PICTURES = 60
_LONGEST = 20_000  # letters of an answer; the longest that was asked for has 1,500
_LONGEST_CAPTION = 2_000
_SECONDS = 5.0  # to set an answer
_PNG = b"\x89PNG\r\n\x1a\n"

_templates = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def speak(templates: jinja2.Environment) -> None:
    """Let pages be in the language that is spoken, with its numbers."""
    templates.add_extension("jinja2.ext.i18n")
    templates.install_gettext_callables(  # type: ignore[attr-defined]
        translate, lambda text, *_: translate(text), newstyle=True
    )
    templates.globals["language"] = language
    templates.filters |= {"points": points_in_words, "number": number}


speak(_templates)
_templates.filters["code"] = lambda text: Markup(as_html(text))
# This preset passes no HTML through, and no link that runs something.
_markdown = MarkdownIt("js-default")
# What lies elsewhere would be fetched when the page is opened.
_markdown.disable("image")
formulas.enable(_markdown)


def markdown(text: str) -> Markup:
    """What a student wrote as HTML; as plain text where that takes too long, and cut where it is too long."""
    rest = len(text) - _LONGEST
    text = text[:_LONGEST]
    try:
        shown = Markup(_markdown.render(text, {"until": time.monotonic() + _SECONDS}))
    except Exception:  # nested too deeply, for one
        shown = Markup('<pre class="output">{}</pre>').format(text)
    if rest > 0:
        note = f"The text is cut here: {rest:,} more characters are in the notebook."
        shown += Markup("<p>{}</p>").format(note)
    return shown


def _in_time(state: StateBlock | StateInline, *_: object) -> bool:
    """A rule that matches nothing, and is tried at each place of a text."""
    if time.monotonic() > state.env.get("until", math.inf):
        raise TimeoutError
    return False


_markdown.block.ruler.before("table", "in_time", _in_time)
_markdown.inline.ruler.before("text", "in_time", _in_time)
_templates.filters["markdown"] = markdown
# Inside quotes in a style sheet, where HTML's escapes mean nothing.
_templates.filters["css"] = lambda text: Markup("".join(f"\\{ord(letter):x} " for letter in text))
_templates.filters["inline"] = lambda text: Markup(_markdown.renderInline(text))


def page(template: str, **values: object) -> str:
    """The page that `template`, a file of `course/pages/templates`, makes of `values`; all of them are escaped."""
    return _templates.get_template(template).render(**values)


def title(solution: NotebookNode) -> str:
    """Title of a lab: `Lab 02 · A first network`."""
    heading = next(cell.source for cell in solution.cells if cell.id == "title")
    return heading.splitlines()[0].lstrip("# ")


@dataclass(frozen=True)
class Picture:
    """A figure in PNG, in base64: where its cell stands, what it shows in words, and its caption."""

    place: str
    data: str
    alt: str
    caption: str


def pictures(executed: NotebookNode | None) -> list[Picture]:
    """Figures of a notebook that has run."""
    pictures = []
    cells = executed.cells if executed else []
    for index, cell in enumerate(cells):
        after = cells[index + 1] if index + 1 < len(cells) else None
        text = after.source if after else ""
        caption = text[:_LONGEST_CAPTION].split("\n\n")[0] if text.startswith("**Figure") else ""
        for output in cell.get("outputs", []):
            data = output.get("data", {}).get("image/png", "")
            try:
                content = base64.b64decode(data if isinstance(data, str) else "".join(data))
            except (binascii.Error, ValueError, TypeError):
                continue
            if content.startswith(_PNG):
                plain = re.sub(r"[*`$]", "", caption.split("\n")[0])
                alt = _alt(output) or plain or f"Figure. {where(executed, index)}"
                encoded = base64.b64encode(content).decode()
                pictures.append(Picture(where(executed, index), encoded, alt, caption))
                caption = ""
    return pictures[:_MOST_PICTURES]


def _alt(output: NotebookNode) -> str:
    described = output.get("metadata", {}).get("image/png", {})
    return str(described.get("alt", "")) if isinstance(described, dict) else ""


def errors(executed: NotebookNode | None) -> list[tuple[str, str]]:
    """Errors that cells ended with, each with the place of its cell in words."""
    return [
        (where(executed, index), shorten(f"{output.get('ename')}: {output.get('evalue')}", 300))
        for index, cell in enumerate(executed.cells if executed else [])
        for output in cell.get("outputs", [])
        if output.get("output_type") == "error"
    ]


def where(executed: NotebookNode, index: int) -> str:
    """Where a cell stands, as a reader finds it: under which heading, and how it begins."""
    heading = next(
        (
            line.strip("# ")
            for cell in reversed(executed.cells[:index])
            if cell.cell_type == "markdown"
            for line in reversed(cell.source.splitlines())
            if re.match(r"#{1,6} ", line)
        ),
        "",
    )
    heading = re.sub(r"^[^\W\d]+ (?=[EQ]\d)|( · [\d.,]+ [^\W\d]+)$", "", heading)
    first = next(
        (line.strip() for line in executed.cells[index].source.splitlines() if line.strip()), ""
    )
    beginning, section = shorten(first.replace("`", ""), 60), shorten(heading, 100)
    if not heading:
        return f"The cell that begins with `{beginning}`"
    return f"Under {section}, the cell that begins with `{beginning}`"


def shorten(text: str, most: int) -> str:
    """The first line of `text`, cut after a word where it is longer than `most` letters."""
    line = text.strip().split("\n")[0]
    if len(line) <= most:
        return line
    return re.sub(r"\s+\S*$", "", line[: most - 1]) + " …"
