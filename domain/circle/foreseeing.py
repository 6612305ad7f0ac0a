"""Who will see this, before it is decided: persons by name, and records by organisation and kind of data."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from domain import access, cases
from domain.actor import Actor, StaffRole
from domain.circle.deciding import deciding_about, say_when_nobody_is_left
from domain.circle.shapes import Foresee, Foreseen, Person, RecordsForeseen, StepForeseen
from domain.errors import Invalid, Problem
from domain.rehearsal import may_be_told

_PERSONS: Final = text("select * from circle_preview(:case, :organisation, :kind, :persons, :part)")

# What the one who asks sees is counted, and nothing else; a bar holds for the signals of the case too. Beside that,
# which kinds of data would open or close in the case and its subjects, whether there is anything or not: that is no
# more than the rules say to everybody.
_RECORDS: Final = text("""
with recursive place as (
  select s.id, s.kind, s.step from scopes s where s.id = :case
   union select s.id, s.kind, s.step from scopes s join place p on s.parent_id = p.id
    where s.kind <> 'signal' or cast(:kind as text) in ('barred', 'lifted')
), there as (
  select r.scope_id, r.owner_id, r.category, count(*) as rows from records r
   where r.scope_id in (select id from place) and r.circle is null group by 1, 2, 3
   union all
  select p.id, o.organisation_id, c.code, 0
    from place p cross join (select distinct organisation_id from participants_of(:case)) o cross join categories c
   where p.kind in ('case', 'subject') and o.organisation_id <> :organisation
), asked as materialized (
  select scope_id, owner_id, category, sum(rows) as rows from there group by 1, 2, 3)
select p.step, s.kind as category, bool_or(s.gained) as opens, bool_or(s.lost) as closes,
       coalesce(sum(a.rows) filter (where s.gained), 0)::int as gained,
       coalesce(sum(a.rows) filter (where s.lost), 0)::int as lost
  from (select array_agg(scope_id) as places, array_agg(owner_id) as owners, array_agg(category) as kinds from asked) q
 cross join lateral circle_sights(:case, :organisation, :kind, :persons, :part, q.places, q.owners, q.kinds) s
  join asked a on a.scope_id = s.place and a.owner_id = s.owner and a.category = s.kind
  join place p on p.id = s.place join categories c on c.code = s.kind
 group by p.step, c.phase, s.kind order by c.phase, s.kind
""")


def foresee(session: Session, actor: Actor, case_id: UUID, data: Foresee) -> Foreseen:
    """Who will see the case and who no longer, by name, and how many records of what; nothing changes."""
    cases.find_open(session, case_id)
    name = _may_look(session, actor, case_id, data)

    asked = {
        "case": case_id, "organisation": data.organisation_id, "kind": data.kind, "persons": data.person_ids,
        "part": data.part,
    }  # fmt: skip
    try:
        with session.connection().begin_nested():
            people = session.execute(_PERSONS, asked).mappings().all()
            found = session.execute(_RECORDS, asked).mappings().all()
    except DBAPIError as error:
        say_when_nobody_is_left(error)
        raise

    access.consulted(session, actor, "circle-preview", scope_id=case_id)
    return Foreseen(
        gains=[Person(**one) for one in people if one["sees"] and not one["saw"]],
        loses=[Person(**one) for one in people if one["saw"] and not one["sees"]],
        keeps=[Person(**one) for one in people if one["saw"] and one["sees"]],
        records=list(_records(data.organisation_id, name, found)),
        steps=list(_steps(found)),
    )


def _may_look(session: Session, actor: Actor, case_id: UUID, data: Foresee) -> str:
    """The name of the organisation, when this person may take such a decision about it."""
    if data.kind != "joined":
        return deciding_about(session, actor, case_id, data.organisation_id).name
    actor.require(StaffRole.CHAIR, StaffRole.PREPARATION)
    name = cases.name_of_possible_participant(session, data.organisation_id)
    if name is None:
        raise Invalid(Problem("organisation-cannot-join", "/organisationId"))
    return name


def _records(of: UUID, name: str, found: Sequence[RowMapping]) -> Sequence[RecordsForeseen]:
    """By kind of data, over all steps: as numbers that may be told."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for one in found:
        sums[one["category"]][0] += one["gained"]
        sums[one["category"]][1] += one["lost"]
    return [
        RecordsForeseen(
            organisation_id=of, organisation=name, category=category,
            gained=may_be_told(gained), lost=may_be_told(lost),
        )
        for category, (gained, lost) in sums.items() if gained or lost
    ]  # fmt: skip


def _steps(found: Sequence[RowMapping]) -> Sequence[StepForeseen]:
    """Which kinds of data open and close, for each step in which something in the case stands."""
    return [
        StepForeseen(
            step=step,
            opens=[one["category"] for one in found if one["step"] == step and one["opens"]],
            closes=[one["category"] for one in found if one["step"] == step and one["closes"]],
        )
        for step in dict.fromkeys(one["step"] for one in found)
    ]


__all__ = ["foresee"]
