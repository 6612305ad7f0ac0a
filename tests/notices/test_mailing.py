"""Mail over a real SMTP server: a reference and nothing else, once, to who can be reached; the rest waits or dies."""

import email
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from smtplib import SMTPNotSupportedError
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from api.importing import signal_of
from api.mail import Folder, Mailing, Smtp, mailing_of
from api.settings import SettingMissing, Settings
from api.worker import Imports, _Errands
from db.vault import Vault
from domain import (
    assignment,
    attachments,
    cases,
    circle,
    concerns,
    detection,
    dossier,
    emergencies,
    evaluation,
    events,
    feedback,
    importing,
    known,
    meetings,
    notices,
    sharing,
    steering,
)
from domain.actor import StaffRole
from domain.attachments import AttachToSubject, Intake, Scanner, Verdict, WithdrawAttachment
from domain.calendar import now, today
from domain.errors import NotAllowed, NotFound
from tests.domain import disclosing, meeting
from tests.notices.hearing import SECRETS, Hearing
from tests.world import WESTDORP, ZUIDSTAD, take_up

SITE = "https://schakel.example.org"
WORKING_DAY = datetime(2026, 11, 18, 8, 0, tzinfo=UTC)


@dataclass
class Mailbox:
    """What the server was handed, and whom it refuses."""

    refused: set[str] = field(default_factory=set)
    later: set[str] = field(default_factory=set)
    got: list[tuple[str, EmailMessage, bytes]] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.refused:
            return "550 5.1.1 Unknown mailbox"
        if address in self.later:
            return "451 4.2.1 Try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        message = email.message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.got += [(to, message, envelope.content) for to in envelope.rcpt_tos]
        return "250 OK"

    def to(self, name: str) -> list[EmailMessage]:
        return [message for to, message, _ in self.got if to == f"{name}@example.org"]


@contextmanager
def server(mailbox: Mailbox, port: int = 0, **options: Any) -> Iterator[int]:
    """A mail server in a thread; says on which port it listens."""
    controller = Controller(mailbox, hostname="127.0.0.1", port=port or free_port(), **options)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


def free_port() -> int:
    """One that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def port(mailbox: Mailbox) -> Iterator[int]:
    with server(mailbox) as port:
        yield port


def mailing(port: int, tls: str = "none", **options: Any) -> Mailing:
    return Mailing(Smtp("127.0.0.1", port, tls, **options), "schakel@example.org", SITE)


def send(hearing: Hearing, port: int) -> None:
    """The worker's round with the mail."""
    _Errands(hearing.world.database, mailing(port)).send_mails()


def queue(hearing: Hearing) -> list[tuple[Any, ...]]:
    """Of every mail: delivered, dead, attempts, error."""
    found = hearing.owner(
        "select delivered_at is not null, dead_at is not null, attempts, last_error from mails order by created_at, id"
    )
    return [tuple(one) for one in found]


def again(hearing: Hearing) -> None:
    """Let every pause be over."""
    hearing.owner("update mails set next_attempt_at = now()")


def asked(hearing: Hearing, case_id: UUID, **changed: Any) -> UUID:
    ask = {
        "asked_id": hearing.world.organisations["inspectorate"], "question": SECRETS["question"],
        "due_on": today() + timedelta(days=3), **changed,
    }  # fmt: skip
    with hearing.world.acting("case_manager") as (session, actor):
        return dossier.request(session, actor, case_id, dossier.Ask(**ask)).id


def secret_case(hearing: Hearing, *partners: str) -> tuple[UUID, str]:
    """A case full of words that may leave nowhere, and its number."""
    title = {"title": SECRETS["title"], "purpose": SECRETS["purpose"]}
    with hearing.world.acting("preparer") as (session, actor):
        seen = detection.assess_signal(session, actor, hearing.secret_signal(), take_up(new_case=title))
        case_id = seen.assessments[0].case_id
        assert case_id
        number = cases.view(session, actor, case_id).number
    return hearing.world.joined(case_id, *partners), number


# --- one mail -------------------------------------------------------------------------------------


