"""The GitHub workflows and `.ci/run` are sound, and run the same steps."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LINTER = shutil.which("jactionlint", path=str(Path(sys.executable).parent))


@pytest.mark.skipif(LINTER is None, reason="the action linter is installed on Linux only")
def test_action_linter_finds_nothing():
    ended = subprocess.run(
        [LINTER, "--oneline"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout


@pytest.mark.skipif(LINTER is None, reason="the action linter is installed on Linux only")
def test_action_linter_can_fail(tmp_path):
    text = (ROOT / ".github" / "workflows" / "ci.yml").read_text()
    (tmp_path / "ci.yml").write_text(text.replace("runs-on:", "runs-no:"))
    assert subprocess.run(
        [LINTER, str(tmp_path / "ci.yml")], capture_output=True, check=False
    ).returncode


def test_ci_script_and_workflow_run_the_same_commands():
    script = (ROOT / ".ci" / "run").read_text()
    workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text()
    for target in ("test", "corpus", "run"):
        assert f"make {target}" in script
        assert f"python -m course {target}" in workflow


def test_ci_script_is_valid_shell():
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash")
    assert subprocess.run([bash, "-n", str(ROOT / ".ci" / "run")], check=False).returncode == 0
