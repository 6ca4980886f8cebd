"""The mixed-integer programme behind a spending plan, and HiGHS, which solves it.

A candidate is a binary (funded or not) and an integer (days beyond its first).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from services.finance.domain.spending_plan import Candidate

NODES_MAX = 2_000
"""A bound in nodes, not in seconds: the same question has the same answer on every machine."""
LESS_THAN_ONE = 0.5
"""All that is counted is whole: a gap below one is none."""


@dataclass(frozen=True)
class Solution:
    """``days`` for each candidate, 0: nothing. No choice is worth more than ``bound``."""

    days: tuple[int, ...]
    bound: float


@dataclass(frozen=True)
class Programme:
    """Costs are counted in ``unit`` cents, at most ``capacity`` of them and no less than ``least``."""

    candidates: Sequence[Candidate]
    unit: int
    capacity: int
    least: int = 0

    @property
    def costs(self) -> list[int]:
        bases = [each.base // self.unit for each in self.candidates]
        return bases + [each.per_day // self.unit for each in self.candidates]

    def cost(self, days: Sequence[int]) -> int:
        return sum(cost(each, n) for each, n in zip(self.candidates, days, strict=True)) // self.unit

    def solve(self, worths: Sequence[float]) -> Solution | None:
        """The choice worth most by ``worths``, one a column. None: there is none, or none was found."""
        # HiGHS and its numpy weigh 40 MB: only a process that draws up a plan carries them
        import highspy  # noqa: PLC0415

        solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in OPTIONS.items():
            solver.setOptionValue(option, value)
        solver.passModel(self._model(highspy, worths))
        solver.run()
        info = solver.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        return Solution(self._days(solver.getSolution().col_value), info.mip_dual_bound)

    def _days(self, values: Sequence[float]) -> tuple[int, ...]:
        size = len(self.candidates)
        return tuple(
            each.days_min + round(values[size + place]) if round(values[place]) else 0
            for place, each in enumerate(self.candidates)
        )

    def _model(self, highspy: Any, worths: Sequence[float]) -> Any:
        size = len(self.candidates)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = 2 * size, 1 + size
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_cost_ = list(worths)
        model.col_lower_ = [0.0] * (2 * size)
        model.col_upper_ = [1.0] * size + [float(each.days_max - each.days_min) for each in self.candidates]
        model.integrality_ = [highspy.HighsVarType.kInteger] * (2 * size)
        model.row_lower_ = [float(self.least)] + [-highspy.kHighsInf] * size
        model.row_upper_ = [float(self.capacity)] + [0.0] * size
        matrix = model.a_matrix_
        matrix.format_ = highspy.MatrixFormat.kRowwise
        matrix.start_, matrix.index_, matrix.value_ = self._rows()
        return model

    def _rows(self) -> tuple[list[int], list[int], list[float]]:
        """What everybody costs; and further days only for whom is funded."""
        size = len(self.candidates)
        starts, columns, values = [0, 2 * size], list(range(2 * size)), [float(each) for each in self.costs]
        for place, each in enumerate(self.candidates):
            columns += [place, size + place]
            values += [float(each.days_min - each.days_max), 1.0]
            starts.append(len(columns))
        return starts, columns, values


def cost(candidate: Candidate, days: int) -> int:
    """Cents that ``days`` of a candidate are reckoned with; none for 0."""
    return candidate.base + (days - candidate.days_min) * candidate.per_day if days else 0


OPTIONS: dict[str, Any] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_detect_symmetry": False,  # thousands alike take it longer to look for than to do without
    "mip_rel_gap": 0.0,
    "mip_abs_gap": LESS_THAN_ONE,
    "mip_max_nodes": NODES_MAX,
}
