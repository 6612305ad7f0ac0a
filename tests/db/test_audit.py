"""The chain over both logs: what it holds, and that it tells on whoever touched a row, a superuser included."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from domain import audit, events
from domain.audit import keys
from domain.events import EventType
from tests.db.scene import Scene


@pytest.fixture
def chained(scene: Scene, tmp_path: Path) -> Scene:
    """A chain of three seals over both logs, signed at its end."""
    for _ in range(3):
        scene.look(scene.yilmaz, scene.act(), scene.act())
        assert scene.seal() == 3
    scene.sign(tmp_path)
    assert scene.verify(tmp_path).findings == []
    return scene


def kinds(report: audit.Report) -> set[str]:
    return {finding.kind for finding in report}


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
                session.execute(text(f"set timezone to '{zone}'"))
                session.execute(text(f"set datestyle to '{style}'"))
                lines.add(session.execute(text("select events_line(e) from events e")).scalar_one())
        assert len(lines) == 1

    def test_first_checkpoint_made_while_somebody_verifies(
        self, scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The sealer goes on, and makes its key just after the one who verifies began to read."""
        read = keys.kept

        def meanwhile(path: Path) -> list[audit.Checkpoint]:
            found = read(path)
            scene.act()
            scene.seal()
            scene.sign(tmp_path)
            return found

        monkeypatch.setattr(keys, "kept", meanwhile)
        report = scene.verify(tmp_path)
        assert (report.findings, report.checkpoints) == ([], 1)

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
