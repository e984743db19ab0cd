"""Installed packages: what is missing where the course was not set up, and which versions are here."""
