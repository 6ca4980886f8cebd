"""The office's letters, from ``data/letter_templates.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from chassis.refusal import LocalizedText
from services.agreements.adapters.data_files import DATA
from services.agreements.domain.letters import Template


@cache
def letter_templates() -> Mapping[str, Template]:
    read = tomllib.loads((DATA / "letter_templates.toml").read_text(encoding="utf-8"))
    return {
        code: Template(code, _words(each["subject"]), _words(each["body"])) for code, each in read.items()
    }


def _words(given: Mapping[str, str]) -> LocalizedText:
    return LocalizedText(tr=given["tr"].strip(), en=given["en"].strip())
