"""How the world reaches the service: HTTP and commands. It listens to no topic."""
