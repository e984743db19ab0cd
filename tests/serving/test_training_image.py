"""The Dockerfile of the training is sound, and its steps, carried out without Docker, give a run and a model."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from course import locked
from course.environment import LOCK
from serving import model

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "serving" / "Dockerfile.train"
PINS = ROOT / "serving" / "requirements-train.txt"
HADOLINT = shutil.which("hadolint", path=str(Path(sys.executable).parent))


def instructions() -> list[tuple[str, str]]:
    """Instructions and their arguments, in order."""
    text = re.sub(r"^#.*\n", "", DOCKERFILE.read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    return [tuple(line.split(maxsplit=1)) for line in text.splitlines() if line.strip()]


STEPS = instructions()


def last(word: str) -> str:
    """What the last instruction of this kind says."""
    return [rest for instruction, rest in STEPS if instruction == word][-1]


def installed() -> set[str]:
    """Packages in the image."""
    (install,) = [rest for word, rest in STEPS if word == "RUN" and "install" in rest.split()]
    assert "--no-deps --require-hashes" in install
    assert install.endswith("--requirement requirements-train.txt")
    return {requirement.name for requirement in locked.requirements(PINS)}


def test_its_packages_are_those_of_the_course():
    course = {
        str(requirement).partition(";")[0].strip() for requirement in locked.requirements(LOCK)
    }
    image = {
        str(requirement).partition(";")[0].strip() for requirement in locked.requirements(PINS)
    }
    assert image <= course
    assert not installed() & {"jupyterlab", "pytest", "pyarrow"}


@pytest.mark.skipif(HADOLINT is None, reason="hadolint is installed on Linux only")
@pytest.mark.parametrize(
    ("change", "finding"),
    [(("", ""), None), (("USER 10001\n", "USER root\n"), "DL3002"), ((":3.12.11-slim-bookworm", ""), "DL3006")],
)  # fmt: skip
def test_linter_finds_nothing_and_can_fail(change, finding):
    text = DOCKERFILE.read_text().replace(*change)
    ended = subprocess.run(
        [HADOLINT, "-"], input=text, capture_output=True, encoding="utf-8", check=False
    )
    assert ended.returncode == (0 if finding is None else 1)
    assert finding is None or finding in ended.stdout


def test_it_stands_on_the_same_base_as_the_service():
    service = (ROOT / "serving" / "Dockerfile").read_text()
    bases = {rest.split()[0] for word, rest in STEPS if word == "FROM"}
    assert bases == set(re.findall(r"^FROM (\S+)", service, re.MULTILINE))


def test_runs_and_models_lie_on_volumes_that_no_layer_fills():
    volumes = json.loads(last("VOLUME"))
    assert f"DL_LABS_MLFLOW={volumes[0]}" in last("ENV").split()
    assert json.loads(last("CMD"))[1].startswith(f"{volumes[1]}/")
    assert not any(word == "COPY" and "models" in rest for word, rest in STEPS)


def test_build_is_sent_what_is_copied():
    sent = DOCKERFILE.with_name("Dockerfile.train.dockerignore").read_text().splitlines()
    copied = [
        source
        for word, rest in STEPS
        if word == "COPY" and not rest.startswith("--from")
        for source in shlex.split(rest)[:-1]
    ]
    assert "*" in sent
    folders = {f"!{source.partition('/')[0]}" for source in copied}
    assert folders == {line for line in sent if line.startswith("!")}


REFUSING = """
import sys

allowed = set({allowed!r})
of = metadata.packages_distributions()


class Refuse:
    def find_spec(self, name, path=None, target=None):
        makers = {{maker.lower().replace("_", "-").replace(".", "-") for maker in of.get(name, [])}}
        if makers and not makers & allowed and "dl-labs" not in makers:
            raise ModuleNotFoundError(f"the image has no {{name}}", name=name)


sys.meta_path.insert(0, Refuse())
"""


@pytest.mark.acceptance
def test_its_command_writes_a_run_and_a_model_with_what_the_image_has(tmp_path: Path):
    app, volumes = tmp_path / "app", json.loads(last("VOLUME"))
    for source in ("helpers", "serving"):
        shutil.copytree(ROOT / source, app / source)
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(REFUSING.format(allowed=sorted(installed())))
    variables = dict(re.findall(r"(\w+)=(\S+)", last("ENV")))
    variables = {name: value.replace("/app", str(app)) for name, value in variables.items()}
    variables |= {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(site),
        "DL_LABS_DATA": "sample",
        "HOME": str(tmp_path),
    }
    command = [*json.loads(last("ENTRYPOINT")), *json.loads(last("CMD"))]
    command = [part.replace("/app", str(app)) for part in command]
    ended = subprocess.run(
        [sys.executable, *command[1:]],
        cwd=app,
        env=variables,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert ended.returncode == 0, ended.stderr[-2000:]
    assert (app / Path(volumes[0]).name / "mlflow.db").is_file()
    loaded = model.load(Path(command[-1]))
    assert (loaded.name, loaded.version) == ("digits", "1")
