"""The course in other languages, from the same source: catalogues of gettext in `translations/`."""
