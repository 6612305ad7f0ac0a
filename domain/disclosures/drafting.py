"""A disclosure is drafted, put to the suppliers, and perhaps dropped."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from db.tables import new_id
from db.tables.disclosures import Consent, Disclosure
from db.tables.dossier import Request
from domain import access, calendar, cases, catalogue, events, guard, process, rows, sharing
from domain.actor import Actor, StaffRole
from domain.disclosures import gathering
from domain.disclosures.conditions import FIELDS, LASTING, Facts, conditions
from domain.disclosures.gathering import Found
from domain.disclosures.reading import disclosure_view
from domain.disclosures.shapes import DisclosureView, DraftDisclosure
from domain.errors import Conflict, Invalid, Problem
from domain.events import EventType
from domain.process import Step

DRAFTERS: Final = (StaffRole.CHAIR, StaffRole.ANALYST)
OPEN: Final = (Step.DOSSIER, Step.WEIGHING)
"""Where contributions are shared, and questions can be answered."""

_RECIPIENT = text("select name, kind, wgs_participant from organisations where id = :id and active")
_ORGANISATIONS = text("select id, name from organisations where active and kind <> 'riec' order by name")
_CHOOSABLE = text("""
select c.id from contributions c join scopes s on s.id = c.scope_id
 where s.parent_id = :case and c.withdrawn_at is null and c.circle is null order by c.id limit 500
