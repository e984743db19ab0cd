"""What an answer consists of, in pieces that survive a copy: parts of its code, runs of its words.

Two answers are compared by the pieces that both hold. In which order these stand does not matter, nor do names
that a student chose for variables, comments, and layout.
"""

from __future__ import annotations

import ast
import builtins
import functools
import io
import itertools
import re
import tokenize
import unicodedata
from collections.abc import Iterable

from nbformat import NotebookNode

from course import labs

_SMALLEST = 3  # parts of an expression or statement that make a piece; `x = 5` has three
_NO_PARTS = (ast.expr_context, ast.operator)
_RUN = 3  # words
_STEM = 5  # letters of a word that say which one it is, in English and mostly in French
_LONGEST = 50_000  # letters of an answer
_SHORTEST_COMMENT = 3  # words
_FENCED = re.compile(r"(?s)^```\w*\n(.*)\n```$")


def of_code(source: str, known: frozenset[str]) -> set[str]:
    """Pieces of a cell of code: parts of its syntax tree, own names, comments.

    `known` are names that were handed out; others that the cell binds are the student's own.
    """
    source = source[:_LONGEST]
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return {f"line {line.strip()}" for line in source.splitlines() if line.strip()}
    own = _bound(tree) - known
    tree = _Normalizer(own).visit(tree)
    pieces = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt | ast.expr) and _is_large_enough(node):
            # Of a statement with others in it, the first line: the others are pieces of their own.
            pieces.add(f"code {ast.unparse(node).splitlines()[0]}")
    return pieces | {f"name {name}" for name in own} | _comments(source)


def names_of(handed_out: NotebookNode) -> frozenset[str]:
    """All names in the code of a notebook, and those of Python."""
    words = (re.findall(r"[^\W\d]\w*", cell.source) for cell in handed_out.cells)
    return frozenset(word for in_words in words for word in in_words) | frozenset(dir(builtins))


class _Normalizer(ast.NodeTransformer):
    """Takes out what a copy changes first: own names and docstrings."""

    def __init__(self, own: set[str]) -> None:
        self._own = own

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = "_" if node.id in self._own else node.id
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.arg, node.annotation = "_" if node.arg in self._own else node.arg, None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        node.name, node.returns = "_" if node.name in self._own else node.name, None
        if ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        return node


def _bound(tree: ast.AST) -> set[str]:
    """Names that the code itself makes."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
    return names


def _is_large_enough(node: ast.AST) -> bool:
    parts = (part for part in ast.walk(node) if not isinstance(part, _NO_PARTS))
    return next(itertools.islice(parts, _SMALLEST - 1, None), None) is not None


def _comments(source: str) -> set[str]:
    comments = set()
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            words = _words(token.string) if token.type == tokenize.COMMENT else []
            if len(words) >= _SHORTEST_COMMENT:
                comments.add(f"comment {' '.join(words)}")
    except (tokenize.TokenError, SyntaxError):
        pass
    return comments


def of_text(text: str) -> set[str]:
    """Pieces of a written answer: runs of three words, and each word by its beginning, in English."""
    fenced = _FENCED.match(text.strip())
    words = _words((fenced[1] if fenced else text)[:_LONGEST])
    runs = {f"words {' '.join(words[i : i + _RUN])}" for i in range(len(words) - _RUN + 1)}
    return runs | {f"word {stem}" for stem in _stems(words)}


def _words(text: str) -> list[str]:
    """Words in small letters, without accents, and numbers."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"(?<=\d)[,\u202f\u00a0 ](?=\d)", "", plain)
    return re.findall(r"\d+(?:\.\d+)?|[^\W\d_]+", plain)


def _stems(words: Iterable[str]) -> set[str]:
    english = _english()
    stems = (word[:_STEM] for word in words if len(word) >= _STEM - 1 or word[0].isdecimal())
    return {english.get(stem, stem) for stem in stems}


@functools.cache
def _english() -> dict[str, str]:
    """The beginning of an English word for that of each French one, from the single words of the glossary."""
    path = labs.ROOT / "docs" / "glossary.md"
    rows = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    pairs = {}
    for row in rows:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        if row.startswith("|") and len(cells) > 2:
            english, french = (
                [_words(part) for part in re.sub(r"\(.*?\)", "", cell).split(",")]
                for cell in cells[:2]
            )
            for ours, theirs in zip(english, french, strict=False):
                if len(ours) == len(theirs) == 1:
                    pairs.setdefault(theirs[0][:_STEM], ours[0][:_STEM])
    return pairs
