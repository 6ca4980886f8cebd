"""The checker itself, on histories written by hand."""

from gateway.tests.cache.history import Answered, History, State


def history(*answers: Answered) -> History:
    """The first commit was at once, the second somewhere from 10 to 11."""
    return History([State(0, 0, {"q": b"old"}), State(10, 11, {"q": b"new"})], list(answers))


def test_an_old_answer_to_who_asked_after_the_commit_is_wrong() -> None:
    stale = Answered("q", 11.1, 12, b"old")
    assert history(stale).wrong() == [stale]


def test_a_new_answer_before_the_commit_was_begun_is_wrong() -> None:
    early = Answered("q", 8, 9.9, b"new")
    assert history(early).wrong() == [early]


def test_around_the_commit_both_are_true() -> None:
    assert history(Answered("q", 9, 10.5, b"new"), Answered("q", 10.5, 12, b"old")).wrong() == []


def test_what_never_was_is_wrong() -> None:
    invented = Answered("q", 0, 20, b"?")
    assert history(invented).wrong() == [invented]
