"""The five lists: what a filter, an order, a count and a file show is what the one who asks may see, and no more."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import urlencode

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from api.sheets import harmless
from db.session import Database
from domain import cases, dossier, lists
from domain.calendar import today
from domain.lists import LISTINGS, Listing
from tests.api.caller import API, Caller, calling
from tests.world import WESTDORP, World

PEOPLE = (
    "preparer", "analyst", "chair", "detective", "prosecutor", "permit_officer", "case_manager", "neighbour",
    "inspector", "tax_officer", "care_coordinator", "privacy_officer", "dpo", "auditor",
)  # fmt: skip
EVERYBODY = pytest.mark.parametrize("who", PEOPLE)
EACH = pytest.mark.parametrize("listing", LISTINGS.values(), ids=lambda one: one.name)

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def caller(module_database: Database) -> Iterator[Caller]:
    with calling(module_database) as made:
        _region(made.world)
        yield made


def _region(world: World) -> None:
    """Two municipalities with signals and cases in every state, of which nobody but the RIEC sees everything."""
    for urgency in ("none", "soon", "danger"):
        world.signal(urgency=urgency)
        world.signal("detective", urgency=urgency, municipality_code=WESTDORP, form="SE", observations=[])
    west = world.case(municipality_code=WESTDORP)
    world.concluded(world.subject(west, "Kas Westdorp", role="perpetrator"))
    south = world.joined(world.case(), "inspectorate", "tax")
    bakery = world.subject(south)
    world.subject(south, "Sem Bakker", kind="person", role="victim")
    _asked(world, south, "tax")
    _asked(world, south, "tax", by="case_manager")
    answered = _asked(world, south, "inspectorate")
    with world.acting("inspector") as (session, actor):
        dossier.answer(session, actor, answered, dossier.GiveAnswer(outcome="nothing_known"))
    world.weighed(world.concluded(bakery))
    world.accepted(world.proposed(bakery, "inspectorate", "AR01"), "inspector")
    world.proposed(bakery, "tax", "FI01")
    with world.database.session_as("owner") as session:
        session.execute(text("update interventions set due_on = current_date - 9 where kind = 'AR01'"))
        session.commit()


def _asked(world: World, case_id: Any, partner: str, by: str = "chair") -> Any:
    with world.acting(by) as (session, actor):
        asked = dossier.Ask(
            asked_id=world.organisations[partner], question=f"Wat weet {partner}?", due_on=today() + DAY
        )
        return dossier.request(session, actor, case_id, asked).id


def everything(world: World, who: str, listing: Listing, **asked: Any) -> list[dict[str, Any]]:
    """Every line of a list for this person, in the order asked for."""
    with world.acting(who) as (session, actor):
        return [
            dict(line)
            for line in lists.find(session, actor, listing, listing.shape(limit=100, **asked)).lines
        ]


def ids(lines: list[dict[str, Any]]) -> list[str]:
    return [str(line["id"]) for line in lines]


# --- filters --------------------------------------------------------------------------------------

# What each filter means, said once more in Python on a line of the list without filter.
MEANS = {
    "signals": {
        "status": ("status", ["submitted", "taken_up"]), "form": ("form", ["AU", "SE"]),
        "municipality": ("municipality_code", ["GM0361", "GM0392"]), "urgency": ("urgency", ["soon", "danger"]),
    },
    "cases": {"step": ("step", ["dossier", "weighing"]), "municipality": ("municipality_code", ["GM0392"])},
    "subjects": {
        "step": ("step", ["dossier", "execution"]), "kind": ("kind", ["person", "organisation"]),
        "role": ("role", ["victim", "facilitator"]), "status": ("status", ["added", "approach_decided"]),
        "municipality": ("municipality_code", ["GM0392"]),
    },
    "requests": {"status": ("status", ["asked", "nothing_known"]), "direction": ("direction", ["by_us", "to_us"])},
    "interventions": {"status": ("status", ["proposed", "accepted"]), "kind": ("kind", ["AR01", "FI01"])},
}  # fmt: skip


@EACH
@EVERYBODY
def test_a_filter_leaves_exactly_the_lines_it_names(caller: Caller, who: str, listing: Listing) -> None:
    """For one value, another and both; with every other line gone and none added."""
    whole = everything(caller.world, who, listing)
    for name, (column, values) in MEANS[listing.name].items():
        for wanted in (values[:1], values[-1:], values):
            found = everything(caller.world, who, listing, **{name: wanted})
            assert ids(found) == ids([line for line in whole if line[column] in wanted]), (name, wanted)


def test_filters_left_something_out_and_something_in(caller: Caller) -> None:
    """The test above would also pass where nobody sees anything."""
    for listing in LISTINGS.values():
        whole = everything(caller.world, "chair", listing)
        for name, (_, values) in MEANS[listing.name].items():
            found = everything(caller.world, "chair", listing, **{name: values[:1]})
            assert 0 < len(found) < len(whole), (listing.name, name)


def test_the_filters_that_are_no_codes(caller: Caller) -> None:
    world, people = caller.world, caller.world.people

    def count(who: str, listing: Listing, **asked: Any) -> int:
        return len(everything(world, who, listing, **asked))

    assert count("detective", lists.SIGNALS, own=True) == 3
    assert count("chair", lists.SIGNALS, reported_by=[world.organisations["police"]]) == 3
    assert count("chair", lists.SIGNALS, district=["kennemerland"]) == 4
    assert count("chair", lists.SIGNALS, reported_from=today() + DAY) == 0
    assert count("chair", lists.SIGNALS, reported_from=today(), reported_until=today()) == 8
    assert count("chair", lists.SIGNALS, reported_until=date.max) == 8
    assert count("chair", lists.SIGNALS, reported_from=date.min) == 8
    assert count("chair", lists.CASES, state=["closed"]) == 0
    assert count("chair", lists.CASES, phase=["1"]) == 2
    assert count("chair", lists.CASES, manager=["none"]) == 2
    assert count("chair", lists.CASES, manager=[people["case_manager"]]) == 0
    assert count("chair", lists.INTERVENTIONS, overdue=True) == 1
    assert count("chair", lists.INTERVENTIONS, overdue=False) == 1
    assert count("chair", lists.REQUESTS, overdue=True) == 0
    assert count("chair", lists.REQUESTS, due_before=today() + DAY) == 0
    assert count("chair", lists.REQUESTS, due_before=today() + 2 * DAY) == 3
    assert count("chair", lists.REQUESTS, partner=[world.organisations["tax"]]) == 2


def test_a_named_case_manager_can_be_asked_for(caller: Caller) -> None:
    world = caller.world
    found = everything(world, "case_manager", lists.CASES)[0]["id"]
    with world.acting("case_manager") as (session, actor):
        named = cases.NameManager(manager_id=world.people["case_manager"])
        cases.name_case_manager(session, actor, found, named)
    with world.acting("chair") as (session, actor):
        assert world.people["case_manager"] in dict(lists.managers(session, actor))
    assert ids(everything(world, "chair", lists.CASES, manager=[world.people["case_manager"]])) == [
        str(found)
    ]
    assert len(everything(world, "chair", lists.CASES, manager=["none"])) == 1
    with world.acting("neighbour") as (session, actor):
        assert lists.managers(session, actor) == []


# --- order, pages and counts ----------------------------------------------------------------------


@EACH
@pytest.mark.parametrize("who", ["chair", "inspector", "neighbour"])
def test_pages_in_every_order_are_the_whole_list(caller: Caller, who: str, listing: Listing) -> None:
    for sort in listing.sorts:
        for order in (sort, f"-{sort}"):
            whole = everything(caller.world, who, listing, sort=order)
            values = [line["sort_value"] for line in whole]
            assert values == sorted(values, reverse=order.startswith("-")), order
            paged: list[str] = []
            query = f"/{listing.name}?limit=2&sort={order}"
            answer = caller.seen(who, query)
            while True:
                paged += [one["id"] for one in answer["items"]]
                if answer["next"] is None:
                    break
                assert len(answer["items"]) == 2
                answer = caller.seen(who, f"{query}&cursor={answer['next']}")
            assert paged == ids(whole), order
            assert len(set(paged)) == len(paged)


@EACH
@EVERYBODY
def test_what_is_counted_is_what_is_shown(caller: Caller, who: str, listing: Listing) -> None:
    lines = everything(caller.world, who, listing)
    with caller.world.acting(who) as (session, actor):
        tally = lists.tally(session, actor, listing, listing.shape())
    assert tally.total == len(lines) == sum(tally.values.values())
    assert tally.values == {
        value: sum(line[listing.facet] == value for line in lines)
        for value in {line[listing.facet] for line in lines}
    }
    assert tally.looked_at_all


@EACH
def test_the_picture_does_not_shrink_to_what_was_chosen_in_it(caller: Caller, listing: Listing) -> None:
    lines = everything(caller.world, "chair", listing)
    chosen = lines[0][listing.facet]
    with caller.world.acting("chair") as (session, actor):
        tally = lists.tally(session, actor, listing, listing.shape(**{listing.facet: [chosen]}))
    assert sum(tally.values.values()) == len(lines)
    assert tally.total == tally.values[chosen] < len(lines)


def test_a_line_that_is_hidden_leaves_no_trace_in_a_page(caller: Caller) -> None:
    """A page is full although something in between is not shown: its length tells nothing."""
    world = caller.world
    before = everything(world, "prosecutor", lists.SIGNALS)
    with world.database.session_as("owner") as session:
        session.execute(
            text("insert into bars (scope_id, actor_id, reason) values (:scope, :actor, 'Betrokken')"),
            {"scope": before[1]["id"], "actor": world.people["prosecutor"]},
        )
        session.commit()
    expected = [one for one in ids(before) if one != str(before[1]["id"])]
    try:
        answer = caller.seen("prosecutor", "/signals?limit=2")
        assert [one["id"] for one in answer["items"]] == expected[:2]
        with world.acting("prosecutor") as (session, actor):
            assert lists.tally(session, actor, lists.SIGNALS, lists.SignalsAsked()).total == len(expected)
        assert str(before[1]["id"]) not in caller.get("prosecutor", "/signals").text
    finally:
        with world.database.session_as("owner") as session:
            session.execute(text("delete from bars where reason = 'Betrokken'"))
            session.commit()


def test_beyond_the_window(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work has a limit: a filter looks at the last active ones, and the list goes on from there."""
    whole = everything(caller.world, "chair", lists.SIGNALS)
    wanted = [line for line in whole if line["urgency"] == "none"]
    monkeypatch.setattr(lists.finding, "WINDOW", 3)
    monkeypatch.setattr(lists, "WINDOW", 3)
    found, query = [], "/signals?urgency=none"
    answer = caller.seen("chair", query)
    turns = 0
    while True:
        turns += 1
        found += [one["id"] for one in answer["items"]]
        if answer["next"] is None:
            break
        answer = caller.seen("chair", f"{query}&cursor={answer['next']}")
    assert found == ids(wanted)
    assert turns == 3
    # In another order there is no further: the page says that the window is all that was looked at.
    assert len(caller.seen("chair", "/signals?sort=reportedAt")["items"]) == 3
    assert caller.seen("chair", "/signals?sort=reportedAt")["next"] is None
    page = caller.get("chair", "/signals?sort=reportedAt").text
    assert "waarin het laatst iets gebeurde" in page
    assert "meer dan 3 signalen" in page


