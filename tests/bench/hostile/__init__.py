"""``make bench-hostile``: how long a good client waits under attack, over how long it waits in peace.

Gateway, attackers and good client are processes of their own; attackers send the next request as soon as the
last is answered. Rounds of peace and attack alternate; the ratio is that of the medians. Nothing here asserts
a time.
"""
