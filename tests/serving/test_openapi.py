"""The API is what `/openapi.json` says: schemathesis sends what it allows, and what it does not."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from serving.inputs import InvalidInput, parse
from serving.openapi import describe
from serving.settings import Settings

GREY = [0, 1] * 392
ROWS = [GREY[:28]] * 28
# An allowed image is 784 numbers: seconds for a hundred of them. DL_LABS_EXAMPLES=2500 sends more than 2,000.
EXAMPLES = int(os.environ.get("DL_LABS_EXAMPLES", "60"))


@pytest.mark.parametrize(
    "content",
    [
        {"image": GREY, "scale": 1},
        {"image": ROWS, "scale": 255},
        {"images": [GREY, ROWS], "scale": 1},
        {"image": [2.0, *GREY[1:]], "scale": 255},
        {"image": [2.0, *GREY[1:]], "scale": 1},
        {"image": [256, *GREY[1:]], "scale": 255},
        {"image": [-1, *GREY[1:]], "scale": 255},
        {"image": GREY[1:], "scale": 1},
        {"image": ROWS[1:], "scale": 1},
        {"images": [], "scale": 1},
        {"images": [GREY] * 3, "scale": 1},
        {"image": GREY, "images": [GREY], "scale": 1},
        {"image": GREY},
        {"image": GREY, "scale": 2},
        {"image": GREY, "scale": True},
        {"image": GREY, "scale": 1, "labels": []},
        {"image": ["0", *GREY[1:]], "scale": 1},
        {"image": [True, *GREY[1:]], "scale": 1},
        {"scale": 1},
        [],
        None,
    ],
    ids=lambda content: json.dumps(content)[:30],
)
def test_description_and_service_agree_on_what_is_allowed(content):
    settings = Settings(batch_limit=2)
    document = describe(settings)
    schema = {"$ref": "#/components/schemas/Images", "components": document["components"]}
    try:
        allowed = parse(json.dumps(content).encode(), settings.batch_limit) is not None
    except InvalidInput:
        allowed = False
    assert jsonschema.Draft202012Validator(schema).is_valid(content) == allowed


@pytest.mark.slow
def test_nothing_that_schemathesis_sends_breaks_the_service_or_its_description(
    start, tmp_path: Path
):
    program = shutil.which("schemathesis", path=str(Path(sys.executable).parent))
    with start(batch_limit=2) as digits:  # a larger batch takes longer to think up than to answer
        command = [program, "run", f"{digits.url}/openapi.json", "--no-color", "--max-examples"]
        command += [str(EXAMPLES), "--phases", "coverage,fuzzing", "--checks", "all", "--seed", "1"]
        command += ["--suppress-health-check", "all", "--request-timeout", "60"]
        ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        found = digits.metrics()
    assert ended.returncode == 0, ended.stdout[-3000:]
    answers = {name: value for name, value in found.items() if "requests_total" in name}
    print(answers)
    assert sum(answers.values()) >= EXAMPLES
    assert not [name for name in answers if 'status="5' in name]
    assert answers['digits_requests_total{route="/predict",status="200"}'] > 0
    assert answers['digits_requests_total{route="/predict",status="400"}'] > 0
