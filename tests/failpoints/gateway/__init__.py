"""The gateway in front of a real agreements service: its mutations, its views, its rebuild."""
