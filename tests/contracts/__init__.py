"""The published language and who speaks it."""
