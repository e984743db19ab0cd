"""The routes of the service."""

from __future__ import annotations

import mimetypes
import time
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO

from flask import Flask, Response, g, jsonify, request, send_from_directory
from prometheus_client import CONTENT_TYPE_LATEST
from werkzeug.exceptions import HTTPException

from serving import drift, openapi
from serving.inputs import InvalidInput, parse
from serving.metrics import Metrics
from serving.model import Model, load
from serving.settings import Settings
from serving.window import Window

PAGE = Path(__file__).parent / "static"
_STATUS = {
    "body_limit": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "content_type": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "incomplete": HTTPStatus.REQUEST_TIMEOUT,
}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_DRAINED = 64 * 1024 * 1024  # bytes of a body that is too large, read so that its sender hears why

# Windows may know it by another name, which browsers refuse.
mimetypes.add_type("text/javascript", ".js")


def from_environment() -> Flask:
    """The application as gunicorn starts it, with the model of the folder `DL_LABS_SERVED_MODEL`."""
    settings = Settings.from_environment()
    return create_app(settings, load(settings.served_model))


def create_app(settings: Settings, model: Model | None) -> Flask:
    """The application. Until it has a model, `/health` and `/predict` answer 503."""
    app = Flask(__name__, static_folder=None)
    app.json.sort_keys = False
    window = Window()
    metrics = app.extensions["metrics"] = Metrics(model, window)
    described = openapi.describe(settings)

    @app.get("/health")
    def health() -> tuple[Response, int]:
        if model is None:
            return jsonify(status="loading"), HTTPStatus.SERVICE_UNAVAILABLE
        described = {"name": model.name, "version": model.version, "sha256": model.sha256}
        return jsonify(status="ok", model=described), HTTPStatus.OK

    @app.post("/predict")
    def predict() -> tuple[Response, int] | Response:
        if model is None:
            return _error("model", "loading", "No model is loaded yet; try again.", 503)
        images = parse(_body(settings.body_limit), settings.batch_limit)
        probabilities = model.predict(images)
        classes, confidences = probabilities.argmax(axis=1), probabilities.max(axis=1)
        metrics.predicted(classes, confidences)
        window.add(drift.image_statistics(images), classes)
        return jsonify(
            model={"name": model.name, "version": model.version},
            predictions=[
                {"class": number, "confidence": max(row), "probabilities": row}
                for number, row in zip(
                    classes.tolist(),
                    probabilities.astype(float).round(7).tolist(),
                    strict=True,
                )
            ],
        )

    @app.get("/metrics")
    def read_metrics() -> Response:
        return Response(metrics.text(), content_type=CONTENT_TYPE_LATEST)

    @app.get("/openapi.json")
    def read_openapi() -> Response:
        return jsonify(described)

    @app.get("/")
    def page() -> Response:
        return send_from_directory(PAGE, "index.html")

    @app.get("/static/<name>")
    def page_file(name: str) -> Response:
        return send_from_directory(PAGE, name)

    @app.before_request
    def start_clock() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers.update(HEADERS)
        response.headers.setdefault("Cache-Control", "no-store")
        route = request.url_rule.rule if request.url_rule else "other"
        metrics.answered(route, response.status_code, time.perf_counter() - g.started)
        return response

    @app.errorhandler(InvalidInput)
    def refuse(error: InvalidInput) -> tuple[Response, int]:
        metrics.invalid.labels(error.cause).inc()
        status = _STATUS.get(error.cause, HTTPStatus.BAD_REQUEST)
        return _error(error.field, error.cause, error.message, status)

    @app.errorhandler(HTTPException)
    def refuse_route(error: HTTPException) -> Response:
        messages = {
            404: "There is nothing at this address.",
            405: "This address takes another method.",
        }
        message = messages.get(error.code, error.description or error.name)
        response = error.get_response()  # keeps headers such as Allow
        answer, _ = _error("request", error.name.lower().replace(" ", "_"), message, error.code)
        response.data, response.content_type = answer.data, answer.content_type
        return response

    @app.errorhandler(Exception)
    def fail(error: Exception) -> tuple[Response, int]:
        app.logger.exception("a request failed")
        return _error("service", "internal", "The service failed; its log says why.", 500)

    return app


def _body(limit: int) -> bytes:
    """The bytes of the request.

    Raises
    ------
    InvalidInput
        When they are not JSON by name, too many, malformed chunks, or do not arrive.
    """
    if request.mimetype != "application/json" or request.content_encoding:
        raise InvalidInput(
            "content_type", "Content-Type", "Send application/json, and do not compress it."
        )
    # Read here and not by Werkzeug, which cuts a chunked body off at the limit without a word.
    stream, length = request.environ["wsgi.input"], request.content_length or 0
    try:
        body = b"" if length > limit else stream.read(limit + 1)
        too_large = max(length, len(body)) > limit
        if too_large:
            _drain(stream)
    except (TimeoutError, BlockingIOError) as error:  # waitress's and gunicorn's
        raise InvalidInput("incomplete", "body", "The body did not arrive in time.") from error
    except Exception as error:  # each server has its own for a bad chunk
        raise InvalidInput("framing", "body", "The chunks of the body are malformed.") from error
    if too_large:
        raise InvalidInput("body_limit", "body", f"The body is larger than {limit:,} bytes.")
    if len(body) < length:
        raise InvalidInput("incomplete", "body", f"Only {len(body):,} of {length:,} bytes arrived.")
    return body


def _drain(stream: BinaryIO) -> None:
    """Read on for a while: a sender that is cut off would not see the answer."""
    bytes_left = _DRAINED
    while bytes_left > 0 and (read := len(stream.read(65_536))):
        bytes_left -= read


def _error(field: str, cause: str, message: str, status: int) -> tuple[Response, int]:
    return jsonify(error={"field": field, "cause": cause, "message": message}), status
