"""``make bench-scale``: what 1, 2 and 4 consumers and gateway processes do here, and what each unit costs.

Two cores carry everything, so the rate stops growing where they are full; what a message or a request costs
in CPU, and what it waits for, is what a plan for more machines is made of (``docs/scale.md``). Nothing here
asserts a time.
"""
