"""Bodies, addresses and headers that no honest client sends."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Mapping
from functools import cache

MEGABYTE = 1024 * 1024
ZEROS = b"0" * (20 * MEGABYTE)
"""What a packed body of 90 kB would become."""


@cache
def bombs() -> Mapping[str, tuple[bytes, str]]:
    """Packed bodies that fit every bound as they are, and their Content-Encoding."""
    packed = b'{"name": "' + ZEROS + b'"}'
    return {
        "gzip": (gzip.compress(packed, 1), "gzip"),
        "deflate": (zlib.compress(packed, 1), "deflate"),
        "twice": (gzip.compress(gzip.compress(packed, 1)), "gzip, gzip"),
        "brotli said": (b"\x00" * 100, "br"),
        "unknown": (b"{}", "x-made-up"),
    }


def _text(text: str) -> bytes:
    return json.dumps({"name": text, "country": "DE", "reason": text, "given_name": text}).encode()


CHUNKED = b"Transfer-Encoding: chunked"

BODIES: Mapping[str, bytes] = {
    "nothing": b"",
    "no JSON": b"{",
    "half a string": b'{"name": "',
    "null": b"null",
    "number": b"7",
    "list": b"[]",
    "deep list": b"[" * 100_000,
    "deep list closed": b"[" * 100_000 + b"]" * 100_000,
    "deep objects with NUL": b'{"a":' * 40_000 + b'"\\u0000"' + b"}" * 40_000,
    "huge number": b'{"capacity": ' + b"9" * 5_000 + b"}",
    "huge exponent": b'{"capacity": 1e999999}',
    "NaN": b'{"capacity": NaN}',
    "doubled keys": b'{"name": "a", "name": "b", "country": "DE"}',
    "a hundred thousand keys": b"{" + b",".join(b'"%d":1' % n for n in range(100_000)) + b"}",
    "not UTF-8": b'{"name": "\xff\xfe"}',
    "overlong slash": b'{"name": "\xc0\xaf"}',
    "UTF-16": '{"name": "x"}'.encode("utf-16"),
    "byte order mark": b"\xef\xbb\xbf{}",
    "half a character": b'{"name": "\\ud800", "country": "DE", "reason": "\\udfff"}',
    "NUL": _text("a\x00b"),
    "NUL in a key": b'{"na\\u0000me": "a"}',
    "right to left": _text("\u202egnp.exe"),
    "combining flood": _text("e" + "\u0301" * 5_000),
    "zero width": _text("\u200b" * 50),
    "noncharacters": _text("\ufffe\uffff\U0010ffff"),
    "SQL": _text("'; DROP TABLE partner; --"),
    "SQL union": _text("x' UNION SELECT payload FROM outbox --"),
    "format string": _text("{0.__class__} %s %n ${jndi:ldap://x}"),
    "line breaks": _text("a\r\nSet-Cookie: x=1\r\n\r\n<script>"),
    "path": _text("../../../../etc/passwd"),
    "prototype": b'{"__proto__": {"a": 1}, "__class__": 1, "constructor": 1}',
    "XML": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    "pickle": b"\x80\x04\x95",
}

SLOW = ("a hundred thousand keys",)

CSV: Mapping[str, bytes] = {
    "nothing": b"",
    "no UTF-8": b"\xff\xfe\x00",
    "one quote": b'"' + b"a" * 100_000,
    "cell of a megabyte": b"a" * MEGABYTE,
    "a hundred thousand columns": b"," * 100_000,
    "a million rows": b"a\n" * 1_000_000,
    "NUL": b"a,b\x00c\n1,2\n",
    "formula": b"reference\n=cmd|' /C calc'!A0\n",
    "comments only": b"#\n" * 100_000,
    "carriage returns": b"\r" * 100_000,
}

TYPES: tuple[str | None, ...] = (
    None,
    "",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/form-data; boundary=" + "b" * 5_000,
    "application/json; charset=utf-7",
    "application/json\t;;;",
    "text/csv; charset=utf-16",
    "\xff\xfe",
)

QUERIES: tuple[str, ...] = (
    "limit=0",
    "limit=-1",
    "limit=1e9",
    "limit=99999999999999999999",
    "limit=%00",
    "cursor=%00",
    "cursor=AAAA",
    "cursor=" + "A" * 3_000,
    "cursor=WyJcdWQ4MDAiLCJcdWQ4MDAiXQ",  # ["\ud800","\ud800"]
    "cursor=WyJhIiwgImEiXQ",  # ["a", "a"]
    "cursor=W1tbW1tbW1tbW1tb",
    "q=%27%20OR%201=1%20--",
    "q=%ED%A0%80",
    "q=%25%25%25%5F%5F",
    "q=" + "%F0%9F%8F%8A" * 200,
    "q=%E2%80%AE",
    "country=%27",
    "person_id=%27",
    "call_id=../../etc/passwd",
    "begins_from=9999-12-31T23:59:59-23:59",
    "begins_from=0001-01-01T00:00:00%2B14:00",
    "call_year=999999999999999999999",
    "status=%0d%0aSet-Cookie:%20a=1",
    "a=b&" * 3_000,
)

HEADERS: tuple[Mapping[str, str], ...] = (
    {"Idempotency-Key": "\xff"},
    {"Idempotency-Key": "k" * 256},
    {"Idempotency-Key": "' OR 1=1 --"},
    {"If-Match": "*"},
    {"If-Match": '"99999999999999999999999"'},
    {"If-Match": '"1", "2"'},
    {"If-None-Match": '"' * 5_000},
    {"Accept-Language": "tr;q=nan, en;q=inf, " + "x," * 5_000},
    {"Accept-Language": "\xff\xfe"},
    {"Accept": "a/b;q=" * 1_000},
    {"traceparent": "00-" + "0" * 32 + "-" + "0" * 16 + "-01"},
    {"traceparent": "\xff" * 500},
    {"X-Forwarded-For": "127.0.0.1, ::1, ' --"},
    {"Host": "evil.example"},
    {"Origin": "null"},
    {"Range": "bytes=0-1,1-2,2-3"},
    {"X-HTTP-Method-Override": "DELETE"},
)

PATHS: tuple[str, ...] = (
    "/v1/people/%00",
    "/v1/people/..%2f..%2fstatus",
    "/v1/partners/%27%20OR%201=1",
    "/v1/events/" + "a" * 5_000,
    "/v1//partners",
    "/v1/partners/../../status",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/v1/grants/%ED%A0%80",
    "/graphql/..",
    "/docs",
    "/.git/config",
    "/.env",
)


def _head(*lines: bytes, body: bytes = b"") -> bytes:
    return b"\r\n".join([b"POST {door} HTTP/1.1", *lines, b"", body])


def heads() -> Mapping[str, bytes]:
    """What a request's head may be at worst; each ends with a body, as a server would take it for."""
    return {
        "length that is none": _head(b"Host: k", b"Content-Length: abc"),
        "twice a length": _head(b"Host: k", b"Content-Length: 2", b"Content-Length: 30", body=b"{}"),
        "length and chunks": _head(b"Host: k", b"Content-Length: 2", CHUNKED, body=b"0\r\n\r\n"),
        "chunks twice": _head(b"Host: k", CHUNKED + b", identity", body=b"0\r\n\r\n"),
        "folded header": b"GET {door} HTTP/1.1\r\nHost: k\r\nX: a\r\n b\r\n\r\n",
        "space before colon": b"GET {door} HTTP/1.1\r\nHost : k\r\nContent-Length : 4\r\n\r\nabcd",
        "bare line feed": b"GET {door} HTTP/1.1\nHost: k\n\n",
        "NUL in a header": b"GET {door} HTTP/1.1\r\nHost: k\r\nX: a\x00b\r\n\r\n",
        "CR in a header": b"GET {door} HTTP/1.1\r\nHost: k\r\nX: a\rSet-Cookie: b\r\n\r\n",
        "no host": b"GET {door} HTTP/1.1\r\n\r\n",
        "absolute address": b"GET http://evil.example{door} HTTP/1.1\r\nHost: k\r\n\r\n",
        "another protocol": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "connect": b"CONNECT evil.example:443 HTTP/1.1\r\nHost: k\r\n\r\n",
    }
