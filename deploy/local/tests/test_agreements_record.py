from __future__ import annotations

from deploy.local.record import agreements


def test_the_committed_file_is_what_the_generator_writes() -> None:
    assert agreements.FILE.read_text(encoding="utf-8") == agreements.generate()


def test_the_file_says_that_it_is_generated_and_not_which_rows_are_wrong() -> None:
    comments = [line for line in agreements.generate().splitlines() if line.startswith("#")]
    assert any("Generated data" in line for line in comments)
    assert len(comments) == 3
