"""The documents that clients send: read once, remembered; those of shipped clients are known beforehand."""
