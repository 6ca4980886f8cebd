"""A text as somebody who looks for people reads it: escapes undone, base64 opened, letters folded."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote_to_bytes

from chassis.folding import fold

WORD = re.compile(r"\w+")
PART = re.compile(r"[^\W_]+")
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
SPACED_IBAN = re.compile(r"\b[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{4}){2,7}(?:[ -]?[A-Za-z0-9]{1,4})?\b")
BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
NESTED_MAX = 2
PHRASE_WORDS = (2, 3, 4)


def plain(text: str) -> str:
    """JSON's and addresses' escapes undone, however often one stands in the other."""
    for _ in range(NESTED_MAX):
        text = ESCAPED.sub(lambda found: chr(int(found[1], 16)), text.replace(r"\\u", r"\u"))
        text = unquote_to_bytes(text).decode("utf-8", "replace")
    return text


def opened(text: str) -> Iterator[str]:
    """What stands in base64 within the text, where that is text itself."""
    for found in BASE64.findall(text):
        token = found.rstrip("=").translate(str.maketrans("-_", "+/"))
        try:
            inside = base64.b64decode(token + "=" * (-len(token) % 4), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
        if inside.isprintable():
            yield inside


@dataclass(frozen=True)
class Heard:
    """All that one text tells, in every form."""

    text: str

    @classmethod
    def of(cls, raw: str) -> Heard:
        said = plain(raw)
        return cls("\n".join([said, *map(plain, opened(said))]))

    @cached_property
    def words(self) -> frozenset[str]:
        """As they are written: many names are also words of a language when written small."""
        return frozenset(WORD.findall(self.text)) | frozenset(PART.findall(self.text))

    @cached_property
    def phrases(self) -> frozenset[tuple[str, ...]]:
        """Two to four words that stand together, letters folded: a full name in any writing."""
        words = fold(self.text).split()
        return frozenset(tuple(words[at : at + size]) for size in PHRASE_WORDS for at in range(len(words)))

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Words in capitals, and what looks like an IBAN without its spaces."""
        spaced = (re.sub(r"[ -]", "", found) for found in SPACED_IBAN.findall(self.text))
        return frozenset(word.upper() for word in (*PART.findall(self.text), *spaced))

    @cached_property
    def emails(self) -> frozenset[str]:
        return frozenset(found.lower() for found in EMAIL.findall(self.text))
