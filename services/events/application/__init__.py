"""Use cases of events: one verb a file. Nothing here commits."""
