"""The student's copy: stubs, markers, and what must not be in it."""

from __future__ import annotations

import ast
import textwrap
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course import labs
from course.notebooks import derive, notebook
from course.notebooks.derive import INVITATION, strip_answers
from course.notebooks.notebook import NotebookError
from tests.small_lab import answer, code, markdown, notebook_of, shown, small_lab

PATH = Path("07_small.ipynb")

# What stands between the markers, and what the student gets in its place.
STUBS = {
    "assignment": ("x = 1", "x = ..."),
    "several targets": ("x = y = 1", "x = ...\ny = ..."),
    "tuple": ("(a, (b, c)), d = f()", "a = ...\nb = ...\nc = ...\nd = ..."),
    "starred": ("first, *rest = f()", "first = ...\nrest = ..."),
    "annotated": ("n: int = 1", "n = ..."),
    "augmented": ("total = 0\ntotal += 1", "total = ..."),
    "walrus": ("print(n := 10)", "n = ..."),
    "element and attribute": ("x[0] = 1\nx.y = 2", "..."),
    "loop": ("total = 0\nfor i in range(3):\n    total = i", "total = ..."),
    "while": ("while True:\n    n = 1", "n = ..."),
    "with": ("with open(p) as f:\n    text = f.read()", "text = ..."),
    "if and else": ("if a:\n    b = 1\nelif c:\n    d = 2\nelse:\n    e = 3", "b = ...\nd = ...\ne = ..."),
    "try": ("try:\n    b = 1\nexcept E:\n    c = 2\nfinally:\n    d = 3", "b = ...\nc = ...\nd = ..."),
    "match": ("match x:\n    case [a, _]:\n        b = a", "b = ..."),
    "names of inner scopes": ("f = [i for i in x]\ng = lambda z: (w := z)", "f = ...\ng = ..."),
    "no name": ("print('the answer')", "..."),
    "only a comment": ("# the answer", "..."),
    "long string": ('s = """\nat the margin\n"""', "s = ..."),
    "function": ("def f(x):\n    y = x\n    return y", "def f(x):\n    UNWRITTEN"),
    "one line": ("def f(x): return x", "def f(x):\n    UNWRITTEN"),
    "one line with docstring": ('def f(x): "Why."; return x', 'def f(x):\n    "Why."\n    UNWRITTEN'),
    "docstring": ('def f(x):\n    """Why."""\n    return x', 'def f(x):\n    """Why."""\n    UNWRITTEN'),
    "docstring with quotes and backslashes": (
        'def f(x):\n    r"""Of $\\frac{a}{b}$, "so"\\"."""\n    return x',
        'def f(x):\n    r"""Of $\\frac{a}{b}$, "so"\\"."""\n    UNWRITTEN',
    ),
    "long docstring": (
        'def f(x):\n    """Why.\n\n    Returns\n    -------\n    int\n    """\n    return x',
        'def f(x):\n    """Why.\n\n    Returns\n    -------\n    int\n    """\n    UNWRITTEN',
    ),
    "comment under the head": ("def f(x):  # a hint\n    # another\n    return x", "def f(x):\n    UNWRITTEN"),
    "defaults and annotations": (
        'def f(a, /, b: int = 3, *c, d="s", **e) -> dict[str, int]:\n    return {}',
        'def f(a, /, b: int = 3, *c, d="s", **e) -> dict[str, int]:\n    UNWRITTEN',
    ),
    "head of several lines": (
        "def f(\n    a=lambda: 1,  # kept\n    b={1: 2},\n) -> int:\n    return a",
        "def f(\n    a=lambda: 1,  # kept\n    b={1: 2},\n) -> int:\n    UNWRITTEN",
    ),
    "decorators": ("@cache\n@a(n=3)\ndef f(x):\n    return x", "@cache\n@a(n=3)\ndef f(x):\n    UNWRITTEN"),
    "async": ("async def f(x):\n    return await x", "async def f(x):\n    UNWRITTEN"),
    "generator": ("def f(x):\n    yield x", "def f(x):\n    UNWRITTEN"),
    "function and names": (
        "a = 1\n\n\ndef f(x):\n    b = x\n    return b\n\n\nc = f(a)\nd = c",
        "a = ...\n\n\ndef f(x):\n    UNWRITTEN\n\n\nc = ...\nd = ...",
    ),
    "class": ("class A(B):\n    k = 1", "class A(B):\n    ..."),
    "methods": (
        "class A:\n    k = 1\n\n    def m(self):\n        return 1\n\n"
        "    @property\n    def p(self):\n        return 2",
        "class A:\n    def m(self):\n        UNWRITTEN\n\n    @property\n    def p(self):\n        UNWRITTEN",
    ),
    "class with docstring": (
        'class A:\n    """Why."""\n\n    def m(self):\n        """How."""\n        return 1',
        'class A:\n    """Why."""\n\n    def m(self):\n        """How."""\n        UNWRITTEN',
    ),
    "class in a class": (
        "class A:\n    class B:\n        def m(self):\n            return 1",
        "class A:\n    class B:\n        def m(self):\n            UNWRITTEN",
    ),
}  # fmt: skip


