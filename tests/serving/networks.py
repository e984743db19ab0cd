"""Descriptions of networks, as far as the service reads what Keras says about its layers."""

from __future__ import annotations


def dense(units: int, activation: str) -> dict:
    """A dense layer with a bias."""
    return {
        "class_name": "Dense",
        "config": {"units": units, "use_bias": True, "activation": activation},
    }


def sequential(*layers: dict) -> dict:
    return {"class_name": "Sequential", "config": {"layers": list(layers)}}
