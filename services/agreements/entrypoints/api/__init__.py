"""HTTP under ``/v1``: partners, fields of education, agreements, and the import of earlier records."""
