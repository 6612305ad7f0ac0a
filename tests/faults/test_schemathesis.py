"""The whole API under requests made from its own document: examples, coverage, fuzzing and chains of calls.

What Schemathesis holds against each answer: no 5xx, a documented status, and a body of the documented media type
and schema; so each refusal is a problem document. The region has something in every step, and three people who may do
everything between them: Schemathesis takes another when one is refused.

SCHAKEL_SCHEMATHESIS_EXAMPLES asks for more requests per operation than the short run of the suite.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest

from db.embedded import CARELESS
from domain import (
    administration,
    cases,
    circle,
    detection,
    dossier,
    emergencies,
    events,
    known,
    meetings,
    notices,
    rehearsal,
    retention,
    sharing,
    weighing,
)
from domain.accounts import ApiScope
from domain.actor import StaffRole
from domain.calendar import today
from tests.domain import meeting
from tests.faults.conftest import Install
from tests.faults.serving import Installation
from tests.world import World, a_covenant, build, take_up

EXAMPLES = int(os.environ.get("SCHAKEL_SCHEMATHESIS_EXAMPLES", "10"))
LONGEST = 800 if EXAMPLES <= 10 else 3600

PEERS = ["tax_officer", "inspector"]
ALL_ROUND = ["chair", "case_manager", "administrator"]

Region = tuple[Installation, World]
Known = dict[str, list[UUID | str]]

CLOSURE = "BM08"

# Two checks are left out. Whether a code is in the catalogue, or a date lies in the past, no schema can say; so a
# request that fits the schema may still be refused. And Schemathesis cannot take an OAuth token away again to see
# whether it is asked for; a test of our own does that.
CONFIG = f"""
workers = 1
suppress-health-check = ["all"]
continue-on-failure = true
[generation]
max-examples = {EXAMPLES}
no-shrink = true
deterministic = true
[checks.positive_data_acceptance]
enabled = false
[checks.ignored_auth]
enabled = false
[auth.wfc]
path = "people.json"
"""


@pytest.fixture(scope="module")
def region(install: Install) -> Region:
    """A served installation with a region in it."""
    return _served(install)


def _served(install: Install) -> Region:
    made = install(CARELESS)
    world = build(made.database)
    _make_all_round(world)
    made.web.start("--workers", "1")
    return made, world


def test_nothing_breaks_and_every_refusal_is_a_problem_document(install: Install) -> None:
    """In a region of its own: an administrator who does everything leaves others little to do."""
    made, world = region = _served(install)
    report = _run(region, ALL_ROUND, CONFIG + _known(_scene(world) | _behind_the_scene(made, world)))
    assert (report["exit_code"], report["failures"], report["errors"]) == (0, [], [])
    assert report["operations"]["tested"] == report["operations"]["total"] > 30

    # A request that stops at the door tests nothing: most operations were done, and all but a few at least understood.
    # Who asks is chance, and what one request withdrew or ended the next one no longer finds.
    reached: dict[str, Counter[str]] = {
        operation: sum(map(Counter, phases.values()), Counter())
        for operation, phases in report["valid_rates"].items()
    }
    unheard = {
        operation: one
        for operation, one in reached.items()
        if not one["accepted"] + one["conflicts"] + one["rejected"]
    }
    assert len(unheard) * 8 <= len(reached), unheard
    assert sum(one["accepted"] > 0 for one in reached.values()) >= 30, reached


def test_what_one_partner_owns_is_not_received_by_another(region: Region) -> None:
    report = _between_peers(region)
    assert (report["exit_code"], report["failures"], report["errors"]) == (0, [], [])


def test_it_would_have_been_found(region: Region) -> None:
    """The same with policies that let everybody see every signal: a check that finds nothing proves little."""
    with _without_policies(region, "signals", "scopes"):
        report = _between_peers(region)
    assert "ST402" in {found["code"] for found in report["failures"]}  # object-level authorisation


@pytest.mark.parametrize("token", [None, "Bearer x", "Basic eDp5", "Bearer"])
def test_nothing_is_told_without_a_token(region: Region, token: str | None) -> None:
    address = f"{region[0].web.url}/api/v1"
    headers = {"authorization": token} if token else {}
    with httpx2.Client(headers=headers, timeout=10) as client:
        document = client.get(f"{address}/openapi.json").json()
        for path, methods in document["paths"].items():
            for method in methods:
                answer = client.request(method, address + path.replace("{", "").replace("}", ""))
                assert answer.status_code == 401, f"{method} {path}"
                assert answer.headers["content-type"] == "application/problem+json"
                assert answer.headers["www-authenticate"].startswith("Bearer")


@contextmanager
def _without_policies(region: Region, *tables: str) -> Iterator[None]:
    with region[0].superuser() as connection:
        for table in tables:
            connection.execute(f"alter table {table} disable row level security")
        try:
            yield
        finally:
            for table in tables:
                connection.execute(f"alter table {table} enable row level security")


def _between_peers(region: Region) -> dict[str, Any]:
    """Two partners outside each other's cases, who each read what they made themselves."""
    config = CONFIG + f"peers = {json.dumps(PEERS)}\n"
    chains = "--phases", "fuzzing,stateful", "--mode", "positive", "--include-tag", "signals"
    return _run(region, PEERS, config, *chains)


