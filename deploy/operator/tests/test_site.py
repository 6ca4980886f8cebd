"""Where the command looks: the file named by KERVAN_SITE, else the local run's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deploy.local.failure import LocalFailure
from deploy.operator.site import present_site

ENDPOINTS = {
    "gateway": {"url": "http://gateway:8400"},
    "services": {"finance": "http://finance:8403"},
    "kafka": {"bootstrap_servers": "kafka:9092"},
    "databases": {"finance": "postgresql://there"},
    "sealing_keys": {"finance": "/run/secrets/finance.keys"},
}


def _named(monkeypatch: pytest.MonkeyPatch, folder: Path, text: str) -> None:
    file = folder / "site.json"
    file.write_text(text)
    monkeypatch.setenv("KERVAN_SITE", str(file))


def test_a_site_file_says_where_everything_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _named(monkeypatch, tmp_path, json.dumps(ENDPOINTS))
    site = present_site()
    assert (site.bootstrap, site.sealing["finance"]) == ("kafka:9092", "/run/secrets/finance.keys")
    assert site.urls == {"gateway": "http://gateway:8400", "finance": "http://finance:8403"}
    assert site.traces is None


@pytest.mark.parametrize("text", ["", "[]", '{"kafka": {}}', json.dumps(ENDPOINTS | {"gateway": None})])
def test_a_file_that_is_none_is_told_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str) -> None:
    _named(monkeypatch, tmp_path, text)
    with pytest.raises(LocalFailure, match=r"endpoints\.json"):
        present_site()


def test_before_anything_was_started_it_says_what_to_do_first(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("KERVAN_SITE", raising=False)
    monkeypatch.setenv("KERVAN_RUN", str(tmp_path / ".run"))
    with pytest.raises(LocalFailure, match="make up"):
        present_site()
    assert not (tmp_path / ".run").exists()
