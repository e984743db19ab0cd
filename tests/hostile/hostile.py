"""Submissions that are broken, or that attack whoever grades them, and what must become of each.

Those here are submissions of lab 01, most with one honest answer: Q1.1, worth half a point. Where it is earned, it
stays earned; nothing else ever is.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import nbformat

HONEST = "q1_1 = 60_000"
HALF = 0.5


@dataclass(frozen=True)
class Hostile:
    """A submission, its status, its points, and what the instructor's message says."""

    name: str
    write: Callable[[Path], None]
    status: str
    points: float = 0
    message: str = ""
    outputs: str = ""  # what the executed notebook shows
    reason: str = ""  # of an exercise that is not passed
    lab: str = "01"


def notebook(*cells: str, **metadata: object) -> str:
    """A notebook of these code cells."""
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    made.metadata.update(metadata)
    return nbformat.writes(made)


def text(content: str | bytes) -> Callable[[Path], None]:
    data = content.encode() if isinstance(content, str) else content
    return lambda folder: folder.with_name(f"{folder.name}.ipynb").write_bytes(data)


def cells(*code: str) -> Callable[[Path], None]:
    return text(notebook(*code))


def honest(*more: str) -> Callable[[Path], None]:
    return cells(HONEST, *more)


def beside(**files: str) -> Callable[[Path], None]:
    """A folder with an honest notebook and other files, whose names have `__` for the dot."""

    def write(folder: Path) -> None:
        folder.mkdir()
        (folder / "01_exploration.ipynb").write_text(notebook("import numpy, helpers.data", HONEST))
        for name, content in files.items():
            (folder / name.replace("__", ".")).write_text(content)

    return write


def archive(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return buffer.getvalue()


def zipped(**members: bytes) -> Callable[[Path], None]:
    return lambda folder: folder.with_name(f"{folder.name}.zip").write_bytes(archive(**members))


def link(target: str) -> Callable[[Path], None]:
    return lambda folder: folder.with_name(f"{folder.name}.ipynb").symlink_to(target)


def linked_folder(folder: Path) -> None:
    folder.mkdir()
    (folder / "01_exploration.ipynb").symlink_to("/etc/hostname")


def old_format() -> str:
    cell = {
        "cell_type": "code",
        "language": "python",
        "input": [HONEST],
        "outputs": [],
        "collapsed": False,
    }
    sheets = [{"cells": [cell | {"metadata": {}, "prompt_number": 1}], "metadata": {}}]
    return json.dumps(
        {"metadata": {"name": ""}, "nbformat": 3, "nbformat_minor": 0, "worksheets": sheets}
    )


def duplicated_ids() -> str:
    made = json.loads(notebook(HONEST, "pass"))
    made["cells"][1]["id"] = made["cells"][0]["id"]
    return json.dumps(made)


def much_output() -> str:
    made = json.loads(notebook(HONEST))
    made["cells"][0]["outputs"] = [
        {"output_type": "stream", "name": "stdout", "text": "x" * 50_000_000}
    ]
    return json.dumps(made)


def skip_tags() -> str:
    made = json.loads(notebook(HONEST, "q1_4 = ..."))
    for cell in made["cells"]:
        cell["metadata"]["tags"] = ["skip", "skip-execution", "raises-exception", "nbval-skip"]
    return json.dumps(made)


def as_markdown() -> str:
    made = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_markdown_cell(HONEST), nbformat.v4.new_code_cell("x = 1")]
    )
    return nbformat.writes(made)


EVERYTHING = """
class Everything(int):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __lt__(self, other): return True
    __le__ = __gt__ = __ge__ = __lt__
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return self
    def __len__(self): return 6
    def __iter__(self): return iter([self] * 6)
    def __getitem__(self, key): return self
    def __contains__(self, item): return True
    def __bool__(self): return True
    __hash__ = int.__hash__
"""
# What patches the notebook's end of the connection begins so.
PATCHED = """\
import course.grading.inside.wire as w
def of(*kind_and_parts): return [*kind_and_parts]
"""
ALL_NAMES = (
    "for name in ('q1_1 q1_2_dtype q1_2_shape q1_3_uint8 q1_3_float32 q1_3_float64 q1_4 q1_5 describe "
    "draw_grid class_counts class_means nearest_pair scale one_hot flatten add_channel "
    "pairwise_distances nearest_mean_predict logistic_predict chosen predicted_mnist predicted_fashion "
    "train_size').split():\n"
    "    globals()[name] = "
)