def _run(region: Region, people: Iterable[str], config: str, *options: str) -> dict[str, Any]:
    """Let Schemathesis loose on the API as these people, and give its report."""
    installation, world = region
    here = installation.home
    tokens = {name: installation.token(world.people[name], *ApiScope) for name in people}
    entries = [
        {"name": name, "fixedHeaders": [{"name": "Authorization", "value": f"Bearer {token}"}]}
        for name, token in tokens.items()
    ]
    (here / "people.json").write_text(json.dumps({"auth": entries}))
    (here / "schemathesis.toml").write_text(config)
    done = subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"), "--config-file", here / "schemathesis.toml",
            "run", f"{installation.web.url}/api/v1/openapi.json", "--no-color",
            "--report", "json", "--report-json-path", here / "report.json", *options,
        ],
        cwd=here, capture_output=True, text=True, timeout=LONGEST, check=False,
    )  # fmt: skip
    print(done.stdout, done.stderr)  # pytest shows it when something was found
    report: dict[str, Any] = json.loads((here / "report.json").read_text())
    return report


def _known(known: Known) -> str:
    """The ids that requests may name, so that they get past 404."""
    values = {name: json.dumps([str(one) for one in found]) for name, found in known.items()}
    dictionaries = [f"[dictionaries.{name}]\nvalues = {found}" for name, found in values.items()]
    bound = [
        f'"{place}.{name}" = {{ dictionary = "{name}", probability = 0.8 }}'
        for name in values
        for place in (("path",) if name.endswith("_id") else ("body",))
    ]
    return "\n".join([*dictionaries, "[parameters]", *bound]) + "\n"


def _scene(world: World) -> Known:
    """Something in every step, all of it shared with both who ask."""
    cases = [world.case(world.signal("case_manager")) for _ in range(2)]
    known: Known = {"case_id": [*cases], "signal_id": [world.signal("case_manager") for _ in range(4)]}
    for case_id in cases:
        in_dossier, in_weighing, *others = [world.subject(case_id) for _ in range(5)]
        world.concluded(in_weighing)
        for one in others:
            world.weighed(world.concluded(one))
        proposed, accepted, completed = [world.proposed(one, "zuidstad", CLOSURE) for one in others]
        world.accepted(accepted, "case_manager")
        world.completed(world.accepted(completed, "case_manager"), "case_manager")
        for name, found in {
            "subject_id": [in_dossier, in_weighing, *others],
            "intervention_id": [proposed, accepted, completed],
            "contribution_id": [_contributed(world, in_dossier)],
            "relation_id": [_related(world, in_dossier, in_weighing)],
            "opinion_id": [_advised(world, in_weighing)],
            "request_id": [_asked(world, case_id, in_dossier), _asked(world, case_id, None)],
        }.items():
            known.setdefault(name, []).extend(found)
    zuidstad = world.organisations["zuidstad"]
    return (
        known
        | _met(world)
        | {
            "record_id": known["contribution_id"],
            "personId": [world.people[name] for name in ("permit_officer", "privacy_officer")],
            "organisationId": _others(world),
            "partnerId": [zuidstad],
            "askedId": [zuidstad],
            "managerId": [world.people["case_manager"]],
            "subjectId": known["subject_id"],
            "toId": known["subject_id"],
            "municipalityCode": ["GM0361"],
            "form": ["AU", "SU"],
            "dueOn": [str(today() + timedelta(days=30))],
        }
    )


