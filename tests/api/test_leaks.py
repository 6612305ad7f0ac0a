"""The ways in which real systems gave away what they hid: one test for each that exists here.

The cast works on one case in Zuidstad. The police are the partner that must not notice; what it must not notice is
a closed contribution, fiscal data of a phase it may not see yet, a question to somebody else, a case elsewhere.
"""

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from db.policies.sharing import shareable_tables
from db.session import Database
from db.tables import new_id
from db.tables.dossier import Contribution
from domain import cases, detection, dossier, events, rows
from domain.actor import StaffRole
from domain.events import EventType
from tests.api.caller import API, Caller, calling, ids_in, without_request_id
from tests.statements import statements
from tests.world import WESTDORP, a_signal, build, take_up

HANDED_IN = {"text": "Zoals bekend.", "source": "Register", "attested": True}


@pytest.fixture(scope="module")
def caller(module_database: Database) -> Iterator[Caller]:
    """The app and its people."""
    with calling(module_database) as made:
        yield made


@pytest.fixture
def case_id(caller: Caller) -> UUID:
    """A case of police, tax service, inspectorate and Zuidstad, in which phase 2 is open."""
    world = caller.world
    case_id = world.joined(world.case(), "police", "tax", "inspectorate")
    with world.acting("chair") as (session, actor):
        dossier.open_phase(session, actor, case_id, dossier.OpenPhase(phase=2, necessity="Nodig."))
    return case_id


@pytest.fixture
def bakery(caller: Caller, case_id: UUID) -> UUID:
    """Its subject."""
    return caller.world.subject(case_id)


@pytest.fixture
def elsewhere(caller: Caller) -> UUID:
    """A case in Westdorp, of Westdorp and the RIEC."""
    return caller.world.case(municipality_code=WESTDORP)


def fiscal(caller: Caller, subject_id: UUID) -> str:
    """What the tax service holds: the police learn of it in the weighing and not before."""
    answer = caller.done(
        "tax_officer", f"/subjects/{subject_id}/contributions", {"category": "fiscal", **HANDED_IN}
    )
    return str(answer["id"])


def closed(caller: Caller, subject_id: UUID) -> UUID:
    """A contribution of the inspectorate for one person of the RIEC only; that it exists is a secret too."""
    world = caller.world
    with world.acting("inspector") as (session, actor):
        return rows.add(
            session, actor, Contribution, subject_id, "supervision",
            subject_id=subject_id, text="Geheim.", source="Tip", circle=[world.people["analyst"]],
        )  # fmt: skip


def question(caller: Caller, case_id: UUID) -> UUID:
    """A question of the RIEC to the tax service."""
    world = caller.world
    asked = dossier.Ask(asked_id=world.organisations["tax"], question="Omzet?", due_on="2099-01-01")
    with world.acting("chair") as (session, actor):
        return dossier.request(session, actor, case_id, asked).id


def everything(caller: Caller, who: str, case_id: UUID, subject_id: UUID) -> dict[str, Any]:
    """All that this person can read about the case, with ETags and the order of lists."""
    paths = [
        "/cases?limit=1", "/cases", "/signals", "/requests", "/interventions", f"/cases/{case_id}", f"/cases/{case_id}/events",
        f"/cases/{case_id}/evaluations", f"/subjects/{subject_id}", f"/subjects/{subject_id}/contributions",
        "/evaluation/process", "/evaluation/chain", "/evaluation/lessons", "/steering-proposals", "/released-results",
        f"/cases/{case_id}/relations", f"/subjects/{subject_id}/relations",
        f"/subjects/{subject_id}/weighings", f"/subjects/{subject_id}/interventions",
    ]  # fmt: skip
    answers = {API + path: without_request_id(caller.get(who, API + path)) for path in paths}
    found = caller.post(who, f"{API}/searches", {"query": "bakkerij", "purpose": "Toets"})
    pages = {
        path: _shown(caller, who, path)
        for path in (
            "/",
            "/cases",
            f"/cases/{case_id}",
            f"/cases/{case_id}/relations",
            f"/cases/{case_id}/timeline",
            f"/subjects/{subject_id}",
        )
    }
    return {**answers, "search": found.json(), **pages}


