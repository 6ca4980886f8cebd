"""Versions as entity tags: ``ETag: "7"`` out, ``If-Match: "7"`` in."""

from __future__ import annotations

import re

from chassis.refusal import Kind, Refusal

VERSION_TAG = re.compile(r'"(0|[1-9][0-9]{0,17})"')


class VersionMalformed(Refusal):
    code, kind = "if-match-malformed", Kind.INVALID
    tr, en = 'If-Match "7" gibi tek bir sürüm olmalı.', 'If-Match must be one version, such as "7".'
    next_tr, next_en = "Okuduğunuz kaydın ETag değerini gönderin.", "Send the ETag of the record you read."


class VersionRequired(Refusal):
    code, kind = "version-required", Kind.PRECONDITION_REQUIRED
    tr = "Bu değişiklik hangi sürüme dayandığını söylemeli."
    en = "This change must say which version it is based on."
    next_tr = "Kaydı okuyup ETag değerini If-Match başlığında gönderin."
    next_en = "Read the record and send its ETag as If-Match."


def etag(version: int) -> str:
    return f'"{version}"'


def expected_version(if_match: str | None) -> int | None:
    """The version in ``If-Match``; None without the header.

    Raises: VersionMalformed, also for weak tags, lists and ``*``: a change is based on one version.
    """
    if if_match is None:
        return None
    match = VERSION_TAG.fullmatch(if_match.strip())
    if match is None:
        raise VersionMalformed
    return int(match.group(1))


def already_seen(if_none_match: str | None, tag: str) -> bool:
    """Whether the caller holds ``tag`` (RFC 9110, weak comparison)."""
    offered = [one.strip().removeprefix("W/") for one in (if_none_match or "").split(",")]
    return "*" in offered or tag in offered
