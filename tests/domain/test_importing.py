"""Importing: rows become signals by the rules of any signal, once each, and only before the eyes of one person."""

import io
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from api import worker
from api.importing import opened, signal_of
from db.session import Database
from domain import administration, detection, importing, notices
from domain.actor import StaffRole
from domain.errors import Conflict, Invalid, NotFound
from domain.importing import StartImport
from tests.world import World, build

HEADS = "Eigen kenmerk;Vorm van uitbuiting;Gemeente;Wat is gezien;Datum;Taak;Verband met georganiseerde criminaliteit;Spoed"
GOOD = "VTH-1;AU;Alkmaar;Zes matrassen achter de oven.;3-10-2026;Toezicht;Zelfde bemiddelaar;geen"


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    return build(module_database)


def brought_in(world: World, *lines: str, by: str = "inspector", heads: str = HEADS) -> UUID:
    """A file with these lines, its columns as they were recognised, and checked."""
    content = "\r\n".join([heads, *lines]).encode("cp1252", "ignore")
    with world.acting(by) as (session, actor), opened(io.BytesIO(content)) as sheet:
        made = importing.bring_in(session, actor, "lijst.csv", repr(content), sheet.headers, sheet.rows)
        ours = {place: one for place, one in enumerate(made.mapping) if one}
        return importing.map_columns(session, actor, made.id, ours, signal_of).id


def view(world: World, import_id: UUID, by: str = "inspector") -> importing.ImportView:
    with world.acting(by) as (session, _):
        return importing.view(session, import_id)


def row(world: World, import_id: UUID, place: int) -> importing.RowView:
    with world.acting("inspector") as (session, actor):
        return importing.row(session, actor, import_id, place)


def wrong(world: World, import_id: UUID, place: int) -> set[tuple[str, str]]:
    return {(one["pointer"], one["code"]) for one in row(world, import_id, place).problems}


def run(world: World, import_id: UUID, by: str = "inspector", **how: Any) -> importing.ImportView:
    with world.acting(by) as (session, actor):
        importing.start(session, actor, import_id, StartImport(**{"which": "good", **how}))
    while True:
        with world.acting(by) as (session, actor):
            if not importing.go_on(session, actor, import_id, signal_of):
                break
    return view(world, import_id, by)


def events(world: World) -> int:
    with world.database.session_as("owner") as session:
        found = session.execute(text("select count(*) from events where type = 'detection.signal_submitted'"))
        return int(found.scalar_one())


def test_good_rows_become_signals_and_what_they_said_is_gone(world: World) -> None:
    before = events(world)
    made = brought_in(world, GOOD, GOOD.replace("VTH-1", "VTH-2").replace("Zes", "Zeven"))
    assert view(world, made).counts == {"good": 2}, row(world, made, 2)
    found = run(world, made)
    assert (found.stage, found.counts) == ("done", {"imported": 2})
    assert events(world) == before + 2
    assert row(world, made, 2).number
    with world.database.session_as("owner") as session:
        left = session.execute(
            text("select cells::text || corrected from import_rows where import_id = :i"), {"i": made}
        )
        assert set(left.scalars()) == {"[]{}"}


def test_everything_wrong_with_a_row_is_told_at_once_at_its_column(world: World) -> None:
    bad = "X-1;Onzin;Atlantis;;99-99-2026;Toezicht;Verband;misschien"
    made = brought_in(world, bad, "X-2;AU;Alkmaar;afgeknot")
    assert wrong(world, made, 2) == {
        ("form", "code-not-valid"), ("municipalityCode", "code-not-valid"), ("narrative", "required"),
        ("observedFrom", "date-not-in-calendar"), ("urgency", "not-a-choice"),
    }  # fmt: skip
    assert ("", "import-row-cells") in wrong(world, made, 3)
    with pytest.raises(Invalid), world.acting("inspector") as (session, actor):
        importing.start(session, actor, made, StartImport(which="all"))

    right = {
        "form": "AU", "municipalityCode": "GM0361", "narrative": "Acht bedden.", "observedFrom": "gisteren",
        "urgency": "snel",
    }  # fmt: skip
    with world.acting("inspector") as (session, actor):
        assert importing.correct_row(session, actor, made, 2, right, signal_of).status == "good"
    found = run(world, made)
    assert (found.stage, found.counts) == ("checked", {"imported": 1, "wrong": 1})


