"""What a notebook of the course imports. Importing this package imports nothing heavy."""

import codecs
import io
import logging
import os
import sys
import unicodedata

from helpers.languages import finder

# TensorFlow reads this when first imported, and then says less about the processor; errors are exceptions anyway.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# The labs are written for Keras on TensorFlow, whatever is set for other work.
os.environ["KERAS_BACKEND"] = "tensorflow"
# TensorFlow takes the fifth network of a notebook for one that is compiled too often.
logging.getLogger("tensorflow").addFilter(lambda record: "retracing" not in record.getMessage())

_PLAIN = {
    **{"✓": "+", "✗": "x", "○": "o", "…": "...", "–": "-", "·": "-", "→": "->", "×": "x"},
    **{"≤": "<=", "≥": ">=", "−": "-", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "œ": "oe"},
}


def _plain(error: UnicodeError):
    """What a terminal or a pipe that does not know a letter shows for it."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(_PLAIN.get(letter) or _without_accent(letter) for letter in missing), error.end


def _without_accent(letter: str):
    return unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode() or "?"


sys.meta_path.insert(0, finder)
codecs.register_error("dl-labs-plain", _plain)
for _stream in (sys.stdout, sys.stderr):
    if isinstance(_stream, io.TextIOWrapper) and not _stream.encoding.lower().startswith("utf"):
        _stream.reconfigure(errors="dl-labs-plain")