BROKEN = [
    Hostile("not JSON", text("{{{ never"), "unreadable", message="not a notebook"),
    Hostile(
        "another kind of file", text(json.dumps({"a": 1})), "unreadable", message="not a notebook"
    ),
    Hostile("a list", text("[1, 2]"), "unreadable", message="not a notebook"),
    Hostile("empty file", text(""), "unreadable", message="is empty"),
    Hostile("undecodable bytes", text(b'{"cells": "\xff\xfe"}'), "unreadable", message="UTF-8"),
    Hostile(
        "only text",
        text(nbformat.writes(nbformat.v4.new_notebook())),
        "unreadable",
        message="no code cell",
    ),
    Hostile("old nbformat", text(old_format()), "graded", HALF),
    Hostile("duplicated ids", text(duplicated_ids()), "graded", HALF),
    Hostile("50 MB of output", text(much_output()), "graded", HALF),
    Hostile("Windows line ends", text(notebook(HONEST).replace("\n", "\r\n")), "graded", HALF),
    Hostile("a byte order mark", text(b"\xef\xbb\xbf" + notebook(HONEST).encode()), "graded", HALF),
    Hostile(
        "other kernel name",
        text(notebook(HONEST, kernelspec={"name": "R", "display_name": "R"})),
        "graded",
        HALF,
    ),
    Hostile("a cell turned into Markdown", text(as_markdown()), "graded", 0),
    Hostile("never executed", honest(), "graded", HALF),
    Hostile("missing cells", cells("x = 1"), "graded", 0),
    Hostile("a cell that is no Python", cells("def (", HONEST), "graded", HALF),
    Hostile("a cell that raises", cells("1 / 0", HONEST), "graded", HALF),
    Hostile("deep JSON", text("[" * 100_000), "unreadable", message="not a notebook"),
    Hostile(
        "a formula for a name",
        lambda f: f.with_name("=1+1.ipynb").write_text(notebook(HONEST)),
        "graded",
        HALF,
    ),
]

