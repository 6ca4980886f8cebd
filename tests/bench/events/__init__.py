"""``make bench-events``: how much our guarantees cost over bare loops that have none of them.

Both sides run in one go, in alternating rounds, on the same broker and database; a ratio is the median
of the rounds. Nothing here asserts a time.
"""
