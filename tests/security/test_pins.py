"""What is installed is what was pinned: every package by version and hash, every wish among them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.security.audit import CLEAN, NOT_AUDITED, VULNERABLE, Audit

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entries() -> Iterator[tuple[Requirement, str]]:
    """Each pin, and the lines that belong to it."""
    for block in re.split(r"\n(?=[A-Za-z0-9])", LOCK):
        first = block.lstrip("#").splitlines()[0]
        if not block.startswith("#"):
            yield Requirement(first.rstrip(" \\")), block


def wishes() -> set[str]:
    lines = [line for name in ("requirements.in", "requirements-dev.in") for line in _lines(name)]
    return {canonicalize_name(Requirement(line).name) for line in lines if not line.startswith("-r ")}


def _lines(name: str) -> list[str]:
    text = (ROOT / name).read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


PINS = list(entries())


def test_every_package_is_pinned_to_one_version_with_hashes() -> None:
    loose = [
        pin.name
        for pin, block in PINS
        if [each.operator for each in pin.specifier] != ["=="] or not HASH.search(block)
    ]
    assert len(PINS) > 50
    assert loose == []


def test_every_wish_is_pinned_and_no_pin_is_without_a_reason() -> None:
    """A reason is the wish itself, or the package that needs it: the comment the resolver leaves."""
    pinned = {canonicalize_name(pin.name) for pin, _ in PINS}
    assert wishes() - pinned == set()
    assert [pin.name for pin, block in PINS if "# via" not in block] == []


def test_what_runs_here_is_what_is_pinned() -> None:
    differing = {}
    for pin, _ in PINS:
        if pin.marker is None or pin.marker.evaluate():
            try:
                present = version(pin.name)
            except PackageNotFoundError:
                present = "none"
            if present not in pin.specifier:
                differing[pin.name] = present
    assert differing == {}


def test_no_download_address_is_committed() -> None:
    """Where packages come from is each machine's own business."""
    assert not re.search(r"--index-url|--extra-index-url|--find-links|https?://", LOCK)


GOOD = {"name": "a", "version": "1", "vulns": []}
BAD = {"name": "b", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["3"]}]}
UNKNOWN = {"name": "c", "skip_reason": "not found"}


@pytest.mark.parametrize(
    ("packages", "on_a_laptop", "in_ci", "words"),
    [
        ([GOOD], CLEAN, CLEAN, "1 packages, none"),
        ([GOOD, BAD], VULNERABLE, VULNERABLE, "b 2: CVE-1, mended in 3"),
        ([GOOD, UNKNOWN], CLEAN, NOT_AUDITED, "NOT AUDITED: 1 of 2"),
        ([BAD, UNKNOWN], VULNERABLE, VULNERABLE, "NOT AUDITED: 1 of 2"),
    ],
)
def test_an_audit_that_saw_nothing_is_no_clean_one(
    packages: list[object], on_a_laptop: int, in_ci: int, words: str
) -> None:
    found = Audit.of({"dependencies": packages})
    assert (found.verdict(strict=False), found.verdict(strict=True)) == (on_a_laptop, in_ci)
    assert words in found.words()
