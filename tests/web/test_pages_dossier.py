"""Dossier building in the browser: the subject, contributions, questions and answers, declaring it ready."""

from datetime import timedelta
from uuid import UUID

import pytest

from db.session import Database
from domain import dossier
from domain.calendar import today
from tests.web.people import mark_in, words
from tests.web.portal import Portal, assert_hidden, open_portal

LATER = str(today() + timedelta(days=14))
HOUSING = {
    "category": "housing",
    "text": "Er staan elf mensen ingeschreven.",
    "source": "BRP",
    "attested": "true",
}


@pytest.fixture(scope="module")
def portal(module_database: Database) -> Portal:
    return open_portal(module_database)


@pytest.fixture
def case(portal: Portal) -> UUID:
    return portal.world.joined(portal.world.case(), "inspectorate", "police", "tax")


@pytest.fixture
def bakery(portal: Portal, case: UUID) -> UUID:
    return portal.world.subject(case)


@pytest.fixture
def held(portal: Portal, bakery: UUID) -> UUID:
    """What the municipality contributed."""
    with portal.world.acting("case_manager") as (session, actor):
        given = dossier.Contribute(category="housing", text="Elf mensen.", source="BRP", attested=True)
        return dossier.contribute(session, actor, bakery, given).id


@pytest.fixture
def question(portal: Portal, case: UUID, bakery: UUID) -> UUID:
    """What the tax service was asked."""
    given = dossier.Ask(
        asked_id=portal.world.organisations["tax"],
        subject_id=bakery,
        question="Wordt er loonheffing afgedragen?",
        due_on=today() + timedelta(days=14),
    )
    with portal.world.acting("analyst") as (session, actor):
        return dossier.request(session, actor, case, given).id


def contributed(portal: Portal, subject_id: UUID) -> list[str]:
    """The texts in the dossier, as the municipality sees it."""
    with portal.world.acting("case_manager") as (session, actor):
        return [one.text for one in dossier.contributions(session, actor, subject_id)]


def test_a_partner_sees_the_subject_what_was_contributed_and_what_it_can_do(
    portal: Portal, bakery: UUID, held: UUID
) -> None:
    page = portal.get("inspector", f"/subjects/{bakery}")
    assert page.status_code == 200
    assert "Bakkerij Zuid" in words(page)
    assert "Elf mensen." in words(page)
    assert "Huisvesting" in words(page)
    assert f"/subjects/{bakery}/contributions/new" in page.text
    assert f"/subjects/{bakery}/conclude" not in page.text
    assert f"/contributions/{held}/edit" not in page.text
    assert f"/contributions/{held}/edit" in portal.get("case_manager", f"/subjects/{bakery}").text


def test_who_may_not_know_of_it_finds_nothing(
    portal: Portal, case: UUID, bakery: UUID, held: UUID, question: UUID
) -> None:
    for path, hidden in (
        ("/subjects/{}", bakery),
        ("/subjects/{}/contributions/new", bakery),
        ("/subjects/{}/conclude", bakery),
        ("/contributions/{}/edit", held),
        ("/cases/{}/requests/new", case),
        ("/requests/{}", question),
    ):
        assert_hidden(portal, "neighbour", path, hidden)
    # Takes part in the case, but not in the question.
    assert_hidden(portal, "detective", "/requests/{}", question)


def test_sending_a_form_about_a_hidden_thing_is_sending_it_nowhere(portal: Portal, bakery: UUID) -> None:
    assert portal.post("neighbour", f"/subjects/{bakery}/contributions/new", **HOUSING).status_code == 404
    assert portal.post("neighbour", f"/subjects/{bakery}/contributions/new").status_code == 404
    assert contributed(portal, bakery) == []


def test_only_what_the_organisation_supplies_in_an_open_phase_can_be_chosen(
    portal: Portal, bakery: UUID
) -> None:
    page = portal.get("case_manager", f"/subjects/{bakery}/contributions/new").text
    assert 'value="permits"' in page
    assert 'value="residence"' not in page  # the immigration service's
    assert (
        'value="police_8_13"' not in portal.get("detective", f"/subjects/{bakery}/contributions/new").text
    )  # phase 2


def test_contributing_once_however_often_it_is_sent(portal: Portal, bakery: UUID) -> None:
    path = f"/subjects/{bakery}/contributions/new"
    for _ in range(2):
        done = portal.post("case_manager", path, **HOUSING, key="a1")
        assert (done.status_code, done.headers["location"]) == (303, f"/subjects/{bakery}")
    assert contributed(portal, bakery) == [HOUSING["text"]]


