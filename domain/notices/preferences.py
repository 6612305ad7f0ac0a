"""How one person wants to hear of things by mail; in the portal they stand in any case."""

from pydantic import Field
from sqlalchemy import text
from sqlmodel import Session

from domain import events
from domain.actor import Actor
from domain.events import EventType
from domain.notices.kinds import USUAL, Group, Mailing
from domain.shapes import Shape, View


class ChoosePreferences(Shape):
    """Voorkeuren: for each group of notices at once (now), in the daily mail (digest) or not by mail (never)."""

    danger: Mailing = Field(description="Gevaar", examples=["now"])
    questions: Mailing = Field(description="Vragen", examples=["now"])
    signals: Mailing = Field(description="Signalen", examples=["digest"])
    interventions: Mailing = Field(description="Interventies", examples=["digest"])
    cases: Mailing = Field(description="Casussen", examples=["digest"])
    meetings: Mailing = Field(default="now", description="Overleggen", examples=["now"])
    agreements: Mailing = Field(default="digest", description="Afspraken", examples=["digest"])
    account: Mailing = Field(description="Account", examples=["now"])


class PreferencesView(View):
    """Voorkeuren voor berichten per mail."""

    danger: Mailing = Field(description="Gevaar", examples=["now"])
    questions: Mailing = Field(description="Vragen", examples=["now"])
    signals: Mailing = Field(description="Signalen", examples=["digest"])
    interventions: Mailing = Field(description="Interventies", examples=["digest"])
    cases: Mailing = Field(description="Casussen", examples=["digest"])
    meetings: Mailing = Field(description="Overleggen", examples=["now"])
    agreements: Mailing = Field(description="Afspraken", examples=["digest"])
    account: Mailing = Field(description="Account", examples=["now"])


def preferences(session: Session, actor: Actor) -> PreferencesView:
    """What holds for this person: chosen, or else the usual."""
    found = session.execute(
        text("select kinds, mail from notice_preferences where person_id = :me"), {"me": actor.id}
    )
    return PreferencesView(**(USUAL | {Group(kinds): mail for kinds, mail in found}))


def choose_preferences(session: Session, actor: Actor, data: ChoosePreferences) -> PreferencesView:
    """Choose anew for every group; what was told before stays as it was."""
    chosen = [
        {"me": actor.id, "kinds": kinds, "mail": mail} for kinds, mail in sorted(data.model_dump().items())
    ]
    session.execute(
        text(
            "insert into notice_preferences (person_id, kinds, mail) values (:me, :kinds, :mail)"
            " on conflict (person_id, kinds) do update set mail = excluded.mail"
        ),
        chosen,
    )
    events.record(
        session, actor, EventType.NOTICES_PREFERENCES_CHOSEN, object_id=actor.id, data=data.model_dump()
    )
    return preferences(session, actor)
