"""The name of a person in parts, from the form to the page, the list and the file."""

from uuid import UUID

import pytest

from db.session import Database
from domain import cases
from tests.web.people import mark_in, summary, words
from tests.web.portal import Portal, open_portal

PARTS = {
    "nameParts/givenNames": "Anna Bella",
    "nameParts/prefix": "De",
    "nameParts/surname": "Vries",
    "nameParts/usage": "V",
    "nameParts/partnerPrefix": "van",
    "nameParts/partnerSurname": "Dam",
    "nameParts/original": "آنا",
}


@pytest.fixture(scope="module")
def portal(module_database: Database) -> Portal:
    return open_portal(module_database)


@pytest.fixture
def case(portal: Portal) -> UUID:
    return portal.world.joined(portal.world.case(), "police")


def test_a_person_is_added_with_parts_and_shown_by_the_name_that_is_used(portal: Portal, case: UUID) -> None:
    form = f"/cases/{case}/subjects/new"
    assert '<details class="why">' in portal.get("analyst", form).text
    sent = {"name": "A. van Dam", "role": "witness", **PARTS}
    wrong = portal.post("analyst", form, kind="organisation", **sent)
    assert (wrong.status_code, summary(wrong)) == (400, ["field-nameParts"])
    assert '<details class="why" open>' in wrong.text
    assert 'value="Anna Bella"' in wrong.text
    assert portal.post("analyst", form, kind="person", **sent).status_code == 303
    with portal.world.acting("detective") as (session, _actor):
        (made,) = cases.subjects_of(session, case)

    page = portal.get("detective", f"/subjects/{made.id}")
    told = words(page)
    assert "<h1" in page.text
    assert made.name == "Anna Bella van Dam-de Vries"
    for said in (made.name, "Formele naam Van Dam-de Vries, A.B.", "Naam zoals geschreven A. van Dam"):
        assert said in told
    assert "<bdi>آنا</bdi>" in page.text
    listed = portal.get("detective", "/subjects?sort=name")
    assert made.name in words(listed)
    assert "Op naam, A eerst" in words(listed)
    file = portal.post("detective", "/lists/subjects/export?sort=name", purpose="Toets", format="csv")
    assert "Anna Bella van Dam-de Vries" in file.text
    assert ";A. van Dam;Anna Bella;de;Vries;van;Dam" in file.text

    edit = portal.get("analyst", f"/subjects/{made.id}/edit").text
    kept = {"name": "A. van Dam", "role": "witness", **PARTS, "nameParts/usage": "E", "was": mark_in(edit)}
    assert portal.post("analyst", f"/subjects/{made.id}/edit", **kept).status_code == 303
    assert "Anna Bella de Vries" in words(portal.get("detective", f"/subjects/{made.id}"))


def test_a_signal_speaks_of_somebody_by_parts_and_a_subject_begins_with_them(portal: Portal) -> None:
    mention = {"kind": "person", "name": "Yasin", "name_parts": {"given_names": "Yasin", "call_name": "Yas"}}
    signal_id = portal.world.signal(mentions=[mention])
    assert "roepnaam: Yas" in words(portal.get("preparer", f"/signals/{signal_id}"))
    case = portal.world.case(signal_id)
    start = portal.get("analyst", f"/cases/{case}/subjects/new").text
    begun = start.split(f"/cases/{case}/subjects/new?mention=")[1].split('"')[0]
    form = portal.get("analyst", f"/cases/{case}/subjects/new?mention={begun}").text
    assert 'name="nameParts/callName" type="text" value="Yas"' in form
    assert '<details class="why" open>' in form
