"""A class made by script: students who answered honestly, each in their own way, and some who copied.

An honest student answers each task by the solution or by a case of `tests/cases`, right or wrong, with names,
comments and prints of their own. A copy takes over another student's answers, and changes what copies change.
"""

from __future__ import annotations

import ast
import copy
import random
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

from nbformat import NotebookNode

from course import labs
from course.notebooks import notebook
from course.notebooks.tasks import find_tasks
from helpers.graded.judging import PASSED
from tests.cases.case import cases_of

TEXTS = tomllib.loads(Path(__file__).with_name("made_texts.toml").read_text(encoding="utf-8"))
# What students type, a word or a line each; the space and the bar separate.
NAMES = re.findall(
    r"\w+",
    """x y z a b c n m i j k v w t s data result res out values arr tmp temp matrix vector counts total sums mean
    avg idx index indices rows cols row col pixels image img imgs digits items found answer output ret array size
    length number num mask keep selected chosen best first last left right difference diff error errors score""",
)
COMMENTS = re.findall(
    r"[^|\n]+",
    """this works now|check the shape|use numpy here|see the lesson above|one row for each class|not sure why
first the sum then the mean|divide by 255|loop over the classes|broadcasting does the rest|same as before
keep the order|axis 0 goes down|axis 1 goes across|reshape to a matrix|take the last one|this is slow but clear
TODO clean this up|thanks to the hint|the formula of the lesson|avoid a loop here|count each label once""",
)
PRINTS = ["print({0})", "print({0}.shape)", "print(type({0}))", "print('ok')", "print('done', {0})"]
HONEST_RIGHT, HONEST_OWN = 0.55, 0.3  # chances: a right case, the solution; else a wrong case


class MadeClass:
    """Answers of one lab by task, as honest students and copies give them.

    Parameters
    ----------
    lab : Lab
    seed : int
    """

    def __init__(self, lab: labs.Lab, seed: int) -> None:
        self._lab, self._rng = lab, random.Random(seed)
        solution = notebook.read(lab.solution)
        cells = {cell.id: cell for cell in solution.cells}
        self.tasks = {task.identifier: task.answer_id for task in find_tasks(solution)[0]}
        self._kinds = {name: cells[place].cell_type for name, place in self.tasks.items()}
        self._variants: dict[str, list[tuple[str, bool]]] = {}
        for name, place in self.tasks.items():
            lines = cells[place].source.splitlines()
            own = "\n".join(line for line in lines if "SOLUTION" not in line)
            self._variants[name] = [(own, True)]
        for case in cases_of(lab.number):
            self._variants[case.exercise].append((case.code, case.status == PASSED))
        untouched = notebook.read(lab.notebook)
        self._untouched = untouched
        texts = " ".join(cell.source for cell in untouched.cells)
        self._known = set(re.findall(r"[^\W\d]\w*", texts)) | set(dir(__builtins__))

    def honest(self, skill: float = 1.0) -> dict[str, str]:
        """Answers of a student; with less `skill`, more of them wrong or missing."""
        answers = {}
        for name, kind in self._kinds.items():
            if self._rng.random() > 0.4 + 0.6 * skill:
                continue
            if kind == "markdown":
                answers[name] = self._text(name)
            else:
                answers[name] = self._styled(self._variant(name, skill))
        return answers

    def _variant(self, name: str, skill: float) -> str:
        own, *others = self._variants[name]
        right = [code for code, passed in others if passed] or [own[0]]
        wrong = [code for code, passed in others if not passed] or [own[0]]
        draw = self._rng.random()
        if draw > skill * (HONEST_RIGHT + HONEST_OWN):
            return self._rng.choice(wrong)
        return own[0] if draw < skill * HONEST_OWN else self._rng.choice(right)

    def _text(self, name: str) -> str:
        texts = TEXTS["honest"].get(name)
        if not texts:
            return ""
        sentences = re.split(r"(?<=[.!?]) ", self._rng.choice(texts))
        keep = [sentence for sentence in sentences if self._rng.random() < 0.8] or sentences
        return " ".join(keep)

    def _styled(self, code: str) -> str:
        """The same code as somebody else would have typed it."""
        if self._rng.random() < 0.5:
            code = self.renamed(code)
        lines = code.splitlines()
        if self._rng.random() < 0.3:
            place = self._rng.randrange(len(lines) + 1)
            lines[place:place] = [_indent(lines, place) + f"# {self._rng.choice(COMMENTS)}"]
        made = "\n".join(lines)
        names = sorted(_own_names(made) - {"_"})
        if self._rng.random() < 0.15 and names and not made.startswith((" ", "%")):
            made += "\n" + self._rng.choice(PRINTS).format(self._rng.choice(names))
        return made if _is_code(made) else code

    def renamed(self, code: str) -> str:
        """Own names replaced by others that somebody might choose."""
        own = [name for name in sorted(_own_names(code)) if name not in self._known]
        new = dict(zip(own, self._rng.sample(NAMES, k=min(len(own), len(NAMES))), strict=False))
        made = re.sub(r"[^\W\d]\w*", lambda match: new.get(match[0], match[0]), code)
        return made if _is_code(made) else code

    def commented(self, code: str) -> str:
        """Comments taken out, and another one put in."""
        try:
            plain = ast.unparse(ast.parse(code))
        except SyntaxError:
            return code
        return f"# {self._rng.choice(COMMENTS)}\n{plain}"

    def reordered(self, code: str) -> str:
        """Statements that do not need each other in another order: definitions, and assignments in a row."""
        try:
            tree = ast.parse(code)
        except SyntaxError:
            return code
        for node in ast.walk(tree):
            if isinstance(getattr(node, "body", None), list):
                _turn(node.body)
        return ast.unparse(tree)

    def copied(
        self, answers: dict[str, str], *changes: Callable[[str], str], share: float = 1.0
    ) -> dict[str, str]:
        """An honest student's answers, but a share of them taken over from somebody, the code with changes."""
        changed = self.honest()
        for name, answer in answers.items():
            if self._rng.random() > share:
                continue
            changed[name] = answer
            if self._kinds[name] != "markdown":
                for change in changes:
                    changed[name] = change(changed[name])
        return changed

    def notebook_of(self, answers: dict[str, str]) -> NotebookNode:
        """The student's copy of the lab with these answers in it."""
        made = copy.deepcopy(self._untouched)
        cells = {cell.id: cell for cell in made.cells}
        for name, answer in answers.items():
            if answer:
                cells[self.tasks[name]].source = answer
        return made


def _turn(body: list[ast.stmt]) -> None:
    """Swap neighbours of which neither uses what the other makes."""
    place = 0
    while place + 1 < len(body):
        first, second = body[place], body[place + 1]
        simple = all(isinstance(node, ast.Assign | ast.FunctionDef) for node in (first, second))
        if simple and not (_made(first) & _used(second) or _made(second) & _used(first)):
            body[place], body[place + 1] = second, first
            place += 1
        place += 1


def _made(node: ast.AST) -> set[str]:
    stored = {
        n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    }
    return stored | ({node.name} if isinstance(node, ast.FunctionDef) else set())


def _used(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def _own_names(code: str) -> set[str]:
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return set()
    return _made(tree) | {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}


def _indent(lines: list[str], place: int) -> str:
    after = lines[place] if place < len(lines) else ""
    return after[: len(after) - len(after.lstrip())]


def _is_code(text: str) -> bool:
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return True
