"""The committed files of the published language: where they are, reading them, what differs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from contracts.compatibility import Break, Schema, breaking_changes
from contracts.generate import asyncapi, schemas, text

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Folder:
    """``schemas/`` follows the models; ``schemas/published/`` is what readers were promised."""

    root: Path = HERE

    @property
    def schemas(self) -> Path:
        return self.root / "schemas"

    @property
    def published(self) -> Path:
        return self.schemas / "published"

    @property
    def asyncapi(self) -> Path:
        return self.root / "asyncapi.json"


def generated(folder: Folder) -> dict[Path, str]:
    """What every generated file must hold."""
    files = {folder.schemas / f"{name}.json": text(schema) for name, schema in schemas().items()}
    return {**files, folder.asyncapi: text(asyncapi())}


def stale(folder: Folder) -> list[Path]:
    """Files that differ from the models, are missing, or belong to no event type any more."""
    wanted = generated(folder)
    differing = [path for path, content in wanted.items() if not path.exists() or path.read_text() != content]
    return sorted(differing + [path for path in folder.schemas.glob("*.json") if path not in wanted])


def write(folder: Folder) -> list[Path]:
    """Bring the files to the models; returns what changed."""
    changed = stale(folder)
    wanted = generated(folder)
    folder.schemas.mkdir(parents=True, exist_ok=True)
    for path in changed:
        if path in wanted:
            path.write_text(wanted[path])
        else:
            path.unlink()
    return changed


def promised(folder: Folder) -> dict[str, Schema]:
    return {path.stem: json.loads(path.read_text()) for path in sorted(folder.published.glob("*.json"))}


def broken(folder: Folder) -> list[Break]:
    return breaking_changes(promised(folder), schemas())


def unpublished(folder: Folder) -> list[str]:
    """Types that no reader was promised yet; they may still change in any way."""
    return sorted(schemas().keys() - promised(folder).keys())


def publish(folder: Folder) -> list[str]:
    """Promise today's schemas. The caller has seen that nothing is broken. Returns the types changed."""
    before, present = promised(folder), schemas()
    folder.published.mkdir(parents=True, exist_ok=True)
    for name, schema in present.items():
        (folder.published / f"{name}.json").write_text(text(schema))
    return [name for name, schema in present.items() if before.get(name) != schema]
