"""Who will see a signal once it is submitted, by name: told before it is sent."""

from sqlalchemy import text
from sqlmodel import Session

from domain.actor import Actor

# Whom `open_signal` seats, as far as the ceilings and the rules of today then let them read it.
_READERS = text("""
with seated as (
  select o.id, o.name, seat.part from organisations o
   cross join lateral (values ('preparation', o.preparation), ('riec', o.kind = 'riec'),
                              ('municipality', o.kind = 'municipality' and o.municipality_code = :municipality)
                      ) seat(part, taken)
   where o.active and seat.taken and o.id <> :mine)
select distinct s.name from seated s join organisations me on me.id = :mine
 cross join lateral shared_with(s.id) d
 where d.compartment = 'R' and d.step = 'detection' and d.category = 'signal' and d.level = 'content'
   and d.part = s.part and d.owner in (case when me.sharing_key = me.kind then '*' else '-' end, me.sharing_key)
 order by s.name
""")


def audience(session: Session, actor: Actor, municipality_code: str) -> list[str]:
    """The other organisations that can read a signal of one's own in this municipality at once."""
    found = session.execute(_READERS, {"municipality": municipality_code, "mine": actor.organisation_id})
    return list(found.scalars())
