"""Whom and what the signals of a case speak of: to begin a subject with, so that nobody types it again."""

from collections.abc import Sequence
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain import access, digests, search
from domain.actor import Actor
from domain.detection.shapes import MentionView, SignalView

# Each mention stands under the policies of its signal, not of the case: only who reads the signal is given it.
_OF_CASE = text("""
select m.id, m.kind, m.name, m.name_parts, m.display_name, m.birth_date, m.identifier_kind, m.identifier_raw, m.identifier, m.verified, m.description,
       m.signal_id, s.number
  from scopes p join signals s on s.id = p.id join mentions m on m.signal_id = s.id
 where p.parent_id = :case and p.kind = 'signal' order by s.created_at, m.id limit 100
""")


def earlier(session: Session, actor: Actor, found: SignalView) -> search.EarlierList:
    """What else the one who asks can see of whom and what a signal names, before a case is made of it."""
    asked = [one.identifier or one.identifier_raw or one.display_name or one.name for one in found.mentions]
    return search.earlier(session, actor, asked, found.number, besides={found.id})


class MentionOfCase(MentionView):
    """Vermelding in een signaal van een casus."""

    signal_id: UUID = Field(description="Signaal")
    number: str = Field(description="Nummer van het signaal", examples=["S-2026-7KQ2MX4P"])


def mentions_of_case(session: Session, actor: Actor, case_id: UUID) -> Sequence[MentionOfCase]:
    """What the signals taken up into a case speak of, as far as the one who asks may read them; on the record."""
    found = [
        MentionOfCase.model_validate({**one, "bases": digests.bases(dict(one))})
        for one in session.execute(_OF_CASE, {"case": case_id}).mappings()
    ]
    if found:
        read = list(dict.fromkeys(one.signal_id for one in found))
        access.consulted(session, actor, "signal", scope_id=case_id, object_ids=read)
    return found
