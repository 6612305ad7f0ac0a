"""What the functional administrator has under way: a recertification, in which some organisations did their part."""

from datetime import timedelta
from typing import Final

from api.demo.people import Staff
from api.demo.telling import Region
from api.deps import actor_of
from db.session import who
from domain import administration
from domain.administration import Confirm, StartRecertification
from domain.calendar import today

WEEKS: Final = timedelta(weeks=3)

CONFIRMED_BY: Final = ("naima.elkhatib", "henk.rozendaal", "femke.brouwer")
"""Mandate holders who confirmed their own people; about themselves somebody else decides."""


def begin_recertification(region: Region, staff: Staff) -> None:
    """Begin a round, and let the first organisations confirm who still needs access."""
    with region.database.session_for(region.people[staff.person[0].key]) as session:
        actor = actor_of(who(session))
        opened = administration.start_recertification(
            session, actor, StartRecertification(due_on=today() + WEEKS)
        )
        session.commit()
    for key in CONFIRMED_BY:
        with region.database.session_for(region.people[key]) as session:
            actor = actor_of(who(session))
            for one in administration.to_confirm(session, actor, opened.id):
                if not one.mine:
                    data = Confirm(person_id=one.person_id, outcome="confirmed")
                    administration.confirm(session, actor, opened.id, data)
            session.commit()
