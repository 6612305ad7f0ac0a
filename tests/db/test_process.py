"""Shared state moves on evidence only: what the definer functions refuse, also to who speaks SQL to them."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from db.session import Database
from db.tables import Shareable, new_id
from db.tables.assignment import Intervention, Reply
from db.tables.cases import Case, Phase, Subject
from db.tables.detection import Assessment, Status
from db.tables.dossier import Conclusion, Contribution, Request
from db.tables.evaluation import Closure, Evaluation
from db.tables.weighing import Weighing
from domain import cases, catalogue, dossier, events, rows
from domain.actor import Actor
from domain.calendar import today
from domain.errors import Conflict, DomainError, WrongStep
from domain.events import EventType
from tests.world import ORGANISATIONS, World, a_weighing, build, take_up

REFUSED, NOT_MOVED, NO_RIGHT = "P0002", "SK001", "42501"
# A row that does not lie in the scope of what it is about; a scope that does not hang below the other.
MISPLACED, NO_PARENT = "23514", "23503"


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    return build(module_database)


@pytest.fixture
def case_id(world: World) -> UUID:
    return world.joined(world.case(), "inspectorate", "police")


@pytest.fixture
def subject_id(world: World, case_id: UUID) -> UUID:
    return world.subject(case_id)


def step(world: World, scope_id: UUID) -> str:
    with world.acting("chair") as (session, _):
        return str(
            session.execute(text("select step from scopes where id = :id"), {"id": scope_id}).scalar_one()
        )


def call(world: World, who: str, statement: str, **values: object) -> str:
    """Say something to the database as somebody; the SQLSTATE of the refusal, or what came out."""
    with world.acting(who) as (session, _):
        try:
            return str(session.execute(text(statement), values).scalar())
        except DBAPIError as error:
            session.rollback()
            return state(error)


def state(error: DBAPIError) -> str:
    assert isinstance(error.orig, psycopg.Error)
    return error.orig.sqlstate or ""


def conclude_row(session: Session, actor: Actor, scope_id: UUID, subject_id: UUID | None = None) -> UUID:
    about = subject_id or scope_id
    return rows.add(session, actor, Conclusion, scope_id, "process", subject_id=about, reasons="Klaar.")


def advance(session: Session, scope_id: UUID, proof: UUID) -> str:
    return str(
        session.execute(
            text("select advance(:scope, :proof)"), {"scope": scope_id, "proof": proof}
        ).scalar_one()
    )


# --- evidence -------------------------------------------------------------------------------------


def test_no_evidence_no_move(world: World, subject_id: UUID) -> None:
    assert call(world, "chair", "select advance(:s, :p)", s=subject_id, p=new_id()) == NOT_MOVED
    assert step(world, subject_id) == "dossier"


def test_an_unknown_scope_is_a_hidden_scope(world: World, subject_id: UUID) -> None:
    unknown = call(world, "tax_officer", "select advance(:s, :p)", s=new_id(), p=new_id())
    hidden = call(world, "tax_officer", "select advance(:s, :p)", s=subject_id, p=new_id())
    assert unknown == hidden == REFUSED


def test_somebody_elses_evidence_moves_nothing(world: World, subject_id: UUID) -> None:
    with world.acting("analyst") as (session, actor):
        proof = conclude_row(session, actor, subject_id)
    assert call(world, "case_manager", "select advance(:s, :p)", s=subject_id, p=proof) == NOT_MOVED


def test_evidence_counts_in_its_own_transaction_only(world: World, subject_id: UUID) -> None:
    with world.acting("analyst") as (session, actor):
        proof = conclude_row(session, actor, subject_id)
    assert call(world, "analyst", "select advance(:s, :p)", s=subject_id, p=proof) == NOT_MOVED
    assert step(world, subject_id) == "dossier"


def test_evidence_of_another_scope_moves_nothing(world: World, case_id: UUID, subject_id: UUID) -> None:
    other = world.subject(case_id, "Uitzendbureau Noord")
    with world.acting("analyst") as (session, actor):
        proof = conclude_row(session, actor, other)
        with pytest.raises(DBAPIError) as refused:
            advance(session, subject_id, proof)
        assert state(refused.value) == NOT_MOVED


def test_evidence_about_this_subject_written_elsewhere_moves_nothing(
    world: World, case_id: UUID, subject_id: UUID
) -> None:
    """It cannot even be written: a row lies in the scope of what it is about."""
    other = world.subject(case_id, "Uitzendbureau Noord")
    with world.acting("analyst") as (session, actor):
        with pytest.raises(DBAPIError) as refused:
            conclude_row(session, actor, other, subject_id)
        assert state(refused.value) == MISPLACED
        session.rollback()


@pytest.mark.parametrize("who", ["inspector", "detective"])
def test_a_partner_cannot_decide_for_the_riec(world: World, subject_id: UUID, who: str) -> None:
    """Whoever takes part may write a row; that does not make it the decision."""
    with world.acting(who) as (session, actor):
        proof = conclude_row(session, actor, subject_id)
        with pytest.raises(DBAPIError) as refused:
            advance(session, subject_id, proof)
        assert state(refused.value) == NOT_MOVED


def test_a_partner_cannot_weigh(world: World, subject_id: UUID) -> None:
    world.concluded(subject_id)
    with world.acting("inspector") as (session, actor):
        proof = rows.add(
            session,
            actor,
            Weighing,
            subject_id,
            "weighing",
            subject_id=subject_id,
            **a_weighing().model_dump(),
        )
        with pytest.raises(DBAPIError) as refused:
            advance(session, subject_id, proof)
        assert state(refused.value) == NOT_MOVED
    assert step(world, subject_id) == "weighing"


@pytest.mark.parametrize("scope", ["subject", "corner"])
def test_a_partner_cannot_answer_for_another(world: World, subject_id: UUID, scope: str) -> None:
    intervention_id = _proposed(world, subject_id)
    corner = _corner(world, intervention_id)

    def answer() -> None:
        with world.acting("detective") as (session, actor):
            proof = rows.add(
                session, actor, Reply, subject_id if scope == "subject" else corner, "status",
                intervention_id=intervention_id, outcome="accepted", reason="",
            )  # fmt: skip
            advance(session, subject_id, proof)

    with pytest.raises(DBAPIError) as refused:
        answer()
    assert state(refused.value) == (NO_PARENT if scope == "subject" else NO_RIGHT)
    assert step(world, subject_id) == "assignment"


def _proposed(world: World, subject_id: UUID, partner: str = "inspectorate") -> UUID:
    if step(world, subject_id) == "dossier":
        world.weighed(world.concluded(subject_id))
    kind = _kind_for(world, partner)
    return world.proposed(subject_id, partner, kind)


def _kind_for(world: World, partner: str) -> str:
    with world.acting("chair") as (session, _):
        return catalogue.intervention_kinds(session, ORGANISATIONS[partner]["kind"], today())[0].code


def _corner(world: World, intervention_id: UUID) -> UUID:
    with world.acting("chair") as (session, _):
        found: UUID = session.execute(
            text("select content_scope_id from interventions where id = :id"), {"id": intervention_id}
        ).scalar_one()
        return found


# --- somebody else's place ------------------------------------------------------------------------


def test_nobody_writes_into_a_hidden_scope(world: World, subject_id: UUID) -> None:
    with world.acting("tax_officer") as (session, actor):
        with pytest.raises(DBAPIError) as refused:
            conclude_row(session, actor, subject_id)
        assert state(refused.value) == NO_RIGHT


def test_the_moment_is_not_the_writers_to_choose(world: World, subject_id: UUID) -> None:
    forged = (
        "insert into statuses (id, scope_id, owner_id, category, actor_id, of_id, status, created_at)"
        " select :id, :scope, my_organisation(), 'status', my_actor(), :scope, 'x', now() + interval '1 hour'"
    )
    assert call(world, "analyst", forged, id=new_id(), scope=subject_id) == NO_RIGHT
    assert (
        call(world, "analyst", "update scopes set step = 'closed' where id = :id", id=subject_id) == NO_RIGHT
    )
    assert call(world, "analyst", "delete from statuses where scope_id = :id", id=subject_id) == NO_RIGHT


def test_a_signal_is_not_taken_up_into_a_case_that_is_not_ones_own(world: World, case_id: UUID) -> None:
    signal_id = world.signal()
    with world.acting("detective") as (session, actor):
        proof = rows.add(
            session, actor, Assessment, signal_id, "assessment", signal_id=signal_id, case_id=case_id,
            **take_up(case_id=case_id).model_dump(exclude={"new_case", "case_id"}),
        )  # fmt: skip
        with pytest.raises(DBAPIError) as refused:
            session.execute(text("select attach(:s, :c, :p)"), {"s": signal_id, "c": case_id, "p": proof})
        assert state(refused.value) == REFUSED
    assert step(world, signal_id) == "detection"


def test_a_corner_is_for_a_guest_that_takes_part(world: World, subject_id: UUID) -> None:
    outsider = world.organisations["tax"]
    opened = "select open_corner(:id, :parent, :what, :guest)"
    for what in ("request", "intervention"):
        given: dict[str, object] = {"id": new_id(), "parent": subject_id, "what": what}
        assert call(world, "chair", opened, **given, guest=outsider) == REFUSED
        assert call(world, "tax_officer", opened, **given, guest=outsider) == REFUSED
    partner = world.organisations["inspectorate"]
    ask = {"id": new_id(), "parent": subject_id, "what": "intervention", "guest": partner}
    assert call(world, "inspector", opened, **ask) == REFUSED
    assert call(world, "chair", opened, **{**ask, "what": "party"}) == REFUSED


def test_only_the_riec_lets_others_in(world: World, case_id: UUID) -> None:
    tax = world.organisations["tax"]
    for who in ("inspector", "case_manager", "tax_officer", "administrator", "privacy_officer"):
        assert call(world, who, "select admit(:c, :o, 'partner')", c=case_id, o=tax) == REFUSED, who
    assert call(world, "chair", "select admit(:c, :o, 'riec')", c=case_id, o=tax) == REFUSED
    care = world.organisations["care"]
    assert call(world, "chair", "select admit(:c, :o, 'partner')", c=case_id, o=care) == REFUSED


def test_who_is_barred_finds_nothing(world: World, case_id: UUID, subject_id: UUID, postgres: Any) -> None:
    url = postgres.superuser(world.database.engine("app").url.database).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        for scope in (case_id, subject_id):
            connection.execute(
                "insert into bars (scope_id, actor_id, reason) values (%s, %s, 'bekende')",
                [scope, world.people["inspector"]],
            )
    for table in ("scopes", "participations", "subjects", "statuses"):
        column = "id" if table == "scopes" else "scope_id"
        counted = f"select count(*) from {table} where {column} = any(:ids)"
        assert call(world, "inspector", counted, ids=[case_id, subject_id]) == "0", table
    assert call(world, "inspector", "select count(*) from participants_of(:c)", c=case_id) == "0"


# --- phases and seal ------------------------------------------------------------------------------


def _decide(world: World, who: str, model: type[Shareable], scope_id: UUID, then: str, **columns: Any) -> str:
    """Write a decision in a scope and act on it in the same transaction; the SQLSTATE of the refusal, or `done`."""
    with world.acting(who) as (session, actor):
        try:
            proof = rows.add(session, actor, model, scope_id, **columns)
            session.execute(text(f"select {then}(:scope, :proof)"), {"scope": scope_id, "proof": proof})
            session.commit()
        except DBAPIError as error:
            session.rollback()
            return state(error)
        return "done"


def _phase(world: World, case_id: UUID, phase: int, who: str = "chair", scope_id: UUID | None = None) -> str:
    return _decide(
        world, who, Phase, scope_id or case_id, "open_phase",
        category="process", case_id=case_id, phase=phase, necessity="Nodig.",
    )  # fmt: skip


def _seal(world: World, case_id: UUID, who: str) -> str:
    return _decide(
        world, who, Closure, case_id, "seal", category="title", case_id=case_id, reason="left", text="Klaar."
    )


def test_phases_open_one_by_one(world: World, case_id: UUID, subject_id: UUID) -> None:
    assert _phase(world, case_id, 3) == NOT_MOVED
    assert _phase(world, case_id, 1) == NOT_MOVED
    assert _phase(world, case_id, 2, "inspector") == REFUSED
    assert _phase(world, case_id, 2) == "done"
    assert _phase(world, case_id, 2) == NOT_MOVED
    with world.acting("inspector") as (session, _):
        found = session.execute(
            text(
                "select distinct phase, (select phase from participations p where p.scope_id"
                " = s.id) from scopes s where id = any(:ids)"
            ),
            {"ids": [case_id, subject_id]},
        )
        assert [tuple(row) for row in found] == [(2, 2)]


def test_a_phase_is_opened_for_the_case_and_not_for_one_subject(
    world: World, case_id: UUID, subject_id: UUID
) -> None:
    assert _phase(world, case_id, 2, scope_id=subject_id) == MISPLACED


def test_a_case_with_open_subjects_is_not_sealed(world: World, case_id: UUID, subject_id: UUID) -> None:
    assert call(world, "chair", "select seal(:c, :p)", c=case_id, p=new_id()) == REFUSED
    assert _seal(world, case_id, "chair") == NOT_MOVED
    world.weighed(world.concluded(subject_id), outcome="none")
    assert _seal(world, case_id, "inspector") == REFUSED
    assert _seal(world, case_id, "chair") == "done"
    assert step(world, case_id) == "closed"


def test_a_sealed_case_takes_nothing_new(world: World, case_id: UUID) -> None:
    assert _seal(world, case_id, "chair") == "done"
    ids: dict[str, object] = {"id": new_id(), "case": case_id}
    assert call(world, "chair", "select open_subject(:id, :case)", **ids) == REFUSED
    assert (
        call(world, "chair", "select admit(:c, :o, 'partner')", c=case_id, o=world.organisations["tax"])
        == REFUSED
    )
    assert _phase(world, case_id, 2) in (REFUSED, NO_RIGHT)


@pytest.mark.parametrize(
    ("model", "category", "fields"),
    [
        (Case, "title", {"number": "MH-2026-X", "title": "Nieuw", "purpose": "x", "activity": "scan",
                         "organised_crime_link": "x", "municipality_code": "GM0361", "manager_due_on": today()}),
        (Status, "status", {"status": "added"}),
        (Intervention, "plan", {"kind": "AR01", "due_on": today()}),
    ],
)  # fmt: skip
def test_nothing_is_added_to_what_is_sealed_not_even_what_outlives_the_seal(
    world: World, case_id: UUID, model: type[Shareable], category: str, fields: dict[str, Any]
) -> None:
    subject_id = world.subject(case_id)
    world.weighed(world.concluded(subject_id), "none")
    assert _seal(world, case_id, "chair") == "done"
    about = {"subject_id": subject_id, "content_scope_id": subject_id, "partner_id": world.organisations["riec"],
             "of_id": subject_id}  # fmt: skip
    known = {name: value for name, value in about.items() if name in model.model_fields}
    with world.acting("chair") as (session, actor), pytest.raises(DBAPIError) as refused:
        rows.add(session, actor, model, subject_id, category, **known, **fields)
    assert state(refused.value) == NO_RIGHT


# --- what lies where --------------------------------------------------------------------------------


def _try_adding(
    world: World, who: str, model: type[Shareable], scope_id: UUID, category: str, **fields: Any
) -> str:
    with world.acting(who) as (session, actor):
        try:
            rows.add(session, actor, model, scope_id, category, **fields)
            session.rollback()
            return "added"
        except DBAPIError as error:
            session.rollback()
            return state(error)


def test_a_row_lies_in_the_scope_of_what_it_is_about(world: World, case_id: UUID, subject_id: UUID) -> None:
    """Or else a contribution would hang below a subject that it is not about, under other rules."""
    other = world.subject(case_id, "Uitzendbureau Noord")
    of_another_case = world.subject(world.case(), "Magazijn")
    given = {"text": "x", "source": "x"}
    for about, outcome in ((subject_id, "added"), (other, MISPLACED), (of_another_case, MISPLACED)):
        found = _try_adding(
            world, "permit_officer", Contribution, subject_id, "housing", subject_id=about, **given
        )
        assert found == outcome
    evaluation = {"goal": "reached", "worked": "x"}
    elsewhere = world.case()
    with world.acting("chair") as (session, actor):
        phase = {"case_id": elsewhere, "phase": 2, "necessity": "x"}
        with pytest.raises(DBAPIError) as refused:
            rows.add(session, actor, Phase, case_id, "process", **phase)
        assert state(refused.value) == MISPLACED
        session.rollback()
        with pytest.raises(DBAPIError) as refused:
            rows.add(
                session,
                actor,
                Evaluation,
                case_id,
                "status",
                case_id=case_id,
                subject_id=of_another_case,
                **evaluation,
            )
        assert state(refused.value) == NO_PARENT
        session.rollback()


def test_a_subject_is_one_of_its_own_case(world: World, case_id: UUID) -> None:
    elsewhere = world.case()
    with world.acting("analyst") as (session, actor):
        key = new_id()
        session.execute(text("select open_subject(:id, :case)"), {"id": key, "case": case_id})
        with pytest.raises(DBAPIError) as refused:
            rows.add(
                session, actor, Subject, key, "identification",
                id=key, case_id=elsewhere, kind="person", role="unknown", name="x",
            )  # fmt: skip
        assert state(refused.value) == NO_PARENT
        session.rollback()


def test_a_question_hangs_below_what_it_is_about(world: World, case_id: UUID, subject_id: UUID) -> None:
    other = world.subject(case_id, "Uitzendbureau Noord")
    asked = world.organisations["inspectorate"]
    for about, outcome in ((subject_id, "added"), (other, REFUSED), (None, REFUSED)):
        with world.acting("analyst") as (session, actor):
            key = new_id()
            session.execute(
                text("select open_corner(:id, :parent, 'request', :asked)"),
                {"id": key, "parent": subject_id, "asked": asked},
            )
            try:
                rows.add(
                    session, actor, Request, key, "request", id=key, case_id=case_id, subject_id=about,
                    asked_id=asked, question="x", ground="WGS-1.5-1", due_on=today(),
                )  # fmt: skip
                found = "added"
            except DBAPIError as error:
                found = state(error)
            session.rollback()
        assert found == outcome


def test_a_corner_opens_below_a_subject_or_a_case_and_nowhere_else(
    world: World, case_id: UUID, subject_id: UUID
) -> None:
    opened = "select open_corner(:id, :parent, :what, :guest)"
    guest = world.organisations["inspectorate"]
    signal_id = world.signal()
    with world.acting("analyst") as (session, actor):
        question = dossier.request(
            session,
            actor,
            case_id,
            dossier.Ask(asked_id=guest, question="x", due_on=today().replace(year=2099)),
        )
    tries = [
        ("request", subject_id, "ok"), ("request", case_id, "ok"), ("intervention", subject_id, "ok"),
        ("intervention", case_id, REFUSED), ("request", signal_id, REFUSED), ("request", question.id, REFUSED),
        ("intervention", signal_id, REFUSED),
    ]  # fmt: skip
    for what, parent, outcome in tries:
        found = call(world, "chair", opened, id=new_id(), parent=parent, what=what, guest=guest)
        assert (found if found == REFUSED else "ok") == outcome, (what, parent)


def test_an_event_stands_in_the_case_of_its_scope(world: World, case_id: UUID, subject_id: UUID) -> None:
    """Or somebody could write in the timeline of a case that is not theirs."""
    elsewhere = world.case()
    for case, subject, outcome in (
        (case_id, subject_id, ""), (None, subject_id, ""), (elsewhere, None, REFUSED),
        (case_id, elsewhere, REFUSED), (elsewhere, subject_id, REFUSED),
    ):  # fmt: skip
        with world.acting("analyst") as (session, actor):
            try:
                events.record(
                    session, actor, EventType.DOSSIER_CONTRIBUTED, scope_id=subject_id, case_id=case,
                    subject_id=subject, category="status",
                )  # fmt: skip
                found = ""
            except DBAPIError as error:
                found = state(error)
            session.rollback()
        assert found == outcome


def test_the_event_of_a_closed_row_is_as_closed(world: World, case_id: UUID, subject_id: UUID) -> None:
    """Its category would tell that there is, say, tax data."""
    reader = world.people["inspector"]
    with world.acting("permit_officer") as (session, actor):
        closed = rows.add(
            session, actor, Contribution, subject_id, "housing",
            subject_id=subject_id, text="x", source="x", circle=[reader],
        )  # fmt: skip
        events.record(
            session, actor, EventType.DOSSIER_CONTRIBUTED, scope_id=subject_id, case_id=case_id,
            subject_id=subject_id, object_id=closed, category="housing",
        )  # fmt: skip
    counted = "select count(*) from events where object_id = :id"
    seen = {
        who: call(world, who, counted, id=closed)
        for who in ("case_manager", "inspector", "detective", "analyst")
    }
    assert seen == {"case_manager": "1", "inspector": "1", "detective": "0", "analyst": "0"}


def test_a_number_that_is_taken_is_drawn_again(
    world: World, case_id: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By something hidden perhaps: an answer of 409 would tell."""
    with world.acting("chair") as (session, actor):
        taken = cases.case(session, actor, case_id).number
    drawn = iter([taken, taken, "MH-2026-FREE"])
    monkeypatch.setattr(rows, "make_number", lambda _prefix, _on: next(drawn))
    new = cases.OpenCase(
        title="Tweede", purpose="x", organised_crime_link="x", municipality_code="GM0361", necessity="x"
    )
    with world.acting("chair") as (session, actor):
        assert cases.open_case(session, actor, new).number == "MH-2026-FREE"
        monkeypatch.setattr(rows, "make_number", lambda _prefix, _on: taken)
        with pytest.raises(Conflict):
            cases.open_case(session, actor, new)
        session.rollback()