def strip(source: str, cell_type: str = "code") -> str:
    return strip_answers(source, cell_type, "here")


def _written_out(pair: tuple[str, str]) -> tuple[str, str]:
    """The tables say UNWRITTEN for the line that stands for the body of a function."""
    return pair[0], pair[1].replace("UNWRITTEN", derive.UNWRITTEN)


@pytest.mark.parametrize("name", STUBS)
def test_stub_keeps_heads_docstrings_and_names(name: str):
    source, expected = _written_out(STUBS[name])
    assert strip(answer(source)) == expected


@pytest.mark.parametrize(
    "name", [name for name in STUBS if name != "long string"]
)  # whose text would change
def test_stub_keeps_its_indentation(name: str):
    source, expected = _written_out(STUBS[name])
    indented = textwrap.indent(answer(source), " " * 8)
    blank_lines = expected.replace("\n\n\n", "\n\n")
    expected = textwrap.indent(blank_lines, " " * 8)
    assert (
        strip(f"with a:\n    if b:\n{indented}\n        c()")
        == f"with a:\n    if b:\n{expected}\n        c()"
    )


# Whole cells, and the student's whole cell.
CELLS = {
    "comments around are kept": (
        f"# E1.1 Scale\nz = 0  # given\n{answer('x = 1')}\n# look\nx",
        "# E1.1 Scale\nz = 0  # given\nx = ...\n# look\nx",
    ),
    "several answers": (
        f"{answer('x = 1')}\nprint(x)\n{answer('y = 2')}",
        "x = ...\nprint(x)\ny = ...",
    ),
    "in a function, with return": (
        "def f(x):\n    n = 1\n    ### BEGIN SOLUTION\n    y = x\n    return y + n\n    ### END SOLUTION",
        "def f(x):\n    n = 1\n    UNWRITTEN",
    ),
    "in a function, return in a branch": (
        "def f(x):\n    ### BEGIN SOLUTION\n    if x:\n        return 1\n    y = 2\n"
        "    ### END SOLUTION\n    return y",
        "def f(x):\n    UNWRITTEN\n    return y",
    ),
    "in a function, without return": (
        "def f(x):\n    ### BEGIN SOLUTION\n    y = x\n    ### END SOLUTION\n    return y",
        "def f(x):\n    y = ...\n    return y",
    ),
    "in an async function": (
        "async def f(x):\n    ### BEGIN SOLUTION\n    y = await x\n    return y\n    ### END SOLUTION",
        "async def f(x):\n    UNWRITTEN",
    ),
    "in a generator": (
        "def f(x):\n    ### BEGIN SOLUTION\n    y = x\n    yield y\n    ### END SOLUTION",
        "def f(x):\n    UNWRITTEN",
    ),
    "in a method": (
        "class A:\n    def m(self):\n        ### BEGIN SOLUTION\n        k = 1\n        return k\n"
        "        ### END SOLUTION",
        "class A:\n    def m(self):\n        UNWRITTEN",
    ),
    "return of an inner function only": (
        "def f(x):\n    ### BEGIN SOLUTION\n    def g():\n        return 1\n\n    y = g()\n"
        "    ### END SOLUTION\n    return y",
        "def f(x):\n    def g():\n        UNWRITTEN\n\n    y = ...\n    return y",
    ),
    "after a function, indented": (
        "def f(x):\n    return x\n\n\nif True:\n    ### BEGIN SOLUTION\n    y = 2\n    ### END SOLUTION",
        "def f(x):\n    return x\n\n\nif True:\n    y = ...",
    ),
    "a string that reaches the margin": (
        'if True:\n    ### BEGIN SOLUTION\n    s = """\nx = 1\n"""\n    ### END SOLUTION',
        "if True:\n    s = ...",
    ),
    "blank lines around a definition": (
        f"import a\n\n\n{answer('def f(x):' + chr(10) + '    return x' + chr(10) * 2)}\nf(1)",
        "import a\n\n\ndef f(x):\n    UNWRITTEN\n\n\nf(1)",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CELLS)
def test_cell_keeps_all_but_the_answer(name: str):
    source, expected = _written_out(CELLS[name])
    assert strip(source) == expected


def test_written_answer_becomes_an_invitation():
    source = "Before.\n<!-- BEGIN SOLUTION -->\n**Model answer.** Because.\n<!-- END SOLUTION -->\nAfter."
    assert strip(source, "markdown") == f"Before.\n{INVITATION}\nAfter."


MISSPELT = [
    "### begin solution",
    "### Begin Solution",
    "### BEGIN  SOLUTION",
    "### BEGIN SOLUTION:",
    "### BEGIN SOLUTIONS",
    "### BEGIN_SOLUTION",
    "### BEGIN-SOLUTION",
    "### BEGINSOLUTION",
    "###BEGIN SOLUTION",
    "#### BEGIN SOLUTION",
    "# BEGIN SOLUTION",
    "#BEGIN SOLUTION",
    "### BEGN SOLUTION",
    "### BEIGN SOLUTION",
    "### BEGIN SOLUTON",
    "### BEGIN SOLTUION",
    "### BEGIN THE SOLUTION",
    "### BEGIN SOLUTION of exercise 2",
    "### End Solution",
    "### END SOLUTIONS",
    "### END OF SOLUTION",
    "### ENDSOLUTION",
    "### EDN SOLUTION",
    "# end solution",
    "### STOP SOLUTION",
    "### START SOLUTION",
    "### SOLUTION BEGIN",
    "### SOLUTION END",
    "# === BEGIN SOLUTION ===",
    "x = 1  ### BEGIN SOLUTION",
    "    ### END  SOLUTION",
    "<!-- BEGIN SOLUTION -->",
]
MISSPELT_TEXT = [
    "<!--BEGIN SOLUTION-->",
    "<!-- begin solution -->",
    "<!-- BEGIN SOLUTIONS -->",
    "<!-- BEGIN SOLUTION",
    "<!-- BEGIN SOLUTION --> **Model answer.**",
    "Because. <!-- END SOLUTION -->",
    "<!-- END SOLTUION -->",
    "### BEGIN SOLUTION",
    "### END SOLUTION",
]


@pytest.mark.parametrize("where", ["alone", "in an answer"])
@pytest.mark.parametrize(
    ("kind", "marker"),
    [*(("code", m) for m in MISSPELT), *(("markdown", m) for m in MISSPELT_TEXT)],
)
def test_misspelt_marker_is_an_error_at_its_line(kind: str, marker: str, where: str):
    begin, end = {
        "code": ("### BEGIN SOLUTION", "### END SOLUTION"),
        "markdown": ("<!-- BEGIN SOLUTION -->", "<!-- END SOLUTION -->"),
    }[kind]
    before, after = (begin, end) if where == "in an answer" else ("a = 1", "b = 2")
    with pytest.raises(NotebookError, match=r"^here, line 2: misspelt marker .*alone on its line"):
        strip(f"{before}\n{marker}\n{after}", kind)


@pytest.mark.parametrize(
    "comment",
    [
        "# The solution of the equation",
        "# the best solution so far, in the end",
        "# A solution begins with a guess",
        "# This ends when the solution is found",
        "# solution",
        "# Beginners find a solution here",
        "# Send solutions",
        "# End the loop; the solution is stable",
        "# Begin with the solution of lab 02",
        "# Begin solving",
        "# being resolute",
        'print("no SOLUTION")',
    ],
)
@pytest.mark.parametrize("kind", ["code", "markdown"])
def test_comment_that_mentions_a_solution_is_kept(comment: str, kind: str):
    assert strip(comment, kind) == comment


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("a\n### BEGIN SOLUTION\nx = 1", "line 2: .*without an '### END SOLUTION'"),
        ("x = 1\n### END SOLUTION", "line 2: .*without a '### BEGIN SOLUTION'"),
        ("### BEGIN SOLUTION\n### BEGIN SOLUTION\nx = 1", "line 2: .*has not ended"),
        (answer("x = 1") + "\n### END SOLUTION", "line 4: .*without a"),
        (answer("x = 1\n### BEGIN SOLUTION"), "line 3: .*has not ended"),
        (answer(""), "line 1: the answer is empty"),
        ("a = 1\n" + answer(" \n\t"), "line 2: the answer is empty"),
        ("a = 1\n" + answer("x = = 1"), "line 2: the answer is not Python"),
        ("if a:\n    b\n" + answer("else:\n    x = 1"), "line 3: the answer is not Python"),
        ("x = [\n" + answer("a = 1") + "\n]", "what is left without the answer is not Python"),
    ],
)
def test_marker_without_its_partner_is_an_error_at_its_line(source: str, message: str):
    with pytest.raises(NotebookError, match=f"^here.*{message}"):
        strip(source)