def _met(world: World) -> Known:
    """A meeting that was planned, one that was convened and one with a case on the table, and what was agreed there."""
    fresh, waiting, discussed = [
        world.joined(world.case(world.signal("case_manager")), "police", "inspectorate") for _ in range(3)
    ]
    planned = meeting.planned(world)
    convened, items = meeting.convened(world, fresh)
    running, more = meeting.running(world, discussed, waiting, present=("detective", "inspector"))
    agreed = meetings.Agree(
        text="Bellen.", organisation_id=world.organisations["zuidstad"], due_on=today() + timedelta(days=9)
    )
    with world.acting("chair") as (session, actor):
        actions = [meetings.agree(session, actor, more[0], agreed).id for _ in range(3)]
    return {"meeting_id": [planned, convened, running], "item_id": [*items, *more], "action_id": [*actions]}


def _others(world: World) -> list[UUID]:
    """Who may be left out of a case: were it the two who ask, little would be left for them to see."""
    return [one for name, one in world.organisations.items() if name not in {"riec", "zuidstad"}]


def _related(world: World, from_id: UUID, to_id: UUID) -> UUID:
    said = dossier.Relate(to_id=to_id, kind="knows", source="Bezoek", attested=True)
    with world.acting("case_manager") as (session, actor):
        return dossier.relate(session, actor, from_id, said).id


def _advised(world: World, subject_id: UUID) -> UUID:
    with world.acting("case_manager") as (session, actor):
        advice = weighing.GiveOpinion(advice="approach", text="Wij doen mee.")
        return weighing.give_opinion(session, actor, subject_id, advice).id


def _behind_the_scene(made: Installation, world: World) -> Known:
    """What keeps the region going: terms that have passed, a round, a deputy, notices, and mail that stays behind."""
    old = [_rejected_long_ago(made, world) for _ in range(4)]
    with world.acting("chair") as (session, actor):
        proof = retention.destroy(session, actor, old.pop())
    with world.acting("chair") as (session, actor):
        named = administration.NameDeputy(
            deputy_id=world.people["analyst"], valid_from=today(), valid_until=today() + timedelta(days=9)
        )
        deputy = administration.name_deputy(session, actor, named)
    with world.acting("administrator") as (session, actor):
        due = administration.StartRecertification(due_on=today() + timedelta(days=30))
        certified = administration.start_recertification(session, actor, due)
    with made.database.session_as("worker") as session, session.begin():
        events.relay(session, lambda event: notices.tell(made.database, event), limit=2000)
    with made.superuser() as connection:
        connection.execute("update outbox set dead_at = now(), attempts = 12, last_error = 'ValueError'")
    told = made.rows(
        "select n.id from notices n join actors a on a.id = n.person_id where a.name in ('Chair', 'Case Manager')"
    )
    return {
        "scope_id": [*old],
        "proof_id": [proof.id],
        "deputy_id": [deputy.id],
        "round_id": [certified.id],
        "notice_id": [one for (one,) in told],
        "admission_id": [
            one
            for (one,) in made.rows(
                "select id from admissions where actor_id not in"
                " (select id from actors where name in ('Chair', 'Case Manager', 'Administrator'))"
            )
        ],
        "letter_id": [f"event-{one}" for (one,) in made.rows("select event_id from outbox limit 40")],
        **_shared_and_hidden(world),
    }


