"""The European directory of institutions and the fields of education, loaded whole and again at any time."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.agreements import PartnerChanged, PartnerListed
from services.agreements.application.published_language import partner_state
from services.agreements.application.work import Loaded, Work
from services.agreements.domain.partners import PartnerFacts


async def load_directory(institutions: Sequence[PartnerFacts], work: Work) -> Loaded:
    """New institutions are listed, changed ones changed, the rest left alone: loading twice does nothing."""
    loaded = await work.partners.merge_directory(institutions)
    await work.partners.publish([PartnerListed(state=partner_state(one)) for one in loaded.listed])
    await work.partners.publish([PartnerChanged(state=partner_state(one)) for one in loaded.changed])
    return loaded
