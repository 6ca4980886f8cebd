"""A story on the screen: one line a step, what is missing last, no table (a narrow one cuts ids)."""

from __future__ import annotations

from collections.abc import Iterator

from deploy.operator.story.gathering import RELATED_MAX, Told
from deploy.operator.story.steps import Sort, Step

SORTS = {
    Sort.COMMAND: "command · komut",
    Sort.EVENT: "event · olay",
    Sort.EFFECT: "effect · etki",
    Sort.PARKED: "PARKED · BEKLEYEN",
    Sort.MISSING: "MISSING · EKSİK",
}


def lines(told: Told) -> Iterator[str]:
    missing = [step for step in told.steps if step.sort is Sort.MISSING]
    yield "time · saat (UTC)         what · ne            where · nerede, which · hangisi  [trace · iz]"
    yield from (line(step) for step in told.steps if step.sort is not Sort.MISSING)
    yield from (line(step) for step in missing)
    yield f"{len(missing)} missing · eksik; {told.looked_at} records looked at · bakılan kayıt"
    yield from _caveats(told)


def line(step: Step) -> str:
    at = "–" if step.sort is Sort.MISSING else f"{step.at:%F %T}.{step.at.microsecond // 1000:03d}"
    return f"{at:<24}  {SORTS[step.sort]:<19}  {step.who}: {step.what}  [{step.trace or '–'}]"


def _caveats(told: Told) -> Iterator[str]:
    if told.cut:
        places = ", ".join(sorted(told.cut))
        yield f"older records were not read · daha eski kayıtlar okunmadı: {places}"
    if told.left_out:
        yield f"{told.left_out} related left out (at most {RELATED_MAX}) · ilişkili, gösterilmeyen"
    if not told.traced:
        yield "no spans here: commands, related and causes are not told · iz yok: komutlar ve nedenler yok"
