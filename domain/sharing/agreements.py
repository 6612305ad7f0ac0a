"""The register of agreements: what partners agreed in writing, versions of it, and who is a party.

A rule stands on a covenant and ends with it. Other rooms ask `agreement_between`: is there one of this kind today?
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import insert, text
from sqlmodel import Session

from db.tables import new_id
from db.tables.sharing import Agreement, AgreementParty
from domain import catalogue, events
from domain.actor import Actor
from domain.calendar import now, today
from domain.errors import Conflict, Invalid, NotFound, Problem
from domain.events import EventType
from domain.shapes import Code, Day, Line, OptionalLine, OptionalProse, Shape, Start, YesNo
from domain.sharing.giving import COVENANT, take_over_rules

_HASH: Final = re.compile(r"[0-9a-fA-F]{64}")


class RegisterAgreement(Shape):
    """Afspraak: what partners agreed in writing. The document itself is kept elsewhere; its hash proves which one."""

    kind: Code = Field(description="Soort: code of the list agreement-kinds", examples=["covenant"])
    title: Line = Field(description="Titel", examples=["Convenant RIEC"])
    version: Line = Field(description="Versie", examples=["2026-1"])
    signed_on: Day = Field(description="Getekend op")
    valid_from: Start = Field(description="Geldig vanaf")
    valid_until: Start | None = Field(default=None, description="Geldig tot: the first moment without it")
    party_ids: Sequence[UUID] = Field(
        default=(),
        description="Partijen: organisations; of a covenant without any named, everybody that takes part (WGS 2.19)",
    )
    scope_text: OptionalProse = Field(default="", description="Reikwijdte: what it is about, in words")
    file_hash: OptionalLine = Field(default="", description="Controlegetal: SHA-256 of the signed document")
    review_on: Day | None = Field(default=None, description="Evalueren op")
    supersedes_id: UUID | None = Field(
        default=None, description="Vorige versie: it ends when this one begins, and its rules with it"
    )
    take_over_rules: YesNo = Field(
        default=False,
        description="Deelregels overnemen: give the rules of the version before anew on this one",
    )


class ReviewAgreement(Shape):
    """Evaluatie van een afspraak: it stays as it is until the next one."""

    review_on: Day = Field(description="Volgende keer evalueren op")


def register_agreement(session: Session, actor: Actor, data: RegisterAgreement) -> UUID:
    """Register what partners agreed; of a new version, the one before ends when this one begins."""
    actor.require_administrator()
    parties = _parties(session, data)
    if problems := [
        *_wrong_dates(data),
        *_wrong_codes(session, data, parties),
        *_wrong_version(session, data),
    ]:
        raise Invalid(*problems)

    agreement_id = new_id()
    _add(session, Agreement, {"id": agreement_id, "created_by": actor.id, **_columns(data)})
    _add(
        session, AgreementParty, *({"agreement_id": agreement_id, "organisation_id": one} for one in parties)
    )

    events.record(
        session,
        actor,
        EventType.SHARING_AGREEMENT_REGISTERED,
        object_id=agreement_id,
        data={"kind": data.kind},
    )
    if data.supersedes_id:
        if data.take_over_rules:
            take_over_rules(session, actor, data.supersedes_id, agreement_id)
        _end(session, actor, data.supersedes_id, at=data.valid_from)
    return agreement_id


def end_agreement(session: Session, actor: Actor, agreement_id: UUID) -> None:
    """End an agreement now; every rule on it ends in the same second."""
    actor.require_administrator()
    found = session.get(Agreement, agreement_id)
    if found is None:
        raise NotFound
    if found.valid_until is not None and found.valid_until <= now():
        raise Conflict("agreement-ended-already")

    _end(session, actor, agreement_id)


def review_agreement(session: Session, actor: Actor, agreement_id: UUID, data: ReviewAgreement) -> None:
    """Record that an agreement was reviewed and stays as it is, and when to look at it again."""
    actor.require_administrator()
    found = session.get(Agreement, agreement_id)
    if found is None:
        raise NotFound
    if found.valid_until is not None and found.valid_until <= now():
        raise Conflict("agreement-ended-already")
    if data.review_on <= today():
        raise Invalid(Problem("date-to-come", "/reviewOn"))

    session.execute(
        text("update agreements set review_on = :on where id = :id"),
        {"on": data.review_on, "id": agreement_id},
    )

    events.record(
        session,
        actor,
        EventType.SHARING_AGREEMENT_REVIEWED,
        object_id=agreement_id,
        data={"next": data.review_on},
    )


def agreement_between(session: Session, kind: str, one: UUID, other: UUID) -> UUID | None:
    """The agreement of this kind that is in force between two organisations at this moment, if there is one."""
    found: UUID | None = session.execute(
        text("select agreement_between(:kind, :one, :other)"), {"kind": kind, "one": one, "other": other}
    ).scalar_one()
    return found


def _end(session: Session, actor: Actor, agreement_id: UUID, at: datetime | None = None) -> None:
    session.execute(
        text(
            "update agreements set valid_until = greatest(clock(), cast(:at as timestamptz)) where id = :id"
            " and (valid_until is null or valid_until > greatest(clock(), cast(:at as timestamptz)))"
        ),
        {"id": agreement_id, "at": at},
    )
    session.expire_all()
    events.record(session, actor, EventType.SHARING_AGREEMENT_ENDED, object_id=agreement_id)


def _columns(data: RegisterAgreement) -> dict[str, Any]:
    given = data.model_dump(exclude={"party_ids", "file_hash", "take_over_rules"})
    return {**given, "file_hash": data.file_hash.lower() or None}


def _parties(session: Session, data: RegisterAgreement) -> list[UUID]:
    """The organisations that were named, each once; of a covenant else everybody that takes part."""
    if data.party_ids or data.kind != COVENANT:
        return list(dict.fromkeys(data.party_ids))
    return list(
        session.execute(
            text("select id from organisations where active and wgs_participant order by name")
        ).scalars()
    )


def _wrong_dates(data: RegisterAgreement) -> list[Problem]:
    problems = []
    if data.signed_on > today():
        problems.append(Problem("date-not-to-come", "/signedOn"))
    if data.valid_until is not None and data.valid_until <= data.valid_from:
        problems.append(Problem("ends-before-it-begins", "/validUntil"))
    if data.review_on is not None and data.review_on <= data.signed_on:
        problems.append(Problem("review-before-signing", "/reviewOn"))
    return problems


def _wrong_codes(session: Session, data: RegisterAgreement, parties: Sequence[UUID]) -> list[Problem]:
    problems = catalogue.unknown_code(catalogue.agreement_kinds(session, today()), data.kind, "/kind")
    if data.file_hash and not _HASH.fullmatch(data.file_hash):
        problems.append(Problem("file-hash-form", "/fileHash"))
    known = session.execute(
        text("select count(*) from organisations where id = any(:ids)"), {"ids": list(parties)}
    ).scalar_one()
    if known != len(parties):
        problems.append(Problem("organisation-unknown", "/partyIds"))
    elif len(parties) < 2:
        problems.append(Problem("parties-missing", "/partyIds"))
    return problems


def _wrong_version(session: Session, data: RegisterAgreement) -> list[Problem]:
    if data.supersedes_id is None:
        return []
    before = session.get(Agreement, data.supersedes_id)
    if before is None or before.kind != data.kind:
        return [Problem("version-of-another-kind", "/supersedesId")]
    taken = session.execute(
        text("select exists (select from agreements where supersedes_id = :id)"), {"id": data.supersedes_id}
    ).scalar_one()
    return [Problem("version-followed-already", "/supersedesId")] if taken else []


def _add(session: Session, model: Any, *rows: Mapping[str, object]) -> None:
    if rows:
        session.execute(insert(model.__table__).inline(), rows)