# --- what cannot be asked -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "pointer", "code"),
    [
        ("colour=red", "/colour", "unknown-field"),
        ("status=finished", "/status/0", "not-a-choice"),
        ("status=submitted&status=finished", "/status/1", "not-a-choice"),
        ("municipality=GM0361&municipality=GM9999", "/municipality/1", "code-not-valid"),
        ("district=elsewhere", "/district/0", "code-not-valid"),
        ("form=XX", "/form/0", "code-not-valid"),
        ("reportedBy=police", "/reportedBy/0", "not-an-id"),
        ("reportedFrom=soon", "/reportedFrom", "not-a-date"),
        ("sort=name", "/sort", "not-a-choice"),
        ("own=perhaps", "/own", "not-yes-or-no"),
    ],
)
def test_what_a_list_does_not_know_is_refused_at_its_field(
    caller: Caller, query: str, pointer: str, code: str
) -> None:
    answer = caller.get("chair", f"{API}/signals?{query}")
    assert answer.status_code == 400
    assert [(one["in"], one["pointer"], one["code"]) for one in answer.json()["errors"]] == [
        ("query", pointer, code)
    ]
    page = caller.get("chair", f"/signals?{query}")
    assert page.status_code == 400
    assert "error-summary" in page.text
    assert "/signals/0" not in page.text


