"""The page of an executed solution, to hand out: figures in words, formulas drawn without a network, no guides."""

from __future__ import annotations

import re
import warnings
from pathlib import Path

import jinja2
from markdown_it import MarkdownIt
from markupsafe import Markup
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from pygments.formatters import HtmlFormatter

from course.notebooks import folding, notebook
from course.notebooks.derive import BEGIN_CODE, BEGIN_TEXT, END_CODE, END_TEXT, GUIDE
from course.pages import formulas, render
from helpers.languages.catalogue import ENGLISH, language, language_of, later, speaking, translate

# Of Pygments' own styles the two whose colours all have a contrast of 4.5:1 on the page's backgrounds.
_LIGHT, _DARK = "xcode", "github-dark"
_MARKERS = {BEGIN_CODE, END_CODE, BEGIN_TEXT, END_TEXT}
_HEADING = re.compile(r"(##+) (.*)")

_markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
formulas.enable(_markdown)
_as_written = _markdown.normalizeLink


def _link(url: str) -> str:
    """Links of `notebooks/` as they lead from `build/run/`: to the pages beside, and to the documentation.

    The pages of another language lie one folder further down.
    """
    url = re.sub(r"^(\w+)\.ipynb", r"\1.html", url)
    up = "../" * (2 + (language() != ENGLISH))
    return _as_written(re.sub(r"^\.\./", up, url))


def _scrolling(*_: object) -> str:
    """Opens a table: what is wider than a phone scrolls, and can be reached without a mouse."""
    label = translate(later("Table"))
    return f'<div class="scrolling" tabindex="0" role="group" aria-label="{label}"><table>'


_markdown.normalizeLink = _link
_markdown.add_render_rule("table_open", _scrolling)
_markdown.add_render_rule("table_close", lambda *_: "</table></div>")


class _Cells(HTMLExporter):
    """nbconvert's cells without the page around them, which would ask three other computers for scripts."""

    template_name = "executed"
    extra_template_basedirs = (str(Path(__file__).with_name("templates")),)

    @jinja2.pass_context
    def markdown2html(self, context: jinja2.runtime.Context, source: str) -> str:
        return _markdown.render(source)


def page_of(path: Path) -> str:
    """The page of the executed notebook at `path`, in its language.

    Raises
    ------
    NotebookError
        When it cannot be read.
    """
    executed = handed_out(notebook.read(path))
    with speaking(language_of(executed)), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a figure without alt text is the lint's business
        words = {"folded": "Code that draws, or sets up", "output": translate(later("Output"))}
        cells, _ = _Cells().from_notebook_node(executed, words)
        return render.page(
            "executed.html",
            title=render.title(executed),
            code_style=Markup(_code_style()),
            contents=_contents(executed),
            cells=Markup(cells),
        )


def handed_out(executed: NotebookNode) -> NotebookNode:
    """What of an executed solution students may read: no markers, no marking guide; code that draws is folded."""
    plotting = folding.plotting_names(executed)
    with speaking(language_of(executed)):
        guide = re.compile(rf"\n*{beginning(GUIDE)}.*?(?=\n{END_TEXT}|\Z)", re.DOTALL)
    for cell in executed.cells:
        lines = guide.sub("", cell.source).split("\n")
        if cell.cell_type == "code" and folding.is_folded(cell, plotting):
            cell.metadata["tags"] = [*cell.metadata.get("tags", []), "hide-input"]
        cell.source = "\n".join(line for line in lines if line.strip() not in _MARKERS)
    return executed


def beginning(label: str) -> str:
    """Pattern of `MODEL` or `GUIDE`: in English, or in the language that is spoken."""
    return f"(?:{re.escape(label)}|{re.escape(translate(label))})"


def _contents(executed: NotebookNode) -> list[tuple[int, str, str]]:
    """Headings that cells begin with: level, text, anchor."""
    headings = [
        (match, cell.id)
        for cell in executed.cells
        if cell.cell_type == "markdown" and (match := _HEADING.match(cell.source))
    ]
    return [(len(match[1]), match[2], f"cell-id={identifier}") for match, identifier in headings]


def _code_style() -> str:
    light, dark = (
        "\n".join(
            rule
            for rule in HtmlFormatter(style=style).get_style_defs(".highlight").splitlines()
            if rule.startswith(".highlight .")
        )
        for style in (_LIGHT, _DARK)
    )
    return f"{light}\n@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}"
