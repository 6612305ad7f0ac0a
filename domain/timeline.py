"""The timeline of a case, and what changed since somebody last looked: events, as far as the one who asks may see them.

Events name ids and codes only, so reading them is no reading of content.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain import process
from domain.actor import Actor
from domain.shapes import Code, Day, Shape, View

ROOMS: Final = ("case", "meeting", "dossier", "weighing", "assignment", "execution", "evaluation")
"""What the events of a case are about: the first word of their type."""

PAGE: Final = 100
MOST: Final = 500
"""How much of a timeline stands on one page at most."""

# A visit lasts until somebody has not looked for this long; what is new stays new while it lasts.
_VISIT: Final = "interval '30 minutes'"
# How far the start page looks back: the cases and signals in which something happened last.
_WITHIN: Final = 40

# An outcome is shown longer, and to more partners, than the opinion or weighing it came from: of a row that is hidden
# from the one who asks, its id is too.
_OBJECT: Final = """
case when e.type = 'weighing.decided' and not exists (select from weighings w where w.id = e.object_id)
       or e.type = 'weighing.opinion_given' and not exists (select from opinions g where g.id = e.object_id)
     then null else e.object_id end as object_id"""

_MOMENTS: Final = text(f"""
select e.at, e.type, o.name as organisation, a.name as person, e.category, e.subject_id, {_OBJECT}
  from events e join organisations o on o.id = e.organisation_id join actors a on a.id = e.actor_id
 where e.case_id = :case and (cast(:subject as uuid) is null or e.subject_id = :subject)
   and (cast(:act as text) is null or :act in (e.type, split_part(e.type, '.', 1)))
   and (cast(:organisation as uuid) is null or e.organisation_id = :organisation)
   and (cast(:since as date) is null or e.at >= cast(:since as date)::timestamp at time zone 'Europe/Amsterdam')
   and (cast(:until as date) is null or e.at < (cast(:until as date) + 1)::timestamp at time zone 'Europe/Amsterdam')
   and (cast(:before as timestamptz) is null or e.at < :before)
 order by case when :newest then -e.id else e.id end limit :limit
""")  # noqa: S608 - our own text

_OCCURRED: Final = text("""
select distinct e.type, e.organisation_id, o.name from events e join organisations o on o.id = e.organisation_id
 where e.case_id = :case order by o.name, e.type
""")

# Driven by participations, as every list; the events of each case and signal by their index, the newest first.
_CHANGES: Final = text(f"""
select e.at, e.type, o.name as organisation, a.name as person, e.category, e.subject_id, {_OBJECT}, e.case_id,
       e.scope_id
  from (select distinct * from (
          (select scope_id, kind from participations where organisation_id = :mine and kind = 'case'
              and ended_at is null and last_activity_at > :since order by last_activity_at desc limit :within)
          union all
          (select scope_id, kind from participations where organisation_id = :mine and kind = 'signal'
              and ended_at is null and last_activity_at > :since order by last_activity_at desc limit :within)) p) mine
 cross join lateral (
       select * from events e where (mine.kind = 'case' and e.case_id = mine.scope_id
                                     or mine.kind = 'signal' and e.scope_id = mine.scope_id and e.case_id is null)
          and e.at > :since and e.actor_id is distinct from :me order by e.id desc limit :limit) e
  join organisations o on o.id = e.organisation_id join actors a on a.id = e.actor_id
 order by e.id desc limit :limit
""")  # noqa: S608 - our own text

_LOOK: Final = text(f"""
insert into visits (actor_id) values (:me)
on conflict (actor_id) do update set looked_at = clock_timestamp(), since = case
   when visits.looked_at < clock_timestamp() - {_VISIT} then visits.looked_at else visits.since end
returning since
""")  # noqa: S608 - our own text


class TimelineAsked(Shape):
    """Which part of a timeline."""

    act: Code | None = Field(
        default=None,
        description="Soort: a step as in the first word of a type, or one type of event",
        examples=["dossier"],
    )
    subject: UUID | None = Field(default=None, description="Betrokkene")
    organisation: UUID | None = Field(default=None, description="Organisatie: whose act it was")
    since: Day | None = Field(default=None, description="Vanaf: that day included", examples=["2026-10-01"])
    until: Day | None = Field(
        default=None, description="Tot en met: that day included", examples=["2026-12-31"]
    )


EVERYTHING: Final = TimelineAsked()


@dataclass(frozen=True)
class Occurred:
    """What one can ask for in a timeline: the types of event in it, and whose acts they are."""

    types: Sequence[str]
    organisations: Mapping[UUID, str]


class Moment(View):
    """Gebeurtenis: what was done, by whom, about what; never the content."""

    # Not its number in the log: who counts what is missing between two of them knows how much is hidden.
    at: datetime = Field(description="Tijdstip")
    type: str = Field(description="Soort gebeurtenis")
    organisation: str = Field(description="Organisatie")
    person: str = Field(description="Medewerker")
    category: str = Field(description="Gegevenscategorie")
    subject_id: UUID | None = Field(description="Betrokkene")
    object_id: UUID | None = Field(description="Onderwerp")


class Change(Moment):
    """Verandering: a moment in one of the cases or signals of the organisation."""

    case_id: UUID | None = Field(description="Casus")
    scope_id: UUID | None = Field(description="Signaal, casus, betrokkene, vraag of interventie")


class Timeline(View):
    """Tijdlijn van een casus, oldest first."""

    items: Sequence[Moment] = Field(description="Gebeurtenissen")


def timeline(
    session: Session, actor: Actor, case_id: UUID, asked: TimelineAsked = EVERYTHING, limit: int = MOST
) -> Timeline:
    """What was done in a case, as far as visible and asked for, oldest first."""
    return Timeline(items=_moments(session, case_id, asked, limit=limit))


def occurred(session: Session, case_id: UUID) -> Occurred:
    """What there is on a timeline, as far as visible."""
    process.step_of(session, case_id)
    found = session.execute(_OCCURRED, {"case": case_id}).all()
    return Occurred(sorted({one.type for one in found}), {one.organisation_id: one.name for one in found})


def latest(
    session: Session,
    actor: Actor,
    case_id: UUID,
    asked: TimelineAsked = EVERYTHING,
    *,
    before: datetime | None = None,
    limit: int = PAGE,
) -> tuple[list[Moment], datetime | None]:
    """What was done last in a case, as far as asked for; and where what came before begins."""
    found = _moments(session, case_id, asked, before=before, newest=True, limit=limit + 1)
    return found[:limit], found[limit - 1].at if len(found) > limit else None


def _moments(
    session: Session,
    case_id: UUID,
    asked: TimelineAsked,
    *,
    limit: int,
    before: datetime | None = None,
    newest: bool = False,
) -> list[Moment]:
    process.step_of(session, case_id)
    wanted = {"case": case_id, "before": before, "newest": newest, "limit": limit}
    found = session.execute(_MOMENTS, asked.model_dump() | wanted).mappings()
    return [Moment(**one) for one in found]


def look(session: Session, actor: Actor) -> datetime:
    """Note that this person looks now, and tell since when what happens is new to them: their visit before this one."""
    since: datetime = session.execute(_LOOK, {"me": actor.id}).scalar_one()
    return since


def changes(session: Session, actor: Actor, since: datetime, limit: int = 8) -> list[Change]:
    """What others did since then in the cases and signals of the organisation, newest first."""
    wanted = {"mine": actor.organisation_id, "me": actor.id, "since": since}
    found = session.execute(_CHANGES, wanted | {"within": _WITHIN, "limit": limit}).mappings()
    return [Change(**one) for one in found]