def _shown(caller: Caller, who: str, path: str) -> bytes:
    """A page without what is new each time: the id of the request and the key of a form."""
    answer = caller.get(who, path)
    assert answer.status_code < 500, path
    content = without_request_id(answer)[2]
    return re.sub(rb'name="key" value="[^"]*"', b"", content)


def closed_fiscal(caller: Caller, subject_id: UUID) -> UUID:
    """Fiscal data that are closed: the law would let the police know that there are any, the circle does not."""
    world = caller.world
    with world.acting("tax_officer") as (session, actor):
        made = rows.add(
            session, actor, Contribution, subject_id, "fiscal",
            subject_id=subject_id, text="Geheim.", source="Tip", circle=[world.people["analyst"]],
        )  # fmt: skip
        events.record(
            session, actor, EventType.DOSSIER_CONTRIBUTED, scope_id=subject_id, subject_id=subject_id,
            object_id=made, category="fiscal",
        )  # fmt: skip
    return made


@pytest.mark.parametrize("hidden", ["closed", "closed_fiscal", "question"])
def test_etag_order_count_timeline_search_and_page_do_not_notice(
    caller: Caller, case_id: UUID, bakery: UUID, hidden: str
) -> None:
    """Not one byte of what the police read changes by what they may not see; nor does the order of their cases."""
    caller.world.joined(caller.world.case(), "police")
    before = everything(caller, "detective", case_id, bakery)
    assert before[f"{API}/cases?limit=1"][0] == 200

    if hidden == "question":
        question(caller, case_id)
    else:
        {"closed": closed, "closed_fiscal": closed_fiscal}[hidden](caller, bakery)

    assert everything(caller, "detective", case_id, bakery) == before


def test_what_may_be_known_leaves_a_mark_and_nothing_else(
    caller: Caller, case_id: UUID, bakery: UUID
) -> None:
    """The police may know that there are fiscal data (WGS 2.23(5)): on the subject and its case, nowhere else."""
    before = everything(caller, "detective", case_id, bakery)
    unmarked = caller.seen("detective", f"/subjects/{bakery}")
    assert unmarked["withheld"] == []

    fiscal(caller, bakery)

    after = everything(caller, "detective", case_id, bakery)
    changed = {path for path in before if before[path] != after[path]}
    about = {f"/cases/{case_id}", f"/subjects/{bakery}"}
    in_api = {API + path for path in (*about, f"/subjects/{bakery}/weighings")}
    assert in_api <= changed <= in_api | about
    marked = caller.seen("detective", f"/subjects/{bakery}")
    mark = {
        "scopeId": str(bakery), "category": "fiscal", "ground": "WGS 2.23(5)", "reason": "later", "step": "weighing",
    }  # fmt: skip
    assert marked == unmarked | {"withheld": [mark]}
    assert caller.seen("detective", f"/cases/{case_id}")["withheld"] == [mark]
    assert caller.seen("analyst", f"/subjects/{bakery}")["withheld"] == []
    # Who sees it, or takes no part, gets no mark.
    assert caller.seen("neighbour", f"/subjects/{bakery}") is None


def test_last_activity_moves_for_who_can_see_the_new_row(caller: Caller, case_id: UUID, bakery: UUID) -> None:
    """The other side of the same: the RIEC, which sees fiscal data, finds the case on top of its list."""
    caller.world.joined(caller.world.case(), "police")
    first = caller.seen("analyst", "/cases")["items"][0]["id"]
    assert first != str(case_id)
    fiscal(caller, bakery)
    assert caller.seen("analyst", "/cases")["items"][0]["id"] == str(case_id)


