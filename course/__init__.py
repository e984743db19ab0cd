"""What an instructor and a maintainer run: `python -m course …`."""
