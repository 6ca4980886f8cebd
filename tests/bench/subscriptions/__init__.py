"""How long from a commit that changes the views until 2,000 subscribers of one process have it."""
