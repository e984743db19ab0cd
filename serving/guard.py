"""`python -m serving.guard COMMAND …`: run a command for as long as standard input stays open.

Whoever starts this holds the other end of a pipe. The system closes it when that process ends, even by a kill, and
then the command is ended too. Standard library only, to start in an instant.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading

_PATIENCE = 10  # s for the command to end by itself


def main(command: list[str]) -> int:
    """Run the command; its exit code."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    print(f"Process {process.pid}", flush=True)
    threading.Thread(target=_end_with_input, args=[process], daemon=True).start()
    return process.wait()


def _end_with_input(process: subprocess.Popen) -> None:
    while os.read(0, 4096):
        pass
    process.terminate()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
