"""What may stay of a person who is erased: records under a pseudonym, without anything they told us."""

from __future__ import annotations

from dataclasses import replace

from services.mobility.domain.application import Application
from services.mobility.domain.scoring import public_lines


def pseudonymous(application: Application) -> Application:
    """No claims, no citizenship, no special-category fact by name, no text a person wrote.

    The public state does not change, so neither does the version.
    """
    appeal = application.appeal
    return replace(
        application,
        appeal=appeal and replace(appeal, reason="", answer=None),
        record=replace(application.record, citizen_of=(), graduated_on=None),
        claims=(),
        verifications=(),
        score_lines=public_lines(application.score_lines),
    )
