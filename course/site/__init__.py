"""The course as a site: the labs, their solutions on demand, and the documentation, with a search."""
