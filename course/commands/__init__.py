"""The commands of `python -m course`, by whom they are for."""
