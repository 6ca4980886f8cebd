"""``python -m deploy.local.record.generate`` writes both files of the record anew, the same each time."""

from __future__ import annotations

from deploy.local.record import agreements, beneficiaries

if __name__ == "__main__":
    for part in (agreements, beneficiaries):
        part.FILE.write_text(part.generate(), encoding="utf-8")