@pytest.mark.parametrize("sort", ["-lastActivityAt", "urgency", "-reportedAt"])
def test_a_cursor_of_another_order_is_refused_or_harmless(caller: Caller, sort: str) -> None:
    given = {
        order: caller.seen("chair", f"/signals?limit=1&sort={order}")["next"]
        for order in ("-lastActivityAt", "urgency", "-reportedAt")
    }
    for cursor in (*given.values(), "x", "A" * 200):
        answer = caller.get("chair", f"{API}/signals?sort={sort}&cursor={cursor}")
        assert answer.status_code in (200, 400)
    assert caller.get("chair", f"{API}/signals?sort=urgency&cursor={given['-reportedAt']}").status_code == 400


# --- files ----------------------------------------------------------------------------------------


def sheet_of(caller: Caller, who: str, listing: Listing, format: str, **filter: Any) -> list[list[Any]]:
    """The lines of a file, without what it says of itself; the first one has the headings."""
    body = {"list": listing.name, "filter": filter, "purpose": "Casusoverleg 12 november", "format": format}
    answer = caller.post(who, f"{API}/exports", body)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].endswith(f'{listing.name}-{today()}.{format}"')
    if format == "xlsx":
        book = load_workbook(BytesIO(answer.content))
        assert book.worksheets[1].freeze_panes == "B2"
        return [list(row) for row in book.worksheets[1].iter_rows(values_only=True)]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    return rows[rows.index([]) + 1 :]


