"""What a reader reads in a code cell: comments, docstrings, and strings that are drawn or printed."""

from __future__ import annotations

import ast
import io
import re
import textwrap
import tokenize
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from helpers.languages.catalogue import is_field, parts
from helpers.languages.messages import SETTINGS, names_in, reads_as_prose, template

COMMENT, DOCSTRING, STRING, TEMPLATE = "comment", "docstring", "string", "f-string"
_WIDEST = 100  # letters of a line
_KEYWORDS = """
    label title xlabel ylabel zlabel alt labels text suptitle baseline
"""
# Functions whose strings are read, be they a single word.
_CALLS = """
    print text annotate suptitle legend title xlabel ylabel set_label set_title set_xlabel set_ylabel
    set_xticks set_yticks set_xticklabels set_yticklabels bar_label show annotate_bars spread_chart
    training_curves
"""
_READ_KEYWORDS, _READ_CALLS = frozenset(_KEYWORDS.split()), frozenset(_CALLS.split())
_NO_COMMENT = re.compile(r"#+ ?(BEGIN|END) SOLUTION|# (noqa|type:|fmt:)")


@dataclass(frozen=True)
class Span:
    """A text in a cell: from where to where in its source, its kind, whether it is a key that code compares."""

    start: int
    end: int
    kind: str
    text: str
    is_key: bool = False
    in_field: bool = False  # of an f-string


def pieces(source: str, words: Iterable[str] = ()) -> list[Span]:
    """Texts of a cell in their order; none in what is not Python.

    Parameters
    ----------
    source : str
    words : iterable of str
        Single words that are read wherever they stand in this lab, keys included.
    """
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return []
    translatable = [*_comments(source, tree), *_strings(source, tree, set(words))]
    return sorted(translatable, key=lambda span: span.start)


def replace(source: str, words: Iterable[str], translated: Callable[[str], str | None]) -> str:
    """`source` with its texts translated; code is as it was, to the byte.

    `translated` gives a text in the other language, or None where it is to stay.
    """
    # What stands in a field comes after its f-string, whose translation has the field as it was.
    source = _replaced(source, words, translated, in_field=False)
    return _replaced(source, words, translated, in_field=True)


def _replaced(
    source: str, words: Iterable[str], translated: Callable[[str], str | None], in_field: bool
) -> str:
    shape = _shape(source)
    for piece in reversed(pieces(source, words)):
        if piece.in_field is not in_field:
            continue
        text = translated(piece.text)
        if text is None or text == piece.text:
            continue
        new = _written(piece, text, source)
        changed = source[: piece.start] + new + source[piece.end :]
        if _shape(changed) == shape:  # nothing but texts differs
            source = changed
    return source


def _shape(source: str) -> str | None:
    """Code without its strings; of an f-string, its fields in alphabetical order. None of what is not Python."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return None
    nodes = list(ast.walk(tree))
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    for node in reversed(nodes):  # what is inside first
        if isinstance(node, ast.JoinedStr):
            fields = [part for part in node.values if isinstance(part, ast.FormattedValue)]
            node.values = sorted(fields, key=ast.dump)
    return ast.dump(tree)


def _comments(source: str, tree: ast.Module) -> Iterator[Span]:
    """Comments; those on lines of their own that follow each other are a single one."""
    starts = _line_starts(source)
    names = {getattr(node, "id", getattr(node, "name", "")) for node in ast.walk(tree)}
    block: list[tuple[int, int, str]] = []
    last = (-1, -1)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT or _NO_COMMENT.match(token.string):
            continue
        (row, column), alone = token.start, not token.line[: token.start[1]].strip()
        if block and not (alone and last == (row - 1, column)):
            yield from _comment(block, names)
            block = []
        start = starts[row - 1] + column
        block.append((start, start + len(token.string), token.string.lstrip("#").strip()))
        last = (row, column) if alone else (-1, -1)
    yield from _comment(block, names)


def _comment(block: list[tuple[int, int, str]], names: set[str]) -> Iterator[Span]:
    text = "\n".join(line for _, _, line in block)
    words = re.sub(r"^[EQ]\d+\.\d+:?", "", text)
    if set(re.findall(r"[^\W\d]\w{2,}", words)) - names:
        yield Span(block[0][0], block[-1][1], COMMENT, text)


def _strings(source: str, tree: ast.Module, words: set[str]) -> Iterator[Span]:
    place = _Places(source)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and ast.get_docstring(node) is not None
    }
    keys, read = {id(node) for node in names_in(tree)}, {id(node) for node in _read(tree)}
    for whole in ast.walk(tree):
        for field in whole.values if isinstance(whole, ast.JoinedStr) else []:
            if isinstance(field, ast.FormattedValue):
                yield from _in_field(source, place.of(whole), field, keys)
    settings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg in SETTINGS
    }
    inside = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if part is not node
    }
    for node in ast.walk(tree):
        if id(node) in inside or not isinstance(node, ast.Constant | ast.JoinedStr):
            continue
        where = place.of(node)
        if isinstance(node, ast.JoinedStr):
            text, is_key = template(node)[0], id(node) in keys
            if not is_key and _is_read(text, id(node) in read):
                yield Span(*where, TEMPLATE, text)
        elif not isinstance(node.value, str):
            continue
        elif id(node) in docstrings:
            yield Span(*where, DOCSTRING, _clean(node.value))
        elif node.value in words and id(node) not in settings:
            yield Span(*where, STRING, node.value, id(node) in keys)
        elif id(node) in keys:
            if reads_as_prose(node.value) and not _is_setting(node, tree):
                yield Span(*where, STRING, node.value, True)
        elif _is_read(node.value, id(node) in read):
            yield Span(*where, STRING, node.value)


def _in_field(
    source: str, where: tuple[int, int], field: ast.FormattedValue, keys: set[int]
) -> Iterator[Span]:
    """Strings that a field shows: `{"right" if ok else "wrong"}`, `{"layer":<20}`.

    They are looked for in the text of the f-string: before Python 3.12 the tree does not say where they stand.
    """
    for node in _texts_of(field.value):
        text = getattr(node, "value", None)
        if isinstance(text, str) and id(node) not in keys and re.search(r"[^\W\d_]{2,}", text):
            quoted = re.compile(rf"(?<=[{{ ])(['\"]){re.escape(text)}\1(?=[}}: !)])")
            for match in quoted.finditer(source, *where):
                yield Span(*match.span(), STRING, text, in_field=True)


def _clean(docstring: str) -> str:
    first, _, rest = docstring.partition("\n")
    return f"{first.strip()}\n{textwrap.dedent(rest)}".strip()


def _is_read(text: str, in_sight: bool) -> bool:
    plain = "".join(" " if is_field(part) else part for part in parts(text))
    # A colon, too: French has a space before it.
    return reads_as_prose(text) or (in_sight and bool(re.search(r"[^\W\d_]{2,}|:\s", plain)))


def _is_setting(node: ast.Constant, tree: ast.Module) -> bool:
    """Whether a string is the value of a keyword that nobody reads (`loc="upper left"`)."""
    return any(
        (isinstance(parent, ast.keyword) and parent.value is node)
        or (isinstance(parent, ast.Dict) and node in parent.values)
        or (isinstance(parent, ast.Call) and node in parent.args)
        for parent in ast.walk(tree)
    )


def _read(tree: ast.Module) -> Iterator[ast.expr]:
    """Strings in the arguments of what draws and prints."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        shown = [word.value for word in node.keywords if word.arg in _READ_KEYWORDS]
        if called in _READ_CALLS:
            shown += node.args
        for argument in shown:
            yield from _texts_of(argument)


