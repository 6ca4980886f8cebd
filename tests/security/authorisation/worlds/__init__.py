"""A world of each service, made by its own office."""
