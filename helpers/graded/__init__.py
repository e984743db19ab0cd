"""Graded tests: what they are, how an answer is read and judged, and how a verdict is shown."""
