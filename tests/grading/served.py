"""A notebook that answers from a thread of the test's own process."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

from course.grading.inside.serve import Server
from course.grading.remote import Notebook


@contextlib.contextmanager
def served(names: Callable[[str], object]) -> Iterator[Notebook]:
    """What asks a notebook whose names have the values that `names` gives."""
    near, far = socket.socketpair()
    near.settimeout(20)
    thread = threading.Thread(target=Server(far, names).serve, daemon=True)
    thread.start()
    notebook = Notebook(near)
    try:
        yield notebook
    finally:
        notebook.close()
        thread.join(10)
        far.close()


def crossed(value: object) -> object:
    """`value`, as the judge gets it."""
    with served(lambda _: value) as notebook:
        return notebook.ask("value")
