"""What a notebook of the course imports. Importing this package imports nothing heavy."""

import codecs
import io
import logging
import os
import sys

# TensorFlow reads this when first imported, and then says less about the processor; errors are exceptions anyway.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
# The labs are written for Keras on TensorFlow, whatever is set for other work.
os.environ["KERAS_BACKEND"] = "tensorflow"
# TensorFlow takes the fifth network of a notebook for one that is compiled too often.
logging.getLogger("tensorflow").addFilter(lambda record: "retracing" not in record.getMessage())

_PLAIN = {
    **{"✓": "+", "✗": "x", "○": "o", "…": "...", "–": "-", "·": "-", "→": "->", "×": "x"},
    **{"≤": "<=", "≥": ">=", "−": "-", "’": "'", "“": '"', "”": '"'},
}


def _plain(error: UnicodeError):
    """What a terminal or a pipe that does not know a letter shows for it."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(_PLAIN.get(letter, "?") for letter in missing), error.end


class _Translated:
    """Finds the modules of this package, whose messages are in the language of the notebook."""

    @staticmethod
    def find_spec(name, path, target=None):
        if not name.startswith(f"{__name__}.") or name.startswith(f"{__name__}.languages"):
            return None
        from helpers.languages import messages  # late: any Python comes here

        return messages.find_spec(name, path, "course")


sys.meta_path.insert(0, _Translated)
codecs.register_error("dl-labs-plain", _plain)
for _stream in (sys.stdout, sys.stderr):
    if isinstance(_stream, io.TextIOWrapper) and not _stream.encoding.lower().startswith("utf"):
        _stream.reconfigure(errors="dl-labs-plain")
