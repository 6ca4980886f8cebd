"""HTML and XML as trees, so that whatever people write is text in them and never markup."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, tostring

NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML 1.0 cannot hold, not even escaped."""

Child = Element | str


def element(tag: str, *children: Child, **attributes: str) -> Element:
    """``element("a", "read", href="/x", class_="more")``; ``_`` in a name stands for ``-``."""
    named = {name.rstrip("_").replace("_", "-"): _text(value) for name, value in attributes.items()}
    made = Element(tag, named)
    for child in children:
        _append(made, child)
    return made


def _append(parent: Element, child: Child) -> None:
    if isinstance(child, Element):
        parent.append(child)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + _text(child)
    else:
        parent.text = (parent.text or "") + _text(child)


def _text(given: str) -> str:
    return NO_XML.sub("", given)


def html(root: Element) -> bytes:
    written: bytes = tostring(root, encoding="utf-8", method="html")
    return b"<!doctype html>\n" + written


def xml(root: Element) -> bytes:
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written
