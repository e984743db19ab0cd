"""Formulas become MathML, without a script and without an error, whatever was typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course import labs
from course.notebooks import notebook
from course.pages import render

markdown = render._markdown.render
TAGS = re.compile(r"<(/?[a-zA-Z][^\s/>]*)")


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        (r"$\sum_k p_k = 1$", "<msub><mo>∑</mo><mi>k</mi></msub>"),
        (r"$p\,(1-p)$", '<mspace width="0.167em" />'),
        (r"$\lambda\lVert w\rVert^2$", "<mi>λ</mi>"),
        ("$$\n\\frac{a}{b}\n$$", '<math display="block">'),
        (r"so $$\frac{a}{b}$$ it is", '<math display="block">'),
        (r"10$^{-3}$", "<msup>"),
        (r"\(x_1\) and \\(x_2\\)", "<mn>2</mn></msub></mrow></math>"),
        (r"\[x^2\]", "<msup>"),
        ("\\begin{align}a&=b\\\\c&=d\\end{align}", "<mtable"),
        (r"$$\begin{aligned}a&=b\end{aligned}$$", "<mtable"),
        (r"$\arg\min_w L$", "<mo>arg</mo>"),
        ("| a |\n|---|\n| $x_1$ |", "<td><span class"),
    ],
)
def test_formula_is_drawn(typed: str, drawn: str):
    assert drawn in markdown(typed)


@pytest.mark.parametrize(
    "typed",
    [r"$\frac{1}{$", r"$\unknown{x}$", "$" + "{" * 1500 + "$", "$x" + "^x" * 3000 + "$", "$a & b$"],
)
def test_what_cannot_be_drawn_stays_as_it_was_typed(typed: str):
    assert f"<code>{typed.replace('&', '&amp;')}</code>" in markdown(typed)


@pytest.mark.parametrize("typed", [r"p\,(1-p)", r"\{0, 1\}", r"50\%"])
def test_latex_without_dollars_keeps_its_backslashes(typed: str):
    assert typed in markdown(typed)


def test_escapes_of_markdown_are_still_escapes():
    assert markdown(r"\*a\* b\_c \$5") == "<p>*a* b_c $5</p>\n"
    assert markdown("`$x$`") == "<p><code>$x$</code></p>\n"


PARTS = r"""
\text{<script>alert(1)</script>} \href{javascript:alert(1)}{x} \mbox{<a>} \style{a}{b} \class{a}{b} <b> <img/src=x>
\color{red\"onload=\"x} \frac \left( \sqrt[ \begin{align} \end{align} \mathrm { } ^ _ & \\ x 1 < > \" $
"""
LATEX = st.lists(st.sampled_from(PARTS.split()) | st.text(max_size=5), max_size=25).map(" ".join)


@given(LATEX, st.sampled_from(["$", "$$", ""]))
def test_no_formula_holds_anything_but_a_formula(latex: str, dollars: str):
    page = markdown(f"{dollars}{latex}{dollars}")
    for tag in TAGS.findall(page):
        assert tag.strip("/").lower() not in ("script", "img", "a", "b", "iframe", "svg", "style")
    assert not re.search(r"<[^>]*\s(on\w+|href|style|src)=", page.replace('style="text-align', ""))


def test_every_formula_of_the_course_is_drawn():
    count = 0
    for lab in labs.all_notebooks():
        for cell in notebook.read(lab.solution).cells:
            if cell.cell_type == "markdown":
                page = markdown(cell.source)
                count += page.count("<math")
                assert "<code>$" not in page
    assert count > 100