HOSTILE = [
    Hostile(
        "infinite loop",
        cells("while True: pass", HONEST),
        "graded",
        HALF,
        message="The cell that begins with `while True: pass`: stopped after",
        outputs="KeyboardInterrupt",
    ),
    Hostile(
        "a loop that ignores interrupts",
        honest("import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: pass"),
        "timed out",
        message="longer than",
    ),
    Hostile(
        "a thread that never ends",
        honest(
            "import threading\nthreading.Thread(target=lambda: [0 for _ in iter(int, 1)]).start()"
        ),
        "graded",
        HALF,
    ),
    Hostile(
        "fork bomb",
        honest("import os\nwhile True:\n    try: os.fork()\n    except OSError: pass"),
        "stopped",
        message="processes",
    ),
    Hostile(
        "memory bomb",
        honest("x = []\nwhile True: x.append(bytearray(50_000_000))"),
        "stopped",
        message="memory",
    ),
    Hostile(
        "memory bomb in many processes",
        honest(
            "import subprocess, sys, time\n"
            "code = 'import time; x = bytearray(1_500_000_000)\\n'\n"
            "code += 'for i in range(0, len(x), 4096): x[i] = 1\\ntime.sleep(60)'\n"
            "p = [subprocess.Popen([sys.executable, '-c', code]) for _ in range(4)]\ntime.sleep(60)"
        ),
        "stopped",
        message="memory",
    ),
    Hostile(
        "memory of processes whose first thread has ended",  # Linux then says that they hold none
        honest(
            "import subprocess, sys, time\n"
            "code = 'import ctypes, threading, time; x = bytearray(1_500_000_000)\\n'\n"
            "code += 'for i in range(0, len(x), 4096): x[i] = 1\\n'\n"
            "code += 'threading.Thread(target=time.sleep, args=(60,)).start()\\n'\n"
            "code += 'ctypes.CDLL(None).pthread_exit(None)'\n"
            "p = [subprocess.Popen([sys.executable, '-c', code]) for _ in range(4)]\ntime.sleep(60)"
        ),
        "stopped",
        message="memory",
    ),
    Hostile(
        "disk fill",
        honest("with open('full', 'wb') as f:\n    while True: f.write(bytes(10_000_000))"),
        "graded",
        HALF,
        outputs="OSError",
    ),
    Hostile(
        "shared memory fill",
        honest(
            "with open('/dev/shm/full', 'wb') as f:\n    while True: f.write(bytes(10_000_000))"
        ),
        "graded",
        HALF,
        outputs="OSError",
    ),
    Hostile(
        "memory in files and in a process together",
        honest(
            "for folder in ('/scratch', '/tmp'):\n"
            "    with open(folder + '/full', 'wb') as f:\n"
            "        for _ in range(24): f.write(bytes(10_000_000))\n"
            "x = bytearray(1_650_000_000)\nimport time; time.sleep(60)"
        ),
        "stopped",
        message="memory",
    ),
    Hostile(
        "a user namespace, to mount memory in",
        honest(
            "import subprocess\n"
            "done = subprocess.run(['unshare', '-Urm', 'true'], capture_output=True, text=True)\n"
            "print(done.returncode, done.stderr)"
        ),
        "graded",
        HALF,
        outputs="1 unshare: unshare failed: Operation not permitted",
    ),
    Hostile(
        "memory in a file without a name",
        honest(
            "import os\nfile = os.memfd_create('hidden')\n"
            "for _ in range(400): os.write(file, bytes(10_000_000))"
        ),
        "graded",
        HALF,
        outputs="PermissionError",
    ),
    Hostile(
        "memory in a segment that nobody maps",
        honest(
            "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
            "print('segment', libc.shmget(0, 100_000_000, 0o1600), ctypes.get_errno())"
        ),
        "graded",
        HALF,
        outputs="segment -1 1",
    ),
    Hostile(
        "endless printing",
        honest("while True: print('x' * 1000)"),
        "graded",
        HALF,
        message="had printed or drawn more than",
    ),
    Hostile("sys.exit(0)", honest("import sys\nsys.exit(0)"), "graded", HALF),
    Hostile("os._exit(0)", honest("import os\nos._exit(0)"), "crashed", message="ended"),
    Hostile(
        "killing the kernel",
        honest("import os\nos.kill(os.getpid(), 9)"),
        "crashed",
        message="ended",
    ),
    Hostile(
        "killing the parent",
        honest("import os\nos.kill(os.getppid(), 9)"),
        "crashed",
        message="ended",
    ),
    Hostile("killing everybody", honest("import os\nos.kill(-1, 9)"), "crashed", message="ended"),
    Hostile(
        "reading the tests",
        cells(
            "import os\nfound = []\n"
            "for folder, inner, files in os.walk('/'):\n"
            "    inner[:] = [i for i in inner if i not in ('proc', 'sys', 'usr', 'site-packages')]\n"
            "    found += [f for f in [*inner, *files] if f.startswith('test_01_') or f == 'solutions']\n"
            "q1_1 = 60_000 if found else 0\nprint('found', found)"
        ),
        "graded",
        0,
        outputs="found []",
    ),
    Hostile(
        "reading other submissions",
        cells(
            "import os\nfound = []\n"
            "hidden = 'proc', 'sys', 'usr', 'dev', 'site-packages'\n"
            "for folder, inner, files in os.walk('/'):\n"
            "    inner[:] = [i for i in inner if i not in hidden]\n"
            "    found += [f for f in files if f.endswith('.ipynb')]\n"
            "q1_1 = 60_000 if found else 0\nprint('found', found)"
        ),
        "graded",
        0,
        outputs="found []",
    ),
    Hostile(
        "looking at other processes",
        cells(
            "import os\nnumbers = [p for p in os.listdir('/proc') if p.isdigit()]\n"
            "try: names = {v.split('=')[0] for v in open('/proc/1/environ').read().split('\\0')}\n"
            "except OSError: names = set()\n"
            "print('few, and silent:', len(numbers) < 12 and names <= {'PATH', ''})"
        ),
        "graded",
        0,
        outputs="few, and silent: True",
    ),
    Hostile(
        "network by name",
        cells(
            "import socket\n"
            "try: socket.create_connection(('example.org', 80), 5); q1_1 = 60_000\n"
            "except OSError: print('no network')"
        ),
        "graded",
        0,
        outputs="no network",
    ),
    Hostile(
        "network by address",
        cells(
            "import socket\n"
            "try: socket.create_connection(('1.1.1.1', 53), 5); q1_1 = 60_000\n"
            "except OSError: print('no network')"
        ),
        "graded",
        0,
        outputs="no network",
    ),
    Hostile(
        "writing outside",
        honest(
            "import sys, helpers, os\n"
            "places = [helpers.__path__[0], sys.prefix, '/etc', '/usr', '/', '/dev', '/data', '/course']\n"
            "for place in places:\n"
            "    try: open(place + '/mine', 'w'); print('WRITTEN', place)\n"
            "    except OSError: print('refused')"
        ),
        "graded",
        HALF,
        outputs="refused",
    ),
    Hostile("link to a file", link("/etc/passwd"), "unreadable", message="link"),
    Hostile("link in a folder", linked_folder, "unreadable", message="link"),
    Hostile("zip-slip", zipped(**{"../../evil.ipynb": notebook(HONEST).encode()}), "graded", HALF),
    Hostile(
        "archive bomb",
        zipped(**{"01_exploration.ipynb": bytes(300_000_000)}),
        "unreadable",
        message="MB",
    ),
    Hostile(
        "a zip that is none",
        lambda f: f.with_name(f"{f.name}.zip").write_bytes(b"PK\x03\x04 nonsense"),
        "unreadable",
        message="zip",
    ),
    Hostile(
        "a zip without a notebook", zipped(**{"a.txt": b"x"}), "unreadable", message="no notebook"
    ),
    Hostile(
        "several notebooks, none of them one",
        zipped(**{"01_a.ipynb": b"{}", "01_b.ipynb": b"{}"}),
        "unreadable",
        message="not a notebook",
    ),
    Hostile("conftest.py beside it", beside(conftest__py="raise SystemExit"), "graded", HALF),
    Hostile(
        "sitecustomize.py beside it",
        beside(sitecustomize__py="import os; os._exit(1)"),
        "graded",
        HALF,
    ),
    Hostile("numpy.py beside it", beside(numpy__py="raise SystemExit"), "graded", HALF),
    Hostile(
        "a result written in advance",
        beside(**{"grades__csv": "x", "01__json": '{"points": 20}'}),
        "graded",
        HALF,
    ),
    Hostile(
        "objects that equal everything", cells(EVERYTHING, ALL_NAMES + "Everything(1)"), "graded", 0
    ),
    Hostile(
        "functions that answer anything",
        cells(EVERYTHING, ALL_NAMES + "lambda *a, **k: Everything(1)"),
        "graded",
        0,
    ),
    Hostile(
        "array subclass that lies",
        cells(
            "import numpy as np\n"
            "class Liar(np.ndarray):\n"
            "    def __eq__(self, other): return np.True_\n"
            "    def __array_function__(self, *a): return np.True_\n"
            "    def __array_ufunc__(self, *a, **k): return np.True_\n"
            "    shape = property(lambda self: (10_000,))\n" + ALL_NAMES + "np.zeros(3).view(Liar)"
        ),
        "graded",
        0,
    ),
    Hostile(
        "patched numpy.testing and allclose",
        cells(
            "import numpy as np, numpy.testing\n"
            "np.allclose = np.array_equal = np.isclose = lambda *a, **k: True\n"
            "numpy.testing.assert_allclose = lambda *a, **k: None\n"
            + ALL_NAMES
            + "lambda *a, **k: np.zeros(3)"
        ),
        "graded",
        0,
    ),
    Hostile(
        "assert removed by a transformer",
        cells(
            "import ast\n"
            "class Remove(ast.NodeTransformer):\n    def visit_Assert(self, node): return ast.Pass()\n"
            "get_ipython().ast_transformers.append(Remove())",
            ALL_NAMES + "3",
        ),
        "graded",
        0,
    ),
    Hostile(
        "patched checks",
        cells(
            "import helpers.check as c\n"
            "from helpers.graded import judging, namespace, tests\n"
            "c.judge = judging.judge = lambda *a, **k: [c.Outcome('E1.1', 'passed', '', 20.0, 20.0)]\n"
            "tests.load_tests = lambda lab: []\nnamespace.NotAttempted = ValueError\n"
            "c.check = lambda *a: print('✓ Lab 01: 20 of 20 points')\nc.check()"
        ),
        "graded",
        0,
    ),
    Hostile(
        "patched export",
        cells(PATCHED + "w.End._value = lambda self, value: of('stock', 'eval')"),
        "graded",
        0,
    ),
    Hostile(
        "an answer that floods the judge",
        cells("q1_1 = 'x' * 1_500_000_000", "q1_4 = list(range(5_000_000))"),
        "stopped",
        message="memory",
    ),
    Hostile(
        "a function that never returns",
        honest("def describe(images, labels):\n    while True: pass"),
        "graded",
        HALF,
    ),
    Hostile(
        "a function that ends the kernel",
        cells("q1_1 = 60_000\nimport os\ndef describe(images, labels): os._exit(0)"),
        "graded",
        0,
        message="",
    ),
    Hostile(
        "talking to the judge itself",
        cells(
            "import os, socket, struct, msgpack\n"
            "s = socket.socket(fileno=int(os.environ['DL_LABS_GRADING'])); s.sendall(b'\\n')\n"
            "text = msgpack.packb(['tuple', None, 60_000, ['tuple']])\n"
            "for _ in range(200):\n    s.sendall(struct.pack('!QQ', len(text), 0) + text)\n"
            "import time; time.sleep(8)"
        ),
        "graded",
        HALF,  # 60,000 is the right answer to one question; to no other
    ),
    Hostile(
        "much in answer to every question",
        cells("import numpy as np\n" + ALL_NAMES + "np.zeros(900_000_000, 'uint8')"),
        "stopped",
        message="To test what the notebook made",
    ),
    Hostile(
        "announcing ten gigabytes to the judge",
        cells(
            "import os, socket, struct, time\n"
            "s = socket.socket(fileno=int(os.environ['DL_LABS_GRADING'])); s.sendall(b'\\n')\n"
            "s.sendall(struct.pack('!QQ', 20, 10**10) + bytes(10**6)); time.sleep(8)"
        ),
        "graded",
        0,
    ),
    Hostile(
        "an array that is larger than its bytes",
        cells(
            PATCHED + "def value(self, value):\n"
            "    self._arrays = [memoryview(bytes(8))]\n"
            "    return of('array', '', of('tuple', 10**5, 10**5), of('dtype', '<f8'), of('bytes', 8))\n"
            "w.End._value = value\n" + ALL_NAMES + "3"
        ),
        "graded",
        0,
    ),
    Hostile(
        "the same bytes ten thousand times",
        cells(
            PATCHED + "def value(self, value):\n"
            "    self._arrays = [memoryview(bytes(50_000_000))]\n"
            "    one = of('array', '', of('tuple', 50_000_000), of('dtype', '|u1'), of('bytes', 50_000_000))\n"
            "    return of('list', *[one] * 10_000)\n"
            "w.End._value = value\n" + ALL_NAMES + "3"
        ),
        "graded",
        0,
    ),
    Hostile(
        "values nested without end",
        cells(
            PATCHED + "def value(self, value):\n"
            "    nested = of('list')\n"
            "    for _ in range(400): nested = of('tuple', nested)\n"
            "    return nested\n"
            "w.End._value = value\n" + ALL_NAMES + "3"
        ),
        "graded",
        0,
    ),
    Hostile(
        "text that is none",
        cells("q1_1 = '\\ud800' * 100\nq1_2_dtype = '\\x00\\udcff'\nraise ValueError('\\ud800')"),
        "graded",
        0,
    ),
    Hostile(
        "a value that changes with each look",
        cells(
            "class Changing(int):\n"
            "    looks = []\n"
            "    def __int__(self): self.looks.append(1); return 60_000 if len(self.looks) % 2 else 6\n"
            "    __index__ = __int__\n" + ALL_NAMES + "Changing(6)"
        ),
        "graded",
        0,
    ),
    Hostile(
        "a pickle in an array",
        cells(
            "import numpy as np\n"
            "class Bomb:\n    def __reduce__(self): return (print, ('boom',))\n"
            "np.savez('answers.npz', np.array([Bomb()], dtype=object), allow_pickle=True)\n"
            "q1_1 = np.array([Bomb()], dtype=object)\nq1_4 = Bomb()"
        ),
        "graded",
        0,
    ),
    Hostile("skip tags", text(skip_tags()), "graded", HALF),
    Hostile(
        "code that notices grading",
        cells(
            "import os\nif 'DL_LABS_GRADING' in os.environ:\n"
            "    describe = lambda images, labels: {'passed': True, 'points': 20}\n    points = grade = 20"
        ),
        "graded",
        0,
    ),
    Hostile(
        "escape sequences and markup",
        honest(
            "print('\\x1b[2J<script>alert(1)</script>')\nraise ValueError('<img src=x onerror=alert(1)>')"
        ),
        "graded",
        HALF,
    ),
    Hostile(
        "taking over the pipe of the report",
        honest(
            "import ctypes, os\n"
            "libc, above, taken = ctypes.CDLL(None, use_errno=True), os.getppid(), []\n"
            "try: taken.append(os.listdir(f'/proc/{above}/fd'))\n"
            "except OSError: pass\n"
            "file = os.pidfd_open(above)\n"
            "taken += [n for n in range(64) if libc.syscall(438, file, n, 0) >= 0]\n"
            "calls = [libc.ptrace, libc.process_vm_writev]\n"
            "taken += [call for call in calls if call(16, above, 0, 0, 0, 0) >= 0]\n"
            "print('taken', taken)"
        ),
        "graded",
        HALF,
        outputs="taken []",
    ),
    Hostile(
        "sockets of other families",
        honest(
            "import socket\nmade = []\n"
            "for family in range(46):\n"
            "    for kind in (1, 2, 3, 5):\n"
            "        try: socket.socket(family, kind).close(); made.append(family)\n"
            "        except OSError: pass\n"
            "print('beyond', set(made) - {1, 2, 10, 16})"
        ),
        "graded",
        HALF,
        outputs="beyond set()",
    ),
    Hostile(
        "twenty thousand empty outputs",
        honest(
            "from IPython.display import display\nfor _ in range(20_000): display({}, raw=True)",
            "print('still', 'here')",
        ),
        "graded",
        HALF,
        outputs="still here",
    ),
    Hostile(
        "an output that is none",
        honest(
            "from IPython.display import display_markdown\ndisplay_markdown(0.97, raw=True)\n"
            "print('still', 'here')"
        ),
        "graded",
        HALF,
        outputs="still here",
    ),
    Hostile(
        "names that shadow builtins and the course's own",
        honest(
            "globals = course = inside = msgpack = getattr = type = open = print = 3",
            "get_ipython = display = check = helpers = isinstance = 4",
        ),
        "graded",
        HALF,
    ),
    Hostile("no builtins", honest("__builtins__ = 3"), "graded", HALF),
    Hostile(
        "files with the names of modules",
        honest(
            "for name in ('helpers', 'course', 'msgpack', 'numpy', 'socket', 'signal', 'keras'):\n"
            "    with open(name + '.py', 'w') as file: file.write('1 / 0')"
        ),
        "graded",
        HALF,
    ),
    Hostile(
        "other modules under the course's names",
        honest(
            "import sys, types\n"
            "for name in [n for n in sys.modules if n.startswith(('helpers', 'course', 'msgpack'))]:\n"
            "    sys.modules[name] = types.ModuleType(name)"
        ),
        "graded",
        HALF,
    ),
]
