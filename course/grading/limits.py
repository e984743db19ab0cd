"""What a submission may use."""

from __future__ import annotations

from dataclasses import dataclass

MB = 2**20


@dataclass(frozen=True)
class Limits:
    """Limits on one submission: times in seconds, sizes in MiB."""

    notebook_seconds: float = 900
    cell_seconds: float = 300
    call_seconds: float = 60  # one function of the submission, called by a test
    judge_seconds: float = 300  # all tests together
    memory: int = 4096  # of all processes, resident; each may address 4 GiB more than that
    processes: int = 128  # threads count, and TensorFlow has dozens
    disk: int = 1024  # the scratch folder, which lies in memory
    output: int = 20  # what the cells print and draw
    submission: int = 100  # the file that was handed in