def _texts_of(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.Constant | ast.JoinedStr):
        yield node
    elif isinstance(node, ast.List | ast.Tuple):
        for part in node.elts:
            yield from _texts_of(part)
    elif isinstance(node, ast.BinOp):
        yield from _texts_of(node.left)
        yield from _texts_of(node.right)
    elif isinstance(node, ast.IfExp):
        yield from _texts_of(node.body)
        yield from _texts_of(node.orelse)


def _line_starts(source: str) -> list[int]:
    starts = [0]
    for line in source.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


class _Places:
    """Where nodes stand in a source: their columns count bytes, these letters."""

    def __init__(self, source: str) -> None:
        self._lines, self._starts = source.split("\n"), _line_starts(source)

    def of(self, node: ast.expr) -> tuple[int, int]:
        return self._at(node.lineno, node.col_offset), self._at(
            node.end_lineno, node.end_col_offset
        )

    def _at(self, line: int | None, column: int | None) -> int:
        assert line is not None
        before = self._lines[line - 1].encode()[:column].decode()
        return self._starts[line - 1] + len(before)


def _written(piece: Span, text: str, source: str) -> str:
    """`text` as Python, in the form that the piece has in `source`."""
    column = piece.start - (source.rfind("\n", 0, piece.start) + 1)
    indent = "\n" + " " * column
    if piece.kind == COMMENT:
        return indent.join(f"# {line}".rstrip() for line in text.split("\n"))
    if piece.kind == DOCSTRING:
        quoted = text.replace("\\", "\\\\").replace('"""', "'''")
        lines = quoted.split("\n")
        ending = indent if len(lines) > 1 else ""
        body = "\n".join([lines[0], *((indent[1:] + line).rstrip() for line in lines[1:])])
        return f'"""{body}{ending}"""'
    if piece.in_field:
        quote = source[piece.start]
        return quote + text.replace(quote, "’") + quote
    prefix = "f" if piece.kind == TEMPLATE else ""
    whole = prefix + _quoted(text)
    if "\n" not in source[piece.start : piece.end] or column + len(whole) <= _WIDEST:
        return whole
    lines = _split(text, _WIDEST - column - 6)
    return indent.join(prefix + _quoted(line) for line in lines)


def _split(text: str, width: int) -> list[str]:
    """A text in lines of about `width` letters, cut behind spaces that stand outside fields."""
    words = []
    for part in parts(text):
        words += [part] if is_field(part) else re.findall(r"\S*\s+|\S+", part)
    lines = [""]
    for word in words:
        if lines[-1].endswith((" ", "\n")) and len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] += word
    return lines


def _quoted(text: str) -> str:
    """A literal between double quotes; the fields of a template as they are."""
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return (
        '"'
        + "".join(
            part if is_field(part) else "".join(escapes.get(sign, sign) for sign in part)
            for part in parts(text)
        )
        + '"'
    )