def test_everything_wrong_with_a_contribution_is_said_at_once_and_what_was_typed_stays(
    portal: Portal, bakery: UUID
) -> None:
    page = portal.post(
        "case_manager",
        f"/subjects/{bakery}/contributions/new",
        text="Elf <b>mensen</b>",
        observedOn="ooit",
        key="k1",
    )
    assert page.status_code == 400
    for name in ("category", "source", "observedOn", "attested"):
        assert f'id="field-{name}-problem"' in page.text
    assert "Elf &lt;b&gt;mensen&lt;/b&gt;" in page.text
    assert 'value="ooit"' in page.text
    assert 'value="k1"' in page.text
    wrong = portal.post(
        "case_manager", f"/subjects/{bakery}/contributions/new", **HOUSING | {"category": "residence"}
    )
    assert wrong.status_code == 400
    assert 'id="field-category-problem"' in wrong.text


def test_correcting_an_own_contribution(portal: Portal, bakery: UUID, held: UUID) -> None:
    page = portal.get("case_manager", f"/contributions/{held}/edit")
    assert "Elf mensen." in page.text
    version = mark_in(page.text)
    sent = {"text": "Negen mensen.", "source": "BRP", "was": version}
    assert portal.post("case_manager", f"/contributions/{held}/edit", **sent).status_code == 303
    assert contributed(portal, bakery) == ["Negen mensen."]
    assert "verbeterd" in words(portal.get("inspector", f"/subjects/{bakery}"))

    late = portal.post("permit_officer", f"/contributions/{held}/edit", **sent | {"text": "Tien mensen."})
    assert late.status_code == 409
    assert "Negen mensen." in late.text
    assert "Tien mensen." in late.text
    assert contributed(portal, bakery) == ["Negen mensen."]
    knowing = sent | {"text": "Tien mensen.", "was": mark_in(late.text)}
    assert portal.post("permit_officer", f"/contributions/{held}/edit", **knowing).status_code == 303
    assert contributed(portal, bakery) == ["Tien mensen."]


def test_nobody_corrects_what_another_contributed(portal: Portal, held: UUID) -> None:
    assert portal.get("inspector", f"/contributions/{held}/edit").status_code == 403
    assert portal.post("inspector", f"/contributions/{held}/edit", text="x", source="y").status_code == 403


def test_asking_a_partner(portal: Portal, case: UUID, bakery: UUID) -> None:
    path = f"/cases/{case}/requests/new"
    page = portal.get("case_manager", f"{path}?subject={bakery}")
    assert f'<option value="{bakery}" selected>' in page.text
    assert "Gemeente Westdorp" not in page.text
    wrong = portal.post("case_manager", path, question="Is het bekend?", dueOn=str(today()))
    assert wrong.status_code == 400
    assert 'id="field-askedId-problem"' in wrong.text
    assert "Is het bekend?" in wrong.text
    asked = {
        "askedId": str(portal.world.organisations["police"]),
        "question": "Is het bekend?",
        "ground": "WGS-1.5-1",
    }
    done = portal.post("case_manager", path, **asked, dueOn=LATER, subjectId=str(bakery))
    assert done.status_code == 303
    assert "Is het bekend?" in words(portal.get("detective", done.headers["location"]))
    assert portal.get("detective", path).status_code == 409


def test_questions_are_listed_for_who_asked_and_who_was_asked(portal: Portal, question: UUID) -> None:
    for name, title in (("tax_officer", "Aan ons gevraagd"), ("analyst", "Door ons gevraagd")):
        page = portal.get(name, "/requests")
        assert title in words(page)
        assert f"/requests/{question}" in page.text
    assert str(question) not in portal.get("detective", "/requests").text


def test_answering_a_question_once(portal: Portal, question: UUID) -> None:
    path = f"/requests/{question}"
    assert "zwaarwegende redenen" in words(portal.get("tax_officer", path))
    assert "/answers" not in portal.get("analyst", path).text
    empty = portal.post("tax_officer", f"{path}/answers", text="Wij hebben gezocht.")
    assert empty.status_code == 400
    assert "Wij hebben gezocht." in empty.text
    done = portal.post("tax_officer", f"{path}/answers", outcome="nothing_known", text="Wij hebben gezocht.")
    assert (done.status_code, done.headers["location"]) == (303, path)
    assert "Niets bekend" in words(portal.get("analyst", path))
    again = portal.post("tax_officer", f"{path}/answers", outcome="refused", text="Toch niet.")
    assert again.status_code == 409
    assert "Toch niet." in again.text
    assert portal.get("tax_officer", f"{path}/answers").headers["location"] == path


