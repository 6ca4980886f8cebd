"""Pages lead where they say: every link to another file of the tree finds it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from deploy.local.layout import CHECKOUT

LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
NOT_OURS = {".venv", ".run", "node_modules", ".git"}
PAGES = sorted(
    page for page in CHECKOUT.glob("**/*.md") if not NOT_OURS & set(page.relative_to(CHECKOUT).parts)
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(CHECKOUT)))
def test_every_link_finds_its_file(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []
