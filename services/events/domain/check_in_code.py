"""The code somebody shows at the door, as a QR code or read out; afterwards it proves their certificate.

Twelve letters and digits that cannot be taken for one another: sixty bits, so nobody guesses one.
"""

from __future__ import annotations

import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
MISREAD = str.maketrans("OIL", "011", " -")


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def as_read(typed: str) -> str:
    """What was meant: ``o`` is a zero, ``i`` and ``l`` are a one, spaces and hyphens are for the eye."""
    return typed.upper().translate(MISREAD)
