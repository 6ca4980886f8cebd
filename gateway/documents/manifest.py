"""The documents of shipped clients: a file that names each by the SHA-256 of its text.

Taken as ``{"<hash>": "<text>", …}``, which Relay's compiler writes for the algorithm SHA256, and as Apollo's
``{"format": "apollo-persisted-query-manifest", "operations": [{"id": "<hash>", "body": "<text>"}, …]}``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from gateway.documents.document import Document
from gateway.documents.reading import DocumentRefused, Documents

Manifest = Mapping[str, str]


class ManifestInvalid(Exception):
    """The file is not a manifest; says what and where."""


def read_manifest(path: Path) -> Manifest:
    """Hash → text. Raises: ManifestInvalid, also where a hash is not its text's; OSError."""
    try:
        written = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as error:
        raise ManifestInvalid(f"{path}: {error}") from error
    entries = dict(_entries(written, path))
    for name, text in entries.items():
        if name != hash_of(text):
            raise ManifestInvalid(f"{path}: {name[:80]} is not the SHA-256 of its text: {text[:60]!r}")
    return entries


def hash_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def complaints(documents: Documents, manifest: Manifest) -> Iterator[str]:
    """A line for everything that keeps a document of the manifest from running."""
    for name, text in manifest.items():
        try:
            documents.read(text)
        except DocumentRefused as refused:
            yield from (f"{name[:12]}… {error.message} in: {text[:60]!r}" for error in refused.errors)


def trusted(documents: Documents, manifest: Manifest) -> Mapping[str, Document]:
    """Every document of the manifest, ready to run. Raises: ManifestInvalid with all complaints."""
    if found := list(complaints(documents, manifest)):
        raise ManifestInvalid("\n".join(found))
    return {name: replace(documents.read(text), is_trusted=True) for name, text in manifest.items()}


def _entries(written: Any, path: Path) -> Iterable[tuple[str, str]]:
    match written:
        case {"format": "apollo-persisted-query-manifest", "operations": [*operations]}:
            pairs = [(each.get("id"), each.get("body")) for each in operations if isinstance(each, dict)]
        case dict():
            pairs = list(written.items())
        case _:
            raise ManifestInvalid(f"{path}: neither a map of hashes nor Apollo's format")
    for name, text in pairs:
        if not isinstance(name, str) or not isinstance(text, str):
            raise ManifestInvalid(f"{path}: {str(name)[:80]} has no text")
        yield name, text
