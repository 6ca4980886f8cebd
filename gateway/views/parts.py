"""Parts of an aggregate that are objects of their own: ids for them, and the keys that lead back."""

from __future__ import annotations


def part_id(whole: str, number: str) -> str:
    """SQL for a part's id, from its aggregate's id and its number: a name-based UUID (RFC 9562, version 8).

    The same part has the same id in every row, in every rebuild and after every change.
    """
    name = f"convert_to({whole}::text || '.' || {number}, 'UTF8')"
    digits = f"left(encode(sha256({name}), 'hex'), 32)"
    return f"overlay(overlay({digits} PLACING '8' FROM 13) PLACING '8' FROM 17)::uuid"


def instalments_of(state: str) -> str:
    """SQL for a grant's instalments as its documents show them: the same objects as in instalment_view."""
    identity = f"""jsonb_build_object(
                'id', {part_id(f"({state}->>'id')", "(each->>'number')")}, 'version', {state}->'version',
                'grant_id', {state}->'id', 'person_id', {state}->'person_id')"""
    return f"""coalesce((
            SELECT jsonb_agg(each || {identity} ORDER BY at)
            FROM jsonb_array_elements({state}->'instalments') WITH ORDINALITY AS listed (each, at)), '[]')"""