def test_error_names_notebook_and_cell():
    solution = notebook_of(markdown("intro", "Hello"), code("e7-1", "\n### BEGIN SOLUTION\nx = 1"))
    with pytest.raises(NotebookError, match=r"^07_small.ipynb, cell 2 \(e7-1\), line 2: "):
        derive.derive(solution, PATH)


# --- properties -------------------------------------------------------------------------------------------

SIMPLE = [
    "a = SECRET",
    "b, *c = SECRET",
    "d: int = SECRET",
    "a += SECRET",
    "e[SECRET] = 1",
    "print(f := SECRET)",
    "assert SECRET",
    "import SECRET",
    "s = '''\n  SECRET\n'''",
    "# SECRET",
    "pass",
]
HEADS = [
    "if SECRET:",
    "for SECRET in g:",
    "while SECRET:",
    "with SECRET as h:",
    'def k(x, y="s", *, z: int = 3) -> int:',
    "@decorate(1)\nasync def k(x=[1, {2: 3}]):",
    "def k(\n    x,\n    y,\n):  # SECRET",
    "class K(Base):",
]
DOCSTRINGS = ["", '"""Kept."""', 'r"""Kept\n\n    over lines \\q "quoted".\n    """']


def _block(head: str, docstring: str, body: list[str]) -> str:
    if not head.startswith(("def", "class", "@")):
        docstring = ""
    lines = [docstring, *body, "pass"] if docstring else [*body, "pass"]
    return head + "\n" + textwrap.indent("\n".join(lines), "    ")


