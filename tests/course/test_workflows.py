"""The GitHub workflows and `.ci/run` are sound, and run the same steps."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
LINTER = shutil.which("jactionlint", path=str(Path(sys.executable).parent))


@pytest.mark.slow
@pytest.mark.skipif(LINTER is None, reason="the action linter is installed on Linux only")
def test_action_linter_finds_nothing():
    ended = subprocess.run(
        [LINTER, "--oneline"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
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
    for target in ("test", "acceptance", "corpus", "run"):
        assert f"make {target}" in script
        assert f"python -m course {target}" in workflow


def test_ci_script_is_valid_shell():
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("no bash")
    assert subprocess.run([bash, "-n", str(ROOT / ".ci" / "run")], check=False).returncode == 0


DEPLOY = yaml.safe_load((ROOT / ".github" / "workflows" / "deploy.yml").read_text(encoding="utf-8"))


def test_every_action_is_pinned_by_commit():
    for workflow in (ROOT / ".github" / "workflows").glob("*.yml"):
        for line in workflow.read_text(encoding="utf-8").splitlines():
            if "uses:" in line:
                assert re.search(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line


def test_deployment_goes_through_its_stages_in_order():
    needs = {name: job.get("needs") for name, job in DEPLOY["jobs"].items()}
    assert needs == {
        "lint": None,
        "test": "lint",
        "build": "test",
        "push": "build",
        "cloud-run": "push",
        "ecs": "push",
    }


@pytest.mark.parametrize("target", ["cloud-run", "ecs"])
def test_deployment_is_tried_and_taken_back(target: str):
    (inputs,) = DEPLOY[True].values()  # YAML reads "on" as a truth value
    assert target in inputs["inputs"]["target"]["options"]
    job = DEPLOY["jobs"][target]
    assert f"'{target}'" in job["if"]
    names = [step.get("name") for step in job["steps"]]
    assert names.index("Remember what serves now") < names.index("Deploy")
    assert names.index("Deploy") < names.index("Smoke test") < names.index("Roll back")
    (back,) = [step for step in job["steps"] if step.get("name") == "Roll back"]
    assert back["if"].startswith("(failure() || cancelled()) && ")


def test_deployment_holds_no_key():
    text = (ROOT / ".github" / "workflows" / "deploy.yml").read_text(encoding="utf-8")
    assert "secrets." not in text
    asking = {
        name for name, job in DEPLOY["jobs"].items() if "id-token" in job.get("permissions", {})
    }
    assert asking == {"push", "cloud-run", "ecs"}
    assert DEPLOY["permissions"] == {"contents": "read"}
