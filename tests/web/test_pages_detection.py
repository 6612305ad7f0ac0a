"""Signals as people meet them: the list, the form in two steps, the receipt, the addition and the decision."""

import html
import re
from uuid import UUID, uuid4

import pytest
from httpx2 import Response

from domain import catalogue, detection
from domain.calendar import today
from tests.web.people import Browser, alike, summary, words
from tests.world import ZUIDSTAD, World, take_up

FILLED = {
    "form": "AU",
    "municipalityCode": ZUIDSTAD,
    "narrative": "In de loods sliepen vier mensen.\nDe deur zat op slot.",
    "observedFrom": "2026-10-03",
    "place": "Loods aan de haven",
    "task": "Toezicht op de arbeidstijden",
    "organisedCrimeLink": "Dezelfde bemiddelaar als bij drie andere adressen.",
    "urgency": "soon",
    "rows": "3",
    "act": "send",
}
DECIDED = {
    "concreteObservation": "true",
    "listedForm": "true",
    "jointProcessingNecessary": "true",
    "jointApproachExpected": "true",
    "withinRegion": "true",
    "outcome": "take_up",
    "reasons": "Drie partners nodig.",
    "newCase/title": "Loods aan de haven",
    "newCase/purpose": "Nagaan wie er woont en werkt.",
    "newCase/activity": "case_meeting",
}


def sign(world: World, code: str) -> int:
    """The place of an indicator in the form."""
    with world.acting("inspector") as (session, _):
        codes = [one.code for one in catalogue.indicators(session, None, today())]
    return codes.index(code)


def made(answer: Response) -> UUID:
    """The signal whose receipt the answer leads to."""
    found = re.fullmatch(r"/signals/([0-9a-f-]{36})/receipt", answer.headers["location"])
    assert answer.status_code == 303
    assert found
    return UUID(found[1])


def test_the_list_has_what_is_shared_and_nothing_else(world: World, browser: Browser) -> None:
    world.signal(place="Steiger 4", urgency="danger")
    for name in ("inspector", "preparer", "permit_officer"):
        assert "Steiger 4 Alkmaar Arbeidsinspectie" in words(browser(name).get("/signals"))
    for name in ("neighbour", "tax_officer", "auditor"):
        assert "Steiger 4" not in browser(name).get("/signals").text
    assert "Gevaar" in words(browser("preparer").get("/signals"))


def test_the_list_goes_on_by_cursor(world: World, browser: Browser) -> None:
    for place in ("Kade 1", "Kade 2", "Kade 3"):
        world.signal(place=place)
    first = browser("preparer").get("/signals?limit=2")
    assert "Kade 3" in first.text
    assert "Kade 1" not in first.text
    onward = re.search(r'href="(/signals\?cursor=[^"]+)" rel="next"', first.text)
    assert onward
    second = browser("preparer").get(html.unescape(onward[1]))
    assert "Kade 1" in second.text
    assert "Kade 3" not in second.text
    assert browser("preparer").get("/signals?cursor=nonsense").status_code == 400


def test_only_who_can_report_is_offered_the_form(browser: Browser) -> None:
    assert 'href="/signals/new"' in browser("inspector").get("/signals").text
    assert 'href="/signals/new"' not in browser("preparer").get("/signals").text
    assert browser("preparer").get("/signals/new").status_code == 403
    assert browser("preparer").post("/signals/new", data=FILLED).status_code == 403


def test_the_first_step_asks_form_and_municipality(browser: Browser) -> None:
    asked = browser("inspector").get("/signals/new")
    assert "Stap 1 van 2" in words(asked)
    assert summary(asked) == []
    again = browser("inspector").get("/signals/new?form=&municipality=nowhere")
    assert summary(again) == ["field-form", "field-municipalityCode"]
    # A municipality's own people start with their own municipality.
    assert f'value="{ZUIDSTAD}" selected' in browser("permit_officer").get("/signals/new").text


def test_the_second_step_names_who_will_see_it(browser: Browser) -> None:
    asked = words(browser("inspector").get(f"/signals/new?form=AU&municipality={ZUIDSTAD}"))
    assert "Krijgt dit te zien Gemeente Zuidstad OM Riva Politie Riva RIEC Riva" in asked
    assert "Westdorp" not in asked.split("Krijgt dit te zien")[1]
    assert "Slaapt op of bij de werkplek" in asked


