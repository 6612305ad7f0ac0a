"""Reading the logs: who may, what they find by what they ask, and that the look is on the log itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from db.session import Database
from domain import access, audit, cases, detection, dossier
from domain.audit import AskLog, Deed, Look, keys
from domain.calendar import today
from domain.errors import DomainError, Invalid, NotAllowed
from domain.events import EventType
from tests.world import World, build
from web.labels import LABELS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    return build(module_database)


@pytest.fixture(scope="module")
def story(world: World) -> dict[str, Any]:
    """Zuidstad contributes to a case; the inspector and the detective read it, the tax officer tries."""
    case_id = world.joined(world.case(), "police", "inspectorate")
    subject_id = world.subject(case_id)
    given = {"category": "housing", "text": "Elf mensen.", "source": "BRP", "attested": True}
    with world.acting("permit_officer") as (session, actor):
        mine = dossier.contribute(session, actor, subject_id, dossier.Contribute(**given)).id
    for who in ("inspector", "detective"):
        with world.acting(who) as (session, actor):
            dossier.contribution(session, actor, mine)
            number = cases.case(session, actor, case_id).number
    with world.acting("tax_officer") as (session, actor):
        access.refused(session, actor, "GET /api/v1/contributions/{contribution_id}", object_ids=[mine])
    return {"case": case_id, "subject": subject_id, "mine": mine, "number": number}


@contextmanager
def refused(kind: type[DomainError], code: str) -> Iterator[None]:
    with pytest.raises(kind) as raised:
        yield
    assert raised.value.code == code


def reads(world: World, **asked: Any) -> list[Look]:
    with world.acting("privacy_officer") as (session, actor):
        return audit.who_read_mine(session, actor, AskLog(**asked))[0]


def looks(world: World, who: str = "auditor", **asked: Any) -> list[Look]:
    with world.acting(who) as (session, actor):
        return audit.log_of_access(session, actor, AskLog(**asked))[0]


def deeds(world: World, who: str = "auditor", **asked: Any) -> list[Deed]:
    with world.acting(who) as (session, actor):
        return audit.log_of_events(session, actor, AskLog(**asked))[0]


def of_mine(found: list[Look], mine: UUID) -> set[tuple[str | None, str]]:
    return {(one.person, one.outcome) for one in found if mine in one.objects}


def test_the_owner_learns_who_read_and_who_tried(world: World, story: dict[str, Any]) -> None:
    found = reads(world)
    readers = {("Inspector", "shown"), ("Detective", "shown"), ("Tax Officer", "refused")}
    assert readers <= of_mine(found, story["mine"])
    assert [one.id for one in found] == sorted((one.id for one in found), reverse=True)
    # The subject is the RIEC's: that it was looked at is not for Zuidstad to know.
    assert not any(story["subject"] in one.objects for one in found)


def test_the_owner_asks_about_a_case_a_person_an_organisation_or_a_day(
    world: World, story: dict[str, Any]
) -> None:
    police = world.organisations["police"]
    assert of_mine(reads(world, about=story["number"]), story["mine"]) >= {("Inspector", "shown")}
    assert of_mine(reads(world, about=str(story["mine"])), story["mine"]) >= {("Tax Officer", "refused")}
    assert reads(world, about="MH-2020-NOTTHERE") == []
    assert {one.person for one in reads(world, organisation=police)} == {"Detective"}
    assert {one.person for one in reads(world, person=world.people["inspector"])} == {"Inspector"}
    assert reads(world, until=today() - timedelta(days=1)) == []


def test_a_log_is_read_page_by_page(world: World, story: dict[str, Any]) -> None:
    whole = [one.id for one in looks(world, limit=100, about=story["number"])]
    paged: list[int] = []
    before = None
    with world.acting("auditor") as (session, actor):
        while True:
            part, before = audit.log_of_access(
                session, actor, AskLog(limit=2, before=before, about=story["number"])
            )
            paged += [one.id for one in part]
            if before is None:
                break
    assert len(whole) > 2
    assert paged == whole


def test_only_who_has_the_role_reads(world: World, story: dict[str, Any]) -> None:
    for who in ("chair", "case_manager", "administrator", "auditor", "dpo"):
        with world.acting(who) as (session, actor), refused(NotAllowed, "role-required"):
            audit.who_read_mine(session, actor, AskLog())
    for who in ("chair", "case_manager", "administrator", "privacy_officer"):
        with world.acting(who) as (session, actor):
            for read in (audit.log_of_access, audit.log_of_events):
                with refused(NotAllowed, "role-required"):
                    read(session, actor, AskLog())
            with refused(NotAllowed, "role-required"):
                audit.chain_state(session, actor)
            # Nor by speaking SQL.
            period = "'2020-01-01', '2099-01-01', null, null, null, null, 9"
            for question in (
                f"log_of_access({period}, null, null, null)", f"log_of_events({period}, null)", "chain_state()",
            ):  # fmt: skip
                assert session.execute(text(f"select * from {question}")).all() == []


def test_the_auditor_finds_who_did_and_read_what_in_a_case(world: World, story: dict[str, Any]) -> None:
    found = looks(world, about=story["number"], what="contribution")
    assert {one.person for one in found} == {"Inspector", "Detective", "Permit Officer"}
    assert {one.number for one in found} == {story["number"]}
    assert {one.outcome for one in looks(world, outcome="refused")} == {"refused"}
    done = deeds(world, "dpo", about=story["number"])
    assert {"case.opened", "case.subject_added", "dossier.contributed"} <= {one.type for one in done}
    assert {one.type for one in deeds(world, what="dossier.contributed")} == {"dossier.contributed"}
    with world.acting("auditor") as (session, actor), pytest.raises(Invalid):
        audit.log_of_events(session, actor, AskLog(what="nothing.happened"))


def test_each_look_is_on_the_log_itself(world: World, story: dict[str, Any]) -> None:
    looks(world, about=story["number"])
    reads(world)
    assert any(one.purpose == f"about={story['number']}" for one in looks(world, "dpo", what="access_log"))
    assert looks(world, what="access_log.own_items")


def test_no_content_comes_along(world: World) -> None:
    with world.acting("inspector") as (session, actor):
        signal = detection.submit_signal(session, actor, _secret_signal())
        detection.signal(session, actor, signal.id)
    said = [one.model_dump_json() for one in (*looks(world, limit=100), *deeds(world, limit=100))]
    assert not [one for one in said if "nachtegaal" in one]


def _secret_signal() -> detection.SubmitSignal:
    from tests.world import a_signal

    return a_signal(narrative="Een nachtegaal.", place="Nachtegaalstraat nachtegaal")


def test_the_state_of_the_chain(world: World, tmp_path: Path) -> None:
    with world.acting("auditor") as (session, actor):
        before = audit.chain_state(session, actor)
    assert (before.seals, before.sealed_rows, before.checkpoint_at) == (0, 0, None)
    assert before.waiting > 10
    with world.database.session_as("sealer") as session, session.begin():
        audit.seal(session, margin=0)
        audit.checkpoint(session, tmp_path)
    with world.acting("auditor") as (session, actor):
        after = audit.chain_state(session, actor)
    assert after.sealed_rows >= before.waiting
    assert after.waiting < 5
    assert after.checkpoint_at is not None


def test_the_period_runs_forward(world: World) -> None:
    with world.acting("privacy_officer") as (session, actor), pytest.raises(Invalid) as wrong:
        audit.who_read_mine(session, actor, AskLog(since=today(), until=today() - timedelta(days=2)))
    assert [one.code for one in wrong.value.problems] == ["period-reversed"]


def test_every_act_and_every_look_has_words() -> None:
    assert {event.value for event in EventType} - LABELS["deed"].keys() == set()
    import re

    calls = re.compile(r"consulted\(\s*session,\s*actor,\s*\"([a-z_.]+)\"")
    whats = {what for path in (ROOT / "domain").rglob("*.py") for what in calls.findall(path.read_text())}
    assert len(whats) > 20
    assert whats - LABELS["look"].keys() == set()


# --- grounds and signed states --------------------------------------------------------------------


def test_a_look_bears_the_ground_of_the_part_one_has(world: World, story: dict[str, Any]) -> None:
    found = reads(world, about=story["number"], ground="WGS 2.23(5)")
    assert {one.person for one in found} >= {"Inspector", "Detective"}
    assert {one.ground for one in found} == {"WGS 2.23(5)"}
    assert reads(world, about=story["number"], ground="WGS 2.23(7)") == []
    assert {one.ground for one in looks(world, ground="WGS 2.23(5)")} == {"WGS 2.23(5)"}


def test_whoever_has_no_part_looked_on_no_ground(world: World, story: dict[str, Any]) -> None:
    refusals = looks(world, outcome="refused", about=str(story["mine"]))
    assert refusals
    assert {one.ground for one in refusals} == {None}


@pytest.fixture(scope="module")
def signed(world: World, story: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the worker keeps its key, after it sealed and signed what was done."""
    folder = tmp_path_factory.mktemp("worker")
    with world.database.session_as("sealer") as sealer:
        audit.seal(sealer)
        sealer.commit()
        audit.checkpoint(sealer, folder)
        sealer.commit()
    return folder


