"""Kervan on one host in containers: its secrets, its databases, its demo."""
