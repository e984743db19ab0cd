"""Grading: a submission runs in a sandbox, and a process that never ran it computes the verdict.

`inside.py` and `inside_kernel.py` are the only files of the course, besides `helpers/` and `serving/`, that the
sandbox sees.
"""
