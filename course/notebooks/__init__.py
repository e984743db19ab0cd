"""Notebooks as files: their form, the student copies, the lint, and the text to edit."""
