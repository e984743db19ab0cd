"""All of grading that a sandbox sees: it runs a notebook, and answers the judge's questions about its names."""
