"""Which metrics and labels a PromQL expression names, as far as is needed to find one that does not exist.

Whether it parses at all, promtool says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from chassis.telemetry.catalogue import METRICS

OF_PROMETHEUS: Final = frozenset({"job", "instance"})
"""Labels that the scrape adds to every series."""

KNOWN: Final = {
    **{series: frozenset(m.prometheus_labels) | OF_PROMETHEUS for m in METRICS for series in m.series},
    "up": OF_PROMETHEUS,
}

_STRINGS: Final = re.compile(r'"(?:[^"\\]|\\.)*"')
_GROUPINGS: Final = re.compile(r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)")
_RANGES: Final = re.compile(r"\[[^\]]*\]")
_SELECTORS: Final = re.compile(r"([a-zA-Z_:][a-zA-Z0-9_:]*)\b(?!\s*\()\s*(\{[^}]*\})?")
_WORDS: Final = frozenset({"and", "or", "unless", "offset", "bool", "by", "on", "without", "ignoring"})


def unknown(expression: str) -> Iterator[str]:
    """A line for every metric that nothing tells and every label that its metric does not have."""
    bare = _STRINGS.sub('""', expression)
    grouped = _labels(",".join(_GROUPINGS.findall(bare)))
    selected: set[str] = set()
    for name, matchers in _SELECTORS.findall(_RANGES.sub("", _GROUPINGS.sub("", bare))):
        if name in _WORDS:
            continue
        if name not in KNOWN:
            yield f"no metric is called {name}"
            continue
        has = KNOWN[name] | ({"le"} if name.endswith("_bucket") else set())
        selected |= has
        yield from (f"{name} has no label {label}" for label in _labels(matchers) if label not in has)
    yield from (f"nothing here has the label {label}" for label in grouped if label not in selected)


def _labels(text: str) -> list[str]:
    return [found for part in text.strip("{}").split(",") if (found := re.split(r"[=!]", part)[0].strip())]
