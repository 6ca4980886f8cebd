"""The rules of what the office holds: places, waiting lines, invitations. Pure."""