def test_a_question_is_mailed_at_once_as_a_reference(alone: Hearing, mailbox: Mailbox, port: int) -> None:
    case_id, number = secret_case(alone, "inspectorate")
    asked(alone, case_id)
    alone.relay()
    send(alone, port)
    [message] = mailbox.to("inspector")
    assert message["Subject"] == "Er is een vraag voor u in Schakel"
    assert message["From"] == "Schakel <schakel@example.org>"
    assert message["To"] == "inspector@example.org"
    assert message["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<[0-9a-f-]{36}@schakel\.example\.org>", message["Message-ID"])
    assert message["Date"]
    plain, page = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert page is not None
    for body in (plain.get_content(), page.get_content()):
        assert number in body
        assert re.findall(r"https?://[^\s\"<]+", body) == [f"{SITE}/notices"]
    assert queue(alone) == [(True, False, 1, None)]
    send(alone, port)
    assert len(mailbox.got) == 1


def test_in_the_language_of_its_reader(alone: Hearing, mailbox: Mailbox, port: int) -> None:
    alone.owner("update actors set language = 'en' where email = 'inspector@example.org'")
    asked(alone, secret_case(alone, "inspectorate")[0])
    alone.relay()
    send(alone, port)
    assert mailbox.to("inspector")[0]["Subject"] == "There is a question for you in Schakel"


def test_what_was_read_or_is_hidden_by_now_is_not_mailed(alone: Hearing, mailbox: Mailbox, port: int) -> None:
    case_id, _ = secret_case(alone, "inspectorate")
    read, hidden = asked(alone, case_id), asked(alone, case_id)
    alone.relay()
    [notice] = alone.of("inspector", read)
    with alone.world.acting("inspector") as (session, actor):
        notices.read(session, actor, notice.id)
    alone.owner(
        "insert into bars (scope_id, actor_id, reason) values (:scope, :actor, 'x')",
        scope=hidden, actor=alone.world.people["inspector"],
    )  # fmt: skip
    send(alone, port)
    assert mailbox.got == []
    assert [one[0] for one in queue(alone)] == [True, True]


def test_who_may_no_longer_sign_in_gets_no_mail(alone: Hearing, mailbox: Mailbox, port: int) -> None:
    asked(alone, secret_case(alone, "inspectorate")[0])
    alone.relay()
    alone.owner("update actors set active = false where email = 'inspector@example.org'")
    send(alone, port)
    assert mailbox.got == []
    assert queue(alone) == [(True, False, 1, None)]