def test_everything_wrong_is_said_at_once_and_what_was_typed_is_kept(world: World, browser: Browser) -> None:
    place = sign(world, "AU09")
    answer = browser("inspector").post(
        "/signals/new",
        data={
            "form": "AU",
            "municipalityCode": ZUIDSTAD,
            "narrative": "  ",
            "place": "Achterin <b>",
            f"observations/{place}/indicator": "AU09",
            "mentions/2/kind": "person",
            "mentions/2/name": "Sem",
            "mentions/2/birthDate": "35-13",
            "observedFrom": "31-2-2026",
        },
    )
    assert answer.status_code == 400
    assert summary(answer) == [
        "field-narrative",
        f"field-observations-{place}-words",
        "field-observedFrom",
        "field-mentions-2-birthDate",
        "field-task",
        "field-organisedCrimeLink",
    ]
    assert 'value="Achterin &lt;b&gt;"' in answer.text
    assert 'value="35-13"' in answer.text
    assert f'value="AU09" checked aria-describedby="field-observations-{place}' not in answer.text
    assert re.search(rf'name="observations/{place}/indicator" value="AU09" checked', answer.text)


def test_words_without_a_tick_are_not_lost(world: World, browser: Browser) -> None:
    place = sign(world, "AU09")
    answer = browser("inspector").post(
        "/signals/new", data={**FILLED, f"observations/{place}/words": "Vier matrassen."}
    )
    assert summary(answer) == [f"field-observations-{place}-indicator"]
    assert "Vink dit kenmerk aan, of maak de tekst eronder leeg." in words(answer)
    assert "Vier matrassen." in answer.text


def test_more_rows_keep_what_was_typed(browser: Browser) -> None:
    answer = browser("inspector").post(
        "/signals/new", data={**FILLED, "mentions/1/name": "Sem", "act": "more"}
    )
    assert answer.status_code == 200
    assert 'name="mentions/5/name"' in answer.text
    assert 'name="mentions/6/name"' not in answer.text
    assert 'name="mentions/1/name" type="text" value="Sem"' in answer.text
    assert "De deur zat op slot." in answer.text


def test_another_form_brings_other_signs_and_keeps_the_rest(browser: Browser) -> None:
    answer = browser("inspector").post("/signals/new", data={**FILLED, "form": "CU", "act": "change"})
    assert answer.status_code == 200
    assert "Criminele uitbuiting, Alkmaar" in words(answer)
    assert "De deur zat op slot." in answer.text


def test_sending_leads_to_a_receipt(world: World, browser: Browser) -> None:
    place = sign(world, "AU09")
    sent = browser("inspector").post(
        "/signals/new",
        data={
            **FILLED,
            f"observations/{place}/indicator": "AU09",
            f"observations/{place}/words": "Vier matrassen.",
            "mentions/2/kind": "vehicle",
            "mentions/2/identifierKind": "licence_plate",
            "mentions/2/identifier": "gz-123-b",
        },
    )
    signal_id = made(sent)
    receipt = browser("inspector").get(f"/signals/{signal_id}/receipt")
    assert "Uw signaal is binnen" in words(receipt)
    assert "Gemeente Zuidstad" in words(receipt)
    shown = words(browser("inspector").get(f"/signals/{signal_id}"))
    assert "Vier matrassen." in shown
    assert "GZ123B" in shown
    assert "Te beoordelen" in shown
    # A receipt is for who reported; anybody else who may see the signal goes to the signal.
    other = browser("preparer").get(f"/signals/{signal_id}/receipt")
    assert (other.status_code, other.headers["location"]) == (303, f"/signals/{signal_id}")


def test_a_double_click_makes_one_signal(world: World, browser: Browser) -> None:
    form = {**FILLED, "key": uuid4().hex, "place": "Dubbel 2"}
    first, second = (made(browser("inspector").post("/signals/new", data=form)) for _ in range(2))
    assert first == second
    assert browser("inspector").get("/signals").text.count("Dubbel 2") == 1


@pytest.mark.parametrize("path", ["", "/receipt", "/additions", "/assess"])
def test_a_hidden_signal_is_a_missing_one(world: World, browser: Browser, path: str) -> None:
    hidden, missing = world.signal(), uuid4()
    for name in ("neighbour", "tax_officer", "auditor"):
        answers = [alike(browser(name).get(f"/signals/{one}{path}"), one) for one in (hidden, missing)]
        assert answers[0] == answers[1]
        assert answers[0].startswith("404")


@pytest.mark.parametrize("path", ["/additions", "/assess"])
@pytest.mark.parametrize("form", [{}, {"text": "Iets."}, DECIDED])
def test_nothing_can_be_done_to_a_hidden_signal(
    world: World, browser: Browser, path: str, form: dict[str, str]
) -> None:
    hidden, missing = world.signal(), uuid4()
    answers = [
        alike(browser("neighbour").post(f"/signals/{one}{path}", data=form), one) for one in (hidden, missing)
    ]
    assert answers[0] == answers[1]
    assert answers[0].startswith("404")


