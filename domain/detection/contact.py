"""Safe contact in a case: how who may be a victim can be reached, read where somebody plans to reach one."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain import access
from domain.actor import Actor
from domain.cases import SubjectView
from domain.shapes import View

REACHED: Final = ("victim", "perpetrator_victim", "unknown")
"""The roles of whom may be a victim."""

# What was said with the signals of the case stands under their policies, and in a category of its own (docs/decisions/0037).
_OF_CASE: Final = text("""
select p.id as place, s.id as signal_id, s.number, c.text
  from scopes p join safe_contacts c on c.signal_id = p.id left join signals s on s.id = p.id
 where p.parent_id = :case and p.kind = 'signal' order by c.created_at
""")


class SafeContactView(View):
    """Veilig contact: what was said of it with one signal of the case."""

    signal_id: UUID | None = Field(description="Signaal: for who reads that")
    number: str | None = Field(
        description="Nummer van het signaal: for who reads that", examples=["S-2026-7KQ2MX4P"]
    )
    text: str = Field(description="Veilig contact", examples=["Nooit thuis bellen."])


def safe_contacts(session: Session, actor: Actor, subject: SubjectView) -> Sequence[SafeContactView]:
    """How this person can be reached, as the signals of the case say, for who sees that of them; on the record."""
    if subject.kind != "person" or subject.role not in REACHED:
        return []
    found = session.execute(_OF_CASE, {"case": subject.case_id}).mappings().all()
    if found:
        read = [one["place"] for one in found]
        access.consulted(session, actor, "safe_contact", scope_id=subject.case_id, object_ids=read)
    return [SafeContactView.model_validate(dict(one)) for one in found]
