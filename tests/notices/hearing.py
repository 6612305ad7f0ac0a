"""What the tests of notices have in common: the worker's round, what each person then has, and a case's own words."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text

from domain import events, notices
from domain.notices import NoticeView
from tests.world import World

# Words that stand in content and nowhere else: names, titles, places, narrative.
SECRETS = {
    "title": "Kwikstaartpand",
    "purpose": "Doelwoordzon",
    "narrative": "Vertelwoordmaan",
    "place": "Plaatswoordstraat",
    "mention": "Xaviera Naamwoord",
    "subject": "Onderwerpwoord",
    "question": "Vraagwoordster",
    "answer": "Antwoordwoordkomeet",
    "instruction": "Opdrachtwoordwolk",
}


@dataclass
class Hearing:
    """A world whose worker passes by when told to."""

    world: World

    def relay(self) -> events.Relayed:
        """Tell everybody what happened since."""
        done = events.Relayed()
        while True:
            with self.world.database.session_as("worker") as session, session.begin():
                found = events.relay(session, lambda event: notices.tell(self.world.database, event))
            if found == events.Relayed():
                return done
            assert not found.postponed, self.owner(
                "select last_error from outbox where last_error is not null"
            )
            done = found

    def of(self, name: str, about: UUID | None = None, *, unread: bool | None = None) -> list[NoticeView]:
        """The notices of this person, newest first; perhaps only those about one thing."""
        with self.world.acting(name) as (session, actor):
            found, _ = notices.notices(session, actor, limit=100, unread=unread)
        return [one for one in found if about is None or one.object_id == about]

    def kinds(self, name: str, about: UUID | None = None) -> set[str]:
        """Of what kinds they are."""
        return {one.kind.value for one in self.of(name, about)}

    def owner(self, statement: str, **values: Any) -> list[Any]:
        """Anything at all, as who may do everything."""
        with self.world.database.session_as("owner") as session:
            done = session.execute(text(statement), values)
            rows = list(done) if done.returns_rows else []
            session.commit()
            return rows

    def secret_signal(self, **changed: Any) -> UUID:
        """A signal full of words that may leave nowhere."""
        return self.world.signal(
            narrative=SECRETS["narrative"], place=SECRETS["place"], task="Taakwoord", organised_crime_link="Linkwoord",
            observations=[], mentions=[{"kind": "person", "name": SECRETS["mention"]}], **changed,
        )  # fmt: skip
