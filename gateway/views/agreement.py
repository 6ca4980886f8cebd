"""agreement_view: agreements in every state, each with its partner and how its places are used.

``waits_for_us``, ``waits_for_partner``: whose signature is missing. ``idle_since``: the last academic year
with a stay under it, or the year before its first. ``balance``: for every condition and year, places against
those that calls gave; more held than there are is told, not hidden. ``exchange``: stays by year, out and in.
"""

from sqlalchemy import Boolean, Column, Date, Index, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR

from gateway.views import docs
from gateway.views.mirrors import AGREEMENT, CALL, MOBILITY, PARTNER, PLACEMENT
from gateway.views.view import View, view_table

TABLE = view_table(
    "agreement_view",
    Column("reference", Text, nullable=False),
    Column("programme", Text, nullable=False),
    Column("kind", Text),
    Column("particulars", JSONB),
    Column("partner_id", Uuid, nullable=False),
    Column("status", Text, nullable=False),
    Column("first_year", Text, nullable=False),
    Column("last_year", Text, nullable=False),
    Column("signed_on", Date),
    Column("imported", Boolean, nullable=False),
    Column("conditions", JSONB, nullable=False),
    Column("signatures", JSONB, nullable=False),
    Column("content_hash", Text),
    Column("amended_from", Text),
    Column("ends_on", Date),
    Column("ended_by", Text),
    Column("notice", JSONB),
    Column("amendment", JSONB),
    Column("earlier", JSONB, nullable=False),
    Column("expiring_since", Date),
    Column("renews_id", Uuid),
    Column("renewal_id", Uuid),
    Column("waits_for_us", Boolean, nullable=False),
    Column("waits_for_partner", Boolean, nullable=False),
    Column("idle_since", Text, nullable=False),
    Column("balance", JSONB, nullable=False),
    Column("exchange", JSONB, nullable=False),
    Column("partner", JSONB),
    Column("search", TSVECTOR, nullable=False, doc="Reference and partner's name, folded for search"),
    indexed=[
        ("partner_id", "id"),
        ("status", "id"),
        ("programme", "id"),
        ("kind", "id"),
        ("programme", "signed_on"),
        ("reference", "id"),
        ("ends_on", "id"),
        ("status", "ends_on", "id"),
        ("idle_since", "id"),
        ("waits_for_us", "id"),
        ("waits_for_partner", "id"),
    ],
)
Index("ix_agreement_view_search", TABLE.c.search, postgresql_using="gin")

TOUCHED = """
        SELECT unnest(:agreement) AS id
        UNION SELECT id FROM mirror_agreement WHERE partner_id = ANY(:partner)
        UNION SELECT renews FROM mirror_agreement WHERE id = ANY(:agreement)
        UNION SELECT agreement_id FROM mirror_placement WHERE id = ANY(:placement)
        UNION SELECT agreement_id FROM mirror_placement WHERE call_id = ANY(:call)
        UNION SELECT agreement_id FROM mirror_mobility WHERE id = ANY(:mobility)
"""


def _waits_for(party: str) -> str:
    """SQL: something is open for signature, and this party has not signed it."""
    open_ = "coalesce(nullif(a.state->'amendment', 'null'), a.state)->'signatures'"
    return f"""(
        (a.state->>'status' = 'proposed' OR coalesce(a.state->'amendment', 'null') <> 'null')
        AND NOT {open_} @> '[{{"party": "{party}"}}]'
    )"""


IDLE_SINCE = """
        coalesce(
            (SELECT max(m.state->>'academic_year') FROM mirror_mobility m
             WHERE m.agreement_id = a.id AND m.state->>'status' <> 'withdrawn'),
            concat(left(a.state->>'first_year', 4)::int - 1, '/', left(a.state->>'first_year', 4)))
"""
CONTENTS = """
        SELECT coalesce(a.state->>'amended_from', a.state->>'first_year') AS since,
               a.state->'conditions' AS held
        UNION ALL SELECT one->>'counts_from', one->'conditions'
        FROM jsonb_array_elements(coalesce(a.state->'earlier', '[]')) AS one
"""
"""Every content there was with the year from which it counts; an amendment that waits is none."""
BALANCE = f"""
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'condition_id', line->>'id', 'academic_year', year, 'direction', line->>'direction',
            'kind', line->>'kind', 'places', places, 'used', used, 'free', greatest(places - used, 0),
            'over', greatest(used - places, 0)) ORDER BY year, line->>'id'), '[]')
        FROM generate_series(
            left(a.state->>'first_year', 4)::int, left(a.state->>'last_year', 4)::int) AS start
        CROSS JOIN LATERAL (SELECT concat(start, '/', start + 1) AS year) AS years
        CROSS JOIN LATERAL (
            SELECT held FROM ({CONTENTS}) AS contents WHERE since <= year ORDER BY since DESC LIMIT 1
        ) AS counting
        CROSS JOIN LATERAL jsonb_array_elements(held) AS line
        CROSS JOIN LATERAL (
            SELECT (line->>'places_per_year')::int AS places,
                   (SELECT count(*) FROM mirror_placement l JOIN mirror_call c ON c.id = l.call_id
                    WHERE l.agreement_id = a.id AND l.state->>'condition_id' = line->>'id'
                    AND l.state->>'status' IN ('offered', 'accepted')
                    AND c.state->>'academic_year' = year)::int AS used
        ) AS counted
"""
EXCHANGE = """
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'academic_year', year, 'outgoing', outgoing, 'incoming', incoming) ORDER BY year), '[]')
        FROM (
            SELECT m.state->>'academic_year' AS year,
                   count(*) FILTER (WHERE m.state->>'direction' = 'outgoing') AS outgoing,
                   count(*) FILTER (WHERE m.state->>'direction' = 'incoming') AS incoming
            FROM mirror_mobility m
            WHERE m.agreement_id = a.id AND m.state->>'status' <> 'withdrawn' GROUP BY 1
        ) AS years
"""

VIEW = View(
    type="Agreement",
    table=TABLE,
    reads=(AGREEMENT, PARTNER, CALL, PLACEMENT, MOBILITY),
    docs={"partner": docs.PARTNER},
    rows=f"""
    WITH touched AS ({TOUCHED})
    SELECT a.id, a.version,
           a.state->>'reference', a.state->>'programme', a.state->>'kind',
           nullif(a.state->'particulars', 'null'), a.partner_id, a.state->>'status',
           a.state->>'first_year', a.state->>'last_year', (a.state->>'signed_on')::date,
           (a.state->>'imported')::boolean, a.state->'conditions', a.state->'signatures',
           a.state->>'content_hash', a.state->>'amended_from', (a.state->>'ends_on')::date,
           a.state->>'ended_by', nullif(a.state->'notice', 'null'), nullif(a.state->'amendment', 'null'),
           coalesce(a.state->'earlier', '[]'), (a.state->>'expiring_since')::date, a.renews,
           (SELECT id FROM mirror_agreement r WHERE r.renews = a.id
            ORDER BY r.state->>'status' = 'terminated', r.id DESC LIMIT 1),
           {_waits_for("home")}, {_waits_for("partner")}, {IDLE_SINCE}, ({BALANCE}), ({EXCHANGE}),
           {docs.PARTNER.of("p.state")},
           to_tsvector('simple', kervan_fold(concat_ws(' ', a.state->>'reference', p.state->>'name')))
    FROM touched JOIN mirror_agreement a USING (id) LEFT JOIN mirror_partner p ON p.id = a.partner_id
    """,
)
