"""Formulas of a text as MathML, which browsers show and print without a network.

What a student wrote is not trusted: only elements and attributes that draw a formula come out, and what cannot
be drawn stays as it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

from latex2mathml import converter
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin

_LONGEST = 2_000  # letters
_ELEMENTS = re.compile(
    "math|merror|mfrac|mi|mmultiscripts|mn|mo|mover|mpadded|mphantom|mprescripts|mroot|mrow|ms|mspace|msqrt"
    "|mstyle|msub|msubsup|msup|mtable|mtd|mtext|mtr|munder|munderover|none"
)
_ATTRIBUTES = re.compile(
    "accent|accentunder|columnalign|columnlines|columnspacing|depth|display|displaystyle|fence|form|height"
    "|largeop|linebreak|linethickness|lspace|mathcolor|mathvariant|maxsize|minsize|movablelimits|rowlines"
    "|rowspacing|rspace|scriptlevel|separator|stretchy|symmetric|voffset|width"
)
# Environments and names that the converter does not know, and those that it does.
_SYNONYMS = (
    (re.compile(r"\{(aligned|eqnarray\*?)\}"), "{align*}"),
    (re.compile(r"\{gathered\}"), "{gather*}"),
    (re.compile(r"\\arg\b"), r"\\operatorname{arg}"),
)
# `\(…\)` and `\[…\]`, with one backslash as in LaTeX or two as in JupyterLab.
_BRACKETS = re.compile(r"\\{1,2}(?:\((.{1,999}?)\\{1,2}\)|\[(.{1,999}?)\\{1,2}\])", re.DOTALL)
_SPACING = set(
    ",;:!(){}%&="
)  # after a backslash: LaTeX typed without dollars, and nothing to Markdown


def enable(markdown: MarkdownIt) -> None:
    """Let `markdown` draw what JupyterLab draws: `$…$`, `$$…$$`, and environments such as `align`."""
    dollarmath_plugin(
        markdown,
        allow_labels=False,
        double_inline=True,
        renderer=lambda text, how: drawn(text, block=how["display_mode"]),
    )
    amsmath_plugin(markdown, renderer=lambda text: drawn(text, block=True))
    for rule in ("math_block", "math_inline_double", "amsmath"):
        markdown.renderer.rules[rule] = _reachable(markdown.renderer.rules[rule])
    markdown.inline.ruler.before("escape", "latex", _backslash)


def _reachable(rule: Callable[..., str]) -> Callable[..., str]:
    """`rule`, with its `div` reached without a mouse: on a phone a long formula scrolls."""
    start = '<div tabindex="0" role="group" aria-label="Formula" class'
    return lambda *how: rule(*how).replace("<div class", start, 1)


def _backslash(state: StateInline, silent: bool) -> bool:
    """Formulas in brackets; and a backslash that Markdown would take away from LaTeX stays."""
    if state.src[state.pos] != "\\":
        return False
    match = _BRACKETS.match(state.src, state.pos, state.posMax)
    if match:
        if not silent:
            kind = "math_inline" if match[1] else "math_inline_double"
            state.push(kind, "math", 0).content = match[1] or match[2]
        state.pos = match.end()
        return True
    if state.src[state.pos + 1 : state.pos + 2] in _SPACING:
        if not silent:
            state.pending += "\\"
        state.pos += 1
        return True
    return False


def drawn(latex: str, *, block: bool = False) -> str:
    """MathML of a formula, or where it cannot be drawn, its source as HTML text, within its dollars."""
    dollars = "" if latex.lstrip().startswith(r"\begin") else "$$" if block else "$"
    try:
        return _mathml(latex, "block" if block else "inline")
    except Exception:  # the converter has errors of its own, and others, for what it cannot read
        return f"<code>{escapeHtml(f'{dollars}{latex}{dollars}')}</code>"


def _mathml(latex: str, display: str) -> str:
    if len(latex) > _LONGEST:
        raise ValueError("too long for a formula")
    for unknown, synonym in _SYNONYMS:
        latex = unknown.sub(synonym, latex)
    text = converter.convert(latex, xmlns="", display=display)
    root = ElementTree.fromstring(text)
    for element in root.iter():
        if not _ELEMENTS.fullmatch(element.tag):
            raise ValueError(f"<{element.tag}> draws no formula")
        if element.tag == "mi" and (element.text or "").startswith("\\"):
            raise ValueError(f"{element.text} is not known")
        element.attrib = {k: v for k, v in element.attrib.items() if _ATTRIBUTES.fullmatch(k)}
    return ElementTree.tostring(root, encoding="unicode")
