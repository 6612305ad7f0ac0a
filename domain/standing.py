"""How things stand for one organisation: where its cases are, who manages which, and how much work it promised.

A corridor: counts and ids for the start page, under the policies of the one who asks, and never a number of what
that person may not see. One statement each.
"""

from typing import Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain.actor import Actor
from domain.plan import RUNNING
from domain.shapes import View

# Through `cases`, so that a case which is closed to this person is not counted either.
_STANDING: Final = text("""
select p.step, count(distinct k.id) as number
  from (select scope_id, step from participations
         where organisation_id = :mine and kind = 'case' and ended_at is null and step <> 'closed'
         order by last_activity_at desc, scope_id desc limit :most) p join cases k on k.id = p.scope_id
 group by p.step
""")

_MANAGED: Final = text("""
select k.id from namings n join cases k on k.id = n.case_id join participations p on p.scope_id = k.id
 where n.manager_id = :me and not exists (select from namings l where l.case_id = n.case_id and l.id > n.id)
   and p.organisation_id = :mine and p.kind = 'case' and p.ended_at is null and p.step <> 'closed'
 group by k.id order by max(p.last_activity_at) desc limit :most
""")

_PROMISED: Final = text("""
select count(*) as number, coalesce(sum(hours), 0) as hours from (
  select distinct on (i.id) r.capacity_hours as hours,
         (select t.status from statuses t where t.scope_id = i.scope_id and t.of_id = i.id order by t.id desc limit 1) as status
    from participations p join interventions i on i.content_scope_id = p.scope_id and i.partner_id = :mine
    join replies r on r.intervention_id = i.id and r.outcome = 'accepted'
   where p.organisation_id = :mine and p.kind = 'intervention' and p.ended_at is null and p.waiting
   order by i.id, r.id desc) found
 where status = any(:running)
""")

COUNTED: Final = 500
"""Cases that are counted per step, those that were active last: counting judges each of them."""
MOST: Final = 12
"""Who manages more cases than this finds the rest in the list of cases."""


class Promised(View):
    """Toegezegd werk: what the own organisation said yes to and has not completed."""

    number: int = Field(description="Aantal interventies")
    hours: int = Field(description="Uren")


def standing(session: Session, actor: Actor) -> dict[str, int]:
    """How many open cases of the organisation stand in each step, of those that were active last."""
    found = session.execute(_STANDING, {"mine": actor.organisation_id, "most": COUNTED})
    return {one.step: one.number for one in found}


def managed(session: Session, actor: Actor) -> list[UUID]:
    """The open cases of which this person is the case manager, last active first."""
    wanted = {"mine": actor.organisation_id, "me": actor.id, "most": MOST}
    return list(session.execute(_MANAGED, wanted).scalars())


def promised(session: Session, actor: Actor) -> Promised:
    """How much work the organisation promised and still has to do: what a new yes comes on top of."""
    wanted = {"mine": actor.organisation_id, "running": list(RUNNING)}
    return Promised.model_validate(dict(session.execute(_PROMISED, wanted).mappings().one()))
