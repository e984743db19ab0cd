"""The API as OpenAPI 3.1 describes it; the schemas are pydantic's."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, create_model
from pydantic.json_schema import models_json_schema

from serving.inputs import CAUSES, request_model
from serving.settings import Settings

_Share = Annotated[float, Field(ge=0, le=1)]
_Prediction = create_model(
    "Prediction",
    **{"class": Annotated[int, Field(ge=0, le=9)]},
    confidence=_Share,
    probabilities=Annotated[list[_Share], Field(min_length=10, max_length=10)],
)
_Model = create_model("Model", name=str, version=str)
_ServedModel = create_model("ServedModel", __base__=_Model, sha256=str)
_Cause = Annotated[str, Field(examples=list(CAUSES))]
_Refusal = create_model("Refusal", field=str, cause=_Cause, message=str)
_ANSWERS = [
    create_model("Predictions", model=_Model, predictions=list[_Prediction]),
    create_model("Health", status=Literal["ok"], model=_ServedModel),
    create_model("Loading", status=Literal["loading"]),
    create_model("Error", error=_Refusal),
]


def describe(settings: Settings) -> dict[str, Any]:
    """The document of `GET /openapi.json`, with the limits that are set."""
    limit = f"{settings.body_limit:,} bytes"
    refusals = {
        "400": "The body cannot be used; the error names the field.",
        "408": "The body did not arrive whole, or in time.",
        "413": f"The body is larger than {limit}.",
        "415": "The body is not application/json.",
        "503": "No model is loaded yet.",
    }
    health = {"200": _json("Ready.", "Health"), "503": _json("No model is loaded yet.", "Loading")}
    predict = {"200": _json("One prediction for each image.", "Predictions")}
    predict |= {status: _json(sentence, "Error") for status, sentence in refusals.items()}
    body = {"required": True, **_json(f"At most {limit}.", "Images")}
    models = [(model, "validation") for model in (request_model(settings.batch_limit), *_ANSWERS)]
    _, schemas = models_json_schema(models, ref_template="#/components/schemas/{model}")
    about = "Classifies handwritten digits, one image or a batch at a time."
    return {
        "openapi": "3.1.0",
        "info": {"title": "Digits", "version": "1", "description": about},
        "paths": {
            "/health": _route("get", "health", "Whether the service is ready", health),
            "/predict": _route("post", "predict", "Classify images", predict, requestBody=body),
            "/metrics": _route("get", "metrics", "Metrics, for Prometheus", _text("text/plain")),
            "/": _route("get", "page", "A page to draw a digit on", _text("text/html")),
            "/openapi.json": _route(
                "get", "openapi", "This description", _text("application/json", "object")
            ),
        },
        "components": {"schemas": schemas["$defs"]},
    }


def _route(method: str, name: str, summary: str, responses: dict, **more: Any) -> dict[str, Any]:
    return {method: {"operationId": name, "summary": summary, "responses": responses, **more}}


def _json(sentence: str, model: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{model}"}
    return {"description": sentence, "content": {"application/json": {"schema": schema}}}


def _text(media: str, kind: str = "string") -> dict[str, Any]:
    return {"200": {"description": media, "content": {media: {"schema": {"type": kind}}}}}
