"""What an owner does about a file that should not have been there: another in its place, or none (BGS 1.7).

Either way the bytes and their keys are destroyed at once, and the fact stays: who reads it sees what was done, and why.
"""

from uuid import UUID

from sqlalchemy import text, update
from sqlmodel import Session, col, select

from db.tables.attachments import Attachment
from domain import process, rows
from domain.actor import REPORTERS, Actor
from domain.attachments.adding import check, keep, record, told
from domain.attachments.intake import FIELD, Upload
from domain.attachments.reading import replaced_in, view
from domain.attachments.shapes import AttachmentView, ReplaceAttachment, WithdrawAttachment
from domain.cases import CONTRIBUTORS
from domain.errors import Invalid, NotAllowed, Problem
from domain.events import EventType


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

    said = {"description": data.description, "source": (found.subject_id and data.source) or found.source}
    session.execute(
        update(Attachment)
        .where(col(Attachment.id) == attachment_id)
        .values(**said, **new, replaced_at=text("clock()"), replaced_for=data.reason)
    )
    session.expire(found)
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
