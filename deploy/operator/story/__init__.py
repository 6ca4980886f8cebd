"""One entity's story: what was asked, what happened, who took it in, in the order of cause."""