def test_nobody_answers_for_another(portal: Portal, question: UUID) -> None:
    refused = portal.post("analyst", f"/requests/{question}/answers", outcome="provided")
    assert refused.status_code == 403


def test_declaring_the_dossier_ready_and_coming_too_late(
    portal: Portal, bakery: UUID, held: UUID, question: UUID
) -> None:
    path = f"/subjects/{bakery}/conclude"
    assert "Er staat nog 1 vraag open" in words(portal.get("analyst", path))
    assert portal.post("analyst", path).status_code == 400
    assert portal.post("analyst", path, reasons="Alles is er.").status_code == 303
    assert "Weging" in words(portal.get("inspector", f"/subjects/{bakery}"))
    late = portal.post("case_manager", path, reasons="Volgens ons ook.")
    assert late.status_code == 409
    assert "Volgens ons ook." in late.text
    assert "Nu in stap Weging" in words(late)
    assert "wrong-step" not in late.text
    assert portal.get("analyst", path).status_code == 409


def test_what_is_not_shared_is_said_kindly(portal: Portal, bakery: UUID) -> None:
    world = portal.world
    world.weighed(world.concluded(bakery), "none")
    page = portal.get("inspector", f"/subjects/{bakery}")
    assert page.status_code == 200
    assert "Niet gedeeld met u" in words(page)
    assert "Bakkerij Zuid" not in words(page)


def test_several_partners_are_asked_at_once_and_each_answer_is_seen(
    portal: Portal, case: UUID, bakery: UUID
) -> None:
    of = portal.world.organisations
    form = f"/cases/{case}/information-rounds/new"
    assert form in portal.get("case_manager", f"/cases/{case}/requests").text
    wrong = portal.post("case_manager", form, question="Bekend?", askedIds=str(of["westdorp"]))
    assert wrong.status_code == 400
    assert "Bekend?" in wrong.text
    assert "Vul dit in" in words(wrong)

    asked = {
        "askedIds": [str(of["police"]), str(of["tax"])], "subjectIds": [str(bakery)],
        "question": "Is de bakkerij bij u bekend?", "ground": "WGS-1.5-1", "dueOn": LATER,
    }  # fmt: skip
    sent = portal.post("case_manager", form, **asked)
    assert sent.status_code == 303
    place = sent.headers["location"]
    page = portal.get("case_manager", place)
    assert "0 van 2 beantwoord" in words(page)
    assert all(one in words(page) for one in ("Politie Riva", "Belastingdienst", "Bakkerij Zuid"))
    assert_hidden(
        portal, "detective", "/information-rounds/{}", UUID(place.removeprefix("/information-rounds/"))
    )
    assert place in portal.get("case_manager", f"/cases/{case}/requests").text
    assert place not in portal.get("detective", f"/cases/{case}/requests").text


def test_its_owner_says_how_reliable_it_is_and_may_say_otherwise(portal: Portal, bakery: UUID) -> None:
    form = f"/subjects/{bakery}/contributions/new"
    graded = HOUSING | {"sourceReliability": "B", "contentCredibility": "3"}
    assert portal.post("case_manager", form, **graded).status_code == 303
    assert "bron B: meestal betrouwbaar · inhoud 3: mogelijk juist" in words(
        portal.get("inspector", f"/subjects/{bakery}")
    )
    with portal.world.acting("case_manager") as (session, actor):
        (made,) = dossier.contributions(session, actor, bakery)
    edit = f"/contributions/{made.id}/edit"
    page = portal.get("case_manager", edit).text
    changed = {"text": "Negen.", "source": "BRP", "sourceReliability": "", "contentCredibility": "7"}
    refused = portal.post("case_manager", edit, was=mark_in(page), **changed)
    assert refused.status_code == 400
    changed["contentCredibility"] = "1"
    assert portal.post("case_manager", edit, was=mark_in(page), **changed).status_code == 303
    with portal.world.acting("inspector") as (session, actor):
        (seen,) = dossier.contributions(session, actor, bakery)
    assert (seen.source_reliability, seen.content_credibility) == (None, 1)
