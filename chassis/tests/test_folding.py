from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.folding import FOLD_FUNCTION_SQL, fold, search_query

IGDIR = ["igdir", "IĞDIR", "ığdır", "Iğdır", "İĞDİR", "ıĞdIr"]
WRITTEN = [
    *IGDIR,
    "Universität für Bodenkultur, Straße 5",
    "UNIWERSYTET ŁÓDZKI",
    "Københavns Erhvervsakademi",
    "Háskóli Íslands – Þór & Ðað",
    "Œuvre Æther ﬁnance №5",
    "ΙΔΡΥΜΑ ΑΘΗΝΑΣ",
    "Софийски университет „Св. Климент“",
    "ŢĂNDĂREI Šķūņu",
    "",
    "---",
]


@pytest.fixture
async def folding(new_database: Callable[..., Awaitable[str]]) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(await new_database())
    await connection.execute(FOLD_FUNCTION_SQL)
    yield connection
    await connection.close()


def test_turkish_letters_and_accents_do_not_matter() -> None:
    assert {fold(written) for written in IGDIR} == {"igdir"}
    assert fold("ŞIRNAK Çankırı ÖZYEĞİN Gümüşhane") == "sirnak cankiri ozyegin gumushane"


@pytest.mark.parametrize("written", WRITTEN)
async def test_the_database_folds_as_python_does(folding: asyncpg.Connection, written: str) -> None:
    assert await folding.fetchval("SELECT kervan_fold($1)", written) == fold(written)


async def test_every_latin_greek_and_cyrillic_letter_folds_alike(folding: asyncpg.Connection) -> None:
    letters = [chr(code) for first, last in [(1, 0x52F), (0x1D00, 0x1FFF)] for code in range(first, last)]
    folded = await folding.fetch(
        "SELECT letter, kervan_fold('a' || letter || 'b') FROM unnest($1::text[]) letter", letters
    )
    assert [letter for letter, by_database in folded if by_database != fold(f"a{letter}b")] == []


@pytest.mark.parametrize("asked", ["igdir", "IĞDIR", "ığdır", "Iğdır", "iğd üni", "TR IGDIR01", "igdir-uni"])
async def test_every_way_of_writing_finds_the_same(folding: asyncpg.Connection, asked: str) -> None:
    stored = "Iğdır Üniversitesi TR IGDIR01"
    found = await folding.fetchval(
        "SELECT to_tsvector('simple', kervan_fold($1)) @@ to_tsquery('simple', $2)",
        stored,
        search_query(asked),
    )
    assert found is True


async def test_a_query_without_words_finds_nothing(folding: asyncpg.Connection) -> None:
    assert not await folding.fetchval(
        "SELECT to_tsvector('simple', 'igdir') @@ to_tsquery('simple', $1)", search_query("& | ! :*")
    )


@given(st.text())
def test_no_text_makes_a_query_of_its_own(written: str) -> None:
    words = search_query(written).split(" & ")
    assert all(word == "" or (word.endswith(":*") and word[:-2].isalnum()) for word in words)


@given(st.text())
def test_folding_twice_changes_nothing_more(written: str) -> None:
    assert fold(fold(written)) == fold(written)
