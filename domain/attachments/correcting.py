"""What an owner does about what is wrong with a file: other words, another file in its place, or none (BGS 1.7).

Of a file that should not have been there the bytes and their keys are destroyed at once. The fact stays: who reads it
sees what was done, and why.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import text, update
from sqlmodel import Session, col, select

from db.tables.attachments import Attachment
from domain import guard, process, rows
from domain.actor import REPORTERS, Actor
from domain.attachments.adding import check, keep, record, told
from domain.attachments.intake import FIELD, Upload
from domain.attachments.reading import replaced_in, view
from domain.attachments.shapes import (
    AttachmentView,
    CorrectAttachment,
    ReplaceAttachment,
    WithdrawAttachment,
)
from domain.cases import CONTRIBUTORS
from domain.errors import Invalid, NotAllowed, Problem
from domain.events import EventType


def correct_attachment(
    session: Session, actor: Actor, attachment_id: UUID, data: CorrectAttachment
) -> AttachmentView:
    """Correct the words that describe one's own file; the file stays, and readers see that they were corrected."""
    found = _own(session, actor, attachment_id)

    process.require(session, found.scope_id, *replaced_in(found))
    guard.check(session, actor, data, identifying=found.category == "identification")
    place, category = found.scope_id, found.category

    _write(session, found, **_words(found, data), corrected_at=text("clock()"))

    record(session, actor, EventType.ATTACHMENT_CORRECTED, place, attachment_id, category)
    return view(session, actor, attachment_id)


def replace_attachment(
    session: Session, actor: Actor, attachment_id: UUID, data: ReplaceAttachment, upload: Upload
) -> AttachmentView:
    """Put another file in the place of one's own; the one before is destroyed, and readers see that there was one."""
    found = _own(session, actor, attachment_id)

    process.require(session, found.scope_id, *replaced_in(found))
    check(session, actor, data, upload, identifying=found.category == "identification")
    place, category = found.scope_id, found.category
    process.alone(session, f"attach {place} {actor.organisation_id}")
    new = told(upload, place)
    _check_new(session, found, new["mark"])

    said = {"replaced_at": text("clock()"), "replaced_for": data.reason}
    _write(session, found, **_words(found, data), **new, **said)
    keep(session, attachment_id, upload)

    record(session, actor, EventType.ATTACHMENT_REPLACED, place, attachment_id, category, reason=data.reason)
    return view(session, actor, attachment_id)


def withdraw_attachment(
    session: Session, actor: Actor, attachment_id: UUID, data: WithdrawAttachment
) -> AttachmentView:
    """Take back one's own file: it can never be read again, and who saw it sees that it was withdrawn."""
    found = _own(session, actor, attachment_id)

    process.require(session, found.scope_id, *process.OPEN)

    place, category = found.scope_id, found.category
    session.execute(
        text("select withdraw_attachment(:id, :reason)"), {"id": attachment_id, "reason": data.reason}
    )
    session.expire(found)

    record(session, actor, EventType.ATTACHMENT_WITHDRAWN, place, attachment_id, category, reason=data.reason)
    return view(session, actor, attachment_id)


def _own(session: Session, actor: Actor, attachment_id: UUID) -> Attachment:
    found = rows.find(session, Attachment, attachment_id)
    if found.owner_id != actor.organisation_id:
        raise NotAllowed("not-the-owner")
    actor.require(*(REPORTERS if found.signal_id else CONTRIBUTORS))
    if found.withdrawn_at:
        raise NotAllowed("withdrawn")
    return found


def _words(found: Attachment, data: CorrectAttachment) -> dict[str, str]:
    return {"description": data.description, "source": (found.subject_id and data.source) or found.source}


def _write(session: Session, found: Attachment, **values: Any) -> None:
    written = update(Attachment).where(col(Attachment.id) == found.id).values(**values)
    if session.execute(written.returning(col(Attachment.id))).first() is None:
        # Withdrawn by a colleague since it was read.
        raise NotAllowed("withdrawn")
    session.expire(found)


def _check_new(session: Session, found: Attachment, mark: str) -> None:
    """What takes its place is not there yet, neither as this file nor as another of one's own."""
    same = select(Attachment.id).where(
        col(Attachment.scope_id) == found.scope_id,
        col(Attachment.owner_id) == found.owner_id,
        col(Attachment.mark) == mark,
        col(Attachment.withdrawn_at).is_(None),
        col(Attachment.state) != "refused",
    )
    if session.exec(same).first():
        raise Invalid(Problem("attachment-there-already", FIELD))
