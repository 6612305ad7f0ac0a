"""The chain: per partner organisation what it was asked and answered, and what was proposed to it and done.

Of organisations, never of persons. What was asked or proposed in the period, as it stands today and as far as the one
who asks sees it: a question is known to who asked it, to who was asked and to the RIEC.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain import capacity, rows
from domain.actor import Actor
from domain.calendar import day_of, is_overdue, today
from domain.capacity import CapacityView
from domain.levels.feedback import FeedbackFigures, feedback_figures
from domain.levels.periods import Period
from domain.plan import OPEN_FOR_REPLY
from domain.shapes import View

ANSWERS: Final = ("provided", "nothing_known", "refused", "not_competent")
"""What a partner says to a question. What a supplier says of a disclosure is counted nowhere."""

# The question itself is out of sight once the case moves on; that it was answered, and whether in time, is not.
_QUESTIONS: Final = text("""
with mine as (
  select distinct scope_id from participations
   where organisation_id = :mine and ended_at is null and kind = 'request'
     and (step <> 'closed' or last_activity_at >= :since))
select m.scope_id as id, r.asked_id, r.due_on, r.created_at as asked_at,
       exists (select from consents c where c.request_id = m.scope_id) as consent,
       (select jsonb_agg(jsonb_build_array(t.status, t.owner_id, t.created_at) order by t.id)
          from statuses t where t.scope_id = m.scope_id) as facts
  from mine m left join requests r on r.id = m.scope_id
""")

_INTERVENTIONS: Final = text("""
with mine as (
  select distinct scope_id from participations
   where organisation_id = :mine and ended_at is null and kind = 'subject'
     and (step <> 'closed' or last_activity_at >= :since))
select i.partner_id, (select array_agg(t.status order by t.id) from statuses t
                       where t.scope_id = i.scope_id and t.of_id = i.id) as statuses
  from mine join interventions i on i.scope_id = mine.scope_id
 where i.created_at >= :since and i.created_at < :until
""")


class PartnerFigures(View):
    """Cijfers van één partner: an organisation, never a person."""

    organisation_id: UUID = Field(description="Organisatie")
    organisation: str = Field(
        description="Naam van de organisatie", examples=["Nederlandse Arbeidsinspectie"]
    )
    asked: int = Field(description="Vragen gesteld aan deze partner", examples=[8])
    answered_in_time: int = Field(description="Op tijd beantwoord", examples=[5])
    answered_late: int = Field(description="Te laat beantwoord", examples=[1])
    unanswered: int = Field(description="Nog niet beantwoord", examples=[2])
    unanswered_late: int = Field(description="Waarvan de datum voorbij is", examples=[1])
    proposed: int = Field(description="Interventies voorgesteld aan deze partner", examples=[6])
    accepted: int = Field(description="Toegezegd", examples=[4])
    declined: int = Field(description="Geweigerd", examples=[1])
    undecided: int = Field(description="Nog geen ja of nee", examples=[1])
    completed: int = Field(description="Uitgevoerd", examples=[3])


class ChainFigures(View):
    """Evaluatie van de keten: per partner, as far as one may see it."""

    first: date = Field(description="Van")
    last: date = Field(description="Tot en met")
    partners: Sequence[PartnerFigures] = Field(description="Partners, by name")
    capacities: Sequence[CapacityView] = Field(
        description="Capaciteit en toezegging: one's own, or for the RIEC that of every partner"
    )
    feedback: FeedbackFigures = Field(description="Terugkoppeling: on what was released, in time or not")


@dataclass(frozen=True)
class _Question:
    """How a question stands, and whose it is to answer."""

    partner_id: UUID
    standing: str


def chain_figures(session: Session, actor: Actor, over: Period) -> ChainFigures:
    """What each partner was asked and answered, was proposed and did, and what it could do."""
    given = {"mine": actor.organisation_id, "since": over.since, "until": over.until}
    counts: dict[UUID, dict[str, int]] = defaultdict(lambda: dict.fromkeys(_COUNTED, 0))
    for one in session.execute(_QUESTIONS, given).mappings():
        if question := _question(dict(one), over):
            _count_question(counts[question.partner_id], question.standing)
    for one in session.execute(_INTERVENTIONS, given).mappings():
        _count_intervention(counts[one["partner_id"]], one["statuses"] or ["proposed"])
    names = rows.organisation_names(session)
    partners = [
        PartnerFigures(organisation_id=key, organisation=names[key], **found) for key, found in counts.items()
    ]
    return ChainFigures(
        first=over.first,
        last=over.last,
        partners=sorted(partners, key=lambda one: one.organisation),
        capacities=capacity.told_in(session, actor, over.first, over.last),
        feedback=feedback_figures(session, over),
    )


_COUNTED: Final = tuple(
    name for name in PartnerFigures.model_fields if name not in ("organisation_id", "organisation")
)


def _question(one: Mapping[str, Any], over: Period) -> _Question | None:
    """How a question of this period stands; nothing when it is of another, or no question."""
    facts = [(status, UUID(owner), datetime.fromisoformat(at)) for status, owner, at in one["facts"] or ()]
    answered = next(((owner, at) for status, owner, at in facts if status in ANSWERS), None)
    asked_at = one["asked_at"] or next((at for status, _, at in facts if status == "asked"), None)
    asked_at = asked_at or (answered[1] if answered else None)
    if one["consent"] or asked_at is None or not over.since <= asked_at < over.until:
        return None
    if answered:
        said = {status for status, _, _ in facts}
        in_time = "in_time" in said or ("late" not in said and not _late(one["due_on"], answered[1]))
        return _Question(answered[0], "answered_in_time" if in_time else "answered_late")
    if one["asked_id"] is None:
        return None
    return _Question(
        one["asked_id"], "unanswered_late" if is_overdue(one["due_on"], today()) else "unanswered"
    )


def _late(due_on: date | None, answered_at: datetime) -> bool:
    return due_on is not None and is_overdue(due_on, day_of(answered_at))


def _count_question(counts: dict[str, int], standing: str) -> None:
    counts["asked"] += 1
    counts[standing] += 1
    if standing == "unanswered_late":
        counts["unanswered"] += 1


def _count_intervention(counts: dict[str, int], statuses: Sequence[str]) -> None:
    counts["proposed"] += 1
    counts["accepted"] += "accepted" in statuses
    counts["declined"] += statuses[-1] == "refused"
    counts["undecided"] += statuses[-1] in OPEN_FOR_REPLY
    counts["completed"] += "completed" in statuses