def test_the_reporter_adds_to_its_signal(world: World, browser: Browser) -> None:
    signal_id = world.signal()
    path = f"/signals/{signal_id}/additions"
    empty = browser("inspector").post(path, data={"text": " "})
    assert (empty.status_code, summary(empty)) == (400, ["field-text"])
    form = {"text": "De bestelbus was wit.", "key": uuid4().hex}
    for _ in range(2):
        added = browser("inspector").post(path, data=form)
        assert (added.status_code, added.headers["location"]) == (303, f"/signals/{signal_id}")
    assert browser("inspector").get(f"/signals/{signal_id}").text.count("De bestelbus was wit.") == 1


def test_what_one_may_not_do_is_not_offered(world: World, browser: Browser) -> None:
    signal_id = world.signal()
    shown = browser("permit_officer").get(f"/signals/{signal_id}").text
    assert f"/signals/{signal_id}/assess" not in shown
    assert f"/signals/{signal_id}/additions" not in shown
    for act in ("assess", "additions"):
        answer = browser("permit_officer").get(f"/signals/{signal_id}/{act}")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/signals/{signal_id}")
    # Said as what it is, and not as something that was done.
    warned = browser("permit_officer").get(f"/signals/{signal_id}")
    assert "utrecht-alert--warning" in warned.text
    refused = browser("permit_officer").post(f"/signals/{signal_id}/assess", data=DECIDED)
    assert refused.status_code == 403


def test_a_decision_has_five_answers_and_reasons(world: World, browser: Browser) -> None:
    path = f"/signals/{world.signal()}/assess"
    asked = words(browser("preparer").get(path))
    assert "Is het een concrete waarneming?" in asked
    assert "Dezelfde bemiddelaar" in asked
    answer = browser("preparer").post(path, data={"withinRegion": "false", "newCase/activity": "scan"})
    assert answer.status_code == 400
    assert summary(answer) == [
        "field-concreteObservation",
        "field-listedForm",
        "field-jointProcessingNecessary",
        "field-jointApproachExpected",
        "field-outcome",
        "field-reasons",
    ]
    assert re.search(r'name="withinRegion" value="false" checked', answer.text)
    assert re.search(r'name="newCase/activity" value="scan" checked', answer.text)


def test_taking_up_needs_every_criterion_and_one_case(world: World, browser: Browser) -> None:
    path = f"/signals/{world.signal()}/assess"
    wrong = {**DECIDED, "listedForm": "false", "newCase/title": "", "newCase/purpose": ""}
    answer = browser("preparer").post(path, data=wrong)
    assert summary(answer) == ["field-listedForm", "field-caseId"]
    answer = browser("preparer").post(path, data={**DECIDED, "outcome": "reject"})
    assert summary(answer) == ["field-newCase-title"]


def test_a_signal_is_taken_up_once(world: World, browser: Browser) -> None:
    signal_id = world.signal()
    path = f"/signals/{signal_id}/assess"
    done = browser("preparer").post(path, data=DECIDED)
    assert (done.status_code, done.headers["location"]) == (303, f"/signals/{signal_id}")
    shown = browser("preparer").get(f"/signals/{signal_id}")
    assert "Drie partners nodig." in words(shown)
    assert re.search(r'href="/cases/[0-9a-f-]{36}"', shown.text)
    late = browser("preparer").post(path, data=DECIDED)
    assert late.status_code == 409
    assert "Loods aan de haven" in late.text
    # The reporter is told what became of it, and not why.
    told = words(browser("inspector").get(f"/signals/{signal_id}"))
    assert "Opgepakt" in told
    assert "Drie partners nodig." not in told


def test_a_signal_goes_into_a_case_that_exists(world: World, browser: Browser) -> None:
    case_id, signal_id = world.case(), world.signal()
    form = {
        name: value for name, value in DECIDED.items() if name not in ("newCase/title", "newCase/purpose")
    }
    assert str(case_id) in browser("preparer").get(f"/signals/{signal_id}/assess").text
    done = browser("preparer").post(f"/signals/{signal_id}/assess", data={**form, "caseId": str(case_id)})
    assert done.status_code == 303
    assert f"/cases/{case_id}" in browser("preparer").get(f"/signals/{signal_id}").text


def test_sent_back_asks_the_reporter_again(world: World, browser: Browser) -> None:
    signal_id = world.signal()
    with world.acting("preparer") as (session, actor):
        detection.assess_signal(
            session, actor, signal_id, take_up(outcome="send_back", new_case=None, concrete_observation=False)
        )
    assert "Teruggestuurd" in words(browser("inspector").get(f"/signals/{signal_id}"))
    browser("inspector").post(f"/signals/{signal_id}/additions", data={"text": "Er staat een datum bij."})
    assert "Te beoordelen" in words(browser("inspector").get(f"/signals/{signal_id}"))


def test_htmx_gets_the_same_page(world: World, browser: Browser) -> None:
    """The form picks #main out of the whole page, so that title and address follow."""
    answer = browser("inspector").post("/signals/new", data={"form": "AU"}, headers={"hx-request": "true"})
    assert answer.status_code == 400
    assert 'id="main" hx-select="#main"' in answer.text
