"""No personal data in logs and spans: masked when known by its key or by its shape.

A free text may still hold a name, and no pattern finds one. So spans keep no messages of exceptions at
all, and whoever writes a log line names things by id.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

MASK: Final = "•••"

PERSONAL_KEYS: Final = frozenset(
    {
        "name",
        "given_name",
        "family_name",
        "full_name",
        "first_name",
        "last_name",
        "account_holder",
        "email",
        "e_mail",
        "phone",
        "iban",
        "national_id",
        "student_number",
        "passport_number",
        "birth_date",
        "date_of_birth",
        "address",
        "authorization",
        "token",
        "password",
    }
)

_SHAPES: Final = (
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), MASK),
    # IBANs; in small letters digits only, for a trace id is small letters and digits too
    (re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b"), MASK),
    (re.compile(r"\b[a-z]{2}\d{2}(?: ?\d{4}){3,7}(?: ?\d{1,4})?\b"), MASK),
    # Turkish national identity numbers and telephone numbers
    (re.compile(r"\b[1-9]\d{10}\b|\+\d{1,3}[ -]?(?:\d[ -]?){9,11}\b"), MASK),
    # tokens: the three parts of a JWT
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"), MASK),
    # PostgreSQL: Key (email)=(a@b.c) already exists / Failing row contains (…)
    (re.compile(r"(Key \([^)]*\)=)\(.*?\)(?= |$)", re.MULTILINE), rf"\1({MASK})"),
    (re.compile(r"(Failing row contains )\(.*\)"), rf"\1({MASK})"),
    # SQLAlchemy: [parameters: (…)]
    (re.compile(r"\[parameters: .*\]"), f"[parameters: {MASK}]"),
    # pydantic: input_value='…', input_type=str
    (re.compile(r"input_value=.*?, input_type="), f"input_value={MASK}, input_type="),
)


# none of the shapes fits into these: ids, and names of topics, types, groups and codes
_HARMLESS: Final = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|[a-z_.-]*(?:\.v\d{1,3})?"
)


def mask_text(text: str) -> str:
    """E-mail addresses, IBANs, tokens and the values quoted by our libraries' errors become ``•••``."""
    if _HARMLESS.fullmatch(text):
        return text
    for shape, mask in _SHAPES:
        text = shape.sub(mask, text)
    return text


def mask_value(key: str, value: object) -> object:
    """The value as it may be written under this key; mappings and lists are followed."""
    if key.lower() in PERSONAL_KEYS:
        return MASK
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, Mapping):
        return {str(k): mask_value(str(k), v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [mask_value(key, item) for item in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return mask_text(str(value))


def frames_of(stacktrace: str) -> str:
    """Where it happened, without what it said: the ``File …`` lines of a traceback."""
    return "\n".join(line.strip() for line in stacktrace.splitlines() if line.startswith('  File "'))


def without_query(url: str) -> str:
    """The address without ``?…`` and ``#…``: a search may be somebody's name."""
    return url.partition("?")[0].partition("#")[0]
