"""Stands in for a kernel that a zygote forked: what Jupyter starts, interrupts and kills.

Run as `python kernel_client.py SOCKET CONNECTION_FILE`; standard library only, so that it starts in an
instant. It passes signals on, and ends with the kernel. When it is killed, the zygote kills the kernel.
"""

import contextlib
import json
import os
import signal
import socket
import sys


def main() -> None:
    address, connection_file = sys.argv[1:]
    zygote = socket.socket(socket.AF_UNIX)
    zygote.connect(address)
    request = {
        "connection_file": connection_file,
        "cwd": os.getcwd(),
        "environment": dict(os.environ),
    }
    zygote.sendall(json.dumps(request).encode() + b"\n")
    pid = int(zygote.makefile(encoding="utf-8").readline())

    def pass_on(number: int, _: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)

    signal.signal(signal.SIGINT, pass_on)
    signal.signal(signal.SIGTERM, pass_on)
    zygote.recv(1)  # returns when the kernel has ended


if __name__ == "__main__":
    main()
