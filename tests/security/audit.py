"""``python -m tests.security.audit``: known vulnerabilities of what is pinned, by pip-audit.

pip-audit exits 0 also where the advisory service knew nothing of a package or could not be reached: such an
audit has shown nothing, and says so here. Where ``CI`` is set it fails; without a network it only says so.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements.lock"
HOME = ROOT / ".run" / "audit"
SECONDS_MAX = 300
CLEAN, VULNERABLE, NOT_AUDITED = 0, 1, 2


@dataclass(frozen=True)
class Finding:
    package: str
    version: str
    advisory: str
    mended_in: str


@dataclass(frozen=True)
class Audit:
    """``unknown``: packages nobody could say anything about."""

    audited: int
    findings: Sequence[Finding]
    unknown: Sequence[str]

    @classmethod
    def of(cls, report: Mapping[str, Any]) -> Audit:
        known = [each for each in report["dependencies"] if "skip_reason" not in each]
        return cls(
            audited=len(known),
            findings=[_finding(each, advisory) for each in known for advisory in each["vulns"]],
            unknown=[each["name"] for each in report["dependencies"] if "skip_reason" in each],
        )

    def verdict(self, *, strict: bool) -> int:
        if self.findings:
            return VULNERABLE
        return NOT_AUDITED if self.unknown and strict else CLEAN

    def words(self) -> str:
        lines = [
            f"{each.package} {each.version}: {each.advisory}, mended in {each.mended_in or 'no release yet'}"
            for each in self.findings
        ]
        if self.unknown:
            count = f"{len(self.unknown)} of {len(self.unknown) + self.audited} packages"
            lines.append(f"NOT AUDITED: {count}; the advisory service was not reached or knows them not.")
            lines.append(f"DENETLENEMEDİ: {count}; danışma hizmetine ulaşılamadı ya da onları bilmiyor.")
        return "\n".join(lines) or f"{self.audited} packages, none with a known vulnerability"


def _finding(package: Mapping[str, Any], advisory: Mapping[str, Any]) -> Finding:
    return Finding(package["name"], package["version"], advisory["id"], ", ".join(advisory["fix_versions"]))


def pip_audit() -> Path | None:
    """The program: of this machine, else installed beside the run. None where it cannot be had."""
    if found := shutil.which("pip-audit"):
        return Path(found)
    program = HOME / "bin" / "pip-audit"
    if not program.exists():
        venv.create(HOME, with_pip=True)
        install = [str(HOME / "bin" / "python"), "-m", "pip", "install", "--quiet", "pip-audit"]
        subprocess.run(install, check=False, timeout=SECONDS_MAX, capture_output=True)
    return program if program.exists() else None


def audit(program: Path) -> Audit:
    """Raises: ValueError where it could not even begin."""
    asked = ["--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json"]
    done = subprocess.run(
        [program, *asked, "--requirement", LOCK], capture_output=True, timeout=SECONDS_MAX, check=False
    )
    return Audit.of(json.loads(done.stdout))


def main() -> int:
    strict = bool(os.environ.get("CI"))
    program = pip_audit()
    try:
        found = audit(program) if program else None
    except (ValueError, subprocess.TimeoutExpired):
        found = None
    if found is None:
        sys.stdout.write("NOT AUDITED: pip-audit could not be had or did not answer. · Denetlenemedi.\n")
        return NOT_AUDITED if strict else CLEAN
    sys.stdout.write(found.words() + "\n")
    return found.verdict(strict=strict)


if __name__ == "__main__":
    sys.exit(main())
