"""Messages of a module, found in its syntax tree and translated where they are made.

As pytest rewrites assertions where a test module is loaded: `"Divide by 255."` becomes
`translate("Divide by 255.")`, and an f-string is put together from its translated text. The source stays natural
Python, and in English nothing changes.
"""

from __future__ import annotations

import ast
import re
import zlib
from collections.abc import Iterator, Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from helpers.languages.catalogue import formatted, is_field, later, parts, translate

# Of what rewrites a module: what another version rewrote is not used.
_REWRITING = [Path(__file__).with_name(name) for name in ("messages.py", "catalogue.py")]
_VERSION = zlib.crc32(b"".join(map(Path.read_bytes, _REWRITING)))
_TRANSLATE, _FORMATTED = "__translate__", "__formatted__"
# Keywords, and keys of dictionaries of keywords, whose values no person reads.
_SETTINGS = """
    loc ha va color colors cmap style linestyle fmt marker weight boxstyle arrowstyle transform layout name
    dtype of order_by filter_string encoding errors kind mode facecolor edgecolor connectionstyle interpolation
"""
# Keywords whose values a person reads, be they a single word.
TEXTS = {"label", "title", "xlabel", "ylabel", "alt", "what"}
# HTML, style sheets, SQL, filters of MLflow, addresses.
_MACHINE = re.compile(r"^<|</|^[A-Z_ ]+$|^PRAGMA |^attributes\.|padding:|@media |-src |://")
_CLASS = "Ankle boot"  # of Fashion-MNIST, the one of two words
# Functions whose first argument is a name, a pattern or a part of a text.
_FUNCTIONS_OF_NAMES = """
    getattr hasattr setattr getenv open import_module exercise compile search match fullmatch sub findall
    finditer get pop index count startswith endswith split removeprefix removesuffix replace
"""
SETTINGS, _CALLED_WITH_NAMES = frozenset(_SETTINGS.split()), frozenset(_FUNCTIONS_OF_NAMES.split())


def reads_as_prose(text: str) -> bool:
    """Whether a person is meant to read a string: it holds words and a space.

    Example
    -------
    >>> [reads_as_prose(text) for text in ("Two words.", "val_loss", "run {run}", "o-", "{a} of")]
    [True, False, True, False, False]
    """
    plain = "".join("0" if is_field(part) else part for part in parts(text)).strip()
    if _MACHINE.search(plain) or text == _CLASS:
        return False
    return bool(re.search(r"\s", plain) and re.search(r"[^\W\d_]{3,}", plain))


def template(node: ast.JoinedStr) -> tuple[str, dict[str, ast.FormattedValue]]:
    """An f-string as a template, and the fields in it.

    Example
    -------
    >>> template(ast.parse('f"{n:,} of {{all}}"', mode="eval").body)[0]
    '{n:,} of {{all}}'
    """
    text, fields = "", {}
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            field = _field(part)
            fields[field] = part
            text += field
        else:
            assert isinstance(part, ast.Constant)
            text += str(part.value).replace("{", "{{").replace("}", "}}")
    return text, fields


def _field(node: ast.FormattedValue) -> str:
    value = ast.unparse(node.value)
    conversion = f"!{chr(node.conversion)}" if node.conversion > 0 else ""
    spec = (
        ":" + template(node.format_spec)[0] if isinstance(node.format_spec, ast.JoinedStr) else ""
    )
    return f"{{{' ' * value.startswith('{')}{value}{conversion}{spec}}}"


