"""What must hold before anything leaves the case (WGS 1.7, 2.20): said here once, for the draft and for the release.

The database asks the same of the answers once more (db.policies.disclosures).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from pydantic import Field

from domain.shapes import View

FIELDS: Final = {
    "ground": "/ground",
    "compatible": "/basis",
    "tax": "/contributionIds",
    "advice": "/adviceNumber",
}
"""The field at which a condition that does not hold is told; the others are about the whole."""

LASTING: Final = ("ground", "compatible", "tax")
"""What waiting does not mend: a draft in which these do not hold is refused at once."""

TAX: Final = "tax"
FISCAL: Final = "fiscal"
SILENT: Final = "asked"


class Condition(View):
    """Voorwaarde voor een verstrekking."""

    code: str = Field(
        description="Voorwaarde: ground, compatible, tax, items, objections, consents or advice", examples=["consents"]
    )  # fmt: skip
    met: bool = Field(description="Vervuld")
    lacking: Sequence[str] = Field(
        description="Wie nog ontbreekt: the suppliers that objected or are still to say something",
        examples=[["Gemeente Zuidstad"]],
    )


@dataclass(frozen=True)
class Item:
    """One contribution, as far as the conditions ask."""

    id: UUID
    owner_id: UUID
    owner_kind: str
    category: str
    phase: int
    current: bool
    """Neither withdrawn nor closed to named persons, and still in sight."""
    excepted: bool = False
    """Its supplier keeps it out: it stays behind, and asks nothing more."""


@dataclass(frozen=True)
class Word:
    """What one supplier said, or did not say yet."""

    organisation: str
    explicit: bool
    outcome: str
    over: bool


@dataclass(frozen=True)
class Facts:
    """All that the conditions are about."""

    recipient_kind: str
    basis: str
    ground_valid: bool
    items: Sequence[Item]
    words: Sequence[Word] = ()
    unasked: Sequence[str] = ()
    """Suppliers that were not asked yet."""
    advised: bool = False


def needs_consent(item: Item, *, outside: bool) -> bool:
    """Special and criminal data, and whatever goes on outside the region: silence is not enough (WGS 1.7(2), 2.20)."""
    return item.phase > 1 or outside


def conditions(facts: Facts) -> list[Condition]:
    """All that must hold for this recipient, each with who is still lacking."""
    return [Condition(code=code, met=met, lacking=lacking) for code, met, lacking in _conditions(facts)]


def _conditions(facts: Facts) -> Iterator[tuple[str, bool, Sequence[str]]]:
    private = facts.recipient_kind == "private"
    going = [one for one in facts.items if not one.excepted]
    yield "ground", facts.ground_valid, ()
    yield "compatible", (facts.basis == "public_task") is not private, ()
    if facts.recipient_kind != "participant":
        yield "tax", not (private and _from_tax(facts.basis, going)), ()
    yield "items", bool(going) and all(one.current for one in going), ()
    against = [
        one.organisation
        for one in facts.words
        if one.outcome == "objects" or (not one.explicit and one.outcome == SILENT and not one.over)
    ]
    lacking = [*facts.unasked, *against]
    yield "objections", not lacking, lacking
    silent = [one.organisation for one in facts.words if one.explicit and one.outcome != "consents"]
    yield "consents", not silent, silent
    if facts.recipient_kind != "participant":
        yield "advice", facts.advised, ()


def _from_tax(basis: str, going: Sequence[Item]) -> bool:
    """Never to a private party for a legitimate interest (WGS 1.7(6)); for a statutory duty of its own it may."""
    return basis == "legitimate_interest" and any(
        one.owner_kind == TAX or one.category == FISCAL for one in going
    )