def test_two_workers_send_one_mail(alone: Hearing, mailbox: Mailbox, port: int) -> None:
    case_id, _ = secret_case(alone, "inspectorate")
    for _ in range(6):
        asked(alone, case_id)
    alone.relay()
    workers = [threading.Thread(target=send, args=(alone, port)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert len(mailbox.to("inspector")) == 6
    assert len({message["Message-ID"] for message in mailbox.to("inspector")}) == 6


# --- what goes wrong ------------------------------------------------------------------------------


def test_a_refused_address_is_a_dead_letter_for_that_person_only(
    alone: Hearing, mailbox: Mailbox, port: int
) -> None:
    world = alone.world
    mailbox.refused.add("inspector@example.org")
    case_id, _ = secret_case(alone, "inspectorate", "tax")
    asked(alone, case_id)
    asked(alone, case_id, asked_id=world.organisations["tax"])
    alone.relay()
    send(alone, port)
    assert queue(alone) == [(False, True, 1, "Undeliverable 550"), (True, False, 1, None)]
    assert len(mailbox.to("tax_officer")) == 1

    with world.acting("administrator") as (session, actor):
        [letter] = events.dead_letters(session, actor)
        assert events.count_dead_letters(session, actor) == 1
    assert (letter.what, letter.person, letter.attempts) == ("mail.notice", "Inspector", 1)
    mailbox.refused.clear()
    with world.acting("administrator") as (session, actor):
        events.try_again(session, actor, letter.id)
    send(alone, port)
    assert len(mailbox.to("inspector")) == 1


def test_not_now_is_tried_again(alone: Hearing, mailbox: Mailbox, port: int) -> None:
    mailbox.later.add("inspector@example.org")
    asked(alone, secret_case(alone, "inspectorate")[0])
    alone.relay()
    send(alone, port)
    assert queue(alone) == [(False, False, 1, "SMTPRecipientsRefused")]
    mailbox.later.clear()
    again(alone)
    send(alone, port)
    assert len(mailbox.to("inspector")) == 1


def test_a_server_that_is_away_is_waited_for(alone: Hearing, mailbox: Mailbox) -> None:
    case_id, _ = secret_case(alone, "inspectorate")
    asked(alone, case_id)
    asked(alone, case_id)
    alone.relay()
    with server(mailbox) as port:
        pass
    send(alone, port)
    assert queue(alone) == [(False, False, 1, "ConnectionRefusedError")] * 2
    assert [one.mailed_at for one in alone.owner("select mailed_at from notices where mail = 'now'")] == [
        None,
        None,
    ]
    send(alone, port)  # not yet
    assert [one[2] for one in queue(alone)] == [1, 1]
    with server(mailbox, port):
        again(alone)
        send(alone, port)
    assert len(mailbox.to("inspector")) == 2


def test_after_half_a_day_it_waits_for_a_person(alone: Hearing) -> None:
    asked(alone, secret_case(alone, "inspectorate")[0])
    alone.relay()
    for _ in range(events.MAX_ATTEMPTS):
        again(alone)
        send(alone, 1)
    assert queue(alone) == [(False, True, events.MAX_ATTEMPTS, "ConnectionRefusedError")]
    again(alone)
    send(alone, 1)
    assert queue(alone)[0][2] == events.MAX_ATTEMPTS


# --- dead letters ---------------------------------------------------------------------------------


def test_dead_letters_are_the_administrators(alone: Hearing) -> None:
    world = alone.world
    world.signal()
    alone.owner("update outbox set dead_at = now(), attempts = 12, last_error = 'ValueError' where id = 1")
    [event] = alone.owner("select id, type from events order by id limit 1")
    with world.acting("administrator") as (session, actor):
        [letter] = events.dead_letters(session, actor)
        assert (letter.id, letter.what, letter.error) == (f"event-{event.id}", event.type, "ValueError")
        with pytest.raises(NotFound):
            events.try_again(session, actor, "event-999999")
    for name in ("auditor", "chair", "inspector"):
        with world.acting(name) as (session, actor):
            for ask in (events.dead_letters, events.count_dead_letters):
                with pytest.raises(NotAllowed):
                    ask(session, actor)
            with pytest.raises(NotAllowed):
                events.let_go(session, actor, letter.id, events.LetGo(reason="outdated"))
            # Nor past the domain: the database asks too.
            assert session.connection().exec_driver_sql("select count(*) from dead_letters()").scalar() == 0
            dropped = session.connection().exec_driver_sql(f"select drop_letter('{letter.id}')").scalar()
            assert dropped is False
    with world.acting("administrator") as (session, actor):
        events.let_go(session, actor, letter.id, events.LetGo(reason="outdated"))
        assert events.dead_letters(session, actor) == []
    [kept] = alone.owner("select data from events where type = 'administration.letter_dropped'")
    assert kept.data == {"letter": letter.id, "reason": "outdated"}


# --- the digest -----------------------------------------------------------------------------------


def digest(hearing: Hearing, port: int, moment: datetime = WORKING_DAY) -> int:
    made = notices.open_digests(hearing.world.database, moment)
    send(hearing, port)
    return made


def test_the_digest_counts_and_refers_once_a_day(alone: Hearing, mailbox: Mailbox, port: int) -> None:
    world = alone.world
    _, number = secret_case(alone, "inspectorate")
    world.signal()
    alone.relay()
    send(alone, port)
    assert mailbox.got == []  # all of it can wait for the digest
    assert digest(alone, port) == 3  # the preparer, the case manager, the inspector
    [message] = mailbox.to("inspector")
    assert message["Subject"] == "Uw dag in Schakel"
    body = message.get_body(("plain",))
    assert body is not None
    assert number in body.get_content()
    assert "Casussen: 1" in body.get_content()
    before = len(mailbox.got)
    world.signal()
    alone.relay()
    assert digest(alone, port) == 0
    assert len(mailbox.got) == before
    assert digest(alone, port, WORKING_DAY + timedelta(days=1)) == 1  # only the new signal, to the preparer
    assert len(mailbox.to("preparer")) == 2


def test_the_digest_goes_out_from_half_past_seven_on_working_days(alone: Hearing) -> None:
    alone.world.signal()
    alone.relay()
    for moment in (
        datetime(2026, 11, 18, 6, 29, tzinfo=UTC),  # 7:29 here
        datetime(2026, 11, 21, 9, 0, tzinfo=UTC),  # Saturday
        datetime(2026, 12, 25, 9, 0, tzinfo=UTC),  # Christmas
    ):
        assert notices.open_digests(alone.world.database, moment) == 0
    assert notices.open_digests(alone.world.database, datetime(2026, 11, 18, 6, 30, tzinfo=UTC)) == 1


def test_two_workers_open_one_digest(alone: Hearing, mailbox: Mailbox, port: int) -> None:
    alone.world.signal()
    alone.relay()
    made: list[int] = []
    workers = [threading.Thread(target=lambda: made.append(digest(alone, port))) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert sum(made) == 1
    assert len(mailbox.to("preparer")) == 1


def test_who_wants_no_mail_gets_none_and_who_wants_it_at_once_does(
    alone: Hearing, mailbox: Mailbox, port: int
) -> None:
    usual = dict(notices.USUAL)
    with alone.world.acting("preparer") as (session, actor):
        assert notices.preferences(session, actor).signals == "digest"
        notices.choose_preferences(session, actor, notices.ChoosePreferences(**usual | {"signals": "now"}))
        assert notices.preferences(session, actor).signals == "now"
    with alone.world.acting("case_manager") as (session, actor):
        notices.choose_preferences(session, actor, notices.ChoosePreferences(**usual | {"cases": "never"}))
    secret_case(alone)
    alone.world.signal()
    alone.relay()
    send(alone, port)
    assert [message["Subject"] for message in mailbox.to("preparer")] == [
        "Er wacht een signaal op u in Schakel"
    ]
    digest(alone, port)
    assert mailbox.to("case_manager") == []
    assert alone.kinds("case_manager") == {"case.manager_wanted"}


# --- nothing leaks --------------------------------------------------------------------------------


def test_no_mail_and_no_notice_holds_a_word_of_content(alone: Hearing, mailbox: Mailbox, port: int) -> None:
    """Of every kind one, at once and in the digest; then every header and body is searched, decoded and not."""
    world = alone.world
    for name in ("preparer", "chair", "case_manager", "permit_officer", "inspector", "analyst"):
        with world.acting(name) as (session, actor):
            at_once = notices.ChoosePreferences(**dict.fromkeys(notices.USUAL, "now"))
            notices.choose_preferences(session, actor, at_once)
    every_kind(alone)
    kinds = {one.kind for one in alone.owner("select distinct kind from notices")}
    assert kinds == {kind.value for kind in notices.Kind}
    for _ in range(3):
        send(alone, port)
    alone.owner("update notices set mail = 'digest', mailed_at = null, read_at = null")
    digest(alone, port)
    assert [one for one in queue(alone) if not one[0]] == []
    assert len(mailbox.got) > 30

    words = [*SECRETS.values(), *SECRETS["mention"].split(), "Taakwoord", "Linkwoord", "Gemeente", "Arbeidsinspectie",
             "RIEC", "Zuidstad", "mensenhandel", "uitbuiting", "arbeid"]  # fmt: skip
    for _, message, raw in mailbox.got:
        said = " ".join([str(message), raw.decode("utf-8", "replace"), *message.values()])
        said += " ".join(
            part.get_content() for part in message.iter_parts() if isinstance(part, EmailMessage)
        )
        for word in words:
            assert word.lower() not in said.lower(), (word, message["Subject"])
    rows = str(alone.owner("select to_jsonb(n) from notices n")) + str(
        alone.owner("select to_jsonb(m) from mails m")
    )
    for word in words:
        assert word.lower() not in rows.lower(), word


def every_kind(alone: Hearing) -> None:
    """Whatever is told of, happens."""
    world = alone.world
    alone.secret_signal(urgency="danger")
    back = alone.secret_signal()
    alone.relay()
    with world.acting("preparer") as (session, actor):
        detection.assess_signal(session, actor, back, take_up(outcome="send_back", new_case=None))
    alone.relay()
    with world.acting("inspector") as (session, actor):
        detection.add_to_signal(session, actor, back, detection.AddToSignal(text=SECRETS["narrative"]))
    case_id, _ = secret_case(alone, "inspectorate")
    request_id = asked(alone, case_id)
    alone.relay()
    alone.owner("update requests set due_on = today() - 1")
    alone.owner("update cases set manager_due_on = today() - 1")
    notices.tell_of_terms(world.database)
    for days in (15, 29):
        alone.owner(f"update requests set due_on = today() - {days}")
        notices.tell_of_terms(world.database)
    with world.acting("case_manager") as (session, actor):
        dossier.remind(session, actor, request_id)
    alone.relay()
    with world.acting("inspector") as (session, actor):
        given = dossier.GiveAnswer(outcome="provided", text=SECRETS["answer"])
        dossier.answer(session, actor, request_id, given)
    alone.owner("insert into actor_roles (actor_id, role, valid_from) select id, 'case_manager', today() from actors"
                " where email = 'permit_officer@example.org'")  # fmt: skip
    with world.acting("case_manager") as (session, actor):
        manager = cases.NameManager(manager_id=world.people["permit_officer"])
        cases.name_case_manager(session, actor, case_id, manager)
    subject_id = world.subject(case_id, SECRETS["subject"])
    what_owners_do(alone, subject_id)
    with TemporaryDirectory() as folder:
        intake = Intake(Vault(Path(folder)))
        a_virus_is_found(alone, subject_id, intake)
        a_file_is_replaced_and_withdrawn(alone, subject_id, intake)
    a_file_is_imported(alone)
    a_source_is_shown(alone)
    an_emergency(alone, case_id)
    something_leaves(alone)
    feedback_is_due(alone)
    a_concern(alone)
    a_proposal(alone)
    a_meeting(alone)
    agreements_run_out(alone)
    world.concluded(subject_id)
    alone.relay()
    world.weighed(subject_id)
    replied = [world.proposed(subject_id, "inspectorate", "AR01") for _ in range(3)]
    alone.relay()
    alone.owner("update instructions set text = :text", text=SECRETS["instruction"])
    alone.owner("update interventions set due_on = today() - 1")
    notices.tell_of_terms(world.database)
    # Late for one period, and for two.
    for days in (15, 29):
        alone.owner(f"update interventions set due_on = today() - {days}")
        notices.tell_of_terms(world.database)
    reply(alone, replied[0], "refused")
    reply(alone, replied[1], "deferred")
    alone.relay()
    for one in replied[1:]:
        world.accepted(one, "inspector")
        alone.relay()
    for one in replied[1:]:
        world.completed(one, "inspector")
        alone.relay()
    with world.acting("chair") as (session, actor):
        goal = {"goal": "reached", "worked": SECRETS["answer"]}
        evaluation.evaluate(session, actor, case_id, evaluation.Evaluate(subject_id=subject_id, **goal))
        evaluation.evaluate(session, actor, case_id, evaluation.Evaluate(**goal))
        evaluation.close(
            session, actor, case_id, evaluation.Close(reason="goal_reached", text=SECRETS["answer"])
        )
    alone.relay()
    with world.acting("chair") as (session, actor):
        again = evaluation.Reopen(reason="new_facts", text=SECRETS["answer"])
        evaluation.reopen_case(session, actor, case_id, again)
        evaluation.reopen_subject(session, actor, subject_id, again)
    about_accounts(alone)
    a_known_question(alone)
    alone.relay()
    notices.tell_of_terms(world.database)


def something_leaves(alone: Hearing) -> None:
    """What went is corrected afterwards."""
    world = alone.world
    case_id, _ = secret_case(alone)
    subject_id = world.subject(case_id, SECRETS["subject"])
    item = disclosing.contributed(world, "permit_officer", subject_id, text=SECRETS["answer"])
    made = disclosing.drafted(world, case_id, item, task=SECRETS["purpose"], text=SECRETS["instruction"])
    for question in disclosing.asked(world, made).values():
        disclosing.answered(world, "case_manager", question, "no_objection")
    disclosing.released(world, made, motive=SECRETS["answer"])
    alone.relay()
    with world.acting("permit_officer") as (session, actor):
        dossier.correct(session, actor, item, dossier.Correct(text=SECRETS["narrative"], source="BRP"))
    alone.relay()


def feedback_is_due(alone: Hearing) -> None:
    """On what went to a partner and to somebody outside: soon, too late, and given after all."""
    world = alone.world
    case_id, _ = secret_case(alone)
    for to in ({}, disclosing.OUTSIDE):
        result_id = disclosing.in_register(world, case_id, text=SECRETS["answer"], **to)
        for days in (10, -1):
            due = f"update released_results set due_on = today() + {days}, released_on = today() - 340 where id = :id"
            alone.owner(due, id=result_id)
            notices.tell_of_terms(world.database)
        if not to:
            with world.acting("neighbour") as (session, actor):
                said = feedback.GiveFeedback(effect="otherwise", text=SECRETS["answer"])
                feedback.give_feedback(session, actor, result_id, said)
    alone.relay()


def a_concern(alone: Hearing) -> None:
    """Somebody outside tells a municipality something, which becomes no signal."""
    world = alone.world
    sent = concerns.SendConcern(
        recipient_id=world.organisations["zuidstad"], words=SECRETS["narrative"], municipality_code=ZUIDSTAD
    )
    with world.acting("care_coordinator") as (session, actor):
        concern_id = concerns.send_concern(session, actor, sent).id
    alone.relay()
    with world.acting("permit_officer") as (session, actor):
        declined = concerns.DeclineConcern(reason=SECRETS["answer"])
        concerns.decline_concern(session, actor, concern_id, declined)
    alone.relay()


def a_proposal(alone: Hearing) -> None:
    """To the steering group, for a partner; it is adopted."""
    world = alone.world
    proposed = steering.WriteProposal(
        title=SECRETS["title"], text=SECRETS["answer"], reason=SECRETS["purpose"], due_on=today() + timedelta(days=60),
        addressed_id=world.organisations["inspectorate"],
    )  # fmt: skip
    with world.acting("analyst") as (session, actor):
        made = steering.propose_policy(session, actor, proposed).id
    alone.relay()
    with world.acting("chair") as (session, actor):
        steering.decide_proposal(
            session, actor, made, steering.DecideProposal(outcome="adopted", text=SECRETS["answer"])
        )
    alone.relay()


def a_meeting(alone: Hearing) -> None:
    """What was agreed there is late; another is moved, and gets one more case."""
    world = alone.world
    sent, _ = meeting.convened(world, secret_case(alone, "inspectorate")[0])
    alone.relay()
    later = meetings.PlanMeeting(
        theme="Casusoverleg Zuid", on=today() + timedelta(days=9), begins="09:00", ends="11:00"
    )
    with world.acting("chair") as (session, actor):
        meetings.move_meeting(session, actor, sent, later)
    meeting.on_agenda(world, sent, secret_case(alone, "inspectorate")[0])
    alone.relay()
    case_id, _ = secret_case(alone, "inspectorate")
    _, items = meeting.running(world, case_id, present=("inspector", "permit_officer"))
    agreed = meetings.Agree(
        text=SECRETS["instruction"], organisation_id=world.organisations["inspectorate"], due_on=today()
    )
    with world.acting("chair") as (session, actor):
        meetings.agree(session, actor, items[0], agreed)
    alone.relay()
    alone.owner("update actions set due_on = today() - 1")
    notices.tell_of_terms(world.database)


def an_emergency(alone: Hearing, case_id: UUID) -> None:
    """Of the inspectorate one person is named; a colleague looks in all the same."""
    world = alone.world
    world.join("inspector_two", "inspectorate", StaffRole.HANDLER)
    naming = circle.Decide(
        kind="named", organisation_id=world.organisations["inspectorate"], reason=SECRETS["answer"],
        person_ids=[world.people["inspector"]],
    )  # fmt: skip
    with world.acting("chair") as (session, actor):
        circle.decide(session, actor, case_id, naming)
        number = cases.case(session, actor, case_id).number
    alone.relay()
    with world.acting("inspector_two") as (session, actor):
        broken = emergencies.BreakGlass(number=number, reason=SECRETS["answer"])
        emergencies.break_glass(session, actor, broken)
    alone.relay()


def agreements_run_out(alone: Hearing) -> None:
    """One is to be reviewed soon, and over soon after."""
    parties = [alone.world.organisations[one] for one in ("zuidstad", "westdorp")]
    with alone.world.acting("administrator") as (session, actor):
        sharing.register_agreement(
            session, actor,
            sharing.RegisterAgreement(
                kind="processing", title="Verwerkersovereenkomst", version="1", signed_on=today() - timedelta(days=9),
                valid_from=now() - timedelta(days=9), valid_until=now() + timedelta(days=30),
                review_on=today() + timedelta(days=20), party_ids=parties,
            ),
        )  # fmt: skip


def a_known_question(alone: Hearing) -> None:
    """About somebody who may be vulnerable and whom a partner knows; answered by hand."""
    mention = {"kind": "person", "name": SECRETS["mention"], "birth_date": "1980-04-05"}
    alone.world.signal("neighbour", municipality_code=WESTDORP, mentions=[mention])
    asked_in = alone.world.signal(mentions=[mention])
    with alone.world.acting("case_manager") as (session, actor):
        about = detection.view(session, actor, asked_in).mentions[0].id
        data = known.AskKnown(reason=SECRETS["question"], by_hand=True)
        question_id = known.ask(session, actor, about, data).id
    alone.relay()
    with alone.world.acting("preparer") as (session, actor):
        known.settle(session, actor, question_id, known.SettleKnown(outcome="known"))


def what_owners_do(alone: Hearing, subject_id: UUID) -> None:
    """Something is for one person, is corrected after it was read, and is withdrawn."""
    world = alone.world
    given = {"category": "housing", "text": SECRETS["narrative"], "source": "BRP", "attested": True}
    named = {"for_whom": "named", "persons": [world.people["inspector"]]}
    with world.acting("permit_officer") as (session, actor):
        made = dossier.contribute(session, actor, subject_id, dossier.Contribute(**given, **named)).id
    alone.relay()
    with world.acting("inspector") as (session, actor):
        dossier.contribution(session, actor, made)
    with world.acting("permit_officer") as (session, actor):
        dossier.correct(session, actor, made, dossier.Correct(text=SECRETS["answer"], source="BRP"))
    alone.relay()
    with world.acting("permit_officer") as (session, actor):
        dossier.withdraw(session, actor, made, dossier.Withdraw(reason="incorrect"))
    alone.relay()


def a_file_is_replaced_and_withdrawn(alone: Hearing, subject_id: UUID, intake: Intake) -> None:
    """Under the eyes of who looked at it."""
    said = {"description": SECRETS["narrative"], "category": "housing", "source": "BRP", "attested": True}
    right = attachments.ReplaceAttachment(description=SECRETS["narrative"], reason="incorrect")
    with alone.world.acting("permit_officer") as (session, actor):
        wrong = intake.take(f"{SECRETS['subject']}.txt", [b"oud"])
        made = attachments.attach_to_subject(session, actor, subject_id, AttachToSubject(**said), wrong).id
    with alone.world.acting("inspector") as (session, actor):
        attachments.attachment(session, actor, made)
    with alone.world.acting("permit_officer") as (session, actor):
        words = attachments.CorrectAttachment(description=SECRETS["answer"])
        attachments.correct_attachment(session, actor, made, words)
        attachments.replace_attachment(session, actor, made, right, intake.take("nieuw.txt", [b"nieuw"]))
    alone.relay()
    with alone.world.acting("permit_officer") as (session, actor):
        attachments.withdraw_attachment(session, actor, made, WithdrawAttachment(reason="incorrect"))
    alone.relay()


def a_virus_is_found(alone: Hearing, subject_id: UUID, intake: Intake) -> None:
    """In a file that was held until there was a scanner."""

    class Finds(Scanner):
        def scan(self, pieces: Iterable[bytes]) -> Verdict:
            return Verdict.INFECTED

    said = AttachToSubject(description=SECRETS["narrative"], category="housing", source="BRP", attested=True)
    with alone.world.acting("permit_officer") as (session, actor):
        upload = intake.take(f"{SECRETS['subject']}.txt", [b"tekst"])
        attachments.attach_to_subject(session, actor, subject_id, said, upload)
    _Errands(alone.world.database, None, replace(intake, scanner=Finds(""))).scan_files()
    alone.relay()


def a_file_is_imported(alone: Hearing) -> None:
    """By the worker, so that its person hears of it: more rows than are checked before the answer."""
    heads = ["form", "municipalityCode", "narrative", "observedFrom", "task", "organisedCrimeLink"]
    right = ["AU", "GM0361", SECRETS["narrative"], "gisteren", "Taakwoord", "Linkwoord"]
    rows = [(2, right), *((place, ["?", *right[1:]]) for place in range(3, 504))]
    with alone.world.acting("inspector") as (session, actor):
        made = importing.bring_in(session, actor, f"{SECRETS['title']}.csv", "x", heads, rows).id
        importing.map_columns(session, actor, made, dict(enumerate(heads)), signal_of)
    Imports(alone.world.database).go_on()
    with alone.world.acting("inspector") as (session, actor):
        importing.start(session, actor, made, importing.StartImport(which="good"))
    Imports(alone.world.database).go_on()
    assert {"import.checked", "import.done"} <= alone.kinds("inspector", made)


def a_source_is_shown(alone: Hearing) -> None:
    """To one person, by two."""
    world = alone.world
    origin = alone.secret_signal(protect_source=True)
    written = {"narrative": SECRETS["narrative"], "task": "Taakwoord", "organised_crime_link": "Linkwoord"}
    with world.acting("preparer") as (session, actor):
        shown = detection.bring_in(session, actor, origin, detection.BringIn(**written)).id
    with world.acting("chair") as (session, actor):
        asking = detection.AskUnmasking(reason=SECRETS["answer"])
        request_id = detection.ask_unmasking(session, actor, shown, asking).id
    alone.relay()
    with world.acting("dpo") as (session, actor):
        detection.decide_unmasking(session, actor, request_id, detection.DecideUnmasking(granted=True))
    alone.relay()


def reply(alone: Hearing, intervention_id: UUID, outcome: str) -> None:
    given = {"outcome": outcome, "reason": SECRETS["answer"], "until": today() + timedelta(days=9)}
    if outcome == "refused":
        del given["until"]
    with alone.world.acting("inspector") as (session, actor):
        assignment.reply(session, actor, intervention_id, assignment.GiveReply(**given))


def about_accounts(alone: Hearing) -> None:
    world = alone.world
    for what in ("password_changed", "second_factor_enrolled", "second_factor_enrolled"):
        alone.owner(
            "insert into events (type, category, owner_id, actor_id, organisation_id, data)"
            " select 'account.' || :what, 'process', organisation_id, id, organisation_id, '{}' from actors"
            " where id = :id", what=what, id=world.people["auditor"],
        )  # fmt: skip
    alone.owner(
        "update admissions set valid_until = today() + 5 where actor_id = :id", id=world.people["dpo"]
    )
    alone.owner(
        "with round as (insert into recertifications (id, started_on, due_on, started_by)"
        " values (gen_random_uuid(), today(), today() + 30, :me) returning id), people as ("
        " insert into confirmations (recertification_id, actor_id) select r.id, a.id from round r, actors a"
        " where a.email = 'inspector@example.org' returning recertification_id)"
        " insert into events (type, category, owner_id, object_id, actor_id, organisation_id, data)"
        " select 'administration.recertification_started', 'process', a.organisation_id, p.recertification_id, a.id,"
        " a.organisation_id, '{}' from people p, actors a where a.id = :me",
        me=world.people["administrator"],
    )


# --- how it leaves --------------------------------------------------------------------------------


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that nobody but this test trusts, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    public, private = folder / "mail.pem", folder / "mail.key"
    public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return public, private


def a_message() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "inspector@example.org", "Proef"
    message["Message-ID"] = "<one@example.org>"
    message.set_content("Proef")
    return message


def test_with_tls_only_to_a_server_we_trust(mailbox: Mailbox, tmp_path: Path) -> None:
    public, private = certificate(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(public, private)
    with server(mailbox, tls_context=context, require_starttls=True) as port:
        with Smtp("127.0.0.1", port, "starttls", ca_file=public).round() as send_it:
            send_it(a_message())
        with Smtp("127.0.0.1", port, "starttls").round() as send_it, pytest.raises(ssl.SSLError):
            send_it(a_message())
    assert len(mailbox.got) == 1


def test_without_tls_on_offer_nothing_is_sent(mailbox: Mailbox, port: int) -> None:
    with Smtp("127.0.0.1", port, "starttls").round() as send_it, pytest.raises(SMTPNotSupportedError):
        send_it(a_message())
    assert mailbox.got == []


def test_in_the_demo_mails_are_files(alone: Hearing, tmp_path: Path) -> None:
    asked(alone, secret_case(alone, "inspectorate")[0])
    alone.relay()
    _Errands(alone.world.database, Mailing(Folder(tmp_path / "mail"), "schakel@localhost", SITE)).send_mails()
    [file] = (tmp_path / "mail").glob("*.eml")
    written = email.message_from_bytes(file.read_bytes(), policy=default)
    assert written["To"] == "inspector@example.org"


def test_settings_say_how_mail_leaves(tmp_path: Path) -> None:
    assert mailing_of(Settings()) is None
    assert not Settings().sends_mail
    found = mailing_of(Settings(mail_host="mail.example.org", mail_from="schakel@example.org"))
    assert found is not None
    assert found.post == Smtp("mail.example.org", 587, "starttls")
    with pytest.raises(SettingMissing, match="SCHAKEL_MAIL_FROM"):
        mailing_of(Settings(mail_host="mail.example.org"))
    with pytest.raises(SettingMissing, match="password"):
        mailing_of(Settings(mail_host="m", mail_from="a@b.nl", mail_password_file=tmp_path / "none"))


def test_where_no_mail_can_be_sent_none_waits(alone: Hearing) -> None:
    asked(alone, secret_case(alone, "inspectorate")[0])
    alone.relay()
    assert len(queue(alone)) == 1
    _Errands(alone.world.database, None).drop_mails()
    assert queue(alone) == []
    assert "question.asked" in alone.kinds("inspector")
