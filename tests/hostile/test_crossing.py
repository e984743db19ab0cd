"""Nothing crosses between submissions: not to one that comes after, not to one beside.

A submission leaves a trace of each kind; a probe that finds it in that very notebook must find nothing in another
one. And each is as new as a process that has just started.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from course.grading import sandbox
from tests.started import Started, printed

pytestmark = [
    pytest.mark.sandbox,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the sandbox needs Linux"),
]
MODULES = ["keras", "matplotlib.pyplot", "numpy", "pandas", "tensorflow"]
LIBC = "import ctypes; libc = ctypes.CDLL(None)\n"
CONNECT = """
import socket
def reached(family, address):
    with socket.socket(family) as caller:
        return caller.connect_ex(address) == 0
"""


@dataclass(frozen=True)
class Trace:
    """What a submission leaves, and an expression for what another finds of it: something false, if nothing."""

    kind: str
    leave: str
    found: str
    first: str = ""  # runs before either

    @property
    def probe(self) -> str:
        return f"{self.first}\nprint(repr({self.found}) if ({self.found}) else 'nothing')"


TRACES = [
    Trace(
        "files",
        "for folder in folders: open(folder + '/left', 'w').close()",
        "[f for f in folders if os.path.exists(f + '/left')]",
        "import os; folders = '/scratch', '/tmp', '/dev/shm', os.path.expanduser('~')",
    ),
    Trace(
        "processes",
        "left = subprocess.Popen(['sleep', '77'], start_new_session=True)",
        "[p for p in os.listdir('/proc') if p.isdigit() and b'77' in open(f'/proc/{p}/cmdline', 'rb').read()]",
        "import os, subprocess",
    ),
    Trace(
        "System V objects",
        "libc.semget(0x1EF7, 1, 0o1666)",
        "libc.semget(0x1EF7, 0, 0) >= 0",
        LIBC,
    ),
    Trace(
        "System V list",
        "libc.semget(0x1EF7, 1, 0o1666)",
        "open('/proc/sysvipc/sem').readlines()[1:]",
        LIBC,
    ),
    Trace(
        "POSIX shared memory",
        "left = SharedMemory('left', create=True, size=8)",
        "attached()",
        """
from multiprocessing.shared_memory import SharedMemory
def attached():
    try: return SharedMemory('left').name
    except FileNotFoundError: return ''