STATEMENT = st.recursive(
    st.sampled_from(SIMPLE),
    lambda inner: st.builds(
        _block, st.sampled_from(HEADS), st.sampled_from(DOCSTRINGS), st.lists(inner, max_size=3)
    ),
    max_leaves=6,
)
ANSWER = st.lists(STATEMENT, min_size=1, max_size=4).map("\n".join)
AROUND = st.sampled_from(["{}", "def outer(x):\n{}\n    return x", "if x:\n{}\nelse:\n    pass"])


@given(ANSWER, AROUND)
def test_copy_parses_and_nothing_of_the_answer_survives(source: str, around: str):
    body = answer(source)
    whole = around.format(body if around == "{}" else textwrap.indent(body, "    "))
    student = strip(f"# Kept above\n{whole}\n# Kept below")
    ast.parse(student)
    assert "SECRET" not in student
    assert student.startswith("# Kept above\n")
    assert student.endswith("\n# Kept below")
    assert student == strip(student), "a copy has no answers left to strip"


@settings(max_examples=40)
@given(st.lists(ANSWER.map(answer), max_size=4))
def test_building_twice_gives_the_same_bytes(sources: list[str]):
    solution = notebook_of(*(code(f"c{n}", source) for n, source in enumerate(sources)))
    before = notebook.canonical(solution)
    first, second = (notebook.canonical(derive.derive(solution, PATH)) for _ in range(2))
    assert first == second
    assert notebook.canonical(solution) == before, "the solution itself must not change"


