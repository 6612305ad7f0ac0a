"""The changes a draft can hold, and the verbs that make them for good."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, Literal, TypeVar
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain import administration, sharing
from domain.actor import Actor, StaffRole
from domain.administration import Compartment, GiveAdmission
from domain.calendar import today
from domain.errors import Conflict, Invalid, NotFound, Problem
from domain.process import Step
from domain.shapes import Code, Day, OptionalLine, Shape, View
from domain.sharing import ExceptOrganisation, GiveRule

Kind = Literal[
    "give_rule", "end_rule", "except", "end_agreement", "admit", "end_admission", "give_role", "end_role"
]

NEEDS: Final[dict[Kind, tuple[str, ...]]] = {
    "give_rule": ("agreement_id", "category"),
    "end_rule": ("rule_id",),
    "except": ("rule_id", "organisation_id", "side", "reason"),
    "end_agreement": ("agreement_id",),
    "admit": ("person_id", "compartment", "screening_kind", "screened_on", "valid_until"),
    "end_admission": ("admission_id",),
    "give_role": ("person_id", "role"),
    "end_role": ("person_id", "role"),
}
"""What must be said of each kind of change."""

MAY_HAVE: Final[dict[Kind, tuple[str, ...]]] = {
    "give_rule": ("owner_kind", "recipient_kind", "step"),
    "admit": ("trained_on",),
}
"""What may be said beside it; whether it may be missing, the verb says in its own words."""

ABOUT_PERSONS: Final[frozenset[Kind]] = frozenset({"admit", "end_admission", "give_role", "end_role"})
"""What changes for persons and nothing for organisations; of the other kinds it is the other way round."""

Given = TypeVar("Given", bound=Shape)

_ENDS: Final = text("select valid_until from admissions where id = :id")


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
    person_id: UUID | None = Field(
        default=None, description="Medewerker of koppeling: to admit, or the role's"
    )
    role: StaffRole | None = Field(default=None, description="Rol: to give or to end, from today")
    admission_id: UUID | None = Field(default=None, description="Toelating: to end")
    compartment: Compartment | None = Field(default=None, description="Box of a new admission")
    screening_kind: OptionalLine = Field(default="", description="Soort screening of a new admission")
    screened_on: Day | None = Field(default=None, description="Gescreend op")
    trained_on: Day | None = Field(default=None, description="Opgeleid op")
    valid_until: Day | None = Field(default=None, description="Geldig tot: of a new admission")


class ChangeView(View):
    """Wijziging in een proefwijziging."""

    id: UUID = Field(description="Kenmerk")
    kind: Kind = Field(description="Soort wijziging")
    agreement_id: UUID | None = Field(description="Afspraak")
    agreement: str | None = Field(description="Titel van de afspraak, with its version")
    rule_id: UUID | None = Field(description="Deelregel")
    organisation_id: UUID | None = Field(description="Organisatie: excepted, or the person's")
    organisation: str | None = Field(description="Naam van de organisatie")
    side: str | None = Field(description="Kant van de uitzondering")
    reason: str = Field(description="Reden van de uitzondering", examples=[""])
    category: str | None = Field(description="Gegevenscategorie of the rule")
    owner_kind: str | None = Field(description="Soort bronhouder of the rule; absent is any")
    recipient_kind: str | None = Field(description="Soort ontvanger of the rule; absent is any")
    step: str | None = Field(description="Stap of the rule; absent is any")
    person_id: UUID | None = Field(description="Medewerker of koppeling")
    person: str | None = Field(description="Naam van die medewerker of koppeling", examples=["Noor de Wit"])
    role: StaffRole | None = Field(description="Rol")
    admission_id: UUID | None = Field(description="Toelating")
    compartment: str | None = Field(description="Box of the admission")
    screening_kind: str = Field(description="Soort screening of a new admission", examples=[""])
    screened_on: date | None = Field(description="Gescreend op")
    trained_on: date | None = Field(description="Opgeleid op")
    valid_until: date | None = Field(description="Geldig tot")
    refused: str | None = Field(
        default=None, description="Kan niet meer: code of what stands in the way of this change"
    )


Change = AddChange | ChangeView


def make(session: Session, actor: Actor, change: Change) -> None:
    """One change, through the verb that makes it."""
    _VERBS[change.kind](session, actor, change)


def _give_rule(session: Session, actor: Actor, change: Change) -> None:
    sharing.give_rule(session, actor, _shape(GiveRule, change))


def _end_rule(session: Session, actor: Actor, change: Change) -> None:
    sharing.end_rule(session, actor, _known(change.rule_id))


def _except(session: Session, actor: Actor, change: Change) -> None:
    sharing.except_organisation(session, actor, _known(change.rule_id), _shape(ExceptOrganisation, change))


def _end_agreement(session: Session, actor: Actor, change: Change) -> None:
    sharing.end_agreement(session, actor, _known(change.agreement_id))


def _admit(session: Session, actor: Actor, change: Change) -> None:
    who = administration.person(session, actor, _known(change.person_id))
    administration.admit(session, actor, who.id, _shape(GiveAdmission, change))


def _end_admission(session: Session, actor: Actor, change: Change) -> None:
    ends = session.execute(_ENDS, {"id": change.admission_id}).scalar_one_or_none()
    if ends is not None and ends <= today():
        raise Conflict("admission-ended-already")
    administration.end_admission(session, actor, _known(change.admission_id))


def _give_role(session: Session, actor: Actor, change: Change) -> None:
    who = administration.person(session, actor, _known(change.person_id))
    administration.give_role(session, actor, who.id, _known(change.role))


def _end_role(session: Session, actor: Actor, change: Change) -> None:
    if change.role not in administration.person(session, actor, _known(change.person_id)).roles:
        raise Invalid(Problem("role-not-held", "/role"))
    administration.end_role(session, actor, _known(change.person_id), _known(change.role))


_VERBS: Final[Mapping[Kind, Callable[[Session, Actor, Change], None]]] = {
    "give_rule": _give_rule,
    "end_rule": _end_rule,
    "except": _except,
    "end_agreement": _end_agreement,
    "admit": _admit,
    "end_admission": _end_admission,
    "give_role": _give_role,
    "end_role": _end_role,
}


def _shape(shape: type[Given], change: Change) -> Given:
    """What the verb is given: those fields of the change that it knows."""
    return shape(**{name: getattr(change, name) for name in shape.model_fields})


def _known(value: Any) -> Any:
    """What every change of this kind has: see `NEEDS`."""
    if value is None:
        raise NotFound
    return value