def test_an_etag_of_another_opens_nothing(caller: Caller, bakery: UUID) -> None:
    """Who holds the right ETag of a hidden thing gets the 404 of a thing that never was."""
    hidden = fiscal(caller, bakery)
    tag = caller.get("tax_officer", f"{API}/contributions/{hidden}").headers["etag"]
    for headers in ({"if_none_match": tag}, {"if_none_match": "*"}):
        answers = [
            without_request_id(caller.get("detective", f"{API}/contributions/{one}", **headers))
            for one in (hidden, new_id())
        ]
        assert answers[0] == answers[1]
        assert answers[0][0] == 404
    corrected = {"text": "Anders.", "source": "Register"}
    answers = [
        without_request_id(
            caller.call("detective", "PUT", f"{API}/contributions/{one}", corrected, if_match=tag)
        )
        for one in (hidden, new_id())
    ]
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


def test_a_hidden_thing_costs_what_a_thing_that_is_not_there_costs(
    caller: Caller, bakery: UUID, elsewhere: UUID
) -> None:
    """Timing: PostgreSQL is asked the same, as often, whether the answer is hidden or was never there."""
    hidden = {
        f"{API}/contributions/{{}}": fiscal(caller, bakery),
        f"{API}/cases/{{}}": elsewhere,
        f"{API}/subjects/{{}}": caller.world.subject(elsewhere),
        f"{API}/bases/{{}}": elsewhere,
        "/cases/{}": elsewhere,
        "/why/{}": elsewhere,
    }
    for path, one in hidden.items():
        caller.get("detective", path.format(new_id()))
        asked = []
        for tried in (one, new_id()):
            with statements(caller.world.database, "app", "login") as sent:
                assert caller.get("detective", path.format(tried)).status_code == 404
            asked.append([statement.text for statement in sent])
        assert asked[0] == asked[1], path


def test_a_reference_in_a_body_does_not_tell_whether_it_exists(
    caller: Caller, case_id: UUID, bakery: UUID, elsewhere: UUID
) -> None:
    """A hidden case, subject or question in a field is one that never was: foreign keys look past the policies."""
    subject = caller.world.subject(elsewhere)
    acts: list[tuple[str, str, Any, UUID]] = [
        ("case_manager", f"/cases/{case_id}/requests", lambda one: {
            "askedId": str(caller.world.organisations["tax"]), "subjectId": str(one), "question": "?",
            "dueOn": "2099-01-01"}, subject),
        ("detective", f"/subjects/{bakery}/contributions", lambda one: {
            "category": "identification", "requestId": str(one), **HANDED_IN}, question(caller, case_id)),
    ]  # fmt: skip
    for who, path, body, hidden in acts:
        of_hidden, of_none = (
            without_request_id(caller.post(who, API + path, body(one))) for one in (hidden, new_id())
        )
        assert of_hidden == of_none
        assert of_hidden[0] == 404


def test_what_another_owns_is_refused_only_to_who_can_see_it(caller: Caller, bakery: UUID) -> None:
    """ "Not yours" would admit that it exists."""
    corrected = {"text": "Anders.", "source": "Register"}
    hidden = closed(caller, bakery)
    assert caller.get("detective", f"{API}/contributions/{hidden}").status_code == 404
    answer = caller.call("detective", "PUT", f"{API}/contributions/{hidden}", corrected, if_match="*")
    assert answer.status_code == 404


def test_numbers_have_no_gaps_to_count(caller: Caller, case_id: UUID, bakery: UUID) -> None:
    """Numbers of signals and cases are random, and nothing in a timeline is numbered."""
    numbers = [one["number"] for one in caller.seen("analyst", "/cases")["items"]]
    assert all(re.fullmatch(r"MH-\d{4}-[0-9A-Z]{8}", one) for one in numbers)
    moments = caller.seen("detective", f"/cases/{case_id}/events")["items"]
    assert moments
    assert not [value for one in moments for value in one.values() if isinstance(value, int)]


def test_a_page_of_a_list_does_not_count_what_is_hidden(caller: Caller, case_id: UUID) -> None:
    """A cursor holds an id and a moment; who may see nothing gets none."""
    caller.world.case()
    for who in ("administrator", "auditor", "privacy_officer", "care_coordinator"):
        for path in ("/cases", "/signals", "/requests", "/interventions"):
            assert caller.seen(who, f"{path}?limit=1") == {"items": [], "next": None}


