"""What is sealed opens where it belongs, under any key of the file, and nowhere else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from chassis import sealed
from chassis.masks import masked_iban, masked_national_id
from chassis.sealed import Keyring, NotOpened, SealingKeysUnusable, new_key_line

IBAN = "TR330006100519786457841326"
AYSE, MEHMET = ("person.iban", "1"), ("person.iban", "2")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    written = tmp_path / "keys"
    written.write_text(new_key_line())
    return written


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is looked at whenever a key is used."""
    monkeypatch.setattr(sealed, "LOOKED_AT_SECONDS", 0)


def put_on_top(file: Path, line: str) -> None:
    file.write_text(f"{line}\n{file.read_text()}")
    os.utime(file, ns=(0, file.stat().st_mtime_ns + 1))


def test_what_is_sealed_shows_nothing_and_opens_again(file: Path) -> None:
    keys = Keyring(file)
    kept = keys.seal(IBAN, *AYSE)
    assert kept.startswith(f"sealed:{keys.newest}:")
    assert "1326" not in kept
    assert keys.open(kept, *AYSE) == IBAN


def test_the_same_value_at_the_same_place_is_sealed_the_same(file: Path) -> None:
    """Else a rebuilt view would differ from the old one in every row."""
    assert Keyring(file).seal(IBAN, *AYSE) == Keyring(file).seal(IBAN, *AYSE)
    assert Keyring(file).seal(IBAN, *AYSE) != Keyring(file).seal(IBAN, *MEHMET)


def test_a_value_moved_to_another_row_does_not_open(file: Path) -> None:
    """Who can write into the database cannot have somebody else's grant paid to their own account."""
    keys = Keyring(file)
    with pytest.raises(NotOpened):
        keys.open(keys.seal(IBAN, *MEHMET), *AYSE)


def test_what_was_written_before_sealing_is_read_as_it_is(file: Path) -> None:
    assert Keyring(file).open(IBAN, *AYSE) == IBAN


def test_bytes_of_any_kind_are_sealed_too(file: Path) -> None:
    keys, anything = Keyring(file), bytes(range(256))
    assert keys.open_bytes(keys.seal_bytes(anything, *AYSE), *AYSE) == anything


@pytest.mark.usefixtures("impatient")
def test_a_new_key_on_top_is_used_without_a_restart_and_the_old_one_still_opens(file: Path) -> None:
    keys = Keyring(file)
    old = keys.seal(IBAN, *AYSE)
    line = new_key_line()
    put_on_top(file, line)
    assert keys.newest == line.split()[0]
    assert keys.seal(IBAN, *AYSE) != old
    assert keys.open(old, *AYSE) == IBAN


def test_a_key_that_another_process_took_a_moment_ago_is_found_at_once(file: Path) -> None:
    keys = Keyring(file)
    put_on_top(file, new_key_line())
    assert keys.open(Keyring(file).seal(IBAN, *AYSE), *AYSE) == IBAN


def test_a_value_whose_key_is_gone_is_not_opened(file: Path) -> None:
    kept = Keyring(file).seal(IBAN, *AYSE)
    file.write_text(new_key_line())
    with pytest.raises(NotOpened, match="there is no key"):
        Keyring(file).open(kept, *AYSE)


@pytest.mark.usefixtures("impatient")
def test_a_file_that_is_gone_for_a_moment_stops_nobody(file: Path) -> None:
    keys = Keyring(file)
    file.unlink()
    assert keys.open(keys.seal(IBAN, *AYSE), *AYSE) == IBAN


@pytest.mark.parametrize("written", ["", "# none\n", "k1 short", "k1", f"{new_key_line()}\nnonsense", "ş"])
def test_a_file_that_is_none_is_refused_in_two_languages_without_saying_what_it_holds(
    file: Path, written: str
) -> None:
    file.write_text(written)
    with pytest.raises(SealingKeysUnusable) as refused:
        Keyring(file)
    assert "Anahtar dosyası" in refused.value.tr
    assert "key file" in refused.value.en
    assert "nonsense" not in str(refused.value)


def test_one_name_for_two_keys_is_refused(file: Path) -> None:
    name = file.read_text().split()[0]
    put_on_top(file, f"{name} {new_key_line().split()[1]}")
    with pytest.raises(SealingKeysUnusable):
        Keyring(file)


def test_a_process_without_a_file_says_which_setting_it_misses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KERVAN_SEALING_KEYS_FILE")
    with pytest.raises(SealingKeysUnusable, match="KERVAN_SEALING_KEYS_FILE"):
        sealed.keyring.__wrapped__()


def test_masks_tell_two_apart_and_are_of_no_use() -> None:
    assert masked_iban(IBAN) == "TR•• •••• 1326"
    assert masked_national_id("10000000146") == "•••••••••46"
    assert (masked_iban("TR1326"), masked_national_id("146")) == ("•• ••••", "•••••••••••")
    assert (masked_iban(None), masked_national_id(None)) == (None, None)
