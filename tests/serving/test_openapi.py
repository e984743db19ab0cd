"""The API is what `/openapi.json` says: schemathesis sends what it allows, and what it does not."""

from __future__ import annotations

import collections
import json
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given, settings

from serving.inputs import InvalidInput, parse
from serving.openapi import describe
from serving.settings import Settings
from tests.serving.bodies import allowed, raw

GREY = [0, 1] * 392
ROWS = [GREY[:28]] * 28
EXAMPLES = 60  # schemathesis needs a quarter of a second for each; the other test sends thousands


def promised(document: dict, name: str) -> jsonschema_rs.Draft202012Validator:
    """What the description says of the schema called `name`."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    return jsonschema_rs.Draft202012Validator(schema)


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
    limits = Settings(batch_limit=2)
    try:
        accepted = parse(json.dumps(content).encode(), limits.batch_limit) is not None
    except InvalidInput:
        accepted = False
    assert promised(describe(limits), "Images").is_valid(content) == accepted


def strictly(body: bytes) -> object:
    """The content of a body, as the standard has it: NaN and infinity are no JSON."""

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    return json.loads(body, parse_constant=refuse)


@pytest.mark.slow
def test_the_service_answers_two_thousand_bodies_as_its_description_says(digits):
    document = digits.get("/openapi.json").json
    images, predictions, error = (
        promised(document, name) for name in ("Images", "Predictions", "Error")
    )
    answers = collections.Counter()

    @settings(max_examples=2000, deadline=None)
    @given(allowed | raw)
    def send(body: bytes) -> None:
        answer = digits.post("/predict", body)
        answers[answer.status] += 1
        assert answer.status in (200, 400)
        assert (predictions if answer.status == 200 else error).is_valid(answer.json)
        try:
            content = strictly(body)
        except (ValueError, RecursionError):
            assert answer.status == 400
        else:
            assert images.is_valid(content) == (answer.status == 200)

    send()
    print(dict(answers))
    assert answers.total() >= 2000
    assert min(answers[200], answers[400]) >= 500


@pytest.mark.acceptance
def test_nothing_that_schemathesis_sends_breaks_the_service_or_its_description(
    start, tmp_path: Path
):
    program = shutil.which("schemathesis", path=str(Path(sys.executable).parent))
    with start(batch_limit=2) as digits:  # a larger batch takes longer to think up than to answer
        command = [program, "run", f"{digits.url}/openapi.json", "--no-color", "--max-examples"]
        command += [str(EXAMPLES), "--phases", "coverage,fuzzing", "--checks", "all", "--seed", "1"]
        command += ["--suppress-health-check", "all", "--request-timeout", "60"]
        ended = subprocess.run(
            command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False
        )
        metrics = digits.metrics()
    assert ended.returncode == 0, ended.stdout[-3000:]
    answers = {name: value for name, value in metrics.items() if "requests_total" in name}
    print(answers)
    assert sum(answers.values()) >= EXAMPLES
    assert not [name for name in answers if 'status="5' in name]
    assert answers['digits_requests_total{route="/predict",status="200"}'] > 0
    assert answers['digits_requests_total{route="/predict",status="400"}'] > 0