def test_deciding_and_closing_tell_outsiders_nothing(caller: Caller, case_id: UUID, elsewhere: UUID) -> None:
    """The approving acts look the object up as who asks does, not as who may approve."""
    signal_id = caller.world.signal(municipality_code=WESTDORP)
    decision = take_up(new_case=None, case_id=elsewhere).model_dump(mode="json", by_alias=True)
    closure = {"reason": "left", "text": "Klaar."}
    for who, acts in {
        "detective": [(f"/cases/{elsewhere}/closures", closure), (f"/cases/{new_id()}/closures", closure)],
        "neighbour": [(f"/cases/{case_id}/closures", closure), (f"/cases/{new_id()}/closures", closure)],
        "permit_officer": [
            (f"/signals/{signal_id}/assessments", decision),
            (f"/signals/{new_id()}/assessments", decision),
        ],
    }.items():
        of_hidden, of_none = (without_request_id(caller.post(who, API + path, body)) for path, body in acts)
        assert of_hidden == of_none
        assert of_hidden[0] == 404


def test_a_key_used_by_another_replays_nothing(caller: Caller, bakery: UUID) -> None:
    """The same Idempotency-Key and body from somebody else is a first request, and shows only what is its own."""
    body = {"category": "identification", **HANDED_IN}
    path = f"{API}/subjects/{bakery}/contributions"
    first = caller.post("detective", path, body, idempotency_key="sleutel-1")
    again = caller.post("detective", path, body, idempotency_key="sleutel-1")
    other = caller.post("inspector", path, body, idempotency_key="sleutel-1")
    assert first.json()["id"] == again.json()["id"]
    assert other.status_code == 201
    assert other.json()["id"] != first.json()["id"]
    assert other.json()["owner"] == "Arbeidsinspectie"


def test_a_replay_shows_what_the_caller_may_see_by_now(caller: Caller, case_id: UUID) -> None:
    """No copy of an answer is kept: after the seal the same request again shows nothing of the signal."""
    world = caller.world
    sent = a_signal().model_dump(mode="json", by_alias=True, exclude_none=True)
    made = caller.post("inspector", f"{API}/signals", sent, idempotency_key="sleutel-2").json()["id"]
    world.weighed(world.concluded(world.subject(shut := world.case(UUID(made)))), "none")
    caller.done("chair", f"/cases/{shut}/evaluations", {"goal": "reached", "worked": "Samen."})
    caller.done("chair", f"/cases/{shut}/closures", {"reason": "left", "text": "Klaar."})
    again = caller.post("inspector", f"{API}/signals", sent, idempotency_key="sleutel-2")
    assert again.status_code == 404


@pytest.mark.parametrize("role", ["worker", "login", "statistics", "sealer", "auditor"])
def test_no_background_role_reads_content(caller: Caller, role: str) -> None:
    """Jobs act on ids and codes: their database roles have no right to a single table that is shared."""
    for table in shareable_tables():
        with (
            caller.world.database.session_as(role) as session,
            pytest.raises(ProgrammingError, match="permission denied"),
        ):
            session.execute(text(f"select 1 from {table.name}"))


def test_pick_lists_offer_what_the_person_can_see(
    caller: Caller, case_id: UUID, bakery: UUID, elsewhere: UUID
) -> None:
    """Cases, partners and questions on forms: never one that is hidden from who fills in the form."""
    people = caller.world.organisations
    signal_id = caller.world.signal()
    barred = caller.person("barred_preparer", "riec", StaffRole.PREPARATION)
    with caller.world.database.session_as("owner") as session:
        session.execute(
            text("insert into bars (scope_id, actor_id, reason) values (:scope, :actor, 'Betrokken')"),
            {"scope": elsewhere, "actor": barred},
        )
        session.commit()
    offered = ids_in(caller.get("barred_preparer", f"/signals/{signal_id}/assess"))
    assert str(case_id) in offered
    assert str(elsewhere) not in offered
    assert str(elsewhere) in ids_in(caller.get("preparer", f"/signals/{signal_id}/assess"))

    askable = ids_in(caller.get("case_manager", f"/cases/{case_id}/requests/new"))
    assert {str(people["tax"]), str(people["police"])} <= askable
    assert not {str(people["westdorp"]), str(people["prosecution"]), str(people["care"])} & askable

    asked = question(caller, case_id)
    assert str(asked) in ids_in(caller.get("tax_officer", f"/subjects/{bakery}/contributions/new"))
    assert str(asked) not in ids_in(caller.get("detective", f"/subjects/{bakery}/contributions/new"))


