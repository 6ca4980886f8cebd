"""What the gateway remembers: mirrors of every topic, and the wide rows that are computed from them.

One file a view: its table, the mirrors it reads, which of its rows a changed mirror touches, and the one
statement that computes them. ``projection`` keeps all of it up to date.
"""
