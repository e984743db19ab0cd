"""The API as OpenAPI 3.1 describes it."""

from __future__ import annotations

from serving.inputs import CAUSES, PIXELS, SCALES, SIDE
from serving.settings import Settings


def describe(settings: Settings) -> dict:
    """The document of `GET /openapi.json`, with the limits that are set."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Digits",
            "version": "1",
            "description": "Classifies handwritten digits, one image or a batch at a time.",
        },
        "paths": {
            "/health": {
                "get": {
                    "summary": "Whether the service is ready, and with which model",
                    "operationId": "health",
                    "responses": {
                        "200": _json("Ready.", _ref("Health")),
                        "503": _json("No model is loaded yet.", _ref("Loading")),
                    },
                }
            },
            "/predict": {
                "post": {
                    "summary": "Classify images",
                    "operationId": "predict",
                    "requestBody": {
                        "required": True,
                        "description": f"At most {settings.body_limit:,} bytes.",
                        "content": {"application/json": {"schema": _ref("Images")}},
                    },
                    "responses": {
                        "200": _json("One prediction for each image.", _ref("Predictions")),
                        **{
                            code: _json(said, _ref("Error"))
                            for code, said in {
                                "400": "The body cannot be used; the error names the field.",
                                "408": "The body did not arrive whole, or in time.",
                                "413": f"The body is larger than {settings.body_limit:,} bytes.",
                                "415": "The body is not application/json.",
                                "503": "No model is loaded yet.",
                            }.items()
                        },
                    },
                }
            },
            "/metrics": {
                "get": {
                    "summary": "Metrics, for Prometheus",
                    "operationId": "metrics",
                    "responses": {
                        "200": {
                            "description": "Prometheus' text format.",
                            "content": {"text/plain": {"schema": {"type": "string"}}},
                        }
                    },
                }
            },
            "/": {
                "get": {
                    "summary": "A page to draw a digit on",
                    "operationId": "page",
                    "responses": {
                        "200": {
                            "description": "HTML.",
                            "content": {"text/html": {"schema": {"type": "string"}}},
                        }
                    },
                }
            },
            "/openapi.json": {
                "get": {
                    "summary": "This description",
                    "operationId": "openapi",
                    "responses": {"200": _json("OpenAPI 3.1.", {"type": "object"})},
                }
            },
        },
        "components": {"schemas": _schemas(settings)},
    }


def _schemas(settings: Settings) -> dict:
    text, share = {"type": "string"}, {"type": "number", "minimum": 0, "maximum": 1}
    known = {"name": text, "version": text}
    return {
        "Images": {
            "description": "One image, or a list of them. Ink is high, background 0; scale is full ink.",
            "oneOf": [
                _images(settings, scale, name) for scale in SCALES for name in ("image", "images")
            ],
        },
        **{f"Image{scale}": _image(scale) for scale in SCALES},
        "Predictions": _object(
            model=_object(**known),
            predictions={
                "type": "array",
                "items": _object(
                    **{
                        "class": {"type": "integer", "minimum": 0, "maximum": 9},
                        "confidence": share,
                        "probabilities": _list(share, 10),
                    }
                ),
            },
        ),
        "Health": _object(status={"const": "ok"}, model=_object(**known, sha256=text)),
        "Loading": _object(status={"const": "loading"}),
        "Error": _object(
            error=_object(field=text, cause={**text, "examples": list(CAUSES)}, message=text)
        ),
    }


def _images(settings: Settings, scale: int, name: str) -> dict:
    image = _ref(f"Image{scale}")
    batch = {"type": "array", "items": image, "minItems": 1, "maxItems": settings.batch_limit}
    content = _object(**{name: image if name == "image" else batch, "scale": {"const": scale}})
    return {**content, "additionalProperties": False}


def _image(scale: int) -> dict:
    pixel = {"type": "number", "minimum": 0, "maximum": scale}
    return {
        "description": f"28 rows of 28 numbers from 0 to {scale}, or 784 of them row by row.",
        "oneOf": [_list(_list(pixel, SIDE), SIDE), _list(pixel, PIXELS)],
    }


def _ref(name: str) -> dict:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(said: str, schema: dict) -> dict:
    return {"description": said, "content": {"application/json": {"schema": schema}}}


def _list(items: dict, length: int) -> dict:
    return {"type": "array", "items": items, "minItems": length, "maxItems": length}


def _object(**properties: dict) -> dict:
    return {"type": "object", "properties": properties, "required": list(properties)}
