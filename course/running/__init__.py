"""Running notebooks: one, many, the solutions, and what a run may take over from the computer."""