def test_plates_words_that_need_care_and_numbers_are_held_to_the_same_rules(world: World) -> None:
    heads = f"{HEADS};Persoon of zaak 1 soort;Persoon of zaak 1 soort nummer;Persoon of zaak 1 nummer"
    latin, cyrillic = "12-ABC-3", "12-\u0410BC-3"
    lines = [f"P-{at};AU;Alkmaar;{words};3-10-2026;Toezicht;Verband;geen;voertuig;kenteken;{plate}"
             for at, (words, plate) in enumerate([("Een bus.", latin), ("Een moslim.", latin)])]  # fmt: skip
    made = brought_in(world, *lines, heads=heads)
    assert view(world, made).counts == {"good": 1, "wrong": 1}
    assert wrong(world, made, 3) == {("narrative", "text-holds-special")}
    with world.acting("inspector") as (session, actor):
        again = importing.correct_row(session, actor, made, 2, {"mentions/0/identifier": cyrillic}, signal_of)
        assert again.said["mentions/0/identifier"] == cyrillic
        assert again.status == "good"  # compared as Latin


def test_what_two_files_hold_becomes_one_signal(world: World) -> None:
    """Also when both were checked before either was imported, and after a row was corrected into a later one."""
    shared = GOOD.replace("VTH-1", "M-1").replace("Zes", "Twaalf")
    other = GOOD.replace("VTH-1", "M-2").replace("Zes", "Dertien")
    first, second = brought_in(world, shared), brought_in(world, "Onzin", shared, other)
    assert view(world, second).counts == {"wrong": 1, "good": 2}
    assert run(world, first).counts == {"imported": 1}
    right = dict(zip(("reference", "form", "municipalityCode", "narrative", "observedFrom", "task", "organisedCrimeLink",
                      "urgency"), other.split(";"), strict=True))  # fmt: skip
    with world.acting("inspector") as (session, actor):
        assert importing.correct_row(session, actor, second, 2, right, signal_of).status == "good"
    found = run(world, second)
    assert (found.stage, found.counts) == ("checked", {"imported": 1, "double": 2})
    assert (row(world, second, 3).double_number, row(world, second, 4).double_place) == (
        row(world, first, 2).number,
        2,
    )
    assert run(world, second, doubles=True).counts == {"imported": 3}


def test_one_reference_for_a_whole_round_is_no_double(world: World) -> None:
    """Not within its file either when a row is corrected after the others were imported."""
    made = brought_in(
        world,
        GOOD.replace("VTH-1", "RONDE-9").replace("Zes", "Veertien"),
        "RONDE-9;AU;Alkmaar;Vijftien.;morgen",
    )
    run(world, made)
    right = {"observedFrom": "gisteren", "task": "Toezicht", "organisedCrimeLink": "Verband"}
    with world.acting("inspector") as (session, actor):
        assert importing.correct_row(session, actor, made, 3, right, signal_of).status == "good"


def test_the_same_file_the_same_row_and_the_same_reference_are_known_again(world: World) -> None:
    once = GOOD.replace("VTH-1", "D-1").replace("Zes", "Negen")
    made = brought_in(world, once, once)
    assert view(world, made).counts == {"good": 1, "double": 1}
    assert row(world, made, 3).double_place == 2
    assert brought_in(world, once, once) == made
    number = run(world, made) and row(world, made, 2).number

    again = brought_in(world, once, once.replace("Negen", "Tien"), "\r\n")
    assert view(world, again).counts == {"double": 2}
    assert {row(world, again, place).double_number for place in (2, 3)} == {number}
    with pytest.raises(Invalid), world.acting("inspector") as (session, actor):
        importing.start(session, actor, again, StartImport(which="good"))
    assert run(world, again, doubles=True).counts == {"imported": 2}


