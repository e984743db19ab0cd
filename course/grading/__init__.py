"""Grading: a submission runs in a sandbox, and a process that never ran it computes the verdict.

`inside/` is all of the course, besides `helpers/` and `serving/`, that the sandbox sees.
"""
