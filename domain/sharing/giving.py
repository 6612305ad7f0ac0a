"""Giving rules: the functional administrator's, on a covenant in force; ended, never edited."""

from collections.abc import Sequence
from typing import Final, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import insert, text
from sqlmodel import Session

from db.tables import new_id
from db.tables.sharing import Agreement, Category, OrganisationKind, Rule, RuleException
from db.tables.spine import Organisation
from domain import events
from domain.actor import Actor
from domain.calendar import now
from domain.errors import Conflict, Invalid, NotFound, Problem
from domain.events import EventType
from domain.process import Step
from domain.shapes import Code, Line, Shape

COVENANT: Final = "covenant"
"""The kind of agreement a rule can stand on."""

# AWR 67 and WGS 1.7(6): fiscal data stays with enforcement partners. Wpg 9 and 10: police, prosecution, RIEC.
_FISCAL = ("riec", "prosecution", "police", "fiod", "tax", "municipality", "labour_inspectorate")
_POLICE_9_10 = ("riec", "prosecution", "police")
NARROWED: dict[str, tuple[tuple[str | None, str | None], ...]] = {
    "fiscal": tuple((owner, recipient) for owner in ("tax", "fiod") for recipient in _FISCAL),
    "police_9_10": tuple(("police", recipient) for recipient in _POLICE_9_10),
}


class GiveRule(Shape):
    """Deelregel: which kind of owner shares which category with which kind of recipient, at which step."""

    agreement_id: UUID = Field(description="Afspraak: a covenant that has not ended")
    category: Code = Field(description="Gegevenscategorie", examples=["housing"])
    owner_kind: Code | None = Field(default=None, description="Soort bronhouder: empty is any")
    recipient_kind: Code | None = Field(default=None, description="Soort ontvanger: empty is any")
    step: Step | None = Field(default=None, description="Stap: empty is any")


class ExceptOrganisation(Shape):
    """Uitzondering: one organisation for which a rule does not hold. It ends with the rule."""

    organisation_id: UUID = Field(description="Organisatie")
    side: Literal["owner", "recipient"] = Field(
        description="Kant: as owner (it does not share) or as recipient (it does not receive)"
    )
    reason: Line = Field(description="Reden", examples=["Heeft nog geen screening voor deze gegevens"])


def give_rule(session: Session, actor: Actor, data: GiveRule) -> UUID:
    """Give a rule; it can only narrow what the ceilings allow."""
    actor.require_administrator()
    if problems := _wrong_rule(session, data):
        raise Invalid(*problems)

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


def take_over_rules(session: Session, actor: Actor, before: UUID, after: UUID) -> list[UUID]:
    """Give the rules that stand on one agreement anew on the next version, with their exceptions."""
    standing = session.execute(
        text(
            "select id, category, owner_kind, recipient_kind, step from rules where agreement_id = :id"
            " and (ended_at is null or ended_at > clock()) order by id"
        ),
        {"id": before},
    ).all()
    given = []
    for old in standing:
        rule = GiveRule(
            agreement_id=after, category=old.category, owner_kind=old.owner_kind,
            recipient_kind=old.recipient_kind, step=old.step,
        )  # fmt: skip
        given.append(give_rule(session, actor, rule))
        for one in _exceptions(session, old.id):
            except_organisation(session, actor, given[-1], one)
    return given


def end_rule(session: Session, actor: Actor, rule_id: UUID) -> None:
    """End a rule now."""
    actor.require_administrator()
    _require_standing(session, rule_id)

    session.execute(text("update rules set ended_at = clock() where id = :id"), {"id": rule_id})

    events.record(session, actor, EventType.SHARING_RULE_ENDED, object_id=rule_id)


def except_organisation(session: Session, actor: Actor, rule_id: UUID, data: ExceptOrganisation) -> None:
    """Say that a rule does not hold for one organisation, as `owner` or as `recipient`."""
    actor.require_administrator()
    _require_standing(session, rule_id)
    if session.get(Organisation, data.organisation_id) is None:
        raise Invalid(Problem("organisation-unknown", "/organisationId"))
    if (data.organisation_id, data.side) in {
        (one.organisation_id, one.side) for one in _exceptions(session, rule_id)
    }:
        raise Invalid(Problem("excepted-already", "/organisationId"))

    session.execute(
        insert(RuleException.__table__)  # type: ignore[attr-defined]
        .inline()
        .values(rule_id=rule_id, created_by=actor.id, **data.model_dump())
    )

    events.record(
        session,
        actor,
        EventType.SHARING_EXCEPTION_MADE,
        object_id=rule_id,
        data={"side": data.side, "organisation": data.organisation_id},
    )


def _wrong_rule(session: Session, data: GiveRule) -> list[Problem]:
    problems: list[Problem] = []
    if session.get(Category, data.category) is None:
        problems.append(Problem("code-not-valid", "/category", {"code": data.category[:40]}))
    for pointer, kind in (("/ownerKind", data.owner_kind), ("/recipientKind", data.recipient_kind)):
        if kind and session.get(OrganisationKind, kind) is None:
            problems.append(Problem("code-not-valid", pointer, {"code": kind[:40]}))
    agreement = session.get(Agreement, data.agreement_id)
    if agreement is None or (agreement.valid_until is not None and agreement.valid_until <= now()):
        problems.append(Problem("agreement-unknown", "/agreementId"))
    elif agreement.kind != COVENANT:
        problems.append(Problem("agreement-no-covenant", "/agreementId"))
    return problems or _given_already(session, data)


def _given_already(session: Session, data: GiveRule) -> list[Problem]:
    same = session.execute(
        text(
            "select exists (select from rules where agreement_id = :agreement_id and category = :category"
            " and owner_kind is not distinct from :owner_kind and recipient_kind is not distinct from :recipient_kind"
            " and step is not distinct from :step and (ended_at is null or ended_at > clock()))"
        ),
        data.model_dump(),
    ).scalar_one()
    return [Problem("rule-given-already", "/category")] if same else []


def _require_standing(session: Session, rule_id: UUID) -> None:
    """Refuse unless the rule is there and neither it nor its agreement has ended."""
    found = session.execute(
        text(
            "select coalesce(least(r.ended_at, g.valid_until) <= clock(), false) as ended"
            " from rules r join agreements g on g.id = r.agreement_id where r.id = :id"
        ),
        {"id": rule_id},
    ).one_or_none()
    if found is None:
        raise NotFound
    if found.ended:
        raise Conflict("rule-ended-already")


def _exceptions(session: Session, rule_id: UUID) -> Sequence[ExceptOrganisation]:
    found = session.execute(
        text("select organisation_id, side, reason from rule_exceptions where rule_id = :id"), {"id": rule_id}
    ).mappings()
    return [
        ExceptOrganisation.model_construct(**one)  # what was once valid stays so
        for one in found
    ]
