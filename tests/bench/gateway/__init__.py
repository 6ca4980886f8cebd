"""``make bench-gateway``: the gateway through HTTP, against what its users could pick instead and the floor.

All sides answer the same query over the same data, in alternating rounds on one machine; every answer is
compared with the gateway's own before a clock starts. A ratio is the median of the rounds. Nothing here
asserts a time.
"""