def _shared_and_hidden(world: World) -> Known:
    """A rehearsal, a question whether somebody is known, a source behind the RIEC, and glass that was broken."""
    mention = {"kind": "person", "name": "Sem de Boer", "birth_date": "1980-04-05"}
    signal_id = world.signal("case_manager", mentions=[mention])
    written = detection.BringIn(
        narrative="Een bron zag drie mensen.", task="Toezicht", organised_crime_link="Ja."
    )
    with world.acting("case_manager") as (session, actor):
        about = detection.view(session, actor, signal_id).mentions[0].id
        question = known.ask(session, actor, about, known.AskKnown(reason="Nodig.", by_hand=True)).id
    with world.acting("administrator") as (session, actor):
        # Not the covenant that everything else stands on: with it, all that was shared would be gone.
        agreement = sharing.register_agreement(session, actor, a_covenant())
        rules = sharing.adopt_standard_rules(session, actor, agreement)
        draft = rehearsal.begin_rehearsal(session, actor, rehearsal.BeginRehearsal(title="Proef"))
        ended = rehearsal.AddChange(kind="end_agreement", agreement_id=agreement)
        change = rehearsal.add_change(session, actor, draft, ended)
    origin = world.signal("inspector", protect_source=True)
    with world.acting("preparer") as (session, actor):
        shown = detection.bring_in(session, actor, origin, written).id
    with world.acting("chair") as (session, actor):
        unmasking = detection.ask_unmasking(
            session, actor, shown, detection.AskUnmasking(reason="Bewijs.")
        ).id
    return {
        "mention_id": [about],
        "question_id": [question],
        "agreement_id": [agreement],
        "rule_id": rules[:40],
        "rehearsal_id": [draft],
        "change_id": [change],
        "unmasking_id": [unmasking],
        "emergency_id": [_glass_broken(world)],
    }


def _glass_broken(world: World) -> UUID:
    """Of Zuidstad one person is named in a case, and the case manager looks all the same."""
    case_id = world.case(world.signal("case_manager"))
    with world.acting("chair") as (session, actor):
        named = circle.Decide(
            kind="named", organisation_id=world.organisations["zuidstad"], reason="Nodig.",
            person_ids=[world.people["permit_officer"]],
        )  # fmt: skip
        circle.decide(session, actor, case_id, named)
        number = cases.case(session, actor, case_id).number
    with world.acting("case_manager") as (session, actor):
        return emergencies.break_glass(
            session, actor, emergencies.BreakGlass(number=number, reason="Gevaar.")
        ).id


def _rejected_long_ago(made: Installation, world: World) -> UUID:
    signal_id = world.signal()
    no = take_up(outcome="reject", new_case=None, concrete_observation=False)
    with world.acting("preparer") as (session, actor):
        detection.assess_signal(session, actor, signal_id, no)
    with made.superuser() as connection:
        connection.execute(
            "update assessments set created_at = created_at - interval '400 days' where scope_id = %s",
            [signal_id],
        )
    return signal_id


def _make_all_round(world: World) -> None:
    """Between them, one at the RIEC and one at the municipality may do everything."""
    given = {"chair": (StaffRole.PREPARATION, StaffRole.ANALYST), "case_manager": (StaffRole.REPORTER,)}
    with world.acting("administrator") as (session, actor):
        for name, roles in given.items():
            for role in roles:
                administration.give_role(session, actor, world.people[name], role)


def _contributed(world: World, subject_id: UUID) -> UUID:
    with world.acting("case_manager") as (session, actor):
        given = dossier.Contribute(category="housing", text="Elf mensen.", source="Controle", attested=True)
        return dossier.contribute(session, actor, subject_id, given).id


def _asked(world: World, case_id: UUID, subject_id: UUID | None) -> UUID:
    with world.acting("analyst") as (session, actor):
        question = dossier.Ask(
            asked_id=world.organisations["zuidstad"], subject_id=subject_id, question="Wat is er bekend?",
            due_on=today() + timedelta(days=30),
        )  # fmt: skip
        return dossier.request(session, actor, case_id, question).id
