"""Both logs against the real database: who may do what, what the outbox keeps, and that the chain tells on a superuser."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from api import worker
from db.session import Database, IdentifiedSession
from db.tables import new_id
from domain import access, audit, events
from domain.actor import Actor, StaffRole
from domain.events import EventType

LOGS = ("events", "access_log")
APPEND_ONLY = (*LOGS, "seals", "seal_entries", "checkpoints")


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


def _scene(database: Database, postgres: Any) -> Scene:
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
            "insert into participations (id, scope_id, organisation_id, part, kind)"
            f" values ('{new_id()}', '{scene.case_id}', '{one.organisation_id}', 'partner', 'case')",
            "insert into admissions (id, actor_id, compartment, screening_kind, screened_on, trained_on,"
            f" valid_from, valid_until) values ('{new_id()}', '{one.id}', 'R', 'vog', '2020-01-01', '2020-01-01',"
            " '2020-01-01', '2099-01-01')",
            *(
                f"insert into actor_roles (actor_id, role, valid_from) values ('{one.id}', '{role}', '2020-01-01')"
                for role in one.staff_roles
            ),
        )
    return scene


@pytest.fixture
def scene(fresh_database: Database, postgres: Any) -> Scene:
    return _scene(fresh_database, postgres)


@pytest.fixture(scope="module")
def shared_scene(module_database: Database, postgres: Any) -> Scene:
    return _scene(module_database, postgres)


@pytest.fixture
def chained(scene: Scene, tmp_path: Path) -> Scene:
    """A chain of three seals over both logs, signed at its end."""
    for _ in range(3):
        scene.look(scene.yilmaz, scene.act(), scene.act())
        assert scene.seal() == 3
    scene.sign(tmp_path)
    assert scene.verify(tmp_path).findings == []
    return scene


def sqlstate(raised: pytest.ExceptionInfo[DBAPIError]) -> str | None:
    assert isinstance(raised.value.orig, psycopg.Error)
    return raised.value.orig.sqlstate


def kinds(report: audit.Report) -> set[str]:
    return {finding.kind for finding in report}


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
        for write in (
            lambda session: events.record(session, shared_scene.jansen, EventType.CASE_OPENED),
            lambda session: access.consulted(session, shared_scene.jansen, "cases"),
        ):
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
        since, until = scene.ask("worker", "select now() - interval '1 hour', now() + interval '1 hour'")[0]
        with scene.session(actor) as session:
            found = access.who_read_mine(session, actor, since, until)
        return [(row["person"], row["object_id"], row["ground"]) for row in found]

    def test_owner_learns_who_read_its_items_and_nothing_of_others(self, scene: Scene) -> None:
        mine, theirs = scene.act(scene.jansen), scene.act(scene.yilmaz)
        scene.look(scene.yilmaz, mine, theirs, ground="wgs-2.23")

        assert self.read(scene, scene.jansen) == [("Yilmaz", mine, "wgs-2.23")]

    def test_a_later_act_of_another_makes_it_not_theirs(self, scene: Scene) -> None:
        mine = scene.act(scene.jansen)
        scene.act(scene.yilmaz, object_id=mine)
        scene.look(scene.yilmaz, mine)

        assert self.read(scene, scene.jansen) == [("Yilmaz", mine, None)]

    def test_only_for_the_privacy_role(self, scene: Scene) -> None:
        mine = scene.act(scene.yilmaz)
        scene.look(scene.jansen, mine)
        with scene.session(scene.yilmaz) as session:
            question = text("select * from who_read_mine('2020-01-01', '2099-01-01')")
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
        with scene.database.session_as("worker") as session, session.begin():
            [(event_id, attempts, error)] = events.dead_letters(session)
            assert (attempts, error) == (events.MAX_ATTEMPTS, "ConnectionError")
            events.revive(session, event_id)
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


class TestSealing:
    def test_a_low_number_that_commits_late_is_sealed_later(self, scene: Scene, tmp_path: Path) -> None:
        with scene.session(scene.jansen) as early, early.begin():
            events.record(early, scene.jansen, EventType.CASE_OPENED)
            scene.act(scene.yilmaz)
            assert scene.seal() == 1
        assert scene.seal() == 1
        scene.sign(tmp_path)

        assert scene.ask("auditor", "select row_id from seal_entries order by position") == [(2,), (1,)]
        assert scene.verify(tmp_path).findings == []

    def test_holes_of_rolled_back_transactions_are_normal(self, scene: Scene, tmp_path: Path) -> None:
        scene.act()
        with scene.session(scene.jansen) as session:
            events.record(session, scene.jansen, EventType.CASE_OPENED)
            session.rollback()
        scene.act()
        assert scene.seal() == 2
        assert scene.verify(tmp_path).findings == []

    def test_nothing_new_makes_no_seal_and_no_checkpoint(self, scene: Scene, tmp_path: Path) -> None:
        assert scene.seal() == 0
        assert scene.sign(tmp_path) is None
        scene.act()
        assert scene.seal() == 1
        assert scene.sign(tmp_path) is not None
        assert scene.sign(tmp_path) is None

    def test_a_backlog_is_sealed_in_batches(
        self, scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("domain.audit.sealing.BATCH", 2)
        for _ in range(5):
            scene.act()
        assert scene.seal() == 5
        assert scene.ask("auditor", "select count(*) from seals") == [(3,)]
        assert scene.verify(tmp_path).findings == []

    def test_line_is_the_same_in_every_session(self, scene: Scene) -> None:
        scene.act(data={"amount": 1.5})
        lines = set()
        for zone, style in (("UTC", "ISO"), ("Asia/Tokyo", "German")):
            with scene.database.session_as("auditor") as session:
                session.execute(text(f"set timezone to '{zone}'; set datestyle to '{style}'"))
                lines.add(session.execute(text("select events_line(e) from events e")).scalar_one())
        assert len(lines) == 1

    def test_private_key_is_for_its_owner_alone(self, chained: Scene, tmp_path: Path) -> None:
        assert (tmp_path / "checkpoint-key.pem").stat().st_mode & 0o777 == 0o600


SWAP = """update seal_entries x set log = y.log, row_id = y.row_id, row_hash = y.row_hash
            from seal_entries y where (x.position, y.position) in ((5, 6), (6, 5))"""


class TestTampering:
    """As superuser of the database; what is outside of it, the data directory, cannot be reached from there."""

    @pytest.mark.parametrize(
        ("statement", "kind"),
        [
            ("update events set type = 'case.sealed' where id = 2", "changed"),
            ("update events set at = at - interval '1 day' where id = 2", "changed"),
            ("update events set actor_id = null where id = 2", "changed"),
            ("update events set data = '{\"a\": 1}' where id = 2", "changed"),
            ("update access_log set outcome = 'refused' where id = 1", "changed"),
            ("delete from events where id = 3", "deleted"),
            ("delete from access_log where id = 3", "deleted"),
            ("truncate events", "deleted"),
            ("delete from seal_entries where position = 4", "removed"),
            ("delete from seals where number = 2", "removed"),
            ("update seals set hash = previous_hash where number = 2", "broken"),
            ("update seals set sealed_at = sealed_at - interval '1 second' where number = 2", "broken"),
            ("update seals set sealed_at = sealed_at + interval '1 hour' where number = 2", "reordered"),
            (SWAP, "reordered"),
            ("update checkpoints set position = position + 1", "forged"),
        ],
    )
    def test_is_found(self, chained: Scene, tmp_path: Path, statement: str, kind: str) -> None:
        chained.tamper("alter table seal_entries drop constraint uq_seal_entries_log_row_id", statement)
        assert kind in kinds(chained.verify(tmp_path))

    def test_two_rows_that_changed_places_are_both_named(self, chained: Scene, tmp_path: Path) -> None:
        chained.tamper(
            "alter table events alter id drop identity",
            "update events set id = 99 where id = 1",
            "update events set id = 1 where id = 2",
            "update events set id = 2 where id = 99",
        )
        assert [str(finding).split(" (")[0] for finding in chained.verify(tmp_path)] == [
            "changed: events 1",
            "changed: events 2",
        ]

    def test_row_slipped_in_with_an_old_date(self, chained: Scene, tmp_path: Path) -> None:
        chained.tamper(
            "insert into events (type, category, at)"
            " values ('case.opened', 'process', now() - interval '2 hours')"
        )
        assert kinds(chained.verify(tmp_path)) == {"inserted"}

    def test_row_slipped_in_between_and_sealed_by_the_sealer(self, chained: Scene, tmp_path: Path) -> None:
        chained.tamper(
            "insert into events (type, category, at)"
            " values ('case.opened', 'process', now() - interval '2 hours')"
        )
        with chained.database.session_as("sealer") as session, session.begin():
            assert audit.seal(session, margin=timedelta(days=1)) == 1
        assert kinds(chained.verify(tmp_path)) == {"inserted"}

    CUT = (
        "delete from checkpoints",
        "delete from seals where number = 3",
        "delete from seal_entries where seal_number = 3",
        "delete from events where id > 4",
        "delete from access_log where id > 2",
    )

    def test_tail_cut_without_a_trace_in_the_database(self, chained: Scene, tmp_path: Path) -> None:
        chained.tamper(*self.CUT)
        assert kinds(chained.verify(tmp_path)) == {"cut"}

    def test_tail_cut_and_grown_again(self, chained: Scene, tmp_path: Path) -> None:
        chained.tamper(*self.CUT)
        chained.act()
        chained.seal()
        assert kinds(chained.verify(tmp_path)) == {"rewritten"}

    def test_chain_made_anew_over_changed_rows(self, chained: Scene, tmp_path: Path) -> None:
        chained.tamper(
            "update events set type = 'case.sealed' where id = 2",
            "truncate seals, seal_entries, checkpoints",
        )
        chained.seal()
        report = chained.verify(tmp_path)
        assert kinds(report) == {"cut"}  # three seals became one
        assert report.exit_code == 1

    def test_checkpoint_signed_by_another(self, chained: Scene, tmp_path: Path) -> None:
        (tmp_path / "other").mkdir()
        chained.tamper("truncate checkpoints")
        chained.sign(tmp_path / "other")
        assert kinds(chained.verify(tmp_path)) == {"forged"}

    def test_last_seals_without_their_rows(self, chained: Scene, tmp_path: Path) -> None:
        chained.tamper("delete from seal_entries where seal_number > 1")
        assert "removed" in kinds(chained.verify(tmp_path))

    def test_sealer_that_stopped_is_noticed(self, scene: Scene, tmp_path: Path) -> None:
        scene.act()
        with scene.database.session_as("auditor") as session:
            report = audit.verify(audit.records(session), {}, grace=timedelta(0))
        assert [str(finding).split(":")[1] for finding in report] == [" 1 rows"]


class TestExport:
    @pytest.fixture
    def exported(self, chained: Scene, tmp_path: Path) -> Path:
        path = tmp_path / "logs.jsonl"
        chained.act()
        with chained.database.session_as("auditor") as session:
            audit.export(session, path)
        return path

    def verify(self, path: Path, lines: list[str] | None = None) -> audit.Report:
        if lines is not None:
            path.write_text("\n".join(lines) + "\n")
        return audit.verify_export(
            path, path.parent / "checkpoints.jsonl", path.parent / "checkpoint-key.pub.pem"
        )

    def test_verifies_without_the_database(self, exported: Path) -> None:
        report = self.verify(exported)
        assert (report.findings, report.rows, report.seals, report.checkpoints) == ([], 9, 3, 1)
        assert report.waiting == 1
        assert str(report) == (
            "the logs are whole: 9 rows in 3 seals, 1 signed checkpoints, 1 rows not sealed yet"
        )
        assert exported.stat().st_mode & 0o777 == 0o600

    def test_every_single_line_matters(self, exported: Path) -> None:
        lines = exported.read_text().splitlines()
        parts = [number for number, line in enumerate(lines) if json.loads(line)["kind"] in ("seal", "entry")]
        for number in parts:
            assert self.verify(exported, lines[:number] + lines[number + 1 :]).findings, lines[number]
        for number in parts[:-1]:
            swapped = [
                *lines[:number],
                lines[number + 1],
                lines[number],
                *lines[number + 2 :],
            ]
            assert self.verify(exported, swapped).findings, lines[number]

    def test_what_is_no_line_is_reported(self, exported: Path) -> None:
        lines = [*exported.read_text().splitlines(), "{", '{"kind": "poem"}', "[]"]
        assert kinds(self.verify(exported, lines)) == {"unreadable"}


class TestWorker:
    @pytest.fixture
    def working(self, scene: Scene, tmp_path: Path) -> Iterator[threading.Event]:
        stop = threading.Event()
        thread = threading.Thread(
            target=worker.run, args=(scene.database, stop), kwargs={"data_dir": tmp_path, "interval": 0.02}
        )
        thread.start()
        yield stop
        stop.set()
        thread.join(20)
        assert not thread.is_alive()

    def wait_for(self, condition: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 20
        while not condition():
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def whole(self, scene: Scene, data_dir: Path, rows: int) -> bool:
        report = scene.verify(data_dir)
        return not report.findings and report.rows == rows

    def test_seals_and_relays_and_signs_at_the_end(
        self,
        scene: Scene,
        tmp_path: Path,
        working: threading.Event,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        told: list[str] = []
        monkeypatch.setattr(worker, "HANDLERS", [lambda notice: told.append(notice.type)])
        scene.act()
        self.wait_for(lambda: self.whole(scene, tmp_path, 1) and told == ["dossier.contributed"])
        working.set()
        self.wait_for((tmp_path / "checkpoints.jsonl").exists)

    def test_comes_back_after_the_database_went_away(
        self, scene: Scene, tmp_path: Path, working: threading.Event
    ) -> None:
        scene.act()
        self.wait_for(lambda: self.whole(scene, tmp_path, 1))
        scene.tamper(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where application_name in ('schakel-worker', 'schakel-sealer') and datname = current_database()"
        )
        scene.act()
        self.wait_for(lambda: self.whole(scene, tmp_path, 2))

    def test_a_second_worker_stands_by(self, scene: Scene, tmp_path: Path) -> None:
        with worker._turn(scene.database) as first, worker._turn(scene.database) as second:
            assert first is not None
            assert second is None
        with worker._turn(scene.database) as third:
            assert third is not None
