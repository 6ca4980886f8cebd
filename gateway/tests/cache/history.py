"""What was true when, what was answered when, and whether the two agree. Knows nothing of caches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class State:
    """The answers without a cache between one commit and the next. The commit was at some moment from
    ``begun`` to ``ended``."""

    begun: float
    ended: float
    answers: Mapping[str, bytes]


@dataclass(frozen=True)
class Answered:
    question: str
    asked: float
    answered: float
    data: bytes


@dataclass
class History:
    """States in the order of their commits; answers in any order."""

    states: list[State] = field(default_factory=list)
    answers: list[Answered] = field(default_factory=list)

    def wrong(self) -> list[Answered]:
        """Answers that were true at no moment between request and response."""
        return [answered for answered in self.answers if not self._was_true(answered)]

    def _was_true(self, answered: Answered) -> bool:
        ends = [state.ended for state in self.states[1:]] + [float("inf")]
        return any(
            state.begun <= answered.answered and answered.asked <= end
            for state, end in zip(self.states, ends, strict=True)
            if state.answers[answered.question] == answered.data
        )