""",
    ),
    Trace(
        "POSIX message queues",
        "libc.mq_open(b'/left', 0o102, 0o666, None)",  # O_RDWR | O_CREAT
        "libc.mq_open(b'/left', 0) >= 0",
        LIBC,
    ),
    Trace("environment", "os.environ['LEFT'] = 'x'", "os.environ.get('LEFT')", "import os"),
    Trace(
        "descriptors",
        "os.dup2(os.open('/dev/null', os.O_RDONLY), 900)",
        "os.path.exists('/proc/self/fd/900')",
        "import os",
    ),
    Trace(
        "a module that was patched",
        "numpy.mean = numpy.left = pandas.left = 'x'",
        "[numpy.mean == 'x', *(hasattr(m, 'left') for m in (numpy, pandas))].count(True)",
        "import numpy, pandas",
    ),
    Trace(
        "a module that was added",
        "sys.modules['left'] = sys; sys.path.insert(0, 'left')",
        "[place for place in (sys.modules, sys.path) if 'left' in place]",
        "import sys",
    ),
    Trace(
        "the generator of Python",
        "random.seed(1)",
        "random.random() == random.Random(1).random()",
        "import random",
    ),
    Trace(
        "the generator of NumPy",
        "numpy.random.seed(1)",
        "numpy.random.rand() == numpy.random.RandomState(1).rand()",
        "import numpy",
    ),
    Trace(
        "the generator of Keras",
        "keras.utils.set_random_seed(1)",
        "drawn() == [keras.utils.set_random_seed(1), drawn()][1]",
        "import keras\ndef drawn(): return float(keras.random.normal((1,))[0])",
    ),
    Trace(
        "figures",
        "plt.figure(); plt.ioff()",
        "plt.get_fignums()",
        "import matplotlib.pyplot as plt\n%config InlineBackend.close_figures = False",
    ),
    Trace(
        "settings of figures",
        "plt.rcParams['lines.linewidth'] = 9",
        "plt.rcParams['lines.linewidth'] == 9",
        "import matplotlib.pyplot as plt",
    ),
    Trace(
        "threads",
        "threading.Thread(target=time.sleep, args=(60,), name='left', daemon=True).start()",
        "[t.name for t in threading.enumerate() if t.name == 'left']",
        "import threading, time",
    ),
    Trace(
        "a port",
        "server = socket.create_server(('127.0.0.1', 45_678))",
        "reached(socket.AF_INET, ('127.0.0.1', 45_678))",
        CONNECT,
    ),
    Trace(
        "a socket with a name",
        "server = socket.socket(socket.AF_UNIX); server.bind('\\0left'); server.listen()",
        "reached(socket.AF_UNIX, '\\0left')",
        CONNECT,
    ),
    Trace(
        "settings of the process",
        "os.umask(0o077); os.nice(3); signal.signal(signal.SIGUSR1, signal.SIG_IGN)",
        "[os.nice(0) - NICE, signal.getsignal(signal.SIGUSR1) == signal.SIG_IGN, mask() == 0o077].count(True)",
        f"import os, signal; NICE = {os.nice(0)}\ndef mask(): old = os.umask(0); os.umask(old); return old",
    ),
]


@pytest.fixture(scope="module", autouse=True)
def one_sandbox() -> None:
    if problem := sandbox.apart(MODULES):
        pytest.fail(f"this system keeps no submissions apart in one sandbox: {problem}")


@pytest.fixture
def users() -> Iterator[tuple[int | None, int | None]]:
    with sandbox.user() as first, sandbox.user() as second:
        yield first, second


@pytest.mark.parametrize("trace", TRACES, ids=lambda trace: trace.kind)
def test_nothing_is_found_of_the_submission_beside_or_before(trace: Trace, users):
    user, other = users
    leave = f"{trace.first}\n{trace.leave}"
    with Started(leave, trace.probe, modules=MODULES, user=user) as process:
        process.printed()
        assert process.printed() != "nothing\n", "the probe does not see what is there"
        assert printed(trace.probe, modules=MODULES, user=other) == "nothing\n"
    assert printed(trace.probe, modules=MODULES, user=user) == "nothing\n"


DRAWN = """
import os, random, tempfile, uuid
import keras, numpy, tensorflow
print([
    random.random(), numpy.random.rand(), numpy.random.default_rng().random(), uuid.uuid4().hex,
    os.path.basename(tempfile.mktemp()), float(keras.random.normal((1,))[0]),
    float(tensorflow.random.normal((1,))[0]), float(tensorflow.random.get_global_generator().normal((1,))[0]),
    float(keras.layers.Dense(1)(numpy.ones((1, 3)))[0, 0]),
    float(keras.layers.Dropout(0.5)(numpy.ones((1, 99)), training=True)[0].numpy() @ numpy.arange(99)),
])
"""
SEEDED = """
import keras, numpy, random, tensorflow
keras.utils.set_random_seed(7)
print([
    random.random(), numpy.random.rand(), float(keras.random.normal((1,))[0]),
    float(tensorflow.random.normal((1,))[0]),
    float(keras.layers.Dense(1)(numpy.ones((1, 3)))[0, 0]),
])
"""


def test_each_draws_numbers_of_its_own(users):
    """What is forked after the imports must not inherit the state of a generator."""
    draws = [eval(printed(DRAWN, modules=MODULES, user=user)) for user in (*users, users[0])]
    again = [kind for kind, drawn in enumerate(zip(*draws, strict=True)) if len(set(drawn)) < 3]
    assert not again, f"drawn again: {[draws[0][kind] for kind in again]}"


def test_with_a_seed_it_draws_what_a_new_process_draws(users):
    new = subprocess.run([sys.executable, "-c", SEEDED], capture_output=True, text=True, check=True)
    assert printed(SEEDED, modules=MODULES, user=users[0]) == new.stdout


# Of a kernel before its first cell, whatever it was forked from.
STATE = """
import json, locale, os, resource, signal, sys, threading
import keras, matplotlib, numpy, tensorflow
from matplotlib import pyplot as plt, _pylab_helpers
from keras.src.backend.common import global_state
files = [f'/proc/self/fd/{n}' for n in os.listdir('/proc/self/fd')]
opened = [os.readlink(file) for file in files if os.path.exists(file)]
handlers = [str(signal.getsignal(number)).partition(' at ')[0] for number in sorted(signal.valid_signals())]
print(json.dumps({
    "environment": sorted(os.environ),
    "descriptors": sorted({link if link[0] == '/' else link.partition(':')[0] for link in opened}),
    "threads": sorted(thread.name.partition('-')[0] for thread in threading.enumerate()),
    "figures": list(_pylab_helpers.Gcf.figs),
    "settings of figures": [k for k, v in matplotlib.rcParams.items() if matplotlib.rcParamsDefault[k] != v],
    "handlers": handlers, "path": sys.path, "arguments": sys.argv, "folder": os.getcwd(),
    "Keras": [sorted(map(str, vars(global_state.GLOBAL_STATE_TRACKER))), keras.config.floatx()],
    "limits": [resource.getrlimit(number) for number in range(16)],
    "who": [os.getuid(), os.getgid(), os.getgroups(), os.getpid() < 9, locale.setlocale(locale.LC_ALL)],
    "devices": [str(device) for device in tensorflow.config.list_physical_devices()],
    "rights": [line for line in open('/proc/self/status') if line.startswith(('Cap', 'NoNew', 'Seccomp:'))],
}, indent=1))
"""


def test_it_is_as_new_as_one_in_a_sandbox_of_its_own(users, monkeypatch):
    shared = json.loads(printed(STATE, modules=MODULES, user=users[0]))
    monkeypatch.setattr(sandbox, "_shared_host", lambda modules: SimpleNamespace(problem="x"))
    assert json.loads(printed(STATE, modules=MODULES, user=users[0])) == shared
