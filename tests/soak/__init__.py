"""``make soak``: an hour's traffic in ten minutes; nothing may grow from the first third to the last."""