def test_nobody_else_sees_an_import_and_nothing_of_it_can_be_done(world: World) -> None:
    world.join("colleague", "inspectorate", *[])
    made = brought_in(world, GOOD.replace("VTH-1", "Z-1"))
    for who in ("detective", "permit_officer", "chair", "administrator", "auditor", "colleague"):
        with world.acting(who) as (session, actor):
            for table in ("imports", "import_rows"):
                assert session.execute(text(f"select count(*) from {table}")).scalar_one() == 0
            for act in (
                lambda: importing.view(session, made),
                lambda: importing.row(session, actor, made, 2),
                lambda: importing.discard(session, made),
                lambda: importing.start(session, actor, made, StartImport(which="good")),
                lambda: importing.correct_row(session, actor, made, 2, {}, signal_of),
            ):
                with pytest.raises(NotFound):
                    act()


def test_a_part_is_whole_or_not_at_all_and_what_runs_is_not_changed(world: World) -> None:
    before = events(world)
    made = brought_in(world, *(GOOD.replace("VTH-1", f"R-{at}").replace("Zes", f"{at}") for at in range(120)))
    with world.acting("inspector") as (session, actor):
        importing.start(session, actor, made, StartImport(which="all"))
    with pytest.raises(Conflict), world.acting("inspector") as (session, actor):
        importing.correct_row(session, actor, made, 2, {}, signal_of)
    # Killed in the middle: the transaction of the second part is never committed.
    with world.acting("inspector") as (session, actor):
        assert importing.go_on(session, actor, made, signal_of)
    with world.database.session_for(world.people["inspector"]) as session:
        importing.go_on(session, actor, made, signal_of)
    assert view(world, made).counts == {"good": 70, "imported": 50}
    with world.database.session_as("worker") as session:
        assert (made, world.people["inspector"]) in importing.due(session)
    for _ in range(3):
        with world.acting("inspector") as (session, actor):
            importing.go_on(session, actor, made, signal_of)
    assert (view(world, made).stage, events(world)) == ("done", before + 120)


def test_the_worker_goes_on_by_itself_and_stands_still_when_its_person_may_no_longer_report(
    world: World,
) -> None:
    rows = [GOOD.replace("VTH-1", f"W-{at}").replace("Zes", f"W {at}") for at in range(60)]
    made = brought_in(world, *rows)
    with world.acting("inspector") as (session, actor):
        importing.start(session, actor, made, StartImport(which="all"))
    worker.Imports(world.database).go_on()
    assert view(world, made).stage == "done"

    other = brought_in(
        world, *(row.replace("W-", "V-").replace("W ", "V ") for row in rows), by="tax_officer"
    )
    with world.acting("tax_officer") as (session, actor):
        importing.start(session, actor, other, StartImport(which="all"))
    with world.acting("administrator") as (session, actor):
        administration.end_role(session, actor, world.people["tax_officer"], StaffRole.REPORTER)
        administration.end_role(session, actor, world.people["tax_officer"], StaffRole.HANDLER)
    worker.Imports(world.database).go_on()
    stopped = view(world, other, "tax_officer")
    assert (stopped.stage, stopped.stopped, stopped.counts) == ("running", "role-required", {"good": 60})


