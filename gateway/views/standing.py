"""Partners whose records are one: rows name the record that stands, whichever of them was written down.

A record that was merged points to it in one step (``mirror_partner.merged_into``). What was
written under its id, a stay or a visit, is not written anew.
"""

TOUCHED_PARTNERS = "(SELECT id FROM mirror_partner WHERE id = ANY(:partner) OR merged_into = ANY(:partner))"
"""Ids by which rows may name a partner that was told of."""

MERGED_PARTNERS = "(SELECT id FROM mirror_partner WHERE id = ANY(:partner) AND merged_into IS NOT NULL)"
"""Those of them that stand no more: for rows that show nothing of a partner but its id."""


def standing(partner_id: str) -> str:
    """SQL: the id of the record that stands."""
    return f"coalesce((SELECT merged_into FROM mirror_partner WHERE id = {partner_id}), {partner_id})"
