"""The course in other languages than English: catalogues, and messages that are looked up in them."""
