"""The release (B15): when every condition holds what goes is copied, and stays as it went."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from pydantic import Field
from sqlmodel import Session

from db.tables.disclosures import Disclosure, Extract, Release
from domain import access, calendar, cases, events, feedback, guard, process, rows
from domain.actor import Actor, StaffRole
from domain.disclosures import gathering
from domain.disclosures.conditions import FIELDS, SILENT, conditions
from domain.disclosures.drafting import DRAFTERS, OPEN, hold
from domain.disclosures.gathering import Found
from domain.disclosures.reading import copied, disclosure_view
from domain.disclosures.shapes import DisclosureView
from domain.errors import Conflict, Invalid, NotFound, Problem
from domain.events import EventType
from domain.guard import Guarded
from domain.shapes import Day, OptionalLine, Prose

SECRECY: Final = "WGS-1.11"
"""What binds the recipient too."""


class ReleaseDisclosure(Guarded):
    """Besluit om te verstrekken (B15)."""

    motive: Prose = Field(
        description="Motivering: why this, to this recipient, is necessary and no more than that",
        examples=["Nodig voor het bewijs."],
    )
    advice_number: OptionalLine = Field(
        default="",
        description="Nummer van het advies van de rechtmatigheidsadviescommissie: for a third party",
        examples=["RAC-2026-014"],
    )
    advised_on: Day | None = Field(default=None, description="Datum van het advies", examples=["2026-11-02"])


def release_disclosure(
    session: Session, actor: Actor, disclosure_id: UUID, data: ReleaseDisclosure
) -> DisclosureView:
    """Provide it; refused with everything that is missing until all of it holds."""
    row = rows.find(session, Disclosure, disclosure_id)

    actor.require_riec(StaffRole.CHAIR)
    process.require(session, row.case_id, *OPEN)
    guard.check(session, actor, data)
    hold(session, row.case_id)
    if "release" not in disclosure_view(session, actor, disclosure_id).acts:
        raise Conflict("disclosure-settled")
    kept_out = gathering.excepted(session, disclosure_id)
    going = [key for key in row.contribution_ids if key not in kept_out]
    found = gathering.items(session, row.contribution_ids)
    problems = _missing(session, row, found, data)
    if problems:
        raise Invalid(*problems)

    advice = {"advice_number": data.advice_number or None, "advised_on": data.advised_on}
    release_id = rows.add(
        session, actor, Release, row.case_id, "disclosure", case_id=row.case_id, disclosure_id=disclosure_id,
        motive=guard.masked(data.motive), secrecy_ground=SECRECY, **advice,
    )  # fmt: skip
    _copy(session, actor, row, release_id, [found[key] for key in going])
    feedback.register_result(session, actor, row)
    for silent in gathering.suppliers(session, disclosure_id)[disclosure_id]:
        if silent.status == SILENT:
            # That nobody answered before the date is no objection: the question waits for nobody any more.
            rows.note_status(session, actor, silent.request_id, silent.request_id, "no_objection")
    rows.note_status(session, actor, row.case_id, disclosure_id, "released", "disclosure")

    events.record(
        session, actor, EventType.DISCLOSURE_RELEASED, scope_id=row.case_id, case_id=row.case_id,
        object_id=disclosure_id, category="disclosure", data={"kind": "B15", "items": len(going)},
    )  # fmt: skip
    access.consulted(
        session, actor, "disclosure", scope_id=row.case_id, object_ids=[disclosure_id, *going], ground=row.ground,
        outcome="exported",
    )  # fmt: skip
    return disclosure_view(session, actor, disclosure_id)


def _missing(
    session: Session, row: Disclosure, found: Mapping[UUID, Found], data: ReleaseDisclosure
) -> list[Problem]:
    """Every condition that does not hold yet, each with who still has to say something."""
    advised = bool(data.advice_number and data.advised_on)
    lines = gathering.suppliers(session, row.id)[row.id]
    facts = gathering.facts(session, row, found, lines, advised=advised)
    problems = [
        Problem(f"lacking-{one.code}", FIELDS.get(one.code, ""), {"lacking": list(one.lacking)})
        for one in conditions(facts)
        if not one.met
    ]
    if bool(data.advice_number) is not (data.advised_on is not None) and row.recipient_kind == "participant":
        problems.append(Problem("lacking-advice", "/adviceNumber"))
    if data.advised_on and data.advised_on > calendar.today():
        problems.append(Problem("date-in-future", "/advisedOn"))
    return problems


def _copy(session: Session, actor: Actor, row: Disclosure, release_id: UUID, going: Sequence[Found]) -> None:
    """Each item into the place of its own subject, so that it goes when that is destroyed; without numbers of people."""
    by_subject: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for one in going:
        by_subject[one.subject_id].append(
            {
                "subject_id": one.subject_id,
                "disclosure_id": row.id,
                "release_id": release_id,
                "disclosed_from": one.item.id,
                "supplier_id": one.item.owner_id,
                "data_category": one.item.category,
                "about": guard.masked(one.about),
                "text": guard.masked(one.text),
                "source": guard.masked(one.source),
                "source_reliability": one.source_reliability,
                "content_credibility": one.content_credibility,
                "observed_on": one.observed_on,
            }
        )
    for subject_id, copies in by_subject.items():
        rows.add_all(session, actor, Extract, subject_id, "disclosure", copies)


def tell_recipient(session: Session, actor: Actor, extract_id: UUID) -> DisclosureView:
    """Note that the recipient was told that an original was corrected or withdrawn (BGS 1.7)."""
    row = rows.find(session, Extract, extract_id)

    actor.require_riec(*DRAFTERS)
    case_id = process.parent_of(session, row.subject_id)
    if case_id is None:
        raise NotFound
    cases.find_open(session, case_id)
    one = next((one for one in copied(session, row.disclosure_id) if one.extract_id == extract_id), None)
    if one is None or one.change is None or one.told_at:
        raise Conflict("nothing-to-tell")

    rows.note_status(session, actor, row.subject_id, extract_id, "told", "disclosure")

    events.record(
        session, actor, EventType.DISCLOSURE_TOLD, scope_id=row.subject_id, case_id=case_id,
        subject_id=row.subject_id, object_id=row.disclosure_id, category="disclosure", data={"change": one.change},
    )  # fmt: skip
    return disclosure_view(session, actor, row.disclosure_id)
