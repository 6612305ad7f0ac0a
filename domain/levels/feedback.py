"""Feedback in time (WGS 1.7(4); domain.md 6.7): of what was due, what came within its year.

Each turn counts once: when feedback was given, or when its day passed without. As far as one may read the register:
the RIEC all of it, an organisation what was released to it.
"""

from typing import Final

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain.calendar import today
from domain.levels.periods import Period
from domain.shapes import View

# What was given, against the day it was due on; and what is late and was not given at all. A correction is no turn.
_TURNS: Final = text("""
select count(*) filter (where given_on <= due_on) as in_time, count(*) filter (where given_on > due_on) as late,
       count(*) filter (where given_on is null) as missing
  from (select a.given_on, coalesce(lag(a.next_due_on) over (partition by s.id order by a.given_on, a.id), s.due_on) as due_on
          from feedback_answers a join released_results s on s.id = a.result_id where a.corrects_id is null
        union all
        select null, f.due_on from feedback_due f where f.due_on < :today) turns
 where least(given_on, due_on) between :first and :last
""")


class FeedbackFigures(View):
    """Terugkoppeling op verstrekte resultaten."""

    in_time: int = Field(
        description="Op tijd: within a year, or sooner where the region agreed so", examples=[4]
    )
    late: int = Field(description="Te laat gegeven", examples=[1])
    missing: int = Field(description="Niet gegeven, and its day is over", examples=[1])
    due: int = Field(description="Samen", examples=[6])


def feedback_figures(session: Session, over: Period) -> FeedbackFigures:
    """How much feedback was due in this period, and how much of it came in time."""
    given = {"first": over.first, "last": over.last, "today": today()}
    found = dict(session.execute(_TURNS, given).mappings().one())
    return FeedbackFigures(due=sum(found.values()), **found)
