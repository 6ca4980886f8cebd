"""Search that does not mind Turkish letters, accents and capitals: igdir, IĞDIR, ığdır and Iğdır are one.

The same folding stands twice, as an SQL function for stored text and as Python for what people type; a test
holds them equal for every Latin, Greek and Cyrillic letter. A table folds into a generated ``tsvector``
column with a GIN index::

    search tsvector GENERATED ALWAYS AS (to_tsvector('simple', kervan_fold(name))) STORED
    WHERE search @@ to_tsquery('simple', :query)      -- :query from search_query("iğd üni")
"""

from __future__ import annotations

import re
import unicodedata

# Letters that Unicode does not decompose, after lower-casing. Sigma: Python minds a word's end, SQL does not.
SINGLE = str.maketrans("ıłøđðħŧŋς", "iloddhtnσ")
SEVERAL = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
MARKS = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
BETWEEN_WORDS = re.compile(r"[\W_]+")

WORDS_MAX = 12

# The collations are named so that the result does not depend on how a database was made.
FOLD_FUNCTION_SQL = r"""
CREATE FUNCTION kervan_fold(written text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN trim(both ' ' FROM regexp_replace(
    replace(replace(replace(replace(
        translate(
            lower(regexp_replace(
                normalize(written, NFKD),
                '[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]', '', 'g'
            ) COLLATE pg_c_utf8),
            'ıłøđðħŧŋς', 'iloddhtnσ'
        ),
        'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'),
    '[^[:alnum:]]+', ' ', 'g'))
"""


def fold(written: str) -> str:
    """Lower-case words without accents, one space between: ``IĞDIR-Üni`` is ``igdir uni``."""
    bare = MARKS.sub("", unicodedata.normalize("NFKD", written)).lower().translate(SINGLE)
    for letter, letters in SEVERAL.items():
        bare = bare.replace(letter, letters)
    return BETWEEN_WORDS.sub(" ", bare).strip()


def search_query(written: str) -> str:
    """A ``to_tsquery('simple', …)`` that finds text with every word, each as a beginning.

    ``iğd üni`` becomes ``igd:* & uni:*``. Text without a word becomes an empty query, which finds nothing.
    """
    return " & ".join(f"{word}:*" for word in fold(written).split()[:WORDS_MAX])