# --- where a case stands --------------------------------------------------------------------------


def test_one_subject_is_back_in_the_dossier_while_another_is_in_execution(
    world: World, case_id: UUID
) -> None:
    running = world.subject(case_id, "Bakkerij Zuid")
    world.accepted(_proposed(world, running), "inspector")
    assert (step(world, running), step(world, case_id)) == ("execution", "execution")

    other = world.subject(case_id, "Uitzendbureau Noord")
    assert step(world, case_id) == "dossier"
    world.concluded(other)
    assert step(world, case_id) == "weighing"
    world.weighed(other, outcome="back")

    assert (step(world, running), step(world, other), step(world, case_id)) == (
        "execution",
        "dossier",
        "dossier",
    )


def test_every_participation_carries_the_state_of_its_scope(world: World, case_id: UUID) -> None:
    running = world.subject(case_id)
    world.accepted(_proposed(world, running), "inspector")
    with world.database.engine("owner").connect() as connection:
        apart = connection.execute(
            text(
                "select count(*), count(*) filter (where (p.kind, p.compartment, p.step, p.phase, p.sealed) is"
                " distinct from (s.kind, s.compartment, s.step, s.phase, s.sealed_at is not null)"
                " or p.own_territory <> coalesce(s.municipality_code = o.municipality_code, false))"
                " from participations p join scopes s on s.id = p.scope_id"
                " join organisations o on o.id = p.organisation_id"
            )
        ).one()
    assert apart[0] > 10
    assert apart[1] == 0


