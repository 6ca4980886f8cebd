"""Who must confirm, and what an operator reads when the service says no."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from uuid import UUID

import pytest

from deploy.local.failure import LocalFailure
from deploy.operator.erasing import CONFIRM, erase, token
from deploy.operator.site import Site

PERSON = UUID("019a0000-0000-7000-8000-000000000001")
REASON = {"message": {"tr": "Hareketlilik sürüyor.", "en": "A stay is under way."}}


class Refusing(BaseHTTPRequestHandler):
    def do_DELETE(self) -> None:
        body = json.dumps(REASON).encode()
        self.send_response(422)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def refusing() -> Iterator[Site]:
    server = HTTPServer(("127.0.0.1", 0), Refusing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    yield Site({"gateway": {"url": url}, "services": {"mobility": url}}, {})
    server.shutdown()
    server.server_close()


def test_everyone_who_reads_of_people_confirms() -> None:
    assert set(CONFIRM) == {"mobility", "finance", "events", "gateway"}


def test_a_refusal_is_shown_in_the_service_s_words(refusing: Site) -> None:
    with pytest.raises(LocalFailure) as refused:
        erase(refusing, PERSON, "token")
    assert (refused.value.tr, refused.value.en) == ("Hareketlilik sürüyor.", "A stay is under way.")
    assert "422" in refused.value.detail


def test_elsewhere_than_here_no_token_is_made_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERVAN_SITE", "site.json")
    monkeypatch.delenv("KERVAN_TOKEN", raising=False)
    with pytest.raises(LocalFailure, match="KERVAN_TOKEN"):
        token()