def test_no_answer_may_be_kept_by_a_browser(caller: Caller, case_id: UUID) -> None:
    """Whatever it says, also no."""
    for who in ("detective", "neighbour", "anonymous"):
        for path in (f"/cases/{case_id}", f"{API}/cases/{case_id}", "/cases", f"{API}/cases"):
            assert caller.get(who, path).headers["cache-control"] == "no-store"


def test_a_token_is_no_key_to_the_pages(caller: Caller, case_id: UUID) -> None:
    """Only the API asks which scopes a token has; a page sends its bearer to the login page."""
    caller.program("scopeless", "inspectorate", (StaffRole.HANDLER,))
    for path in ("/cases", f"/cases/{case_id}", f"/cases/{new_id()}"):
        answer = caller.get("scopeless", path)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/login")
    assert caller.get("scopeless", f"{API}/cases/{case_id}").status_code == 403


def test_words_of_a_signal_do_not_travel_into_the_case_it_is_taken_up_in(fresh_database: Database) -> None:
    """Partners read the case and most may not read the signal; nor may its words come along in a motive."""
    made = build(fresh_database)
    signal_id = made.signal(
        narrative="Kanarie in het verhaal.", organised_crime_link="Kanarie in het verband."
    )
    with made.acting("preparer") as (session, actor):
        detection.assess_signal(session, actor, signal_id, take_up(reasons="Kanarie in de redenen."))
        case_id = cases.cases(session, actor)[0][0].id
    made.joined(case_id, "tax")
    with made.acting("tax_officer") as (session, actor):
        assert "Kanarie" not in cases.case(session, actor, case_id).model_dump_json()


def test_who_reads_signals_outside_their_case_does_not_learn_that_they_came_together(
    caller: Caller,
) -> None:
    """The id of the case is the same in both, and says so; who takes part in the case does get it."""
    first, second = caller.world.signal(), caller.world.signal()
    made = caller.world.case(first)
    with caller.world.acting("preparer") as (session, actor):
        detection.assess_signal(session, actor, second, take_up(case_id=made))
    for signal_id in (first, second):
        [told] = caller.seen("detective", f"/signals/{signal_id}")["assessments"]
        assert (told["outcome"], told["caseId"]) == ("take_up", None)
        assert str(made) not in ids_in(caller.get("detective", f"/signals/{signal_id}"))
        [whole] = caller.seen("analyst", f"/signals/{signal_id}")["assessments"]
        assert whole["caseId"] == str(made)


def test_a_contribution_names_the_question_it_answers_only_to_who_may_see_that_question(
    caller: Caller, case_id: UUID, bakery: UUID
) -> None:
    """A question is between who asks and who is asked; the answer may be shared with more."""
    asked = question(caller, case_id)
    body = {"category": "fiscal", "requestId": str(asked), **HANDED_IN}
    made = caller.done("tax_officer", f"/subjects/{bakery}/contributions", body)
    assert made["requestId"] == str(asked)
    caller.world.concluded(bakery)
    path = f"/subjects/{bakery}/contributions"
    for who, wanted in {"detective": None, "tax_officer": str(asked), "analyst": str(asked)}.items():
        assert [one["requestId"] for one in caller.seen(who, path)["items"]] == [wanted]
        assert caller.seen(who, f"/contributions/{made['id']}")["requestId"] == wanted
