"""Tables and repositories, and the data files the rules read."""
