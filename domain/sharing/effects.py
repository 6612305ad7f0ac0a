"""What a draft of changes would mean: the changes are made, the effect is read, and all is undone.

The effect is not calculated by rules of its own. The changes are made, through the verbs that make them for good,
inside a savepoint; the view that decides what is shared (`sharing_decisions`) is asked; and all is undone.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain.actor import Actor
from domain.errors import DomainError, Invalid
from domain.process import Step
from domain.shapes import Code, OptionalLine, Shape, View
from domain.sharing.agreements import end_agreement
from domain.sharing.giving import ExceptOrganisation, GiveRule, end_rule, except_organisation, give_rule

MINIMUM: Final = 5
"""A smaller number is not told: who takes part in few cases could be recognised by it."""

MOST_MARKS: Final = 5_000
"""So many marks the worker takes at a time: no transaction of it is long."""

Kind = Literal["give_rule", "end_rule", "except", "end_agreement"]

NEEDS: Final[dict[Kind, tuple[str, ...]]] = {
    "give_rule": ("agreement_id", "category"),
    "end_rule": ("rule_id",),
    "except": ("rule_id", "organisation_id", "side", "reason"),
    "end_agreement": ("agreement_id",),
}
"""What must be said of each kind of change."""


class AddChange(Shape):
    """Wijziging in een proefwijziging: the fields that this kind of change needs."""

    kind: Kind = Field(description="Soort wijziging", examples=["end_rule"])
    agreement_id: UUID | None = Field(default=None, description="Afspraak: to end, or to give a rule on")
    rule_id: UUID | None = Field(default=None, description="Deelregel: to end, or to make an exception to")
    organisation_id: UUID | None = Field(default=None, description="Organisatie: to except")
    side: Literal["owner", "recipient"] | None = Field(default=None, description="Kant van de uitzondering")
    reason: OptionalLine = Field(default="", description="Reden van de uitzondering")
    category: Code | None = Field(default=None, description="Gegevenscategorie of a new rule")
    owner_kind: Code | None = Field(default=None, description="Soort bronhouder: empty is any")
    recipient_kind: Code | None = Field(default=None, description="Soort ontvanger: empty is any")
    step: Step | None = Field(default=None, description="Stap: empty is any")


class ChangeView(View):
    """Wijziging in een proefwijziging."""

    id: UUID = Field(description="Kenmerk")
    kind: Kind = Field(description="Soort wijziging")
    agreement_id: UUID | None = Field(description="Afspraak")
    agreement: str | None = Field(description="Titel van de afspraak, with its version")
    rule_id: UUID | None = Field(description="Deelregel")
    organisation_id: UUID | None = Field(description="Organisatie")
    organisation: str | None = Field(description="Naam van de organisatie")
    side: str | None = Field(description="Kant van de uitzondering")
    reason: str = Field(description="Reden van de uitzondering", examples=[""])
    category: str | None = Field(description="Gegevenscategorie of the rule")
    owner_kind: str | None = Field(description="Soort bronhouder of the rule; absent is any")
    recipient_kind: str | None = Field(description="Soort ontvanger of the rule; absent is any")
    step: str | None = Field(description="Stap of the rule; absent is any")
    refused: str | None = Field(
        default=None, description="Kan niet meer: code of what stands in the way of this change"
    )


class Effect(View):
    """Gevolg: for one organisation and one category, how many records it would gain or lose."""

    organisation_id: UUID = Field(description="Organisatie")
    organisation: str = Field(description="Naam van de organisatie", examples=["UWV"])
    category: str = Field(description="Gegevenscategorie", examples=["housing"])
    gained: int | None = Field(description="Erbij: records; absent when there are some, but fewer than five")
    lost: int | None = Field(description="Eraf: records; absent when there are some, but fewer than five")


_DIFFERENCE: Final = text("""
select o.id as organisation_id, o.name as organisation, d.category, d.gained, d.lost
  from tallies_differing(:before) d join organisations o on o.id = d.viewer_id join categories c on c.code = d.category
 order by o.name, c.phase, d.category
""")


_BEGIN: Final = text("select begin_rehearsal()")


def fold_tallies(session: Session, most: int = MOST_MARKS) -> int:
    """As the worker: bring the totals up to date with what was marked, and tell for how many scopes."""
    found: int = session.execute(text("select fold_tallies(:most)"), {"most": most}).scalar_one()
    return found


def begun(session: Session) -> list[str]:
    """What is decided now; the totals are brought up to date before."""
    found: list[str] = session.execute(_BEGIN).scalar_one()
    return found


def rehearse(
    session: Session, actor: Actor, changes: Sequence[ChangeView]
) -> tuple[dict[UUID, str], list[dict[str, Any]]]:
    """Which changes cannot be made any more and why, and the difference that the others make."""
    refused: dict[UUID, str] = {}
    before = begun(session)
    tried = session.begin_nested()
    try:
        for change in changes:
            try:
                make(session, actor, change)
            except DomainError as error:
                refused[change.id] = error.problems[0].code if isinstance(error, Invalid) else error.code
        return refused, difference(session, before)
    finally:
        tried.rollback()


def try_out(session: Session, actor: Actor, changes: Iterable[ChangeView | AddChange]) -> None:
    """Make these changes and undo them: what is refused then, is refused now."""
    tried = session.begin_nested()
    try:
        for change in changes:
            make(session, actor, change)
    finally:
        tried.rollback()


def make(session: Session, actor: Actor, change: ChangeView | AddChange) -> None:
    """One change, through the verb that makes it."""
    given = {name: getattr(change, name) for name in AddChange.model_fields if name != "kind"}
    match change.kind:
        case "give_rule":
            give_rule(session, actor, GiveRule(**{name: given[name] for name in GiveRule.model_fields}))
        case "end_rule":
            end_rule(session, actor, given["rule_id"])
        case "except":
            data = ExceptOrganisation(**{name: given[name] for name in ExceptOrganisation.model_fields})
            except_organisation(session, actor, given["rule_id"], data)
        case "end_agreement":
            end_agreement(session, actor, given["agreement_id"])


def difference(session: Session, before: Sequence[str]) -> list[dict[str, Any]]:
    """For each organisation and category how many records it gained and lost since."""
    session.flush()
    return [dict(one) for one in session.execute(_DIFFERENCE, {"before": before}).mappings()]


def told(effects: Iterable[dict[str, Any]]) -> Iterable[Effect]:
    """The numbers as they may be told."""
    for one in effects:
        shown = {side: None if 0 < one[side] < MINIMUM else one[side] for side in ("gained", "lost")}
        yield Effect(**{**one, **shown})
