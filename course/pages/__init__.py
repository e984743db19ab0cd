"""Pages: how they are made, and the student's report."""