""")


def draft_disclosure(session: Session, actor: Actor, case_id: UUID, data: DraftDisclosure) -> DisclosureView:
    """Write down what is to go to whom, for what and on which ground; nobody outside the RIEC hears of it yet."""
    process.require(session, case_id, *OPEN)
    actor.require_riec(*DRAFTERS)
    guard.check(session, actor, data)
    found = gathering.items(session, data.contribution_ids)
    taking_part = {one.organisation_id for one in cases.participants(session, case_id)}
    recipient, problems = _recipient(session, data, taking_part)
    problems += catalogue.unknown_code(
        catalogue.legal_grounds(session, "R", calendar.today()), data.ground, "/ground"
    )
    problems += _unfit(session, case_id, data.contribution_ids, found, taking_part)
    problems = problems or _never(session, data, recipient["recipient_kind"], found)
    if problems:
        raise Invalid(*problems)

    disclosure_id = rows.add(
        session, actor, Disclosure, case_id, "disclosure", case_id=case_id, basis=data.basis,
        task=guard.masked(data.task), ground=data.ground, text=guard.masked(data.text),
        contribution_ids=list(dict.fromkeys(data.contribution_ids)), **recipient,
    )  # fmt: skip
    rows.note_status(session, actor, case_id, disclosure_id, "drafted", "disclosure")

    events.record(
        session, actor, EventType.DISCLOSURE_DRAFTED, scope_id=case_id, case_id=case_id, object_id=disclosure_id,
        category="disclosure", data={"recipient": recipient["recipient_kind"], "items": len(found)},
    )  # fmt: skip
    return disclosure_view(session, actor, disclosure_id)


def drafts(actor: Actor) -> bool:
    """Whether this is somebody who may draft."""
    return actor.has_at_riec(*DRAFTERS)


def _recipient(
    session: Session, data: DraftDisclosure, taking_part: set[UUID]
) -> tuple[dict[str, str | UUID | None], list[Problem]]:
    """Who gets it, as it is written down: a participant of the RIEC, or a third party of a kind."""
    name, kind, problems = data.recipient_name, data.recipient_kind, []
    third = True
    if data.recipient_id:
        known = session.execute(_RECIPIENT, {"id": data.recipient_id}).one_or_none()
        if known is None:
            problems.append(Problem("organisation-unknown", "/recipientId"))
        elif data.recipient_id in taking_part or known.kind == "riec":
            problems.append(Problem("recipient-on-case", "/recipientId"))
        if name:
            problems.append(Problem("recipient-twice", "/recipientName"))
        name = known.name if known else ""
        third = known is not None and not known.wgs_participant and known.kind != "riec"
    elif not name:
        problems.append(Problem("recipient-wanted", "/recipientId"))
    if third and kind is None:
        problems.append(Problem("recipient-kind-wanted", "/recipientKind"))
    stored = (kind or "public") if third else "participant"
    return {
        "recipient_id": data.recipient_id,
        "recipient_name": name,
        "recipient_kind": stored,
    }, problems


def _unfit(
    session: Session,
    case_id: UUID,
    wanted: Sequence[UUID],
    found: Mapping[UUID, Found],
    taking_part: set[UUID],
) -> list[Problem]:
    """What cannot be disclosed: what is not there for the one who asks, not current, or of who cannot be asked."""
    subjects = set(rows.children(session, "subject", case_id))
    problems = []
    for place, key in enumerate(wanted):
        pointer, one = f"/contributionIds/{place}", found.get(key)
        if one is None or one.subject_id not in subjects:
            problems.append(Problem("contribution-not-in-case", pointer))
        elif not one.item.current:
            problems.append(Problem("contribution-not-open", pointer))
        elif one.item.owner_id not in taking_part:
            problems.append(Problem("supplier-takes-no-part", pointer, {"supplier": one.supplier}))
    return problems


def _never(
    session: Session, data: DraftDisclosure, recipient_kind: object, found: Mapping[UUID, Found]
) -> list[Problem]:
    """The conditions that no answer and no advice will mend."""
    facts = Facts(
        recipient_kind=str(recipient_kind),
        basis=data.basis,
        ground_valid=gathering.ground_is_valid(session, data.ground),
        items=[one.item for one in found.values()],
    )
    return [
        Problem(f"lacking-{one.code}", FIELDS[one.code])
        for one in conditions(facts)
        if one.code in LASTING and not one.met
    ]


def choosable(session: Session, actor: Actor, case_id: UUID) -> list[Found]:
    """The contributions of a case that can go into a disclosure: current, open and in sight; read on the record."""
    process.step_of(session, case_id)
    ids = list(session.execute(_CHOOSABLE, {"case": case_id}).scalars())
    found = gathering.items(session, ids)
    access.consulted(session, actor, "contributions", scope_id=case_id, object_ids=ids)
    return list(found.values())


def possible_recipients(session: Session, case_id: UUID) -> list[tuple[UUID, str]]:
    """The organisations of the region that do not take part in the case, by name."""
    here = {one.organisation_id for one in cases.participants(session, case_id)}
    found = session.execute(_ORGANISATIONS)
    return [(one.id, one.name) for one in found if one.id not in here]


def ask_suppliers(session: Session, actor: Actor, disclosure_id: UUID) -> DisclosureView:
    """Put to each supplier which of its items are to go, to whom and why; and to nobody what the others are asked."""
    row = rows.find(session, Disclosure, disclosure_id)

    actor.require_riec(StaffRole.CHAIR)
    process.require(session, row.case_id, *OPEN)
    hold(session, row.case_id)
    if disclosure_view(session, actor, disclosure_id).status != "drafted":
        raise Conflict("disclosure-not-drafted")
    found = gathering.items(session, row.contribution_ids)
    taking_part = {one.organisation_id for one in cases.participants(session, row.case_id)}
    unfit = _unfit(session, row.case_id, row.contribution_ids, found, taking_part)
    if unfit:
        raise Invalid(*unfit)
    asked = gathering.to_ask(found.values(), actor.organisation_id, outside=row.recipient_id is None)
    if not asked:
        raise Conflict("nobody-to-ask")

    today = calendar.today()
    due_on = today + timedelta(days=sharing.access_term(session, "objection_days", today))
    for supplier_id, (ids, explicit) in asked.items():
        question = {"asked_id": supplier_id, "due_on": due_on, "ids": ids, "explicit": explicit}
        _ask(session, actor, row, **question)
    rows.note_status(session, actor, row.case_id, disclosure_id, "asked", "disclosure")
    return disclosure_view(session, actor, disclosure_id)


def _ask(session: Session, actor: Actor, row: Disclosure, **question: object) -> None:
    """One question to one supplier, in a scope of its own as every question."""
    request_id = new_id()
    session.execute(
        text("select open_corner(:id, :parent, 'request', :asked)"),
        {"id": request_id, "parent": row.case_id, "asked": question["asked_id"]},
    )
    rows.add(
        session, actor, Request, request_id, "request", id=request_id, case_id=row.case_id, subject_id=None,
        asked_id=question["asked_id"], question=row.task, ground=row.ground, due_on=question["due_on"],
    )  # fmt: skip
    rows.add(
        session, actor, Consent, request_id, "request", request_id=request_id, disclosure_id=row.id,
        contribution_ids=question["ids"], explicit=question["explicit"], recipient_name=row.recipient_name,
        recipient_kind=row.recipient_kind, basis=row.basis, task=row.task, ground=row.ground,
    )  # fmt: skip
    rows.note_status(session, actor, request_id, request_id, "asked")
    events.record(
        session, actor, EventType.DISCLOSURE_ASKED, scope_id=request_id, case_id=row.case_id, object_id=request_id,
        category="request",
    )  # fmt: skip


def drop_disclosure(session: Session, actor: Actor, disclosure_id: UUID) -> DisclosureView:
    """Leave it: what was asked stays on the record, and nothing can be released any more."""
    row = rows.find(session, Disclosure, disclosure_id)

    actor.require_riec(*DRAFTERS)
    cases.find_open(session, row.case_id)
    hold(session, row.case_id)
    standing = disclosure_view(session, actor, disclosure_id)
    if "drop" not in standing.acts:
        raise Conflict("disclosure-settled")

    rows.note_status(session, actor, row.case_id, disclosure_id, gathering.DROPPED, "disclosure")

    events.record(
        session, actor, EventType.DISCLOSURE_DROPPED, scope_id=row.case_id, case_id=row.case_id,
        object_id=disclosure_id, category="disclosure",
    )  # fmt: skip
    return standing.model_copy(update={"status": gathering.DROPPED, "acts": []})


def hold(session: Session, case_id: UUID) -> None:
    """Who decides about disclosures of one case decides alone until the end of the transaction."""
    process.alone(session, f"disclosures {case_id}")
