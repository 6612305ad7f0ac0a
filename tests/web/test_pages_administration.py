"""Administration as its administrator meets it: every page, every form, and never anything of a case."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from api.main import routes
from db.session import Database
from domain import accounts, administration
from domain.calendar import today
from tests.api.caller import API
from tests.statements import statements
from tests.web.people import mark_in, summary, words
from tests.web.portal import NOWHERE, Portal, open_portal

ADMIN = "administrator"
AT = "/administration"


@pytest.fixture(scope="module")
def portal(module_database: Database) -> Portal:
    return open_portal(module_database)


def tomorrow(days: int = 1) -> str:
    return (today() + timedelta(days=days)).isoformat()


def test_the_menu_leads_to_administration_for_the_administrator_alone(portal: Portal) -> None:
    assert 'href="/administration"' in portal.get(ADMIN, "/account").text
    assert 'href="/administration"' not in portal.get("chair", "/account").text
    assert portal.get("chair", AT).status_code == 403


def test_the_overview_says_what_asks_for_attention_and_offers_one_first_act(portal: Portal) -> None:
    shown = portal.get(ADMIN, AT)
    assert "Dit vraagt uw aandacht" in words(shown)
    assert "medewerkers hebben nog geen tweede factor" in words(shown)
    main = shown.text.split('id="main"')[1]
    assert main.count("utrecht-button--primary-action") == 1


PAGES = sorted(
    path
    for path in (
        AT, "/admissions", "/invitations", "/organisations", "/organisations/new", "/people", "/people/new",
        "/clients", "/clients/new", "/code-lists", "/code-lists/indicators", "/code-lists/indicators/new",
        "/code-lists/suppliers", "/code-lists/secrecy-statements/new", "/recertifications",
    )
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_in_dutch_and_shows_no_code(portal: Portal, path: str) -> None:
    shown = portal.get(ADMIN, path if path == AT else AT + path)
    assert shown.status_code == 200
    assert not re.search(
        r"\b(mandate_holder|functional_administrator|no_second_factor|not_admitted)\b", words(shown)
    )


def test_the_administrator_sees_no_content_anywhere(portal: Portal) -> None:
    """Whatever has an address and can be read: nothing of it speaks of the case or the signal that are there."""
    case_id = portal.world.case()
    bakery = portal.world.subject(case_id, name="Bakkerij Geheim")
    signal = portal.world.signal(narrative="Een geheim verhaal.")
    asked = {
        "case_id": case_id,
        "subject_id": bakery,
        "signal_id": signal,
        "name": "forms",
        "code": "not-found",
    }
    looked = 0
    for route in routes(portal.app):
        if route.method != "GET" or route.kind not in ("api", "page"):
            continue
        path = re.sub(r"\{(\w+)\}", lambda found: str(asked.get(found[1], bakery)), route.path)
        shown = portal.get(ADMIN, path)
        assert "Bakkerij Geheim" not in shown.text, route.path
        assert "geheim verhaal" not in shown.text, route.path
        if not any(str(one) in path for one in (case_id, bakery, signal)):
            assert not any(str(one) in shown.text for one in (case_id, bakery, signal)), route.path
        looked += 1
    assert looked > 80


def test_an_organisation_is_added_changed_and_set_aside(portal: Portal) -> None:
    empty = portal.post(ADMIN, f"{AT}/organisations/new", name="", kind="municipality")
    assert empty.status_code == 400
    assert summary(empty) == ["field-name", "field-shortName"]
    form = {"name": "Gemeente Oostdorp", "shortName": "Oostdorp", "kind": "municipality", "key": "o1"}
    refused = portal.post(ADMIN, f"{AT}/organisations/new", **form)
    assert summary(refused) == ["field-municipalityCode"]
    assert 'value="Gemeente Oostdorp"' in refused.text
    form["municipalityCode"] = "GM0361"
    places = {portal.post(ADMIN, f"{AT}/organisations/new", **form).headers["location"] for _ in range(2)}
    (place,) = places
    assert "Gemeente Oostdorp" in words(portal.get(ADMIN, place))

    was = mark_in(portal.get(ADMIN, f"{place}/edit").text)
    portal.post(ADMIN, f"{place}/edit", name="Gemeente Oosterdorp", shortName="Oosterdorp", was=was)
    assert "Gemeente Oosterdorp" in words(portal.get(ADMIN, place))
    assert portal.post(ADMIN, f"{place}/deactivation").status_code == 303
    assert "doet niet meer mee" in words(portal.get(ADMIN, place))
    assert portal.post(ADMIN, f"{place}/deactivation").status_code == 409
    assert portal.post(ADMIN, f"{place}/reactivation").status_code == 303
    own = portal.world.organisations["riec"]
    assert portal.post(ADMIN, f"{AT}/organisations/{own}/deactivation").status_code == 409


def test_a_person_is_invited_by_a_link_that_is_shown_once(portal: Portal) -> None:
    form = {
        "organisationId": str(portal.world.organisations["police"]), "name": "Sanne Blom", "language": "nl",
        "email": "sanne.blom@example.org", "functionTitle": "Rechercheur", "key": "p1",
    }  # fmt: skip
    shown = portal.post(ADMIN, f"{AT}/people/new", **form)
    assert shown.status_code == 200
    assert shown.headers["cache-control"] == "no-store"
    (code,) = re.findall(r"<dd[^>]*>((?:[a-z2-7]{4}-){5}[a-z2-7]{4})</dd>", shown.text)
    assert f"/enrolment#{code}" in shown.text
    (place,) = set(re.findall(rf'{AT}/people/[0-9a-f-]{{36}}(?=")', shown.text))

    again = portal.get(ADMIN, place)
    assert code not in again.text
    assert "Er staat een uitnodiging open" in words(again)
    assert "Sanne Blom" in words(portal.get(ADMIN, f"{AT}/invitations"))
    assert portal.post(ADMIN, f"{place}/withdrawal").status_code == 303
    assert "Sanne Blom" not in words(portal.get(ADMIN, f"{AT}/invitations"))
    taken = portal.post(ADMIN, f"{AT}/people/new", **{**form, "key": "p2"})
    assert (taken.status_code, summary(taken)) == (400, ["field-email"])


def test_roles_and_admissions_are_given_and_ended(portal: Portal) -> None:
    world = portal.world
    place = f"{AT}/people/{world.people['tax_officer']}"
    assert summary(portal.post(ADMIN, f"{place}/roles/new", role="handler")) == ["field-role"]
    given = portal.post(ADMIN, f"{place}/roles/new", role="case_manager", validUntil=tomorrow(9))
    assert given.status_code == 303
    assert "Casemanager" in words(portal.get(ADMIN, place))
    assert portal.post(ADMIN, f"{place}/role-end", role="case_manager").status_code == 303

    admission = {
        "compartment": "R", "screeningKind": "VOG", "screenedOn": today().isoformat(), "validUntil": tomorrow(99),
    }  # fmt: skip
    untrained = portal.post(ADMIN, f"{place}/admissions/new", **admission)
    assert (untrained.status_code, summary(untrained)) == (400, ["field-trainedOn"])
    assert "Zonder opleiding kan niemand worden toegelaten" in words(untrained)
    given = portal.post(ADMIN, f"{place}/admissions/new", **admission, trainedOn=today().isoformat())
    assert given.status_code == 303
    with world.acting(ADMIN) as (session, actor):
        newest = administration.person(session, actor, world.people["tax_officer"]).admissions[-1]
    assert portal.post(ADMIN, f"{place}/admission-end", admission=str(newest.id)).status_code == 303
    assert portal.post(ADMIN, f"{place}/admission-end", admission=str(NOWHERE)).status_code == 404
    assert portal.post(ADMIN, f"{place}/nonsense").status_code == 404


def test_who_leaves_is_signed_out_at_once(portal: Portal) -> None:
    assert portal.get("prosecutor", "/account").status_code == 200
    place = f"{AT}/people/{portal.world.people['prosecutor']}"
    assert "Nu ingelogd" in words(portal.get(ADMIN, place))
    assert portal.post(ADMIN, f"{place}/deactivation").status_code == 303
    assert portal.get("prosecutor", "/account").status_code == 303
    assert portal.post(ADMIN, f"{place}/reactivation").status_code == 303


def test_a_client_gets_its_secret_once(portal: Portal) -> None:
    form = {"organisationId": str(portal.world.organisations["tax"]), "name": "Zaaksysteem", "key": "c1"}
    place = portal.post(ADMIN, f"{AT}/clients/new", **form).headers["location"]
    none = portal.post(ADMIN, f"{place}/secret")
    assert (none.status_code, summary(none)) == (400, ["field-scopes"])
    shown = portal.post(ADMIN, f"{place}/secret", scopes="signals:read", expiresOn=tomorrow(9))
    (secret,) = re.findall(r"schakel_[\w-]{43}", shown.text)
    again = portal.get(ADMIN, place)
    assert secret not in again.text
    assert "Verloopt binnenkort" in words(again)
    other = portal.post(ADMIN, f"{place}/secret", oldUntil=tomorrow(3))
    assert re.search(r"schakel_[\w-]{43}", other.text)
    assert portal.post(ADMIN, f"{place}/revocation").status_code == 303
    assert "Ingetrokken" in words(portal.get(ADMIN, place))
    assert portal.post(ADMIN, f"{AT}/clients/keys").status_code == 303


def test_a_code_is_added_and_ended_on_the_page(portal: Portal) -> None:
    place = f"{AT}/code-lists/intervention-kinds"
    form = {
        "code": "ZZ01", "validFrom": today().isoformat(), "labelNl": "Gesprek", "labelEn": "Talk", "track": "bestuur",
    }  # fmt: skip
    missing = portal.post(ADMIN, f"{place}/new", **form)
    assert (missing.status_code, summary(missing)) == (400, ["field-organisationKinds"])
    assert portal.post(ADMIN, f"{place}/new", **form, organisationKinds="municipality").status_code == 303
    assert "ZZ01" in words(portal.get(ADMIN, place))
    # A code of today can end tomorrow at the earliest.
    assert portal.post(ADMIN, f"{place}/endings", code="ZZ01").status_code == 400
    assert portal.post(ADMIN, f"{place}/endings", code="ZZ01", on=tomorrow()).status_code == 303
    assert portal.get(ADMIN, f"{AT}/code-lists/nonsense").status_code == 404


def test_a_new_secrecy_statement_asks_everybody_anew(fresh_database: Database) -> None:
    portal = open_portal(fresh_database)
    assert portal.get("chair", "/").status_code == 200
    form = {
        "code": "2027-1",
        "validFrom": today().isoformat(),
        "labelNl": "Ik zwijg.",
        "labelEn": "I keep silent.",
    }
    assert portal.post(ADMIN, f"{AT}/code-lists/secrecy-statements/new", **form).status_code == 303

    sent_away = portal.get("chair", "/cases")
    assert (sent_away.status_code, sent_away.headers["location"]) == (303, "/login?next=/cases")
    assert portal.get("chair", "/login?next=/cases").headers["location"] == "/login/secrecy?next=/cases"
    assert "Ik zwijg." in words(portal.get("chair", "/login/secrecy?next=/cases"))
    api = portal.get("chair", f"{API}/cases")
    assert (api.status_code, api.json()["type"].rsplit("/")[-1]) == (403, "secrecy-statement")
    assert summary(portal.post("chair", "/login/secrecy", version="2027-1")) == ["field-secrecy"]
    old = portal.post("chair", "/login/secrecy", version="2026-1", secrecy="true")
    assert "intussen gewijzigd" in words(old)
    done = portal.post("chair", "/login/secrecy", version="2027-1", secrecy="true", next="/cases")
    assert done.headers["location"] == "/cases"
    assert portal.get("chair", "/cases").status_code == 200


def test_a_mandate_holder_confirms_the_own_people(fresh_database: Database) -> None:
    portal = open_portal(fresh_database)
    begun = portal.post(ADMIN, f"{AT}/recertifications", dueOn=tomorrow(21), key="r1")
    place = begun.headers["location"]
    assert portal.post(ADMIN, f"{AT}/recertifications", dueOn=tomorrow(21), key="r2").status_code == 409
    assert "0 van 15" in words(portal.get(ADMIN, AT))

    account = portal.get("case_manager", "/account")
    assert place in account.text
    shown = portal.get("case_manager", place)
    assert "Permit Officer" in words(shown)
    assert "Inspector" not in words(shown)
    someone = str(portal.world.people["permit_officer"])
    assert portal.post("case_manager", place, personId=someone, outcome="confirmed").status_code == 303
    twice = portal.post("case_manager", place, personId=someone, outcome="ended")
    assert twice.status_code == 409
    stranger = str(portal.world.people["inspector"])
    assert portal.post("case_manager", place, personId=stranger, outcome="ended").status_code == 404
    assert portal.get("permit_officer", place).status_code == 403
    assert "1 van 15" in words(portal.get(ADMIN, place))


def test_a_deputy_is_named_on_ones_account(portal: Portal) -> None:
    form = {"deputyId": str(portal.world.people["permit_officer"]), "validFrom": today().isoformat()}
    missing = portal.post("case_manager", "/account/deputy", **form)
    assert summary(missing) == ["field-validUntil"]
    named = portal.post("case_manager", "/account/deputy", **form, validUntil=tomorrow(7), key="d1")
    assert named.status_code == 303
    assert "Permit Officer" in words(portal.get("case_manager", "/account"))
    assert "U let op het werk van Case Manager" in words(portal.get("permit_officer", "/account"))
    (path,) = re.findall(
        r'action="(/account/deputy/[0-9a-f-]{36}/end)"', portal.get("case_manager", "/account").text
    )
    assert portal.post("permit_officer", path).status_code == 404
    assert portal.post("case_manager", path).status_code == 303
    assert "U let op het werk van" not in words(portal.get("permit_officer", "/account"))


@pytest.mark.parametrize(
    "path", ["/people", "/organisations", "/invitations", "/clients", "/recertifications", ""]
)
def test_a_page_costs_as_many_statements_however_much_there_is(fresh_database: Database, path: str) -> None:
    portal = open_portal(fresh_database)
    few = _statements(portal, AT + path)
    _crowd(portal)
    assert _statements(portal, AT + path) == few


def _crowd(portal: Portal) -> None:
    """Thirty more people, some invited, and more clients."""
    world = portal.world
    made: list[UUID] = []
    with world.acting(ADMIN) as (session, actor):
        for number in range(30):
            person = administration.AddActor(
                organisation_id=world.organisations["police"],
                name=f"Noor {number}",
                email=f"n{number}@example.org",
            )
            made.append(administration.add_actor(session, actor, person))
            client = administration.AddClient(
                organisation_id=world.organisations["tax"], name=f"Client {number}"
            )
            made.append(administration.add_client(session, actor, client))
    with world.database.session_as("login") as login:
        for actor_id in made[::2]:
            accounts.issue_enrolment(login, actor_id)
        for actor_id in made[1::2]:
            accounts.create_api_client(login, actor_id, [])
        login.commit()


def _statements(portal: Portal, path: str) -> int:
    portal.get(ADMIN, path)
    with statements(portal.world.database, "app", "login") as counted:
        assert portal.get(ADMIN, path).status_code == 200
    return len(counted)
