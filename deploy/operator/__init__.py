"""The operators' own command: what goes on in all services at once, and one entity's story."""
