"""People and offices at work: each client walks at random through what Kervan offers, and writes it down."""
