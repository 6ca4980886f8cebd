"""How the world reaches finance: HTTP and the topics it listens to."""
