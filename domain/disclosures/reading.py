"""Disclosures as they are read: by the RIEC as a whole, by a supplier as far as its own items go."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session, col, select

from db.tables.cases import Case
from db.tables.disclosures import Consent, Disclosure, Extract, Release
from db.tables.dossier import Answer, Contribution
from domain import access, feedback, process, rows
from domain.actor import Actor, StaffRole
from domain.disclosures import gathering
from domain.disclosures.conditions import conditions
from domain.disclosures.shapes import (
    DisclosureLine,
    DisclosureView,
    ExtractLine,
    ExtractView,
    ItemLine,
    ReleaseLine,
)
from domain.errors import NotAllowed, NotFound
from domain.shapes import View


class ConsentView(View):
    """Vraag aan een leverancier over zijn eigen gegevens in een verstrekking."""

    id: UUID = Field(description="Vraag: the id of the request")
    disclosure_id: UUID | None = Field(description="Verstrekking: for the RIEC")
    contribution_ids: Sequence[UUID] = Field(description="Bijdragen: the supplier's own")
    excepted_ids: Sequence[UUID] = Field(
        description="Behalve: the items for which the answer does not hold, once it was given"
    )
    explicit: bool = Field(description="Instemming nodig: silence is no consent")
    released_at: datetime | None = Field(
        description="Verstrekt op: the items went, but for those in `exceptedIds`, which stayed behind"
    )
    recipient: str = Field(description="Ontvanger", examples=["Gemeente Westdorp"])
    recipient_kind: str = Field(description="Soort ontvanger", examples=["participant"])
    basis: str = Field(description="Waarvoor", examples=["public_task"])
    task: str = Field(description="Taak of belang van de ontvanger", examples=["Toezicht op de huisvesting"])
    ground: str = Field(description="Grondslag", examples=["WGS-1.7-1"])


class Destination(View):
    """Waar een eigen bijdrage heen ging."""

    contribution_id: UUID = Field(description="Bijdrage")
    disclosure_id: UUID | None = Field(description="Verstrekking: for the RIEC")
    recipient: str = Field(description="Ontvanger", examples=["Gemeente Westdorp"])
    recipient_kind: str = Field(description="Soort ontvanger", examples=["participant"])
    ground: str = Field(description="Grondslag", examples=["WGS-1.7-1"])
    released_at: datetime = Field(description="Verstrekt op")


_ORIGINALS = text("select id, corrected_at, withdrawn_at from originals_of(:id)")
_WENT_TO = text("select * from went_to(:ids)")
_TOLD = text(
    "select of_id, max(created_at) as told_at from statuses where of_id = any(:ids) and status = 'told' group by of_id"
)


def disclosure(session: Session, actor: Actor, disclosure_id: UUID) -> DisclosureView:
    """One disclosure, read on the record."""
    found = disclosure_view(session, actor, disclosure_id)
    shown = [one.contribution_id for one in found.items if one.text is not None]
    access.consulted(session, actor, "disclosure", scope_id=found.case_id, object_ids=[disclosure_id, *shown])
    return found


def disclosure_view(session: Session, actor: Actor, disclosure_id: UUID) -> DisclosureView:
    """One disclosure with its items, who was asked and what is still missing."""
    row = rows.find(session, Disclosure, disclosure_id)
    release = _releases(session, [disclosure_id]).get(disclosure_id)
    lines = gathering.suppliers(session, disclosure_id)[disclosure_id]
    kept_out = gathering.excepted(session, disclosure_id)
    found = gathering.items(session, row.contribution_ids)
    noted = rows.latest_statuses(session, [row.case_id]).get(disclosure_id)
    stands = gathering.stands(noted, released=release is not None, asked=bool(lines))
    advised = release is not None and release.advice_number is not None
    copies = copied(session, disclosure_id) if release else []
    return DisclosureView(
        **_line(row, stands).model_dump(),
        text=row.text,
        drafted_by=_person(session, row.actor_id),
        items=[*(ItemLine(**_of(one, ItemLine)) for one in copies), *_stayed(_waiting(row, found, kept_out))]
        if release
        else _waiting(row, found, kept_out),
        suppliers=lines,
        conditions=[]
        if release
        else conditions(gathering.facts(session, row, found, lines, advised=advised)),
        release=_decision(session, release) if release else None,
        acts=_acts(actor, process.step_of(session, row.case_id), stands, bool(lines)),
    )


def _acts(actor: Actor, step: process.Step, stands: str, asked: bool) -> list[str]:
    if actor.organisation_kind != "riec" or step is process.Step.CLOSED:
        return []
    chair, drafts = actor.has(StaffRole.CHAIR), actor.has(StaffRole.CHAIR, StaffRole.ANALYST)
    if stands == "released":
        return ["tell"] if drafts else []
    if stands not in ("drafted", "asked"):
        return []
    shared = step in (process.Step.DOSSIER, process.Step.WEIGHING)
    allowed = [("ask", chair and shared and not asked), ("release", chair and shared), ("drop", drafts)]
    return [act for act, may in allowed if may]


def _of(view: View, model: type[View]) -> dict[str, Any]:
    """The fields of a wider view that a narrower one has too."""
    return {name: getattr(view, name) for name in model.model_fields}


def _waiting(
    row: Disclosure, found: Mapping[UUID, gathering.Found], kept_out: Collection[UUID]
) -> list[ItemLine]:
    """The items before the release: the originals, as far as they are in sight."""
    return [
        ItemLine(
            contribution_id=one.item.id,
            subject_id=one.subject_id,
            about=one.about,
            supplier=one.supplier,
            category=one.item.category,
            text=one.text if one.item.current else None,
            excepted=one.item.id in kept_out,
        )
        for one in (found[key] for key in row.contribution_ids if key in found)
    ]


def _stayed(items: Iterable[ItemLine]) -> list[ItemLine]:
    """After the release: what its suppliers kept out, without its words, since they are no part of what went."""
    return [one.model_copy(update={"text": None}) for one in items if one.excepted]


def _person(session: Session, actor_id: UUID) -> str:
    return str(
        session.execute(text("select name from actors where id = :id"), {"id": actor_id}).scalar() or ""
    )


def _releases(session: Session, ids: Sequence[UUID]) -> dict[UUID, Release]:
    found = session.exec(select(Release).where(col(Release.disclosure_id).in_(ids)))
    return {one.disclosure_id: one for one in found}


def _decision(session: Session, release: Release) -> ReleaseLine:
    asked = feedback.result_of(session, release.disclosure_id)
    return ReleaseLine.model_validate(release).model_copy(update={"feedback": asked})


def _line(row: Disclosure, stands: str) -> DisclosureLine:
    return DisclosureLine(
        id=row.id,
        case_id=row.case_id,
        status=stands,
        recipient=row.recipient_name,
        recipient_id=row.recipient_id,
        recipient_kind=row.recipient_kind,
        basis=row.basis,
        task=row.task,
        ground=row.ground,
        created_at=row.created_at,
    )


def copied(session: Session, disclosure_id: UUID) -> list[ExtractLine]:
    """What was copied, with what became of each original since; what was withdrawn is not read any more."""
    found = session.exec(
        select(Extract).where(Extract.disclosure_id == disclosure_id).order_by(col(Extract.id))
    ).all()
    originals = {one.id: one for one in session.execute(_ORIGINALS, {"id": disclosure_id})}
    told = {one.of_id: one.told_at for one in session.execute(_TOLD, {"ids": [one.id for one in found]})}
    names = rows.organisation_names(session)
    return [_copy(one, originals.get(one.disclosed_from), told.get(one.id), names) for one in found]


def _copy(one: Extract, original: Any, told_at: datetime | None, names: Mapping[UUID, str]) -> ExtractLine:
    change, at = _change(one, original)
    withdrawn = change == "withdrawn"
    return ExtractLine(
        contribution_id=one.disclosed_from,
        extract_id=one.id,
        subject_id=one.subject_id,
        about=one.about,
        supplier=names[one.supplier_id],
        category=one.data_category,
        text=None if withdrawn else one.text,
        source="" if withdrawn else one.source,
        source_reliability=None if withdrawn else one.source_reliability,
        content_credibility=None if withdrawn else one.content_credibility,
        observed_on=None if withdrawn else one.observed_on,
        change=change,
        changed_at=at,
        told_at=told_at if at and told_at and told_at >= at else None,
    )


def _change(one: Extract, original: Any) -> tuple[Literal["corrected", "withdrawn"] | None, datetime | None]:
    if original is None:
        return None, None
    if original.withdrawn_at:
        return "withdrawn", original.withdrawn_at
    if original.corrected_at and original.corrected_at > one.created_at:
        return "corrected", original.corrected_at
    return None, None


def disclosures_of(session: Session, actor: Actor, case_id: UUID) -> list[DisclosureLine]:
    """The disclosures of a case, newest first: for the RIEC, since nobody else finds a trace of them."""
    process.step_of(session, case_id)
    found = list(reversed(rows.in_scope(session, Disclosure, case_id)))
    ids = [one.id for one in found]
    released, lines = _releases(session, ids), gathering.suppliers(session, *ids)
    noted = rows.latest_statuses(session, [case_id])
    access.consulted(session, actor, "disclosures", scope_id=case_id, object_ids=ids)
    return [
        _line(
            one, gathering.stands(noted.get(one.id), released=one.id in released, asked=bool(lines[one.id]))
        )
        for one in found
    ]


def extract(session: Session, actor: Actor, disclosure_id: UUID) -> ExtractView:
    """What went, as it went; each look at it is on the record."""
    row = rows.find(session, Disclosure, disclosure_id)
    release = _releases(session, [disclosure_id]).get(disclosure_id)
    if release is None:
        raise NotFound
    lines = copied(session, disclosure_id)
    access.consulted(
        session, actor, "extract", scope_id=row.case_id, object_ids=[disclosure_id, *_ids(lines)],
        ground=row.ground, outcome="printed",
    )  # fmt: skip
    return ExtractView(
        **_line(row, "released").model_dump(),
        text=row.text,
        case_number=rows.find(session, Case, row.case_id).number,
        release=_decision(session, release),
        items=lines,
    )


def _ids(lines: Iterable[ItemLine]) -> list[UUID]:
    return [one.contribution_id for one in lines]


def is_consent(session: Session, request_id: UUID) -> bool:
    """Whether a question is about a disclosure."""
    return bool(rows.in_scope(session, Consent, request_id))


def consents_of(session: Session, actor: Actor, request_ids: Sequence[UUID]) -> dict[UUID, ConsentView]:
    """What these questions ask about a disclosure, as far as the one who asks sees them."""
    found = rows.in_scope(session, Consent, *request_ids)
    # Most questions are about no disclosure: then nothing more is asked.
    answered = rows.in_scope(session, Answer, *(one.request_id for one in found)) if found else []
    excepted = {one.request_id: one.excepted_ids for one in answered}
    released = _released(session, found) if found else {}
    return {
        one.request_id: ConsentView(
            id=one.request_id,
            disclosure_id=one.disclosure_id if one.owner_id == actor.organisation_id else None,
            contribution_ids=one.contribution_ids,
            excepted_ids=excepted.get(one.request_id, ()),
            explicit=one.explicit,
            released_at=released.get(one.disclosure_id),
            recipient=one.recipient_name,
            recipient_kind=one.recipient_kind,
            basis=one.basis,
            task=one.task,
            ground=one.ground,
        )
        for one in found
    }


def _released(session: Session, asked: Sequence[Consent]) -> dict[UUID, datetime]:
    """When the disclosures were released that these questions are about; for a supplier, those its own items went in."""
    releases = _releases(session, [one.disclosure_id for one in asked])
    went = session.execute(_WENT_TO, {"ids": [key for one in asked for key in one.contribution_ids]})
    told = {one.disclosure_id: one.released_at for one in went}
    return told | {key: one.created_at for key, one in releases.items()}


def asked_items(session: Session, asked: ConsentView) -> list[gathering.Found]:
    """The items a question is about, as far as the one who asks sees them."""
    return list(gathering.items(session, asked.contribution_ids).values())


def disclosure_of(session: Session, extract_id: UUID) -> UUID:
    """The disclosure that a copy belongs to."""
    return rows.find(session, Extract, extract_id).disclosure_id


def destinations(
    session: Session, actor: Actor, contribution_ids: Sequence[UUID]
) -> dict[UUID, list[Destination]]:
    """Where one's own contributions went; of those of others nothing."""
    made: dict[UUID, list[Destination]] = {}
    riec = actor.organisation_kind == "riec"
    for one in session.execute(_WENT_TO, {"ids": list(contribution_ids)}):
        made.setdefault(one.contribution_id, []).append(
            Destination(
                contribution_id=one.contribution_id,
                disclosure_id=one.disclosure_id if riec else None,
                recipient=one.recipient_name,
                recipient_kind=one.recipient_kind,
                ground=one.ground,
                released_at=one.released_at,
            )
        )
    return made


_COPIES_OF = text("""
select x.disclosed_from as contribution_id, d.id as disclosure_id, d.recipient_name, d.recipient_kind, d.ground,
       r.created_at as released_at
  from extracts x join disclosures d on d.id = x.disclosure_id join releases r on r.id = x.release_id
 where x.disclosed_from = :id order by r.created_at, d.id
""")


def destinations_of(session: Session, actor: Actor, contribution_id: UUID) -> list[Destination]:
    """Where one contribution went: for its owner, and for the RIEC that released it; read on the record."""
    if actor.organisation_kind == "riec":
        copies = session.execute(_COPIES_OF, {"id": contribution_id}).mappings()
        found = [
            Destination(recipient=one["recipient_name"], **one) for one in (dict(copy) for copy in copies)
        ]
    else:
        found = destinations(session, actor, [contribution_id]).get(contribution_id, [])
    if not found:
        owned = rows.find(session, Contribution, contribution_id)
        if owned.owner_id != actor.organisation_id and actor.organisation_kind != "riec":
            raise NotAllowed("not-the-owner")
    access.consulted(session, actor, "destinations", object_ids=[contribution_id])
    return found
