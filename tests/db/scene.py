"""A small scene for the tests of both logs, and somebody who may do anything to them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.session import Database, IdentifiedSession
from db.tables import new_id
from domain import access, audit, events
from domain.actor import Actor, StaffRole
from domain.events import EventType


@dataclass
class Scene:
    """Two organisations with one person each, a case they both take part in, and somebody who may do anything."""

    database: Database
    postgres: Any
    jansen: Actor
    yilmaz: Actor
    case_id: UUID

    def session(self, actor: Actor) -> IdentifiedSession:
        return self.database.session_for(actor.id)

    def act(self, actor: Actor | None = None, **about: Any) -> UUID:
        """One recorded act about an object of its own; says which object."""
        object_id = about.pop("object_id", None) or new_id()
        who = actor or self.jansen
        with self.session(who) as session, session.begin():
            events.record(
                session,
                who,
                EventType.DOSSIER_CONTRIBUTED,
                scope_id=self.case_id,
                object_id=object_id,
                **about,
            )
        return object_id

    def look(self, actor: Actor, *object_ids: UUID, **about: Any) -> None:
        with self.session(actor) as session, session.begin():
            access.consulted(
                session, actor, "subject.shown", scope_id=self.case_id, object_ids=object_ids, **about
            )

    def seal(self) -> int:
        with self.database.session_as("sealer") as session, session.begin():
            return audit.seal(session)

    def sign(self, data_dir: Path) -> audit.Checkpoint | None:
        with self.database.session_as("sealer") as session, session.begin():
            return audit.checkpoint(session, data_dir)

    def verify(self, data_dir: Path) -> audit.Report:
        with self.database.session_as("auditor") as session:
            return audit.verify_database(session, data_dir)

    def tamper(self, *statements: str) -> None:
        """As superuser, with the triggers and foreign keys switched off."""
        url = self.postgres.superuser(self.database.engine("app").url.database)
        address = url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address) as connection:
            connection.execute("set session_replication_role = replica")
            for statement in statements:
                connection.execute(statement.encode())

    def ask(self, role: str, question: str, **values: Any) -> list[Any]:
        with self.database.session_as(role) as session:
            return list(session.execute(text(question), values))


def _person(name: str, organisation_id: UUID, *roles: StaffRole) -> Actor:
    return Actor(
        new_id(), organisation_id, name, "police", name, "person", frozenset(roles), frozenset({"R"})
    )


def made(database: Database, postgres: Any) -> Scene:
    jansen = _person("Jansen", new_id(), StaffRole.HANDLER, StaffRole.PRIVACY_OFFICER)
    yilmaz = _person("Yilmaz", new_id(), StaffRole.HANDLER)
    scene = Scene(database, postgres, jansen, yilmaz, new_id())
    scene.tamper(
        "insert into scopes (id, kind, compartment, step, phase)"
        f" values ('{scene.case_id}', 'case', 'R', 'dossier', 1)"
    )
    for one in (jansen, yilmaz):
        scene.tamper(
            "insert into organisations (id, name, short_name, kind, wgs_participant, preparation, active,"
            f" sharing_key) values ('{one.organisation_id}', '{one.id}', 'X', 'police', true, false, true, 'police')",
            "insert into actors (id, organisation_id, kind, name, function_title, language, active)"
            f" values ('{one.id}', '{one.organisation_id}', 'person', '{one.name}', '', 'nl', true)",
            # Tampering is done without triggers, so the state of the scope is written out here.
            "insert into participations (id, scope_id, organisation_id, part, kind, compartment, step, phase,"
            f" sealed, own_territory) values ('{new_id()}', '{scene.case_id}', '{one.organisation_id}', 'partner',"
            " 'case', 'R', 'dossier', 1, false, false)",
            "insert into admissions (id, actor_id, compartment, screening_kind, screened_on, trained_on,"
            f" valid_from, valid_until) values ('{new_id()}', '{one.id}', 'R', 'vog', '2020-01-01', '2020-01-01',"
            " '2020-01-01', '2099-01-01')",
            *(
                f"insert into actor_roles (actor_id, role, valid_from) values ('{one.id}', '{role}', '2020-01-01')"
                for role in one.staff_roles
            ),
        )
    return scene


def sqlstate(raised: pytest.ExceptionInfo[DBAPIError]) -> str | None:
    assert isinstance(raised.value.orig, psycopg.Error)
    return raised.value.orig.sqlstate