# --- at the same moment ---------------------------------------------------------------------------


def together(*acts: Callable[[], object]) -> list[object]:
    """Do these at the same moment; what came out of each, or the error it met."""
    ready = threading.Barrier(len(acts))

    def one(act: Callable[[], object]) -> object:
        ready.wait(timeout=10)
        try:
            return act()
        except (DomainError, DBAPIError) as error:
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


def _moves(world: World, subject_id: UUID, event: str) -> int:
    with world.database.session_as("auditor") as session:
        return int(
            session.execute(
                text("select count(*) from events where subject_id = :id and type = :type"),
                {"id": subject_id, "type": event},
            ).scalar_one()
        )


@pytest.mark.parametrize("attempt", range(4))
def test_two_partners_accept_at_the_same_moment(world: World, subject_id: UUID, attempt: int) -> None:
    first = _proposed(world, subject_id, "inspectorate")
    second = _proposed(world, subject_id, "police")

    done = together(lambda: world.accepted(first, "inspector"), lambda: world.accepted(second, "detective"))

    assert [one for one in done if isinstance(one, Exception)] == []
    assert step(world, subject_id) == "execution"
    assert _moves(world, subject_id, "assignment.accepted") == 2


@pytest.mark.parametrize("attempt", range(3))
def test_two_chairs_weigh_the_same_subject_at_once(world: World, subject_id: UUID, attempt: int) -> None:
    world.concluded(subject_id)

    done = together(lambda: world.weighed(subject_id, "approach"), lambda: world.weighed(subject_id, "none"))

    refused = [one for one in done if isinstance(one, Exception)]
    assert len(refused) == 1, done
    assert isinstance(refused[0], WrongStep)
    assert _moves(world, subject_id, "weighing.decided") == 1
    assert step(world, subject_id) in ("assignment", "closed")


