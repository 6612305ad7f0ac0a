"""Both logs and the outbox against the real database: who may add, who may read, and that nothing is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.session import IdentifiedSession
from domain import access, audit, events
from domain.actor import Actor
from domain.events import EventType
from tests.db.scene import Scene, sqlstate

LOGS = ("events", "access_log")
APPEND_ONLY = (*LOGS, "seals", "seal_entries", "checkpoints")


class TestWhoMayDoWhat:
    def test_application_adds_to_the_access_log_and_cannot_read_it(self, shared_scene: Scene) -> None:
        shared_scene.look(shared_scene.jansen)
        with shared_scene.session(shared_scene.jansen) as session, pytest.raises(DBAPIError) as refused:
            session.execute(text("select id from access_log"))
        assert sqlstate(refused) == "42501"

    @pytest.mark.parametrize("log", LOGS)
    @pytest.mark.parametrize(
        "statement",
        [
            "update {log} set request_id = 'x'",
            "delete from {log}",
            "truncate {log}",
            "insert into {log} (at) values ('2020-01-01')",
            "insert into {log} (id) overriding system value values (7)",
        ],
    )
    def test_application_changes_nothing_and_forges_no_time(
        self, shared_scene: Scene, log: str, statement: str
    ) -> None:
        with shared_scene.session(shared_scene.jansen) as session, pytest.raises(DBAPIError) as refused:
            session.execute(text(statement.format(log=log)))
        assert sqlstate(refused) == "42501"

    def test_nobody_writes_in_anothers_name(self, shared_scene: Scene) -> None:
        jansen = shared_scene.jansen
        writes: list[Callable[[IdentifiedSession], None]] = [
            lambda session: events.record(session, jansen, EventType.CASE_OPENED),
            lambda session: access.consulted(session, jansen, "cases"),
        ]
        for write in writes:
            with shared_scene.session(shared_scene.yilmaz) as session, pytest.raises(DBAPIError) as refused:
                write(session)
            assert sqlstate(refused) == "42501"

    @pytest.mark.parametrize("table", APPEND_ONLY)
    @pytest.mark.parametrize("statement", ["delete from {}", "truncate {} cascade", "update {} set {}"])
    def test_not_even_the_owner_changes_a_row(self, shared_scene: Scene, table: str, statement: str) -> None:
        column = {"events": "type = type", "access_log": "what = what", "seal_entries": "log = log"}.get(
            table, "hash = hash"
        )
        with shared_scene.database.session_as("owner") as session, pytest.raises(DBAPIError) as refused:
            session.execute(text(statement.format(table, column)))
        assert sqlstate(refused) == "55000"

    @pytest.mark.parametrize(
        ("role", "question"),
        [
            ("worker", "select data from events"),
            ("worker", "select actor_id from events"),
            ("worker", "select id from access_log"),
            ("worker", "update events set type = type"),
            ("statistics", "select actor_id from events"),
            ("statistics", "select organisation_id from events"),
            ("statistics", "select id from access_log"),
            ("statistics", "select position from seal_entries"),
            ("login", "select id from events"),
            ("login", "select id from access_log"),
            ("sealer", "update seals set hash = ''"),
            ("sealer", "delete from seal_entries"),
            ("sealer", "insert into events (type, category) values ('case.opened', 'process')"),
            ("auditor", "insert into seals (number) values (1)"),
            ("app", "select number from seals"),
            ("app", "select id from outbox"),
            ("app", "select * from event_steps"),
        ],
    )
    def test_each_technical_role_has_its_own_part_only(
        self, shared_scene: Scene, role: str, question: str
    ) -> None:
        session = (
            shared_scene.session(shared_scene.jansen)
            if role == "app"
            else shared_scene.database.session_as(role)
        )
        with session, pytest.raises(DBAPIError) as refused:
            session.execute(text(question))
        assert sqlstate(refused) == "42501"

    def test_event_bears_compartment_and_step_of_the_moment(self, scene: Scene) -> None:
        scene.act()
        assert scene.ask("statistics", "select type, step from event_steps") == [
            ("dossier.contributed", "dossier")
        ]
        assert scene.ask("auditor", "select compartment from events") == [("R",)]

    def test_request_is_remembered(self, scene: Scene) -> None:
        with scene.session(scene.jansen) as session, session.begin():
            session.info["request_id"] = "r-1"
            events.record(session, scene.jansen, EventType.CASE_OPENED, data={"count": 3})
            access.refused(session, scene.jansen, "case.shown", object_ids=[scene.case_id])
        assert scene.ask("auditor", "select request_id, data from events") == [("r-1", {"count": 3})]
        assert scene.ask("auditor", "select request_id, outcome, staff_roles from access_log") == [
            ("r-1", "refused", ["handler", "privacy_officer"])
        ]

    def test_partner_reads_the_events_of_its_own_organisation(self, scene: Scene) -> None:
        mine = scene.act()
        with scene.session(scene.jansen) as session:
            assert session.execute(text("select object_id from events")).all() == [(mine,)]


class TestWhoReadMine:
    def read(self, scene: Scene, actor: Actor) -> list[tuple[Any, ...]]:
        with scene.session(actor) as session:
            found, _ = audit.who_read_mine(session, actor, audit.AskLog())
        return [(one.person, list(one.objects), one.ground) for one in found]

    def test_owner_learns_who_read_its_items_and_nothing_of_others(self, scene: Scene) -> None:
        mine, theirs = scene.act(scene.jansen), scene.act(scene.yilmaz)
        scene.look(scene.yilmaz, mine, theirs, ground="wgs-2.23")

        assert self.read(scene, scene.jansen) == [("Yilmaz", [mine], "wgs-2.23")]

    def test_a_later_act_of_another_makes_it_not_theirs(self, scene: Scene) -> None:
        mine = scene.act(scene.jansen)
        scene.act(scene.yilmaz, object_id=mine)
        scene.look(scene.yilmaz, mine)

        assert self.read(scene, scene.jansen) == [("Yilmaz", [mine], "WGS 2.23(5)")]

    def test_only_for_the_privacy_role(self, scene: Scene) -> None:
        mine = scene.act(scene.yilmaz)
        scene.look(scene.jansen, mine)
        with scene.session(scene.yilmaz) as session:
            question = text(
                "select * from who_read_mine('2020-01-01', '2099-01-01', null, null, null, null, 9, null, null)"
            )
            assert session.execute(question).all() == []


class TestOutbox:
    def relay(self, scene: Scene, deliver: Callable[[events.Notice], None]) -> events.Relayed:
        with scene.database.session_as("worker") as session, session.begin():
            return events.relay(session, deliver)

    def test_two_transactions_that_commit_the_other_way_round_are_both_told(self, scene: Scene) -> None:
        told: list[int] = []
        with scene.session(scene.jansen) as early, early.begin():
            events.record(early, scene.jansen, EventType.CASE_OPENED)
            late = scene.act(scene.yilmaz)
            self.relay(scene, lambda notice: told.append(notice.id))
            assert len(told) == 1
        self.relay(scene, lambda notice: told.append(notice.id))

        numbers = scene.ask("auditor", "select id from events where object_id = :late", late=late)
        assert told == [numbers[0].id, numbers[0].id - 1]

    def test_what_is_rolled_back_is_not_told(self, scene: Scene) -> None:
        with scene.session(scene.jansen) as session:
            events.record(session, scene.jansen, EventType.CASE_OPENED)
            session.rollback()
        assert self.relay(scene, lambda _notice: None) == events.Relayed()

    def test_two_relays_share_the_work(self, scene: Scene) -> None:
        for _ in range(4):
            scene.act()
        told: list[int] = []
        with scene.database.session_as("worker") as other, other.begin():
            events.relay(other, lambda notice: told.append(notice.id), limit=2)
            self.relay(scene, lambda notice: told.append(notice.id))
        assert sorted(told) == sorted(set(told))
        assert len(told) == 4

    def test_what_fails_is_tried_again_later_and_waits_for_a_person_in_the_end(self, scene: Scene) -> None:
        scene.act()

        def fail(_notice: events.Notice) -> None:
            raise ConnectionError("never in the log")

        assert self.relay(scene, fail) == events.Relayed(postponed=1)
        assert self.relay(scene, fail) == events.Relayed()  # not yet
        for _ in range(events.MAX_ATTEMPTS - 2):
            scene.tamper("update outbox set next_attempt_at = now()")
            assert self.relay(scene, fail).postponed == 1
        scene.tamper("update outbox set next_attempt_at = now()")
        assert self.relay(scene, fail) == events.Relayed(dead=1)
        assert scene.ask("worker", "select attempts, last_error from outbox where dead_at is not null") == [
            (events.MAX_ATTEMPTS, "ConnectionError")
        ]
        scene.tamper("update outbox set dead_at = null, next_attempt_at = now()")
        assert self.relay(scene, lambda _notice: None) == events.Relayed(delivered=1)

    def test_only_what_was_delivered_long_ago_is_forgotten(self, scene: Scene) -> None:
        scene.act()
        scene.act()
        self.relay(scene, lambda _notice: None)
        scene.act()
        scene.tamper("update outbox set delivered_at = now() - interval '8 days' where event_id = 1")
        with scene.database.session_as("worker") as session, session.begin():
            events.forget_delivered(session)
        assert scene.ask("worker", "select event_id from outbox order by 1") == [(2,), (3,)]