@EACH
@EVERYBODY
def test_a_file_has_the_lines_of_the_list_for_everybody(caller: Caller, who: str, listing: Listing) -> None:
    """Not one more, in the same order; also with a filter."""
    key = {"cases": "title", "subjects": "name", "requests": "question"}.get(listing.name, "number")
    for wanted in (
        {},
        {"sort": "lastActivityAt"},
        {listing.facet: list(MEANS[listing.name].get(listing.facet, ("", ["dossier"]))[1])},
    ):
        lines = everything(caller.world, who, listing, **wanted)
        for kind in ("csv", "xlsx"):
            heads, *rows = sheet_of(caller, who, listing, kind, **wanted)
            assert len(rows) == len(lines)
            assert all(len(row) == len(heads) for row in rows)
            if listing.name != "interventions":
                assert [row[0] or None for row in rows] == [line[key] for line in lines]


def test_a_file_says_what_it_is_for_and_is_logged(caller: Caller, module_database: Database) -> None:
    body = {"list": "signals", "filter": {"urgency": ["danger"]}, "purpose": "Casusoverleg", "format": "csv"}
    answer = caller.post("detective", f"{API}/exports", body)
    told = answer.content.decode("utf-8-sig")
    for words in (
        "Nodig voor;Casusoverleg",
        "Detective, Politie Riva",
        "Spoed: Gevaar",
        "Vertrouwelijk;",
        "vernietig",
    ):
        assert words in told
    shown = everything(caller.world, "detective", lists.SIGNALS, urgency=["danger"])
    with module_database.session_as("owner") as session:
        logged = session.execute(
            text("select what, outcome, purpose, object_ids from access_log where purpose = 'Casusoverleg'")
        ).one()
    assert (logged.what, logged.outcome) == ("signals", "exported")
    assert {str(one) for one in logged.object_ids} == set(ids(shown))


def test_a_file_takes_a_purpose_and_what_the_list_knows(caller: Caller) -> None:
    answer = caller.post("chair", f"{API}/exports", {"list": "signals", "filter": {}, "purpose": " "})
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/purpose"]
    wrong = {"list": "signals", "filter": {"status": ["x"], "name": "Sem"}, "purpose": "Toets"}
    answer = caller.post("chair", f"{API}/exports", wrong)
    assert {one["pointer"] for one in answer.json()["errors"]} == {"/filter/status/0", "/filter/name"}
    coded = {"list": "signals", "filter": {"form": ["XX"]}, "purpose": "Toets"}
    answer = caller.post("chair", f"{API}/exports", coded)
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/filter/form/0"]


def test_a_file_says_that_it_is_not_everything(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists.finding, "MOST_EXPORTED", 3)
    body = {"list": "signals", "filter": {}, "purpose": "Toets", "format": "csv"}
    answer = caller.post("chair", f"{API}/exports", body).content.decode("utf-8-sig")
    assert "Aantal regels;3" in answer
    assert "Er zijn er meer." in answer


