"""What the found partner sees: who asked about something it holds, on which ground, and by what."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain import access, rows
from domain.actor import Actor
from domain.known.asking import MOST
from domain.naming import called
from domain.shapes import View


class Finding(View):
    """Vraag over wat van ons is: who asked about something the own organisation holds; never why, nor about whom there."""

    id: UUID = Field(description="Kenmerk van de vraag")
    asker_id: UUID = Field(description="Vrager: the organisation that asked")
    asker: str = Field(description="Naam van de vrager")
    bases: Sequence[str] = Field(description="Waarop gevraagd is", examples=[["phone"]])
    ground: str = Field(description="Grondslag", examples=["WGS-1.5-1"])
    asked_at: datetime = Field(description="Gevraagd op")
    by_hand: bool = Field(
        description="Met de hand: the RIEC answers, since by your own record it may be a vulnerable person"
    )
    about_kind: Literal["mention", "subject"] | None = Field(
        description="Soort: absent when this viewer may not see what was found"
    )
    scope_id: UUID | None = Field(description="Plaats: the own signal or subject that was found")
    about: str | None = Field(description="Naam: what people call it")


_FINDINGS: Final = text(f"""
select f.id, f.asker_id, f.bases, f.ground, f.asked_at, f.quiet as by_hand,
       case when m.id is not null then 'mention' when b.id is not null then 'subject' end as about_kind,
       coalesce(m.scope_id, b.scope_id) as scope_id, coalesce({called("m")}, {called("b")}) as about
  from known_found f left join mentions m on m.id = f.row_id left join subjects b on b.id = f.row_id
 where f.organisation_id = :mine order by f.id desc limit :most
""")  # noqa: S608 - our own text


def findings(session: Session, actor: Actor) -> list[Finding]:
    """The questions of others about what the own organisation holds, newest first."""
    names = rows.organisation_names(session)
    found = session.execute(_FINDINGS, {"mine": actor.organisation_id, "most": MOST}).mappings().all()
    access.consulted(session, actor, "known_findings", object_ids=[one["id"] for one in found])
    return [Finding.model_validate({**one, "asker": names.get(one["asker_id"], "")}) for one in found]
