"""The routes, asked without a network: what each answers, counts and sends along."""

from __future__ import annotations

import numpy as np
import pytest
from prometheus_client.parser import text_string_to_metric_families

from serving import app as routes
from serving import drift
from serving.app import create_app
from serving.settings import Settings, SettingsError

SETTINGS = Settings(batch_limit=3, body_limit=20_000)
BLACK = {"image": [0] * 784, "scale": 255}


@pytest.fixture
def client(model):
    return create_app(SETTINGS, model).test_client()


def samples(client) -> dict[tuple, float]:
    text = client.get("/metrics").get_data(as_text=True)
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_prediction_is_the_models(client, model, images):
    x = images[0][:3]
    answer = client.post("/predict", json={"images": x.tolist(), "scale": 1}).json
    assert answer["model"] == {"name": "digits", "version": "7"}
    wanted = model.predict(x)
    for prediction, row in zip(answer["predictions"], wanted, strict=True):
        np.testing.assert_allclose(prediction["probabilities"], row, atol=1e-6)
        assert prediction["class"] == row.argmax()
        assert prediction["confidence"] == max(prediction["probabilities"])
        assert sum(prediction["probabilities"]) == pytest.approx(1, abs=1e-5)


def test_without_a_model_the_service_says_503():
    client = create_app(SETTINGS, None).test_client()
    assert (client.get("/health").status_code, client.get("/health").json) == (
        503,
        {"status": "loading"},
    )
    assert client.post("/predict", json=BLACK).status_code == 503
    assert client.get("/metrics").status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "cause"),
    [
        ("post", "/predict", {"json": {"image": [0] * 783, "scale": 255}}, 400, "shape"),
        ("post", "/predict", {"json": {"images": [[0] * 784] * 4, "scale": 1}}, 400, "batch_limit"),
        ("post", "/predict", {"data": b"x" * 20_001, "content_type": "application/json"}, 413, "body_limit"),
        ("post", "/predict", {"data": b"{}", "content_type": "text/plain"}, 415, "content_type"),
        ("post", "/predict", {"data": b"{}"}, 415, "content_type"),
        ("post", "/predict", {"json": BLACK, "headers": {"Content-Encoding": "gzip"}}, 415, "content_type"),
        ("get", "/predict", {}, 405, "method_not_allowed"),
        ("post", "/health", {}, 405, "method_not_allowed"),
        ("get", "/predictions", {}, 404, "not_found"),
        ("get", "/static/../app.py", {}, 404, "not_found"),
        ("get", "/static/%2e%2e/app.py", {}, 404, "not_found"),
        ("get", "/static/..%5capp.py", {}, 404, "not_found"),
    ],
)  # fmt: skip
def test_refusal_is_one_json_error(client, method, path, options, status, cause):
    answer = getattr(client, method)(path, **options)
    assert answer.status_code == status
    assert answer.content_type == "application/json"
    assert set(answer.json) == {"error"}
    assert set(answer.json["error"]) == {"field", "cause", "message"}
    assert answer.json["error"]["cause"] == cause
    if status == 405:
        assert answer.headers["Allow"]


def test_a_failure_of_ours_shows_no_traceback(model, monkeypatch):
    monkeypatch.setattr(routes, "parse", lambda body, limit: 1 / 0)
    answer = create_app(SETTINGS, model).test_client().post("/predict", json=BLACK)
    assert answer.status_code == 500
    assert answer.json["error"]["cause"] == "internal"
    assert "ZeroDivision" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/", "/health", "/metrics", "/openapi.json", "/none"])
def test_every_answer_carries_the_security_headers(client, path):
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_page_loads_nothing_from_elsewhere(client):
    pages = [client.get("/").get_data(as_text=True)]
    pages += [
        client.get(f"/static/{file.name}").get_data(as_text=True) for file in routes.PAGE.iterdir()
    ]
    for text in pages:
        assert "//" not in text.replace("// ", "").replace("http://www.w3.org", "")
    assert 'src="/static/' in pages[0]


def test_every_kind_of_request_is_counted(client):
    for _ in range(3):
        client.post("/predict", json=BLACK)
    client.post("/predict", json={"images": [[0] * 784] * 2, "scale": 255})
    client.post("/predict", json={"images": [], "scale": 255})
    client.get("/nowhere")
    client.get("/nowhere/else")
    metrics = samples(client)
    assert metrics["digits_requests_total", "/predict", "200"] == 4
    assert metrics["digits_requests_total", "/predict", "400"] == 1
    assert metrics["digits_requests_total", "404", "other"] == 2
    assert metrics["digits_request_seconds_count", "/predict", "200"] == 4
    assert metrics["digits_request_seconds_sum", "/predict", "200"] > 0
    assert sum(metrics["digits_predictions_total", str(n)] for n in range(10)) == 5
    assert metrics["digits_confidence_count",] == 5
    assert metrics["digits_invalid_inputs_total", "empty_batch"] == 1
    assert metrics["digits_invalid_inputs_total", "shape"] == 0
    assert metrics["digits_process_cpu_seconds_total",] > 0
    assert metrics["digits_process_resident_bytes",] > 1e6


def test_model_is_named_in_the_metrics(client, model):
    assert samples(client)["digits_model_info", *sorted(["digits", "7", model.sha256])] == 1


def test_drift_alarm_waits_for_a_full_window_and_rings_for_dark_images(model, images):
    client = create_app(Settings(), model).test_client()
    x = images[0]

    def send(pixels: np.ndarray) -> dict:
        for start in range(0, len(pixels), 100):
            batch = pixels[start : start + 100].tolist()
            assert client.post("/predict", json={"images": batch, "scale": 1}).status_code == 200
        return samples(client)

    metrics = send(0.3 * x[: drift.WINDOW - 100])
    assert metrics["digits_drift_window_images",] == drift.WINDOW - 100
    assert ("digits_drift_psi", "brightness") not in metrics
    assert metrics["digits_drift_alarm", "brightness"] == 0
    metrics = send(x[: drift.WINDOW])
    assert [metrics["digits_drift_alarm", name] for name in drift.SIGNALS] == [0, 0, 0, 0]
    assert metrics["digits_input_mean", "brightness"] == pytest.approx(x[:500].mean(), rel=1e-3)
    metrics = send(0.3 * x[: drift.WINDOW])
    assert metrics["digits_drift_alarm", "brightness"] == 1
    assert (
        metrics["digits_drift_psi", "brightness"] > metrics["digits_drift_threshold", "brightness"]
    )


# --- settings ---------------------------------------------------------------------------------------------
def test_settings_come_from_the_environment():
    settings = Settings.from_environment(
        {"DL_LABS_BATCH_LIMIT": " 7 ", "DL_LABS_PORT": "", "HOST": "x"}
    )
    assert settings == Settings(batch_limit=7)


@pytest.mark.parametrize("text", ["0", "-1", "3.5", "many", "1e3", "٣", "99999999999999"])
def test_unusable_setting_is_named(text: str):
    with pytest.raises(SettingsError, match=r"DL_LABS_WORKERS is .* from 1 to 64"):
        Settings.from_environment({"DL_LABS_WORKERS": text})