def test_a_case_is_sealed_or_gets_a_subject_but_not_both(world: World, case_id: UUID) -> None:
    def open_one() -> str:
        return call(world, "analyst", "select open_subject(:id, :c)", id=new_id(), c=case_id)

    sealed, opened = together(lambda: _seal(world, case_id, "chair"), open_one)
    assert (sealed, opened) in (("done", REFUSED), (NOT_MOVED, "")), (sealed, opened)


@pytest.mark.parametrize("attempt", range(2))
def test_everybody_works_in_one_case_at_once(world: World, case_id: UUID, attempt: int) -> None:
    """No two acts wait for each other for ever, whatever they touch."""
    first, second = world.subject(case_id), world.subject(case_id, "Uitzendbureau Noord")

    def contribute(who: str, subject_id: UUID) -> Callable[[], object]:
        def act() -> None:
            with world.acting(who) as (session, actor):
                dossier.contribute(
                    session, actor, subject_id,
                    dossier.Contribute(category="housing", text="x", source="x", attested=True),
                )  # fmt: skip

        return act

    done = together(
        contribute("inspector", first), contribute("detective", second), contribute("case_manager", first),
        lambda: world.concluded(second), contribute("detective", first), lambda: world.joined(case_id, "tax"),
    )  # fmt: skip

    assert [one for one in done if isinstance(one, DBAPIError)] == []
