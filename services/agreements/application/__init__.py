"""One file per use case: lock, decide, save, return. The edge commits."""
