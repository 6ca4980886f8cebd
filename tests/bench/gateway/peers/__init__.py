"""The other sides: what an office could run instead of Kervan's gateway, and the floor below it."""
