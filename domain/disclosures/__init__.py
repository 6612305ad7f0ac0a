"""Disclosures (verstrekkingen): what leaves the case, when every condition of WGS 1.7 holds.

A corridor: the RIEC drafts, each supplier is asked about its own items only, and a release freezes what went. What
becomes of an original later is seen at its copy, until the recipient was told.
"""

from domain.disclosures.answering import GiveConsent, give_consent
from domain.disclosures.conditions import Condition
from domain.disclosures.drafting import (
    DRAFTERS,
    ask_suppliers,
    choosable,
    draft_disclosure,
    drafts,
    drop_disclosure,
    possible_recipients,
)
from domain.disclosures.reading import (
    ConsentView,
    Destination,
    asked_items,
    consents_of,
    destinations,
    destinations_of,
    disclosure,
    disclosure_of,
    disclosure_view,
    disclosures_of,
    extract,
    is_consent,
)
from domain.disclosures.releasing import ReleaseDisclosure, release_disclosure, tell_recipient
from domain.disclosures.shapes import DisclosureLine, DisclosureView, DraftDisclosure, ExtractView

__all__ = [
    "DRAFTERS",
    "Condition",
    "ConsentView",
    "Destination",
    "DisclosureLine",
    "DisclosureView",
    "DraftDisclosure",
    "ExtractView",
    "GiveConsent",
    "ReleaseDisclosure",
    "ask_suppliers",
    "asked_items",
    "choosable",
    "consents_of",
    "destinations",
    "destinations_of",
    "disclosure",
    "disclosure_of",
    "disclosure_view",
    "disclosures_of",
    "draft_disclosure",
    "drafts",
    "drop_disclosure",
    "extract",
    "give_consent",
    "is_consent",
    "possible_recipients",
    "release_disclosure",
    "tell_recipient",
]
