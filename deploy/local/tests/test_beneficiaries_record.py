from __future__ import annotations

from deploy.local.record import beneficiaries


def test_the_committed_file_is_what_the_generator_writes() -> None:
    assert beneficiaries.FILE.read_text(encoding="utf-8") == beneficiaries.generate()


def test_the_file_says_that_it_is_generated_and_that_nobody_in_it_exists() -> None:
    comments = [line for line in beneficiaries.generate().splitlines() if line.startswith("#")]
    assert any("Generated data" in line for line in comments)
    assert any("invented" in line for line in comments)