def kept_by(world: World, who: str) -> list[audit.Checkpoint]:
    with world.acting(who) as (session, actor):
        return audit.checkpoints(session, actor)


def test_signed_states_are_for_who_controls_lawfulness(world: World, signed: Path) -> None:
    made = keys.kept(signed / keys.CHECKPOINTS)
    assert len(made) == 1
    for who in ("privacy_officer", "auditor", "dpo"):
        assert kept_by(world, who)[:1] == made
    with refused(NotAllowed, "role-required"):
        kept_by(world, "inspector")
    # Nor by speaking SQL.
    with world.acting("inspector") as (session, _):
        assert session.execute(text("select count(*) from signed_checkpoints(10)")).scalar_one() == 0


def test_what_a_partner_kept_finds_a_cut_tail(world: World, signed: Path) -> None:
    """Checked against an export made after the end was cut off, with the key that was given out before."""
    kept = kept_by(world, "privacy_officer")[:1]
    public = keys.public_keys(signed / keys.PUBLIC)
    with world.database.session_as("auditor") as session:
        records = [one for one in audit.records(session) if one["kind"] != "checkpoint"]
    assert audit.verify(records, public, kept).findings == []
    without = [one for one in records if one["kind"] not in ("seal", "entry")]
    assert "cut" in {finding.kind for finding in audit.verify(without, public, kept)}
