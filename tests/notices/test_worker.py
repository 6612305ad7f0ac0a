"""The worker as it runs: a question becomes a notice and a mail in seconds, whatever the mail server does."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from api import mail, worker
from api.mail import Folder, Mailing, Post, Smtp
from domain import dossier
from domain.calendar import today
from tests.notices.hearing import Hearing


@contextmanager
def working(hearing: Hearing, data_dir: Path, post: Post) -> Iterator[None]:
    """A worker, as long as this lasts."""
    stop = threading.Event()
    sending = Mailing(post, "schakel@example.org", "https://schakel.example.org")
    thread = threading.Thread(
        target=worker.run,
        args=(hearing.world.database, stop),
        kwargs={"data_dir": data_dir, "interval": 0.05, "mailing": sending},
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(20)
        assert not thread.is_alive()


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def asked(hearing: Hearing) -> UUID:
    world = hearing.world
    ask = dossier.Ask(
        asked_id=world.organisations["inspectorate"], question="Iets?", due_on=today() + timedelta(days=3)
    )
    case_id = world.joined(world.case(), "inspectorate")
    with world.acting("case_manager") as (session, actor):
        return dossier.request(session, actor, case_id, ask).id


def test_a_question_becomes_a_notice_and_a_mail(alone: Hearing, tmp_path: Path) -> None:
    with working(alone, tmp_path, Folder(tmp_path / "mail")):
        request_id = asked(alone)
        wait_for(lambda: alone.kinds("inspector", request_id))
        wait_for(lambda: list((tmp_path / "mail").glob("*.eml")))


def test_a_mail_server_that_keeps_silent_holds_up_nothing_else(
    alone: Hearing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "TIMEOUT", 12.0)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with working(alone, tmp_path, Smtp("127.0.0.1", silent.getsockname()[1], "none")):
            first = asked(alone)
            wait_for(lambda: alone.kinds("inspector", first))
            time.sleep(0.3)  # the mail is waiting for an answer now
            began = time.monotonic()
            second = asked(alone)
            wait_for(lambda: alone.kinds("inspector", second))
            wait_for(lambda: not alone.owner("select 1 from events where id > (select max(row_id) from seal_entries"
                                             " where log = 'events')"))  # fmt: skip
            assert time.monotonic() - began < 10
            wait_for(lambda: alone.owner("select 1 from mails where last_error is not null"))
