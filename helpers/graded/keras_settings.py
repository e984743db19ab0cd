"""Settings of Keras that the labs rely on, and that a computer may have changed for other work."""

from __future__ import annotations

import sys

_WANTED = {
    "backend": "tensorflow",
    "floatx": "float32",
    "epsilon": 1e-7,
    "image_data_format": "channels_last",
}


def problem() -> str:
    """What Keras, where it is imported, has set in another way than the labs need it; empty if nothing."""
    config = getattr(sys.modules.get("keras"), "config", None)
    if config is None:
        return ""
    values = {name: getattr(config, name)() for name in _WANTED}
    changed = [name for name, value in values.items() if value != _WANTED[name]]
    if not changed:
        return ""
    name = changed[0]
    return (
        f"Nothing was checked: Keras has {name} = {values[name]!r} here, and the labs need {_WANTED[name]!r}. "
        f"Look for it in the file keras.json (folder .keras in your home folder) and in your cells. "
        "Change it there, then restart the kernel."
    )
