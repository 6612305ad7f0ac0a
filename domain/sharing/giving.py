"""Giving rules: the functional administrator's, on an agreement; ended, never edited."""

from datetime import datetime
from uuid import UUID

from pydantic import Field
from sqlalchemy import insert, text
from sqlmodel import Session

from db.tables import new_id
from db.tables.sharing import Agreement, Category, OrganisationKind, Rule, RuleException
from domain import events
from domain.actor import Actor, StaffRole
from domain.errors import Invalid, NotFound, Problem
from domain.events import EventType
from domain.process import Step
from domain.shapes import Code, Day, Line, Shape

# AWR 67 and WGS 1.7(6): fiscal data stays with enforcement partners. Wpg 9 and 10: police, prosecution, RIEC.
_FISCAL = ("riec", "prosecution", "police", "fiod", "tax", "municipality", "labour_inspectorate")
_POLICE_9_10 = ("riec", "prosecution", "police")
NARROWED: dict[str, tuple[tuple[str | None, str | None], ...]] = {
    "fiscal": tuple((owner, recipient) for owner in ("tax", "fiod") for recipient in _FISCAL),
    "police_9_10": tuple(("police", recipient) for recipient in _POLICE_9_10),
}


class RegisterAgreement(Shape):
    """Afspraak: covenant, processing, service_level, mandate or enforcement_arrangement."""

    kind: Code = Field(description="Soort", examples=["covenant"])
    title: Line = Field(description="Titel", examples=["Convenant RIEC"])
    version: Line = Field(description="Versie", examples=["2026-1"])
    signed_on: Day = Field(description="Getekend op")
    valid_from: datetime = Field(description="Geldig vanaf")
    valid_until: datetime | None = Field(default=None, description="Geldig tot")


class GiveRule(Shape):
    """Deelregel: which kind of owner shares which category with which kind of recipient, at which step."""

    agreement_id: UUID = Field(description="Afspraak")
    category: Code = Field(description="Gegevenscategorie", examples=["housing"])
    owner_kind: Code | None = Field(default=None, description="Soort bronhouder: empty is any")
    recipient_kind: Code | None = Field(default=None, description="Soort ontvanger: empty is any")
    step: Step | None = Field(default=None, description="Stap: empty is any")


def register_agreement(session: Session, actor: Actor, data: RegisterAgreement) -> UUID:
    """Register what partners agreed; rules can stand on it as long as it is valid."""
    actor.require(StaffRole.FUNCTIONAL_ADMINISTRATOR)

    agreement_id = new_id()
    session.execute(
        insert(Agreement.__table__).values(id=agreement_id, created_by=actor.id, **data.model_dump())  # type: ignore[attr-defined]
    )

    events.record(session, actor, EventType.SHARING_AGREEMENT_REGISTERED, object_id=agreement_id)
    return agreement_id


def end_agreement(session: Session, actor: Actor, agreement_id: UUID) -> None:
    """End an agreement now; every rule on it ends in the same second."""
    actor.require(StaffRole.FUNCTIONAL_ADMINISTRATOR)
    _end(session, "agreements", "valid_until", agreement_id)
    events.record(session, actor, EventType.SHARING_AGREEMENT_ENDED, object_id=agreement_id)


def give_rule(session: Session, actor: Actor, data: GiveRule) -> UUID:
    """Give a rule; it can only narrow what the ceilings allow."""
    actor.require(StaffRole.FUNCTIONAL_ADMINISTRATOR)
    _check_rule(session, data)

    rule_id = new_id()
    session.execute(insert(Rule.__table__).values(id=rule_id, created_by=actor.id, **data.model_dump()))  # type: ignore[attr-defined]

    events.record(
        session, actor, EventType.SHARING_RULE_GIVEN, object_id=rule_id, data={"category": data.category}
    )
    return rule_id


def adopt_standard_rules(session: Session, actor: Actor, agreement_id: UUID) -> list[UUID]:
    """Give the standard rules of a region: everything the ceilings allow, with fiscal and police data narrowed."""
    categories = session.execute(text("select code from categories order by code")).scalars().all()
    return [
        give_rule(
            session,
            actor,
            GiveRule(
                agreement_id=agreement_id, category=category, owner_kind=owner, recipient_kind=recipient
            ),
        )
        for category in categories
        for owner, recipient in NARROWED.get(category, ((None, None),))
    ]


def _check_rule(session: Session, data: GiveRule) -> None:
    problems: list[Problem] = []
    if session.get(Category, data.category) is None:
        problems.append(Problem("code-not-valid", "/category", {"code": data.category[:40]}))
    for pointer, kind in (("/ownerKind", data.owner_kind), ("/recipientKind", data.recipient_kind)):
        if kind and session.get(OrganisationKind, kind) is None:
            problems.append(Problem("code-not-valid", pointer, {"code": kind[:40]}))
    if session.get(Agreement, data.agreement_id) is None:
        problems.append(Problem("agreement-unknown", "/agreementId"))
    if problems:
        raise Invalid(*problems)


def end_rule(session: Session, actor: Actor, rule_id: UUID) -> None:
    """End a rule now."""
    actor.require(StaffRole.FUNCTIONAL_ADMINISTRATOR)
    _end(session, "rules", "ended_at", rule_id)
    events.record(session, actor, EventType.SHARING_RULE_ENDED, object_id=rule_id)


def except_organisation(
    session: Session, actor: Actor, rule_id: UUID, organisation_id: UUID, side: str
) -> None:
    """Say that a rule does not hold for one organisation, as `owner` or as `recipient`."""
    actor.require(StaffRole.FUNCTIONAL_ADMINISTRATOR)
    session.execute(
        insert(RuleException.__table__).values(  # type: ignore[attr-defined]
            rule_id=rule_id, organisation_id=organisation_id, side=side
        )
    )
    events.record(session, actor, EventType.SHARING_EXCEPTION_MADE, object_id=rule_id, data={"side": side})


def _end(session: Session, table: str, column: str, row_id: UUID) -> None:
    ended = session.execute(
        text(f"update {table} set {column} = clock() where id = :id"),  # noqa: S608 names from this module
        {"id": row_id},
    )
    if not ended.rowcount:  # type: ignore[attr-defined]
        raise NotFound
