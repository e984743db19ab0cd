"""Kernels that are forked with their imports done (`course.running.forking`)."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner

from course.running import forking

# What every kernel needs, but for what must meet the kernel's own set-up first: pyplot and seaborn bind to
# IPython's display hooks when they are imported.
_IMPORTED = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "IPython.core.pylabtools",
    "matplotlib_inline.config",
    "matplotlib.figure",
    "matplotlib.backends.backend_agg",
)


class ForkedKernel(LocalProvisioner):
    """Starts a kernel by forking instead of by a command line."""

    async def launch_kernel(self, cmd: list[str], **settings: Any) -> KernelConnectionInfo:
        self.process = _Forked(self.parent.connection_file, settings["env"], settings.get("cwd"))
        self.pid = self.pgid = self.process.pid
        return self.connection_info


class ForkedKernelManager(AsyncKernelManager):
    """Manages a kernel that is forked, whatever its specification says."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.provisioner = ForkedKernel(kernel_spec=self.kernel_spec, parent=self)


class _Forked:
    """What `LocalProvisioner` uses of `subprocess.Popen`."""

    stdin = stdout = stderr = None

    def __init__(self, connection_file: str, environment: dict[str, str], cwd: str | None) -> None:
        forking.preimport(*_IMPORTED)
        self._process = forking.start(
            _become_kernel, connection_file, environment=environment, cwd=cwd
        )
        self.pid = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _become_kernel(connection_file: str) -> None:
    """Turn this forked process into an IPython kernel like one that was started by itself."""
    from course.running import fork_server, tuning

    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    sys.argv = ["ipykernel_launcher", "-f", connection_file]
    sys.path[:] = fork_server.SYS_PATH
    # Pyplot binds to the running kernel when it is imported, and TensorFlow has imported it already:
    # the notebook's own import must do it anew.
    for name in ("matplotlib.pyplot", "matplotlib_inline.backend_inline"):
        sys.modules.pop(name, None)
    if "tensorflow" in sys.modules:
        tuning.apply()
    from ipykernel import kernelapp

    kernelapp.launch_new_instance()