def test_own_rows_are_not_read_any_more_when_the_admission_has_ended(world: World) -> None:
    made = brought_in(world, GOOD.replace("VTH-1", "E-1"), by="detective")
    assert view(world, made, "detective").counts == {"good": 1}
    with world.acting("detective") as (session, actor):
        importing.start(session, actor, made, StartImport(which="good"))
    with world.database.session_as("owner") as session:
        session.execute(
            text("update admissions set valid_until = today() where actor_id = :a and compartment = 'R'"),
            {"a": world.people["detective"]},
        )
        session.commit()
    worker.Imports(world.database).go_on()
    stopped = view(world, made, "detective")  # and not done, although there is no row to be seen
    assert (stopped.stage, stopped.stopped) == ("running", "admission-ended")
    with world.acting("detective") as (session, actor):
        assert session.execute(text("select count(*) from import_rows")).scalar_one() == 0
        with pytest.raises(NotFound):
            importing.row(session, actor, made, 2)
        importing.discard(session, made)
    with world.database.session_as("owner") as session:
        left = session.execute(text("select count(*) from import_rows where import_id = :i"), {"i": made})
        assert left.scalar_one() == 0


def test_its_person_is_told_once_when_the_worker_has_done_with_a_file(world: World) -> None:
    before = len(told(world))
    made = brought_in(
        world, *(GOOD.replace("VTH-1", f"N-{at}").replace("Zes", f"N {at}") for at in range(3)), "mis"
    )
    assert len(told(world)) == before  # they were waiting for it
    with world.acting("inspector") as (session, actor):
        importing.start(session, actor, made, StartImport(which="good"))
    for _ in range(2):
        worker.Imports(world.database).go_on()
    assert [(one.kind, one.object_id, one.number) for one in told(world)[: len(told(world)) - before]] == [
        (notices.Kind.IMPORT_DONE, made, "3/4")
    ]


def told(world: World) -> list[notices.NoticeView]:
    with world.acting("inspector") as (session, actor):
        found, _ = notices.notices(session, actor, limit=100)
    return [one for one in found if one.object_kind == "import"]


def test_one_row_that_is_refused_stops_no_other_of_its_part(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list that was overtaken between the check and the verb: the others go in, each once."""
    made = brought_in(world, *(GOOD.replace("VTH-1", f"S-{at}").replace("Zes", f"S {at}") for at in range(5)))
    submit = detection.submit_checked

    def refusing(session: Any, actor: Any, given: Any) -> list[UUID]:
        done = submit(session, actor, given)
        if any(one.data.reference == "S-2" for one in given):
            raise Conflict("overtaken")
        return done

    monkeypatch.setattr(detection, "submit_checked", refusing)
    before = events(world)
    assert run(world, made).counts == {"imported": 4, "wrong": 1}
    assert (wrong(world, made, 4), events(world)) == ({("", "overtaken")}, before + 4)


def test_what_nobody_came_back_to_is_destroyed(world: World) -> None:
    made = brought_in(world, GOOD.replace("VTH-1", "Q-1"))
    with world.database.session_as("owner") as session:
        session.execute(
            text("update imports set expires_at = now() - interval '1 day' where id = :i"), {"i": made}
        )
        session.commit()
    with pytest.raises(NotFound):
        view(world, made)
    with world.database.session_as("worker") as session:
        assert importing.forget_expired(session) == 1
        session.commit()
    with world.database.session_as("owner") as session:
        left = session.execute(text("select count(*) from import_rows where import_id = :i"), {"i": made})
        assert left.scalar_one() == 0


def test_the_same_row_in_two_files_at_the_same_moment_is_one_signal(world: World) -> None:
    """As when a second worker begins before the first has noticed that its turn is over."""
    line = GOOD.replace("VTH-1", "TW-1")
    first, second = brought_in(world, line), brought_in(world, line, "")
    for made in (first, second):
        with world.acting("inspector") as (session, actor):
            importing.start(session, actor, made, StartImport(which="good"))

    def other() -> None:
        with world.acting("inspector") as (session, actor):
            importing.go_on(session, actor, second, signal_of)

    with world.acting("inspector") as (session, actor), ThreadPoolExecutor() as pool:
        importing.go_on(session, actor, first, signal_of)
        going = pool.submit(other)
        with pytest.raises(TimeoutError):
            going.result(timeout=0.5)
        session.commit()
        going.result(timeout=30)
    assert view(world, second).counts == {"double": 1}
