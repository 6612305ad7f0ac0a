"""Whom one can choose from while working on a case, and who will see what one adds."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session

from domain.actor import Actor
from domain.process import Step

Choice = tuple[UUID, str]
"""Something to choose, and how it is called."""


# Those who take part, as far as the ceilings and the rules of today let them see a new subject.
_READERS = text("""
select distinct d.category, o.name from participants_of(:scope) p join organisations o on o.id = p.organisation_id
  join organisations me on me.id = :mine join scopes s on s.id = :scope
 cross join lateral shared_with(o.id) d
 where o.id <> me.id and d.compartment = s.compartment and d.step = coalesce(:step, s.step)
   and d.category = any(:categories) and d.level = 'content' and d.part = p.part
   and d.owner in (case when me.sharing_key = me.kind then '*' else '-' end, me.sharing_key)
   and d.reach in ('all', case when s.municipality_code = o.municipality_code then 'municipality' else '-' end)
 order by d.category, o.name
""")


def audience(session: Session, actor: Actor, case_id: UUID) -> list[str]:
    """The other organisations that can see a new subject of this case at once."""
    return readers(session, actor, case_id, ["identification"], Step.DOSSIER).get("identification", [])


def readers(
    session: Session, actor: Actor, scope_id: UUID, categories: Sequence[str], step: Step | None = None
) -> dict[str, list[str]]:
    """The other organisations that can read what is added here, per kind of data; at this step, or as it stands."""
    asked = {"scope": scope_id, "mine": actor.organisation_id, "categories": list(categories), "step": step}
    found: dict[str, list[str]] = {}
    for category, name in session.execute(_READERS, asked):
        found.setdefault(category, []).append(name)
    return found


def possible_participants(session: Session, taking_part: Sequence[UUID]) -> list[Choice]:
    """The participants under WGS 2.19 that could still join a case in which these take part."""
    found = session.execute(
        text(
            "select id, name from organisations where active and wgs_participant and not id = any(:taking_part)"
            " order by name"
        ),
        {"taking_part": list(taking_part)},
    )
    return [(key, name) for key, name in found]


def possible_managers(session: Session, actor: Actor) -> list[Choice]:
    """The case managers of the own organisation."""
    found = session.execute(
        text(
            "select distinct a.id, a.name from actors a join actor_roles r on r.actor_id = a.id where a.active"
            " and a.organisation_id = :organisation and r.role = 'case_manager'"
            " and (r.valid_until is null or r.valid_until > today()) order by a.name"
        ),
        {"organisation": actor.organisation_id},
    )
    return [(key, name) for key, name in found]
