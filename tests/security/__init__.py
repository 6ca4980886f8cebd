"""What strangers may try, and what they get."""