class Messages(ast.NodeTransformer):
    """Wraps the messages of a module; keeps them, with the lines where they stand, in `texts`.

    Parameters
    ----------
    catalogue : str
        Where they are looked up.
    at_import : bool
        Whether what runs while the module is imported counts too. It must not where the module outlives a change
        of the language.
    """

    def __init__(self, catalogue: str, at_import: bool) -> None:
        self.texts: dict[str, int] = {}
        self._catalogue, self._within = catalogue, at_import

    def visit(self, node: ast.AST) -> ast.AST:
        # What is given to a function whose result is compared may be read all the same.
        if (
            isinstance(node, ast.expr)
            and not isinstance(node, ast.Call)
            and id(node) in self._left_alone
        ):
            return node
        return super().visit(node)

    def rewrite(self, tree: ast.Module) -> ast.Module:
        """The tree with its messages wrapped."""
        self._left_alone = {id(node) for node in names_in(tree)}
        self._read = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.keyword) and node.arg in TEXTS
        }
        self.visit(tree)
        return ast.fix_missing_locations(tree)

    def _visit_function(self, node: ast.AST) -> ast.AST:
        before, self._within = self._within, True
        for statement in node.body:  # type: ignore[attr-defined]
            self.visit(statement)
        self._within = before
        return node

    visit_FunctionDef = visit_AsyncFunctionDef = _visit_function

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if isinstance(node.func, ast.Name) and node.func.id == later.__name__:
            (text,) = node.args
            assert isinstance(text, ast.Constant)
            self.texts.setdefault(str(text.value), node.lineno)
            return node
        return self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if not (
            self._within and isinstance(node.value, str) and self._is_message(node, node.value)
        ):
            return node
        self.texts.setdefault(node.value, node.lineno)
        return ast.copy_location(self._call(_TRANSLATE, node), node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        text, fields = template(node)
        for value in fields.values():
            self.visit_FormattedValue(value)
        if not self._within or not self._is_message(node, text):
            return node
        self.texts.setdefault(text, node.lineno)
        keys = [ast.Constant(field) for field in fields]
        values = [ast.JoinedStr([value]) for value in fields.values()]
        call = self._call(_FORMATTED, ast.Constant(text), ast.Dict(keys, values))
        return ast.copy_location(call, node)

    def visit_FormattedValue(self, node: ast.FormattedValue) -> ast.AST:
        node.value = self.visit(node.value)
        return node

    def _is_message(self, node: ast.expr, text: str) -> bool:
        is_word = id(node) in self._read and re.search(r"[^\W\d_]{2,}", text)
        return bool(is_word) or reads_as_prose(text)

    def _call(self, name: str, *arguments: ast.expr) -> ast.Call:
        function = ast.Name(name, ast.Load())
        return ast.Call(function, [*arguments, ast.Constant(self._catalogue)], [])


def names_in(tree: ast.AST) -> Iterator[ast.expr]:
    """Expressions that no person reads as words: docstrings, keys, what is compared, settings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
        elif isinstance(node, ast.Subscript):
            yield node.slice
        elif isinstance(node, ast.Compare):
            yield from (node.left, *node.comparators)
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if key is not None:
                    yield key
                if isinstance(key, ast.Constant) and key.value in SETTINGS:
                    yield value
        elif (isinstance(node, ast.keyword) and node.arg in SETTINGS) or isinstance(
            node, ast.MatchValue
        ):
            yield node.value
        elif isinstance(node, ast.arg) and node.annotation:
            yield node.annotation
        elif isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in _CALLED_WITH_NAMES:
                yield from node.args[:1]


def messages(path: Path, *, at_import: bool = False) -> dict[str, int]:
    """Messages of a module, in order, with the line where each stands first."""
    collector = Messages("", at_import)
    collector.rewrite(ast.parse(path.read_text(encoding="utf-8")))
    return collector.texts


class Loader(SourceFileLoader):
    """Loads a module whose messages are translated.

    Parameters
    ----------
    name, path : str
        As `SourceFileLoader` takes them.
    catalogue, at_import
        As `Messages` takes them.
    """

    def __init__(self, name: str, path: str, catalogue: str, at_import: bool = False) -> None:
        super().__init__(name, path)
        self._messages = Messages(catalogue, at_import)
        kind = zlib.crc32(f"{catalogue} {at_import}".encode(), _VERSION)
        self._suffix = f".messages-{kind:08x}.pyc"

    def source_to_code(self, data: Any, path: Any, **_: Any) -> CodeType:
        tree = self._messages.rewrite(ast.parse(data, path))
        code: CodeType = compile(tree, path, "exec", dont_inherit=True)
        return code

    def get_data(self, path: str) -> bytes:
        return super().get_data(self._place(path))

    def set_data(self, path: str, data: Any, **settings: Any) -> None:
        super().set_data(self._place(path), data, **settings)

    def _place(self, path: str) -> str:
        """Where rewritten bytecode is kept: beside Python's own. The path of a source stays as it is."""
        return re.sub(r"\.pyc$", self._suffix, path)

    def exec_module(self, module: ModuleType) -> None:
        vars(module).update({_TRANSLATE: translate, _FORMATTED: formatted})
        super().exec_module(module)


def find_spec(fullname: str, path: Sequence[str] | None, catalogue: str) -> ModuleSpec | None:
    """Where a module is, to be loaded with its messages translated; None where Python finds none."""
    spec = PathFinder.find_spec(fullname, path)
    if spec is not None and type(spec.loader) is SourceFileLoader:
        spec.loader = Loader(fullname, spec.loader.path, catalogue)
    return spec
