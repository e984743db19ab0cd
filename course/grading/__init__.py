"""Grading: a submission runs in a sandbox, and a process that never ran it computes the verdict.

`inside.py` is the only file of the course, besides `helpers/`, that the sandbox sees.
"""
