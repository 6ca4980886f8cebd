"""Sealing: IBANs and national ids rest encrypted, under keys that change.

AES-SIV (RFC 5297) of the ``cryptography`` library. It is deterministic, so a view rebuilt from its topics
equals the old one row for row; two rows never look alike, because what a value belongs to (table, column,
row) is bound into it. For the same reason a sealed value copied into another row cannot be opened there.

The keys stand in a file, one a line and the newest first: ``<id> <base64 of 64 bytes>``. New values take
the first key, old ones are opened with the key they name. The file is looked at again every second, so keys
change without a restart: put a new line on top, ``keys reseal``, then take the old line out.
"""

from __future__ import annotations

import base64
import binascii
import re
import time
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from secrets import token_bytes, token_hex
from typing import Final

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from pydantic_settings import BaseSettings, SettingsConfigDict

from chassis.telemetry.trouble import Trouble

PREFIX: Final = b"sealed:"
KEY_BYTES: Final = 64
KEY_LINE = re.compile(r"(?P<id>[A-Za-z0-9_-]{1,32})\s+(?P<key>[A-Za-z0-9+/]{86}==)")
LOOKED_AT_SECONDS: Final = 1.0

log = structlog.get_logger()


class SealingKeysUnusable(Exception):
    """There is no key file, or it is not one: the process must not start, for it would write in the clear."""

    def __init__(self, tr: str, en: str) -> None:
        super().__init__(f"{tr}\n{en}")
        self.tr, self.en = tr, en


class NotOpened(Exception):
    """A sealed value whose key is gone, or which belongs elsewhere. Says neither the value nor the key."""


class SealingSettings(BaseSettings):
    """``KERVAN_SEALING_KEYS_FILE``: the path of the key file, readable by its process only."""

    model_config = SettingsConfigDict(env_prefix="KERVAN_", extra="ignore")

    sealing_keys_file: Path | None = None


class Keyring:
    """The keys of one process."""

    def __init__(self, file: Path) -> None:
        """Raises: SealingKeysUnusable."""
        self._file = file
        self._keys = read_keys(file)
        self._changed_at = file.stat().st_mtime_ns
        self._looked_at = time.monotonic()
        self._trouble = Trouble(log, "sealing.keys_unreadable", "sealing.keys_readable")

    @property
    def newest(self) -> str:
        """The id of the key that new values take."""
        self._look_again()
        return next(iter(self._keys))

    @property
    def ids(self) -> Sequence[str]:
        """Of all keys, the newest first."""
        self._look_again()
        return list(self._keys)

    def seal(self, text: str, *belongs_to: str) -> str:
        """``text`` as ``sealed:<key id>:<base64url>``."""
        return self.seal_bytes(text.encode(), *belongs_to).decode()

    def open(self, sealed: str, *belongs_to: str) -> str:
        """What was sealed; a value from before sealing comes back as it is. Raises: NotOpened."""
        return self.open_bytes(sealed.encode(), *belongs_to).decode()

    def seal_bytes(self, data: bytes, *belongs_to: str) -> bytes:
        name = self.newest
        closed = self._keys[name].encrypt(data, _bound(belongs_to))
        return PREFIX + name.encode() + b":" + base64.urlsafe_b64encode(closed)

    def open_bytes(self, sealed: bytes, *belongs_to: str) -> bytes:
        if not sealed.startswith(PREFIX):
            return sealed
        name, _, closed = sealed.removeprefix(PREFIX).partition(b":")
        try:
            return self._key(name.decode()).decrypt(base64.urlsafe_b64decode(closed), _bound(belongs_to))
        except (InvalidTag, binascii.Error) as error:
            raise NotOpened(f"a value under key {name.decode()}") from error

    def _key(self, name: str) -> AESSIV:
        if name not in self._keys:
            self._read_again()  # another process was told of the key a moment earlier
        if name not in self._keys:
            raise NotOpened(f"there is no key {name}")
        return self._keys[name]

    def _look_again(self) -> None:
        """A file that cannot be read just now is told; the keys that are known go on."""
        if time.monotonic() - self._looked_at < LOOKED_AT_SECONDS:
            return
        self._looked_at = time.monotonic()
        try:
            if self._file.stat().st_mtime_ns != self._changed_at:
                self._read_again()
            self._trouble.passed()
        except (OSError, SealingKeysUnusable) as error:
            self._trouble.lasts(error)

    def _read_again(self) -> None:
        changed_at = self._file.stat().st_mtime_ns
        self._keys, self._changed_at = read_keys(self._file), changed_at


@cache
def keyring() -> Keyring:
    """The process's keys, from its settings. Raises: SealingKeysUnusable."""
    file = SealingSettings().sealing_keys_file
    if file is None:
        raise SealingKeysUnusable(
            "KERVAN_SEALING_KEYS_FILE verilmemiş: IBAN ve kimlik numaraları şifrelenmeden yazılamaz.",
            "KERVAN_SEALING_KEYS_FILE is not set: IBANs and national ids cannot be written unencrypted.",
        )
    return Keyring(file)


def read_keys(file: Path) -> Mapping[str, AESSIV]:
    """Keys by id, the newest first. Raises: SealingKeysUnusable; what is wrong, never what stands there."""
    try:
        lines = [line.strip() for line in file.read_text("ascii").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise SealingKeysUnusable(
            f"Anahtar dosyası okunamıyor: {file} ({type(error).__name__}).",
            f"The key file cannot be read: {file} ({type(error).__name__}).",
        ) from error
    found = [KEY_LINE.fullmatch(line) for line in lines if line and not line.startswith("#")]
    if not found or None in found or len({one["id"] for one in found if one}) != len(found):
        raise SealingKeysUnusable(
            f"Anahtar dosyasında her satır '<ad> <64 baytın base64'ü>' olmalı, adlar ayrı olmalı: {file}.",
            f"Every line of the key file must be '<id> <base64 of 64 bytes>', ids distinct: {file}.",
        )
    return {one["id"]: AESSIV(base64.b64decode(one["key"])) for one in found if one}


def new_key_line() -> str:
    """A fresh key with a name of its own, as it stands in the file."""
    return f"k{token_hex(4)} {base64.b64encode(token_bytes(KEY_BYTES)).decode()}"


def _bound(belongs_to: tuple[str, ...]) -> list[bytes]:
    return [part.encode() for part in belongs_to]
