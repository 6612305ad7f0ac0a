"""The worker against the real database: it seals and relays, waits for the database, and yields to another."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api import worker
from tests.db.scene import Scene


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
