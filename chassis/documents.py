"""Documents as PDF, from Typst templates. Values go in as data: what people wrote is text, never markup."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import segno
import typst


def pdf(template: Path, values: Mapping[str, Any]) -> bytes:
    """``template`` reads ``values`` as ``json(bytes(sys.inputs.values))``. Fonts are Typst's own.

    Takes some ten milliseconds of CPU: give it a thread. The same values make the same bytes, where the
    template says ``#set document(date: none)``.
    """
    told = {"values": json.dumps(values, ensure_ascii=False)}
    made: bytes = typst.compile(
        template.read_bytes(), format="pdf", ignore_system_fonts=True, sys_inputs=told
    )
    return made


def qr_code(address: str) -> str:
    """As SVG. A quarter of it may be lost before nobody can read it any more."""
    drawn = io.BytesIO()
    segno.make(address, error="q", micro=False).save(drawn, kind="svg", border=0, xmldecl=False)
    return drawn.getvalue().decode()
