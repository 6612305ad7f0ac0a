"""Reading attachments: what is said of them, and their bytes; who may do so is decided by the policies alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, text
from sqlmodel import Session, col, select

from db.tables.attachments import Attachment
from db.tables.detection import Signal
from db.tables.spine import Scope
from db.vault import Unreadable, Vault
from domain import access, audience, process, rows
from domain.actor import REPORTERS, Actor
from domain.attachments.intake import file_name
from domain.attachments.shapes import AttachmentView
from domain.cases import CONTRIBUTORS
from domain.errors import NotFound
from domain.process import Step

_PARTS: Final = text("""
select attachment_id, array_agg(distinct kind order by kind) as kinds from attachment_files
 where attachment_id = any(:ids) group by 1
""")
_FILE: Final = text("""
select f.id, f.media_type, f.size, f.wrapped_key, f.key_id, a.name, a.scope_id
  from attachment_files f join attachments a on a.id = f.attachment_id
 where f.attachment_id = :attachment and f.kind = :kind and coalesce(f.page, 0) = :page
""")
_TAKEN_OUT: Final = ("original", "copy")


@dataclass(frozen=True)
class Content:
    """Bytes for one reader, piece by piece; the id is of these bytes, which never change."""

    id: UUID
    name: str
    media_type: str
    size: int
    pieces: Iterator[bytes]


def attachment(session: Session, actor: Actor, attachment_id: UUID) -> AttachmentView:
    """One attachment, read on the record."""
    found = rows.find(session, Attachment, attachment_id)
    access.consulted(session, actor, "attachment", scope_id=found.scope_id, object_ids=[attachment_id])
    return view(session, actor, attachment_id)


def attachments(session: Session, actor: Actor, place: UUID) -> list[AttachmentView]:
    """What is attached to a signal or a subject, as far as shared with the one who asks; oldest first."""
    # Who takes part may see no more of a subject than its step; who does not see a signal itself does not know it is there.
    seat = session.get(Scope, place)
    if seat is None or (seat.kind == "signal" and session.get(Signal, place) is None):
        raise NotFound
    found = _read(session, actor, col(Attachment.scope_id) == place)
    if found:
        access.consulted(session, actor, "attachments", scope_id=place, object_ids=[one.id for one in found])
    return found


def view(session: Session, actor: Actor, attachment_id: UUID) -> AttachmentView:
    """One attachment, as the one who asks sees it."""
    return rows.one_of(_read(session, actor, col(Attachment.id) == attachment_id), attachment_id)


def content(
    session: Session, actor: Actor, vault: Vault, attachment_id: UUID, kind: str, page: int = 0
) -> Content:
    """The bytes of one part, on the record; NotFound when it is not there for the one who asks."""
    found, pieces = opened(session, vault, attachment_id, kind, page)
    access.consulted(
        session, actor, f"attachment_{kind}", scope_id=found.scope_id, object_ids=[attachment_id],
        outcome="exported" if kind in _TAKEN_OUT else "shown",
    )  # fmt: skip
    return Content(found.id, file_name(found.name, found.media_type), found.media_type, found.size, pieces)


def opened(
    session: Session, vault: Vault, attachment_id: UUID, kind: str, page: int = 0
) -> tuple[Any, Iterator[bytes]]:
    """The row of one part with its bytes, as far as the policies show it."""
    asked = {"attachment": attachment_id, "kind": kind, "page": page}
    while True:
        found = session.execute(_FILE, asked).one_or_none()
        if found is None:
            raise NotFound
        try:
            key = vault.keys.find(found.key_id)
        except Unreadable:
            # Who reads while the master key is replaced finds the other one a moment later.
            again = session.execute(_FILE, asked).one_or_none()
            if again is None or again.key_id == found.key_id:
                raise
            continue
        return found, vault.read(found.id, key.unwrap(found.wrapped_key, found.id))


def _read(session: Session, actor: Actor, which: ColumnElement[bool]) -> list[AttachmentView]:
    found = session.exec(select(Attachment).where(which).order_by(col(Attachment.id))).all()
    if not found:
        return []
    parts = {
        one.attachment_id: one.kinds for one in session.execute(_PARTS, {"ids": [one.id for one in found]})
    }
    names, kinds = rows.organisation_names(session), rows.organisation_kinds(session)
    people = audience.named(session, (one.circle for one in found))
    steps = {place: process.step_of(session, place) for place in {one.scope_id for one in found}}
    return [
        AttachmentView(
            owner=names[one.owner_id],
            mine=one.owner_id == actor.organisation_id,
            parts=parts.get(one.id, []),
            acts=_acts(actor, one, steps[one.scope_id]),
            **audience.described(None if one.withdrawn_at else one.circle, people, kinds[one.owner_id]),
            **one.model_dump(exclude={"owner_id", "scope_id", "actor_id", "circle", "mark"}),
        )
        for one in found
    ]


def replaced_in(one: Attachment) -> tuple[Step, ...]:
    """The steps in which its owner can correct its words or put another in its place: those in which files are added."""
    return process.OPEN if one.signal_id else (Step.DOSSIER, Step.WEIGHING)


def _acts(actor: Actor, one: Attachment, step: Step) -> list[str]:
    roles = REPORTERS if one.signal_id else CONTRIBUTORS
    if one.owner_id != actor.organisation_id or one.withdrawn_at or not actor.has(*roles):
        return []
    taken = step in replaced_in(one)
    found = {"correct": taken, "replace": taken, "withdraw": step in process.OPEN}
    return [act for act, may in found.items() if may]
