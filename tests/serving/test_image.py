"""The Dockerfile is sound, and its steps, carried out without Docker, give a service that answers."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from course.environment import venv_program
from serving import service

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "serving" / "Dockerfile"
HADOLINT = shutil.which("hadolint", path=str(Path(sys.executable).parent))

NOT_SENT = [
    line.rpartition("/")[2]
    for line in (ROOT / "serving" / "Dockerfile.dockerignore").read_text().splitlines()
    if not line.startswith(("!", "#")) and line != "*"
]

Step = tuple[str, str]  # instruction and arguments


def stages() -> list[list[Step]]:
    """Instructions of the Dockerfile, stage by stage."""
    text = re.sub(r"^#.*\n", "", DOCKERFILE.read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    steps = [tuple(line.split(maxsplit=1)) for line in text.splitlines() if line.strip()]
    starts = [i for i, (word, _) in enumerate(steps) if word == "FROM"]
    return [steps[a:b] for a, b in zip(starts, [*starts[1:], None], strict=True)]


BUILD, FINAL = stages()


def argument(word: str) -> str:
    """What this instruction of the final stage says."""
    (value,) = [rest for instruction, rest in FINAL if instruction == word]
    return value


def environment() -> dict[str, str]:
    return dict(re.findall(r"(\w+)=(\S+)", argument("ENV")))


# --- the file ---------------------------------------------------------------------------------------------
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


def test_base_is_pinned_and_the_same_in_both_stages():
    bases = {stage[0][1].split()[0] for stage in (BUILD, FINAL)}
    (base,) = bases
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", base)


def test_final_image_installs_nothing_and_has_no_installer():
    runs = [rest for word, rest in FINAL if word == "RUN"]
    assert any("pip uninstall --yes pip" in run for run in runs)
    assert not any(re.search(r"\b(apt|apt-get|pip install|curl|wget)\b", run) for run in runs)
    (install,) = [rest for word, rest in BUILD if word == "RUN"]
    assert "--require-hashes" in install
    assert "--only-binary :all:" in install
    assert "venv --without-pip" in install


def test_service_is_no_root_and_is_watched():
    assert int(argument("USER")) > 0
    assert "/health" in argument("HEALTHCHECK")
    assert argument("EXPOSE") == environment()["DL_LABS_PORT"]


def imported(path: Path) -> set[str]:
    """Modules that a file imports when it is loaded; not those inside functions."""
    names = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_build_is_sent_what_the_dockerfile_copies():
    sources = [
        source
        for stage in (BUILD, FINAL)
        for word, rest in stage
        if word == "COPY" and not rest.startswith("--from")
        for source in shlex.split(rest)[:-1]
    ]
    sent = (ROOT / "serving" / "Dockerfile.dockerignore").read_text().splitlines()
    assert "*" in sent
    for source in sources:
        assert any(
            source == line[1:] or source.startswith(line[1:] + "/")
            for line in sent
            if line[:1] == "!"
        )


def test_what_is_pinned_for_the_image_is_what_the_course_has():
    def pins(path: Path) -> set[str]:
        return set(
            re.findall(r"^([a-z0-9-]+==[\w.]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
        )

    served = pins(ROOT / "serving" / "requirements.txt")
    assert served <= pins(ROOT / "requirements.txt")
    assert not {pin.split("==")[0] for pin in served} & {"mlflow", "keras", "tensorflow"}


# --- its steps --------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def image(exported: Path) -> Iterator[Path]:
    """A folder that holds what the image does: `/opt/venv` and `/app`."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        for word, rest in FINAL:
            if word != "COPY" or rest.startswith("--from"):
                continue
            *sources, target = shlex.split(rest)
            for source in sources:
                real = exported if source == "build/serving/model" else ROOT / source
                place = root / "app" / target
                if real.is_dir():
                    shutil.copytree(real, place, ignore=shutil.ignore_patterns(*NOT_SENT))
                else:
                    place.mkdir(parents=True, exist_ok=True)
                    shutil.copy(real, place)
        uv, target = str(venv_program("uv")), root / "opt" / "venv"
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, target], check=True)
        command = [uv, "pip", "install", "--quiet", "--require-hashes", "--only-binary", ":all:"]
        command += ["--python", target / "bin" / "python", "--requirement"]
        installed = subprocess.run(
            [*command, ROOT / "serving" / "requirements.txt"],
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        if installed.returncode and not os.environ.get("CI") and "connect" in installed.stderr:
            pytest.skip("no network to install from")
        assert installed.returncode == 0, installed.stderr
        yield root


@pytest.mark.acceptance
@pytest.mark.skipif(os.name != "posix", reason="the image is a Linux one")
def test_steps_of_the_dockerfile_give_a_service_that_answers(image: Path):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    moved = {"/app": f"{image}/app", "/opt": f"{image}/opt", "$PATH": os.environ["PATH"]}
    variables = environment() | {"DL_LABS_PORT": str(port)}
    for old, new in moved.items():
        variables = {name: value.replace(old, new) for name, value in variables.items()}
    check = json.loads(argument("HEALTHCHECK").split("CMD", 1)[1])

    def healthy() -> bool:
        ended = subprocess.run(check, env=variables, capture_output=True, check=False)
        return ended.returncode == 0

    assert not healthy()
    files = set(image.rglob("*"))
    process = subprocess.Popen(
        json.loads(argument("ENTRYPOINT")),
        cwd=image / "app",
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    try:
        output = ""
        for line in process.stdout:
            output += line
            if line.startswith("Serving at"):
                break
        assert "Serving at" in output, output
        assert healthy()
        client = service.Service(f"http://127.0.0.1:{port}", process.pid, image)
        assert client.get("/health").json["model"]["version"] == "7"
        assert client.get("/").status == 200
        assert client.get("/static/page.js").headers["Content-Type"].startswith("text/javascript")
        assert len(client.predict([[0.0] * 784] * 2)) == 2
    finally:
        process.terminate()
        assert process.wait(60) == 0
    assert not healthy()
    assert set(image.rglob("*")) == files  # it runs on a file system that it may not write to
