"""How a submission is graded, and what it may use."""

from __future__ import annotations

from dataclasses import dataclass, field

MB = 2**20


@dataclass(frozen=True)
class Limits:
    """Limits on one submission: times in seconds, sizes in MiB."""

    notebook_seconds: float = 1800
    cell_seconds: float = 600  # several labs train for minutes in one cell, here with one thread
    call_seconds: float = 60  # one function of the submission, called by a test
    judge_seconds: float = 300  # all tests together
    memory: int = 4096  # of all processes and files; each process may address 4 GiB more than that
    judge_memory: int = 6144  # of the process that tests what the notebook made
    processes: int = 128  # threads count, and TensorFlow has dozens
    disk: int = 1024  # the scratch folder; it lies in memory, and counts there, too
    output: int = 20  # what the cells print and draw
    submission: int = 100  # the file that was handed in


@dataclass(frozen=True)
class Terms:
    """What is the same for all submissions of a batch.

    `parameters` replace settings of the notebook, as a reduced profile does; then the tests that hold at full
    settings only do not count. Without `sandboxed`, submissions run unprotected.
    """

    lab: str
    limits: Limits = field(default_factory=Limits)
    parameters: dict[str, object] = field(default_factory=dict)
    sandboxed: bool = True

    @property
    def full_training(self) -> bool:
        return not self.parameters