# --- the whole copy ---------------------------------------------------------------------------------------


def test_copy_holds_no_outputs_counts_or_foreign_metadata():
    solution = small_lab()
    solution.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {}}
    for cell in solution.cells:
        cell.metadata["collapsed"] = True
        if cell.cell_type == "code":
            cell.outputs = [shown({"text/plain": "1"})]
    copy = derive.derive(solution, PATH)
    for cell in copy.cells:
        assert not set(cell.metadata) - {"tags", "deletable", "editable", "jupyter"}
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None)
    assert "widgets" not in notebook.canonical(copy)


def test_copy_keeps_ids_but_not_the_cells_of_the_solution_alone():
    solution = small_lab()
    expected = [cell.id for cell in solution.cells if cell.id != "bars"]
    assert [cell.id for cell in derive.derive(solution, PATH).cells] == expected


def test_only_cells_of_tasks_and_settings_can_be_edited_and_none_deleted():
    copy = derive.derive(small_lab(), PATH)
    editable = [cell.id for cell in copy.cells if cell.metadata.get("editable", True)]
    assert editable == ["parameters", "e7-1", "q7-1", "q7-2", "analysis"]
    assert not any(cell.metadata.get("deletable", True) for cell in copy.cells)


def test_only_the_tag_that_papermill_needs_is_handed_out():
    solution = notebook_of(code("parameters", "seed = 1", "parameters", "training"))
    assert derive.derive(solution, PATH).cells[0].metadata.tags == ["parameters"]


def test_markers_are_read_in_cells_of_the_solution_alone_too():
    with pytest.raises(NotebookError, match="misspelt"):
        derive.derive(notebook_of(code("bars", "# begin solution", "solution-only")), PATH)


def test_badges_and_the_cell_that_fetches_the_course_come_with_a_repository_only():
    ids = {cell.id for cell in derive.derive(small_lab(), PATH).cells}
    assert not {"badges", "elsewhere"} & ids
    first, second, *_ = derive.derive(small_lab(), PATH, "owner/name").cells
    assert first.id == "badges"
    assert f"gh/owner/name/main?urlpath=lab/tree/work/{PATH.name})" in first.source
    assert f"github/owner/name/blob/main/notebooks/{PATH.name})" in first.source
    assert second.id == "elsewhere"
    assert second.metadata["jupyter"] == {"source_hidden": True}
    assert '"https://github.com/owner/name/archive/refs/heads/main.zip"' in second.source


@pytest.mark.parametrize("lab", labs.all_labs(), ids=lambda lab: f"lab{lab.number}_")
def test_no_answer_of_a_real_lab_is_handed_out(lab: labs.Lab):
    copy = derive.derive(notebook.read(lab.solution), lab.solution)
    for cell in copy.cells:
        assert "**Model answer.**" not in cell.source
        assert "**Marking guide.**" not in cell.source
        if cell.cell_type == "code":
            ast.parse(cell.source)
