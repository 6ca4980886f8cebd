"""``make load``: a deadline evening through the gateway, and what is past its capacity."""