@pytest.mark.parametrize("cell", ["=1+1", "+31612345678", "-2", "@SUM(A1)", "\t=1", "\r=1", "  =1", "＝1"])
def test_no_cell_is_a_formula(caller: Caller, cell: str) -> None:
    assert harmless(cell).startswith("'")
    if cell != "=1+1":
        return
    world = caller.world
    world.signal("tax_officer", place='=HYPERLINK("http://x","y")')
    for kind in ("csv", "xlsx"):
        rows = sheet_of(caller, "tax_officer", lists.SIGNALS, kind)
        assert any("'=HYPERLINK" in str(value) for row in rows for value in row)


def test_what_one_partner_writes_breaks_no_file_of_others(caller: Caller) -> None:
    """No workbook can hold these two characters, and JSON can."""
    caller.world.signal("inspector", place="Kade\uffff 12\ufffe")
    rows = sheet_of(caller, "chair", lists.SIGNALS, "xlsx")
    assert any("Kade 12" in str(value) for row in rows for value in row)


def test_dates_in_a_workbook_are_dates(caller: Caller) -> None:
    heads, first, *_ = sheet_of(caller, "chair", lists.INTERVENTIONS, "xlsx")
    assert first[heads.index("Vóór")].date() > date(2020, 1, 1)


# --- filters that are kept ------------------------------------------------------------------------


def test_a_filter_is_kept_for_its_owner_alone(caller: Caller) -> None:
    kept = {"list": "signals", "name": "Spoed", "filter": {"urgency": ["danger"], "limit": 2}, "first": True}
    made = caller.post("detective", f"{API}/saved-filters", kept)
    assert made.status_code == 201
    assert made.json()["filter"] == {"urgency": ["danger"]}
    assert made.json()["query"] == "urgency=danger"
    place = f"{API}/saved-filters/{made.json()['id']}"
    again = caller.post("detective", f"{API}/saved-filters", kept)
    assert again.json()["id"] == made.json()["id"]
    assert len(caller.seen("detective", "/saved-filters")["items"]) == 1

    for who in ("prosecutor", "chair", "auditor"):
        assert caller.seen(who, "/saved-filters") == {"items": []}
        assert caller.get(who, place).status_code == 404
        assert caller.call(who, "PUT", place, {"name": "X"}).status_code == 404
        assert caller.call(who, "DELETE", place).status_code == 404

    other = caller.post(
        "detective", f"{API}/saved-filters", {"list": "signals", "name": "Eigen", "first": True}
    )
    assert [one["first"] for one in caller.seen("detective", "/saved-filters")["items"]] == [True, False]
    taken = caller.call("detective", "PUT", place, {"name": "Eigen"})
    assert [one["code"] for one in taken.json()["errors"]] == ["saved-filter-name-taken"]
    renamed = caller.call("detective", "PUT", place, {"name": "Gevaar", "first": False})
    assert (renamed.status_code, renamed.json()["name"]) == (200, "Gevaar")
    for one in (place, f"{API}/saved-filters/{other.json()['id']}"):
        assert caller.call("detective", "DELETE", one).status_code == 204
        assert caller.get("detective", one).status_code == 404


def test_what_cannot_be_asked_cannot_be_kept(caller: Caller) -> None:
    wrong = {"list": "cases", "name": "Sem", "filter": {"name": "Sem Bakker"}}
    answer = caller.post("chair", f"{API}/saved-filters", wrong)
    assert [one["pointer"] for one in answer.json()["errors"]] == ["/filter/name"]


def test_there_is_an_end_to_what_is_kept(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists.saving, "MOST_SAVED", 1)
    one = {"list": "requests", "name": "A"}
    assert caller.post("tax_officer", f"{API}/saved-filters", one).status_code == 201
    assert caller.post("tax_officer", f"{API}/saved-filters", one).status_code == 201
    more = caller.post("tax_officer", f"{API}/saved-filters", {**one, "name": "B"})
    assert (more.status_code, more.json()["code"]) == (409, "too-many-saved-filters")


def test_the_same_question_has_one_address() -> None:
    asked = lists.SignalsAsked(status=["submitted", "sent_back"], own=True, sort="-reportedAt", limit=7)
    written = lists.query(lists.written(asked))
    assert written == urlencode(
        [("own", "true"), ("sort", "-reportedAt"), ("status", "submitted"), ("status", "sent_back")]
    )
