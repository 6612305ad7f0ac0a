"""Adding a file to a signal or about a subject."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, text
from sqlmodel import Session, col, select

from db.tables.attachments import Attachment, AttachmentFile
from db.tables.cases import Subject
from db.tables.detection import Signal
from domain import audience, events, guard, process, rows, sharing
from domain.actor import REPORTERS, Actor
from domain.attachments.intake import FIELD, Upload
from domain.attachments.reading import view
from domain.attachments.shapes import AttachmentView, AttachToSignal, AttachToSubject
from domain.cases import CONTRIBUTORS
from domain.errors import Invalid, NotAllowed, Problem
from domain.events import EventType
from domain.process import Step


def attach_to_signal(
    session: Session, actor: Actor, signal_id: UUID, data: AttachToSignal, upload: Upload
) -> AttachmentView:
    """Add a file to one's own signal until it is closed, as one adds words: after a sending back it is in again."""
    signal = rows.find(session, Signal, signal_id)

    step = process.require(session, signal_id, *process.OPEN)
    actor.require(*REPORTERS)
    if signal.owner_id != actor.organisation_id or signal.protection == "brought_in":
        raise NotAllowed("not-the-owner")
    check(session, actor, data, upload)

    circle = signal.circle
    made = _attach(session, actor, signal_id, "signal", data, upload, signal_id=signal_id, circle=circle)
    if step is Step.DETECTION and rows.latest_statuses(session, [signal_id]).get(signal_id) == "sent_back":
        rows.note_status(session, actor, signal_id, signal_id, "submitted", circle=circle)
    return made


def attach_to_subject(
    session: Session, actor: Actor, subject_id: UUID, data: AttachToSubject, upload: Upload
) -> AttachmentView:
    """Add a file that the own organisation holds about a subject."""
    rows.find(session, Subject, subject_id)

    process.require(session, subject_id, Step.DOSSIER, Step.WEIGHING)
    actor.require(*CONTRIBUTORS)
    check(session, actor, data, upload, identifying=data.category == "identification")
    sharing.require_supplied(session, actor, subject_id, data.category)
    circle = audience.circle_of(session, actor, subject_id, data.category, data)

    return _attach(
        session, actor, subject_id, data.category, data, upload, subject_id=subject_id, circle=circle, source=data.source
    )  # fmt: skip


def check(
    session: Session, actor: Actor, data: AttachToSignal, upload: Upload, *, identifying: bool = False
) -> None:
    """Refuse with everything that is wrong with the file and with what is said of it."""
    if upload.problems:
        raise Invalid(*upload.problems, *guard.problems(session, data))
    guard.check(session, actor, data, identifying=identifying)


def _attach(
    session: Session,
    actor: Actor,
    place: UUID,
    category: str,
    data: AttachToSignal,
    upload: Upload,
    **fields: Any,
) -> AttachmentView:
    process.alone(session, f"attach {place} {actor.organisation_id}")
    mark = upload.original.mark(place)
    mine = session.exec(
        select(Attachment).where(
            col(Attachment.scope_id) == place,
            col(Attachment.owner_id) == actor.organisation_id,
            col(Attachment.withdrawn_at).is_(None),
            col(Attachment.state) != "refused",
        )
    ).all()
    for one in mine:
        if one.mark == mark:
            # It is there already: nothing is added, and who sent it twice is shown what there is.
            return view(session, actor, one.id)
    if len(mine) >= upload.intake.per_item:
        raise Invalid(Problem("attachments-too-many", FIELD, {"limit": upload.intake.per_item}))

    attachment_id = rows.add(
        session, actor, Attachment, place, category, description=data.description, **told(upload, place), **fields
    )  # fmt: skip
    keep(session, attachment_id, upload)

    record(session, actor, EventType.ATTACHMENT_ADDED, place, attachment_id, category, state=upload.state)
    return view(session, actor, attachment_id)


def told(upload: Upload, place: UUID) -> dict[str, Any]:
    """What the file says of itself."""
    return {
        "name": upload.name,
        "media_type": upload.media_type,
        "size": upload.original.size,
        "state": upload.state,
        "mark": upload.original.mark(place),
        "pages": sum(piece.kind == "page" for piece in upload.pieces),
    }


def keep(session: Session, attachment_id: UUID, upload: Upload) -> None:
    """The files belong to it from now on, each with its key wrapped."""
    keys = upload.intake.vault.keys
    held = session.execute(
        text("select begin_attachment_key(:first)"), {"first": keys.first().id}
    ).scalar_one()
    master = keys.find(held)
    session.execute(
        insert(AttachmentFile),
        [
            {
                "id": piece.stored.name,
                "attachment_id": attachment_id,
                "kind": piece.kind,
                "page": piece.page,
                "media_type": piece.media_type or upload.media_type,
                "size": piece.stored.size,
                "wrapped_key": master.wrap(piece.stored.key, piece.stored.name),
                "key_id": master.id,
            }
            for piece in upload.pieces
        ],
    )
    upload.kept = True


def record(
    session: Session,
    actor: Actor,
    event: EventType,
    place: UUID,
    attachment_id: UUID,
    category: str,
    **data: Any,
) -> None:
    """What was done, in the case that a subject is of; a signal has none yet, or more than one."""
    of_subject = category != "signal"
    events.record(
        session, actor, event, scope_id=place, object_id=attachment_id, category=category, data=data,
        **({"subject_id": place, "case_id": process.parent_of(session, place)} if of_subject else {}),
    )  # fmt: skip
