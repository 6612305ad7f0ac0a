"""What is done about files later: looked at for viruses after all, swept when they belong to nothing, locked anew."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import text, update
from sqlmodel import Session, col

from db.tables.attachments import Attachment
from db.vault import MasterKeys, Vault
from domain import rows
from domain.actor import Actor
from domain.attachments.adding import record
from domain.attachments.intake import Intake
from domain.attachments.reading import opened
from domain.attachments.scanner import Verdict
from domain.events import EventType

AT_A_TIME: Final = 20
UPLOADING: Final = 3600.0
"""A file without a row that is younger may still be on its way in (seconds)."""

_KEPT: Final = text("select attachment_files_kept(cast(:names as uuid[]))")
_FILES: Final = text("select id, wrapped_key, key_id from attachment_files order by id")
_ALONE: Final = text("select pg_advisory_xact_lock(hashtextextended('attachment_keys', 0))")
_BATCH: Final = 1_000


def to_scan(session: Session) -> list[tuple[UUID, UUID]]:
    """What still has to be looked at for viruses, and in whose name; for the worker."""
    found = session.execute(text("select id, actor_id from attachments_to_scan(:most)"), {"most": AT_A_TIME})
    return [(one.id, one.actor_id) for one in found]


def scan(session: Session, actor: Actor, intake: Intake, attachment_id: UUID) -> Verdict:
    """Look at a file that was held, in the name of its owner; what is infected is destroyed and its owner told."""
    found = rows.find(session, Attachment, attachment_id)
    if found.state != "held" or intake.scanner is None:
        return Verdict.UNKNOWN
    _, pieces = opened(session, intake.vault, attachment_id, "original")
    verdict = intake.scanner.scan(pieces)
    if verdict is Verdict.UNKNOWN:
        return verdict

    state, event = {
        Verdict.CLEAN: ("clean", EventType.ATTACHMENT_CLEARED),
        Verdict.INFECTED: ("refused", EventType.ATTACHMENT_REFUSED),
    }[verdict]
    place, category = found.scope_id, found.category
    # Not when another was put in its place meanwhile: what was looked at is gone.
    looked_at = col(Attachment.id) == attachment_id, col(Attachment.mark) == found.mark
    said = update(Attachment).where(*looked_at).values(state=state).returning(col(Attachment.id))
    if session.execute(said).first() is None:
        return Verdict.UNKNOWN
    session.expire(found)

    record(session, actor, event, place, attachment_id, category)
    return verdict


def sweep(session: Session, vault: Vault, *, older_than: float = UPLOADING) -> int:
    """Remove the files that belong to nothing: cut off half-way, withdrawn or destroyed; for the worker.

    Their keys went with their rows, so until then nobody could read them either.
    """
    removed = 0
    names = list(vault.left(older_than=older_than))
    for start in range(0, len(names), _BATCH):
        batch = names[start : start + _BATCH]
        kept = set(session.execute(_KEPT, {"names": batch}).scalars())
        for name in set(batch) - kept:
            vault.remove(name)
            removed += 1
    return removed


def rotate(session: Session, keys: MasterKeys) -> int:
    """Wrap the key of every file with a new master key; returns how many. As the owner of the tables.

    Until the commit the file of keys holds both: a crash leaves what was, and running this again mends the rest.
    """
    session.execute(_ALONE)
    master = keys.add()
    session.execute(text("insert into attachment_keys (id) values (:id)"), {"id": master.id})
    again: list[dict[str, Any]] = [
        {
            "id": one.id,
            "wrapped": master.wrap(keys.find(one.key_id).unwrap(one.wrapped_key, one.id), one.id),
            "key": master.id,
        }
        for one in session.execute(_FILES)
    ]
    if again:
        session.execute(
            text("update attachment_files set wrapped_key = :wrapped, key_id = :key where id = :id"), again
        )
    session.execute(text("delete from attachment_keys where id <> :id"), {"id": master.id})
    session.commit()
    keys.keep_only(master)
    return len(again)
