"""What can be watched: one file a root. Each says which changes it means and how callers narrow them."""
