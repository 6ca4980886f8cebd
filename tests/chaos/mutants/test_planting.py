"""Every mutant still finds the code that it changes. `make chaos-mutants` shows that it is found itself."""

import pytest

from tests.chaos.mutants import MUTANTS


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_changes_something(name: str) -> None:
    changed: list[str] = []

    def patch(owner: object, attribute: str, value: object) -> None:
        assert getattr(owner, attribute) is not value
        changed.append(attribute)

    MUTANTS[name].plant(patch)
    assert changed


def test_there_are_mutants_for_every_promise() -> None:
    assert {mutant.promise for mutant in MUTANTS.values()} == {1, 2, 3, 4, 5}
    assert len(MUTANTS) >= 12
