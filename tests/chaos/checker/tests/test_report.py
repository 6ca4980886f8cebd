from tests.chaos.checker.history import History
from tests.chaos.checker.promises import broken
from tests.chaos.checker.report import SHOWN_MAX, Breach, Harm, lines

GAP = Breach(1, Harm.LOST, "gap", "a has no 2 of 3", "topic[0]@7")


def test_nothing_found_says_so_in_the_last_line() -> None:
    assert list(lines(broken(History()))) == ["lost 0 duplicated 0 diverged 0"]


def test_a_breach_says_promise_harm_rule_what_and_where() -> None:
    assert list(lines([GAP])) == [
        "promise 1 broken, lost · gap: a has no 2 of 3 · look at topic[0]@7",
        "lost 1 duplicated 0 diverged 0",
    ]


def test_many_of_one_kind_are_counted_and_not_all_shown() -> None:
    shown = list(lines([GAP] * (SHOWN_MAX + 5)))
    assert len(shown) == SHOWN_MAX + 2
    assert shown[-2:] == ["… 5 more of: gap", f"lost {SHOWN_MAX + 5} duplicated 0 diverged 0"]
