"""Partners, agreements with them, and the fields of education that agreements speak of."""
