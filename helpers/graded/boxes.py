"""Boxes in which a notebook shows verdicts and hints."""

from __future__ import annotations

import html
import re

# Text on its own pale background: contrast above 7:1 in both JupyterLab themes.
GREEN, RED, GREY = ("#0b5c43", "#e3f4ee"), ("#8a2f00", "#fdeee4"), ("#444444", "#f1f1f1")
YELLOW, VIOLET = ("#4d3800", "#fff6dc"), ("#2f2563", "#efecfa")

# JupyterLab sets no other mark on the cells that can be edited: in a lab, those that are the student's.
OWN_CELLS = """<style>
.jp-CodeCell:has(.cm-content:not([aria-readonly="true"])) .jp-InputArea-editor {
  background: var(--jp-layout-color1); box-shadow: -5px 0 0 #1b7f5c;
}
</style>"""


def box(lines: list[str], colours: tuple[str, str]) -> str:
    """HTML of a box; empty without lines.

    Parameters
    ----------
    lines : list of str
        Text; what stands between backticks is shown as code.
    colours : tuple of str
        Of the text and of what is behind it.
    """
    text, background = colours
    style = f"padding:6px 10px;border-left:4px solid {text};color:{text};background:{background}"
    inner = [as_html(line) for line in lines]
    if len(inner) > 1:
        inner = [f"<div>{line}</div>" for line in inner]
    return f'<div style="{style}">{"".join(inner)}</div>' if inner else ""


def as_html(text: str) -> str:
    """`text` escaped, with what stands between backticks set as code, in the colours of what is around it.

    Example
    -------
    >>> as_html("a < b")
    'a &lt; b'
    """
    code = '<code style="color:inherit;background:none">'
    return re.sub("`([^`]+)`", rf"{code}\1</code>", html.escape(text))
