"""What a student wrote: a notebook compared with the copy that was handed out.

One rule. Whatever stands between the heading of a task and the next supplied cell, and was not handed out
itself, answers that task: in the cell meant for it or in a new one, as text or as code, before or after the
invitation to write. Supplied cells are known by id, and where an editor saved no ids, by what they hold.
Nothing written there: then the text just above the heading counts, as in a notebook whose heading was deleted.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field

from nbformat import NotebookNode

from course.notebooks.notebook import in_work
from course.notebooks.tasks import find_tasks
from helpers.graded.saved import is_invitation

ANALYSIS = "analysis"
_LONGEST = 50_000  # letters of a cell that are looked at
_LABEL = re.compile(  # a heading may have any word before the name of the task
    r"(?:(?P<heading>\s*#+)\W*(?:[^\W\d]+\s+)?|\W*(?:(?:answer|réponse|exerci[sc]e|question)\s+)?)"
    r"(?P<task>[EQ]\d{1,2}\.\d{1,3})\b",
    re.IGNORECASE,
)
_FENCE = re.compile(r"\s*(```|~~~)")
_QUOTE = re.compile(r"(?:\w+\s*=\s*)?[rRfF]?(\"\"\"|'''|\"|')(.*)\1", re.DOTALL)
_TELLING = 30  # letters of a supplied line that nobody types by chance
_ALIKE = 0.5  # share of the words that two versions of a cell have in common
_NEW_WORDS = 3  # from which on words are somebody's own, and not a part of what they stand in
_AHEAD = 3  # supplied cells that an unknown one may be a version of


@dataclass
class Answers:
    """What a student wrote, by task and under `ANALYSIS`, and the cells that are the student's own.

    `cells` holds the positions of the cells with something of an answer, `own` those of new or changed cells
    that answer no task, `there` the ids of the supplied cells that the notebook still has.
    """

    texts: dict[str, str]
    cells: dict[str, list[int]]
    own: list[int] = field(default_factory=list)
    there: set[str] = field(default_factory=set)

    def __getitem__(self, task: str) -> str:
        """The answer; empty when nothing was written."""
        return self.texts.get(task, "")


def find(notebook: NotebookNode | None, untouched: NotebookNode) -> Answers:
    """Answers in `notebook`, compared with `untouched`, the copy that was handed out."""
    cells = notebook.cells if notebook else []
    search = _Search(untouched, {cell.get("id") for cell in cells})
    for position, cell in enumerate(cells):
        search.read(position, cell)
    return search.result()


class _Search:
    """One pass over a notebook, cell by cell; `_place` is the supplied cell that was met last."""

    def __init__(self, untouched: NotebookNode, ids_there: set[str]) -> None:
        self._given, self._ids_there = untouched.cells, ids_there
        self._owners: list[str] = [""] * len(self._given)
        self._headings: dict[str, int] = {}  # by task
        self._written: set[str] = set()
        ids = [cell.id for cell in self._given]
        for task in find_tasks(untouched)[0]:
            answer = ids.index(task.answer_id)
            self._owners[task.cell : answer + 1] = [task.identifier] * (answer + 1 - task.cell)
            self._headings[task.identifier] = task.cell
            if self._given[answer].cell_type == "markdown":
                self._written.add(task.identifier)
        if ANALYSIS in ids:
            self._owners[ids.index(ANALYSIS)] = ANALYSIS
            self._headings[ANALYSIS] = ids.index(ANALYSIS)
            self._written.add(ANALYSIS)
        self._ids = {name: place for place, name in enumerate(ids)}
        self._places: dict[str, list[int]] = defaultdict(list)  # by source
        self._titles: dict[str, int] = {}  # by the line of a heading
        self._lines: dict[str, set[str]] = defaultdict(set)  # by task
        self._telling: set[str] = set()  # long ones of the whole copy
        for place, cell in enumerate(self._given):
            self._places[cell.source.strip()].append(place)
            if cell.cell_type == "code":
                continue
            lines = {line.strip() for line in cell.source.splitlines()} - {""}
            if self._owners[place]:
                self._lines[self._owners[place]] |= lines
            self._telling |= {line for line in lines if len(line) >= _TELLING}
            for line in lines:
                if line.startswith("#"):
                    self._titles.setdefault(line, place)
        self._place = -1
        self._parts: dict[str, dict[str, None]] = defaultdict(dict)
        self._cells: dict[str, list[int]] = defaultdict(list)
        self._own: list[int] = []
        self._loose: list[tuple[int, int, str]] = []  # text outside all tasks, and where it stood
        self._met: list[int] = []  # the supplied cells, in the notebook's order

    def read(self, position: int, cell: NotebookNode) -> None:
        source = in_work(str(cell.source)[:_LONGEST])
        if not source.strip():
            return
        origin = self._origin(cell, source)
        if origin is not None:
            self._go(origin)
        task = self._owners[self._place] if self._place >= 0 else ""
        supplied = origin is not None and source.strip() == self._given[origin].source.strip()
        if supplied:
            return
        if cell.cell_type != "code":
            self._read_text(position, source, origin is None)
        elif task:
            self._add(task, position, in_words(source) if task in self._written else source)
        else:
            self._own.append(position)

    def _go(self, place: int) -> None:
        self._place = place
        self._met.append(place)

    def _origin(self, cell: NotebookNode, source: str) -> int | None:
        """The supplied cell that `cell` was; None for a new one."""
        place = self._ids.get(cell.get("id"))
        if place is not None:
            return place
        text = source.strip()
        matches = self._places.get(text, [])
        if is_invitation(text):  # the same under every question
            matches = [place for place in matches if place - self._place in (0, 1)]
        if matches:
            return next((place for place in matches if place > self._place), matches[0])
        if cell.cell_type == "code" and (label := _LABEL.match(text)) and text.startswith("#"):
            answer = self._ids.get(label["task"].lower().replace(".", "-"))
            if answer is not None and self._given[answer].cell_type == "code":
                return answer
        if cell.cell_type != "code" and any(
            line.strip() in self._titles for line in source.splitlines()
        ):
            return None  # its headings say what it holds
        words = set(source.split())
        for place in range(self._place + 1, min(self._place + 1 + _AHEAD, len(self._given))):
            other = self._given[place]
            if other.id not in self._ids_there and (other.cell_type == "code") == (
                cell.cell_type == "code"
            ):
                others = set(other.source.split())
                if len(words & others) >= _ALIKE * len(words | others):
                    return place
        return None

    def _read_text(self, position: int, source: str, is_new: bool) -> None:
        """Divide the lines of a text cell among the tasks whose headings it holds."""
        lines: list[str] = []
        fenced = False
        titled = not is_new and self._place in self._headings.values()
        for line in source.splitlines():
            fenced ^= bool(_FENCE.match(line))
            title = None if fenced else self._heading(line, is_new)
            if title is not None:
                self._keep(position, lines, is_new)
                lines, titled = [], True
                self._go(title)
            lines.append(self._beyond(line, title, titled))
        self._keep(position, lines, is_new)

    def _heading(self, line: str, is_new: bool) -> int | None:
        """The supplied cell that a heading opens, or the label of a task in a text of its own."""
        if line.strip() in self._titles:
            return self._titles[line.strip()]
        label = _LABEL.match(line)
        inside = self._place >= 0 and self._owners[self._place]
        task = label["task"].upper() if label else ""
        if label and (label["heading"] or (is_new and not inside and task in self._written)):
            return self._headings.get(task)
        return None

    def _beyond(self, line: str, title: int | None, titled: bool) -> str:
        """What of a line was not handed out; `titled`: it stands in a cell with the heading of its task."""
        task = self._owners[self._place if title is None else title] if self._place >= 0 else ""
        if title is not None:
            first = self._given[title].source.split()
            label = _LABEL.match(line)
            rest = line[label.end() :].lstrip(" .:·)*-–—") if label else ""
            new = [word for word in rest.split() if word not in first]
            enough = _NEW_WORDS if label and label["heading"] else 1
            return "" if line.strip() in self._titles or len(new) < enough else rest
        if line.strip() in self._telling or line.strip() in self._lines[task]:
            return ""
        if titled and len(line.split()) >= _NEW_WORDS:  # a part of the question, as it was cut
            words = _words(line)
            if any(words in _words(supplied) for supplied in self._lines[task]):
                return ""
        for supplied in sorted(self._lines[task], key=len, reverse=True):
            plain = supplied.strip("*_ ")
            if len(plain) > 8 and plain in line:
                line = re.sub(rf"[*_]*{re.escape(plain)}[*_]*", "", line)
                line = line if re.search(r"\w", line) else ""
        return line

    def _keep(self, position: int, lines: list[str], is_new: bool) -> None:
        text = "\n".join(lines).strip()
        if not re.search(r"[^\W_]", text):
            return
        task = self._owners[self._place] if self._place >= 0 else ""
        if task in self._written:
            self._add(task, position, text)
        elif is_new and not task:
            self._loose.append((position, len(self._met), text))
        else:
            self._own.append(position)

    def _add(self, task: str, position: int, text: str) -> None:
        self._parts[task][text] = None
        if position not in self._cells[task]:
            self._cells[task].append(position)

    def result(self) -> Answers:
        open_tasks = [task for task in self._headings if task in self._written - set(self._parts)]
        for position, met, text in self._loose:
            before = self._met[met - 1] if met else -1
            after = self._met[met] if met < len(self._met) else len(self._given)
            between = [task for task in open_tasks if before < self._headings[task] <= after]
            if between and (len(between) == 1 or self._headings[between[-1]] == after):
                self._add(between[-1], position, text)
            else:
                self._own.append(position)
        texts = {task: "\n\n".join(parts) for task, parts in self._parts.items()}
        there = {self._given[place].id for place in self._met}
        return Answers(texts, dict(self._cells), sorted(set(self._own)), there)


def _words(text: str) -> str:
    """The words of a text alone, for comparisons; with a space at both ends."""
    return " ".join(["", *re.findall(r"\w+", text.lower()), ""])


def in_words(source: str) -> str:
    """What was typed into a code cell to answer in words: comments and strings as text, other code as code."""
    text = source.strip()
    lines = text.splitlines()
    if lines and lines[0].startswith("%%"):
        return "\n".join(lines[1:]).strip()
    if all(line.lstrip().startswith("#") or not line.strip() for line in lines):
        return "\n".join(re.sub(r"^\s*#+ ?", "", line) for line in lines)
    quoted = _QUOTE.fullmatch(text)
    if quoted and quoted[1] not in quoted[2]:
        return quoted[2].strip()
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`{3,}", text))])
    return f"{fence}python\n{text}\n{fence}"
