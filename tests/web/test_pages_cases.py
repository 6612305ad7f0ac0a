"""Cases as people meet them, with search and the printed matrix: what is shown, what may be done, what is hidden."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from domain import cases, detection, dossier
from domain.calendar import today
from tests.web.people import Browser, alike, summary, words
from tests.world import World

FORMS = ("subjects/new", "participants/new", "phases/new", "manager")


@pytest.fixture(scope="module")
def case_id(world: World) -> UUID:
    """A case with two subjects in different steps, a question and a partner."""
    case_id = world.joined(world.case(), "inspectorate")
    subject_id = world.subject(case_id, "Bakkerij Zuid")
    world.concluded(world.subject(case_id, "Radko Dimitrov", kind="person", role="perpetrator"))
    with world.acting("analyst") as (session, actor):
        asked = dossier.Ask(
            asked_id=world.organisations["inspectorate"], subject_id=subject_id,
            question="Welke controles zijn er geweest?", due_on=today() + timedelta(days=9),
        )  # fmt: skip
        dossier.request(session, actor, case_id, asked)
    return case_id


def test_the_list_has_the_cases_one_takes_part_in(browser: Browser, case_id: UUID) -> None:
    for name in ("chair", "inspector", "case_manager"):
        assert f'href="/cases/{case_id}"' in browser(name).get("/cases").text
    for name in ("neighbour", "tax_officer", "auditor"):
        listed = browser(name).get("/cases")
        assert str(case_id) not in listed.text
        assert "Hier staan nog geen casussen" in words(listed)


def test_the_page_of_a_case_tells_who_stands_where(browser: Browser, case_id: UUID) -> None:
    shown = words(browser("chair").get(f"/cases/{case_id}"))
    assert "Doel: Nagaan of er sprake is van uitbuiting." in shown
    assert "Stap 3 van 6: Weging" in shown
    assert "Stap 2 van 6: Dossiervorming" in shown
    assert "1 van 1 vraag is nog niet beantwoord." in shown
    assert "Fase 1: basisgegevens" in shown
    assert "verklaarde het dossier van Radko Dimitrov gereed" in shown
    assert "nog niet aangewezen; aan te wijzen vóór" in shown


def test_acts_are_those_of_the_viewer(browser: Browser, case_id: UUID) -> None:
    def acts(name: str) -> set[str]:
        shown = browser(name).get(f"/cases/{case_id}").text
        offered = re.search(r'<ul class="menu-list">.*?</ul>', shown, re.DOTALL)
        return set(re.findall(rf'href="/cases/{case_id}/([^"]+)"', offered[0])) if offered else set()

    assert acts("chair") == {
        "subjects/new", "requests/new", "participants/new", "phases/new", "circle", "disclosures",
    }  # fmt: skip
    assert acts("case_manager") == {"subjects/new", "requests/new", "manager", "circle"}
    # As mandate holder: for its own people.
    assert acts("inspector") == {"circle"}


@pytest.mark.parametrize("path", ["", *(f"/{form}" for form in FORMS)])
def test_a_hidden_case_is_a_missing_one(browser: Browser, case_id: UUID, path: str) -> None:
    missing = uuid4()
    for name in ("neighbour", "tax_officer", "auditor"):
        answers = [alike(browser(name).get(f"/cases/{one}{path}"), one) for one in (case_id, missing)]
        assert answers[0] == answers[1]
        assert answers[0].startswith("404")


@pytest.mark.parametrize("path", FORMS)
def test_nothing_can_be_done_to_a_hidden_case(browser: Browser, case_id: UUID, path: str) -> None:
    missing = uuid4()
    answers = [
        alike(browser("neighbour").post(f"/cases/{one}/{path}", data={"name": "Sem"}), one)
        for one in (case_id, missing)
    ]
    assert answers[0] == answers[1]
    assert answers[0].startswith("404")


def test_a_form_one_cannot_use_leads_back(browser: Browser, case_id: UUID) -> None:
    for path in FORMS:
        answer = browser("inspector").get(f"/cases/{case_id}/{path}")
        assert (answer.status_code, answer.headers["location"]) == (303, f"/cases/{case_id}")


def test_what_a_signal_says_needs_no_second_typing(world: World, browser: Browser) -> None:
    signal_id = world.signal(mentions=[{"kind": "person", "name": "Sem Bakker", "birth_date": "1985-03"}])
    case_id = world.case(signal_id)
    with world.acting("preparer") as (session, actor):
        [mention] = detection.mentions_of_case(session, actor, case_id)
    path = f"/cases/{case_id}/subjects/new"
    asked = browser("preparer").get(path).text
    assert f'href="{path}?mention={mention.id}"' in asked
    assert 'value="Sem Bakker"' not in asked
    begun = browser("preparer").get(f"{path}?mention={mention.id}").text
    assert 'name="name" type="text" value="Sem Bakker"' in begun
    assert 'value="1985-03"' in begun
    # One of another case, or one that never was, begins nothing.
    assert browser("preparer").get(f"{path}?mention={uuid4()}").status_code == 200
    assert f"mention={mention.id}" not in browser("preparer").get(f"/cases/{world.case()}/subjects/new").text


def test_a_mention_is_given_to_readers_of_its_signal_alone(world: World) -> None:
    signal_id = world.signal(mentions=[{"kind": "person", "name": "Sem Bakker"}])
    case_id = world.joined(world.case(signal_id), "inspectorate")
    for name in ("inspector", "neighbour", "tax_officer"):
        with world.acting(name) as (session, actor):
            readable = [one.id for one in detection.signals_of_case(session, case_id)]
            given = {one.signal_id for one in detection.mentions_of_case(session, actor, case_id)}
            assert given <= set(readable)
    with world.acting("neighbour") as (session, actor):
        assert not detection.mentions_of_case(session, actor, case_id)


def test_a_subject_is_added_once(world: World, browser: Browser) -> None:
    case_id = world.case()
    path = f"/cases/{case_id}/subjects/new"
    asked = words(browser("analyst").get(path))
    assert "Krijgt dit te zien Gemeente Zuidstad" in asked
    wrong = browser("analyst").post(path, data={"kind": "person", "birthDate": "nooit"})
    assert wrong.status_code == 400
    assert summary(wrong) == ["field-role"]
    wrong = browser("analyst").post(
        path, data={"kind": "person", "role": "victim", "birthDate": "nooit", "identifier": "12"}
    )
    assert summary(wrong) == ["field-birthDate", "field-identifierKind"]
    assert 'value="nooit"' in wrong.text
    form = {"kind": "person", "role": "victim", "name": "Mai Tran", "key": uuid4().hex}
    for _ in range(2):
        done = browser("analyst").post(path, data=form)
        assert (done.status_code, done.headers["location"]) == (303, f"/cases/{case_id}")
    with world.acting("analyst") as (session, _):
        assert [one.name for one in cases.subjects_of(session, case_id)] == ["Mai Tran"]


def test_a_partner_joins_with_a_reason(world: World, browser: Browser) -> None:
    case_id = world.joined(world.case(), "police")
    path = f"/cases/{case_id}/participants/new"
    offered = browser("chair").get(path).text
    assert "Belastingdienst" in offered
    assert "Politie Riva" not in offered
    wrong = browser("chair").post(path, data={"part": "partner"})
    assert (wrong.status_code, summary(wrong)) == (400, ["field-organisationId", "field-reason"])
    tax = str(world.organisations["tax"])
    done = browser("chair").post(
        path, data={"organisationId": tax, "part": "partner", "reason": "Geldstroom."}
    )
    assert done.status_code == 303
    assert browser("tax_officer").get(f"/cases/{case_id}").status_code == 200


def test_phases_open_one_by_one(world: World, browser: Browser) -> None:
    case_id = world.case()
    path = f"/cases/{case_id}/phases/new"
    assert "Fase 2: fiscale" in words(browser("chair").get(path))
    assert summary(browser("chair").post(path, data={"phase": "2"})) == ["field-necessity"]
    form = {"phase": "2", "necessity": "Om de geldstroom te volgen."}
    assert browser("chair").post(path, data=form).status_code == 303
    again = browser("chair").post(path, data=form)
    assert again.status_code == 409
    assert "Om de geldstroom te volgen." in again.text
    assert browser("chair").post(path, data={**form, "phase": "3"}).status_code == 303
    # After the last phase there is no next one to offer.
    assert browser("chair").get(path).status_code == 303
    assert "phases/new" not in browser("chair").get(f"/cases/{case_id}").text


def test_the_municipality_names_its_case_manager(world: World, browser: Browser) -> None:
    case_id = world.case()
    path = f"/cases/{case_id}/manager"
    offered = words(browser("case_manager").get(path))
    assert "Case Manager" in offered
    assert "Neighbour" not in offered
    assert summary(browser("case_manager").post(path)) == ["field-managerId"]
    stranger = browser("case_manager").post(path, data={"managerId": str(world.people["neighbour"])})
    assert (stranger.status_code, summary(stranger)) == (400, ["field-managerId"])
    done = browser("case_manager").post(path, data={"managerId": str(world.people["case_manager"])})
    assert done.status_code == 303
    assert "Casemanager: Case Manager, sinds" in words(browser("chair").get(f"/cases/{case_id}"))


def test_search_asks_for_a_purpose_and_finds_what_is_shared(browser: Browser, case_id: UUID) -> None:
    assert "Waarvoor hebt u het nodig?" in words(browser("chair").get("/search"))
    wrong = browser("chair").post("/search", data={"query": " "})
    assert (wrong.status_code, summary(wrong)) == (400, ["field-query", "field-purpose"])
    question = {"query": "Dimitrof", "purpose": "Casusoverleg"}
    found = browser("chair").post("/search", data=question)
    assert found.status_code == 200
    assert re.search(r'href="/subjects/[0-9a-f-]{36}"', found.text)
    assert "Radko Dimitrov" in words(found)
    assert "Betrokkenen 1" in words(found)
    # What was remembered of a form without a case to choose from does not get in the way of the next question.
    assert 'value="Casusoverleg"' in browser("chair").get("/search").text
    # Who sees nothing of it gets exactly what somebody gets who asks for what never was.
    hidden = browser("neighbour").post("/search", data=question)
    never = browser("neighbour").post("/search", data={**question, "query": "Xyzzyplugh"})
    assert hidden.status_code == never.status_code == 200
    assert "Niets gevonden voor" in words(hidden)
    assert words(hidden).replace("Dimitrof", "") == words(never).replace("Xyzzyplugh", "")


def test_the_matrix_reads_as_a_table_for_everybody(browser: Browser) -> None:
    shown = words(browser("auditor").get("/sharing"))
    assert "Betrokken gemeente Grondslag: WGS 2.23(5), sinds 1 maart 2025" in shown
    # Partners see fiscal data as content in weighing only, and that it exists in dossier building.
    partner = shown.split("Partner Grondslag:")[1].split("Vrager")[0]
    assert "Fiscale gegevens 2 dat het er is nauwer inhoud nauwer – – – – BGS 2.15 nauwer" in partner
    assert "Huisvesting 1 inhoud inhoud – – – – BGS 2.15 alles wat de wet toestaat" in partner
    # Every line has a ground, that of the part where the kind of data has none of its own; and no part is without lines.
    assert "Status 0 hoofdlijn hoofdlijn hoofdlijn hoofdlijn hoofdlijn hoofdlijn WGS 2.23(5)" in partner
    assert "0 hoofdlijn WGS 2.18" in shown.split("Uitgenodigd voor een casusoverleg Grondslag:")[1]


def test_the_whole_matrix_is_opened_to_print_it(browser: Browser) -> None:
    """A table that is folded is not on paper."""
    folded, opened = (browser("auditor").get(path).text for path in ("/sharing", "/sharing?all=yes"))
    assert folded.count('<details class="why" open') == 0
    assert opened.count('<details class="why" open') == opened.count('<details class="why"') == 9
