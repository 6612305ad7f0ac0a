"""Administration over the API: the same acts as on the pages, retried without doubles, with secrets in one answer only."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from db.session import Database
from domain.accounts import ApiScope
from domain.actor import StaffRole
from domain.calendar import today
from tests.api.caller import API, Caller, calling
from tests.world import sworn_to_secrecy

ADMIN = "administrator"


@pytest.fixture(scope="module")
def caller(module_database: Database) -> Iterator[Caller]:
    with calling(module_database) as made:
        yield made


def day(days: int) -> str:
    return (today() + timedelta(days=days)).isoformat()


def sent(
    caller: Caller, path: str, body: Any = None, status: int = 201, who: str = ADMIN, **headers: str
) -> Any:
    answer = caller.post(who, API + path, {} if body is None else body, **headers)
    assert answer.status_code == status, answer.text
    return answer.json() if answer.content else None


def test_a_person_is_added_once_and_let_in(caller: Caller) -> None:
    person = {
        "organisationId": str(caller.world.organisations["police"]),
        "name": "Noor",
        "email": "noor@example.org",
    }
    made = sent(caller, "/people", person, idempotency_key="noor-1")
    assert sent(caller, "/people", person, idempotency_key="noor-1")["id"] == made["id"]
    at = f"/people/{made['id']}"
    assert sent(caller, f"{at}/roles", {"role": "handler", "validUntil": day(9)})["roles"] == ["handler"]
    refused = sent(
        caller,
        f"{at}/admissions",
        {"compartment": "R", "screeningKind": "VOG", "screenedOn": day(-9), "validUntil": day(9)},
        400,
    )
    assert [(one["pointer"], one["code"]) for one in refused["errors"]] == [
        ("/trainedOn", "training-missing")
    ]
    admission = {
        "compartment": "R",
        "screeningKind": "VOG",
        "screenedOn": day(-9),
        "trainedOn": day(-8),
        "validUntil": day(30),
    }
    seen = sent(caller, f"{at}/admissions", admission)
    assert seen["admittedUntil"] == day(30)
    assert [one["state"] for one in seen["admissions"]] == ["expiring"]
    expiring = caller.seen(ADMIN, "/admissions")["items"]
    assert [one["personId"] for one in expiring] == [made["id"]]

    invitation = sent(caller, f"{at}/invitations")
    assert invitation["link"].endswith(f"/enrolment#{invitation['code']}")
    assert [one["personId"] for one in caller.seen(ADMIN, "/invitations")["items"]].count(made["id"]) == 1
    assert invitation["code"] not in caller.get(ADMIN, f"{API}/invitations").text
    account = caller.seen(ADMIN, f"{at}/account")
    assert (account["hasPassword"], account["invitedUntil"] is not None, account["sessions"]) == (
        False,
        True,
        [],
    )
    sent(caller, f"{at}/invitation-withdrawals", status=204)
    sent(caller, f"{at}/invitation-withdrawals", status=404)
    sent(caller, f"{at}/password-demands", status=404)

    tag = caller.get(ADMIN, API + at).headers["etag"]
    changed = {"name": "Noor Smit", "email": "noor@example.org"}
    assert caller.call(ADMIN, "PUT", API + at, changed).status_code == 428
    assert caller.call(ADMIN, "PUT", API + at, changed, if_match=tag).json()["name"] == "Noor Smit"
    assert caller.call(ADMIN, "PUT", API + at, changed, if_match=tag).status_code == 412
    assert sent(caller, f"{at}/deactivations")["active"] is False
    sent(caller, f"{at}/deactivations", status=409)
    assert sent(caller, f"{at}/reactivations")["active"] is True
    ended = sent(caller, f"{at}/role-endings", {"role": "handler"})
    assert (ended["roles"], ended["allRoles"][0]["state"]) == ([], "ended")


def test_people_are_found_by_organisation_and_in_parts(caller: Caller) -> None:
    organisation = caller.world.organisations["zuidstad"]
    found = caller.seen(ADMIN, f"/people?organisationId={organisation}")
    assert {one["organisation"] for one in found["items"]} == {"Gemeente Zuidstad"}
    first = caller.seen(ADMIN, "/people?limit=5")
    second = caller.seen(ADMIN, f"/people?limit=5&after={first['next']}")
    assert not {one["id"] for one in first["items"]} & {one["id"] for one in second["items"]}
    assert caller.get(ADMIN, f"{API}/people?state=nonsense").status_code == 400


def test_a_clients_secret_is_in_one_answer_only_and_works(caller: Caller) -> None:
    client = sent(
        caller, "/api-clients", {"organisationId": str(caller.world.organisations["tax"]), "name": "Monitor"}
    )
    at = f"/api-clients/{client['id']}"
    assert client["state"] == "no_secret"
    new = sent(caller, f"{at}/secrets", {"scopes": ["signals:read"], "expiresOn": day(300)})
    proof = {"grant_type": "client_credentials", "client_id": new["clientId"], "client_secret": new["secret"]}
    assert caller.client.post("/oauth/token", data=proof).status_code == 200
    seen = caller.seen(ADMIN, at)
    assert (seen["state"], seen["scopes"], seen["lastUsedAt"] is not None) == (
        "works",
        ["signals:read"],
        True,
    )
    assert new["secret"] not in caller.get(ADMIN, f"{API}/api-clients").text
    assert sent(caller, f"{at}/revocations")["state"] == "revoked"
    assert caller.client.post("/oauth/token", data=proof).status_code == 401


def test_a_new_key_signs_and_the_old_one_still_verifies(caller: Caller) -> None:
    before = caller.seen(ADMIN, "/signing-keys")["items"]
    after = sent(caller, "/signing-keys")["items"]
    assert [one["kid"] for one in after][1:] == [one["kid"] for one in before]
    assert after[0]["retiredAt"] is None
    published = caller.client.get("/.well-known/jwks.json").json()["keys"]
    assert {one["kid"] for one in published} == {one["kid"] for one in after}


def test_every_code_list_is_listed_and_can_be_read(caller: Caller) -> None:
    lists = caller.seen("inspector", "/code-lists")["items"]
    assert {one["name"] for one in lists} >= {
        "forms", "indicators", "municipalities", "intervention-kinds", "legal-grounds", "decision-kinds",
        "organisation-kinds", "categories", "suppliers", "retention-terms", "secrecy-statements",
    }  # fmt: skip
    for one in lists:
        items = caller.seen("inspector", f"/code-lists/{one['name']}")["items"]
        assert len(items) == one["current"], one["name"]
    kinds = {one["code"]: one for one in caller.seen("inspector", "/code-lists/intervention-kinds")["items"]}
    assert "labour_inspectorate" in kinds["AR01"]["details"]["organisationKinds"]
    grounds = {one["code"]: one for one in caller.seen("inspector", "/code-lists/legal-grounds")["items"]}
    assert grounds["WGS-1.5-1"]["labelNl"]
    assert grounds["WGS-1.5-1"]["details"]["article"]
    categories = {one["code"]: one for one in caller.seen("inspector", "/code-lists/categories")["items"]}
    assert categories["housing"]["details"]["suppliers"]


def test_a_code_is_added_from_a_day_and_ended_on_one(caller: Caller) -> None:
    at = "/code-lists/forms"
    form = {
        "code": "XX", "validFrom": day(3), "labelNl": "Nieuw", "labelEn": "New", "explanationNl": "x", "explanationEn": "x",
        "reportable": True,
    }  # fmt: skip
    assert sent(caller, f"{at}/entries", form)["state"] == "planned"
    assert [one["code"] for one in sent(caller, f"{at}/entries", form, 400)["errors"]] == ["code-in-use"]

    def codes(query: str) -> list[str]:
        return [one["code"] for one in caller.seen("inspector", at + query)["items"]]

    assert ("XX" in codes(""), "XX" in codes(f"?on={day(3)}"), "XX" in codes("?ended=true")) == (
        False,
        True,
        True,
    )
    sent(caller, f"{at}/endings", {"code": "XX", "on": day(5)})
    assert ("XX" in codes(f"?on={day(4)}"), "XX" in codes(f"?on={day(5)}")) == (True, False)
    sent(caller, f"{at}/entries", form, 403, who="chair")


def test_an_unsworn_person_is_told_what_is_missing_and_a_machine_is_not_asked(caller: Caller) -> None:
    caller.program("scanner", "inspectorate", (StaffRole.REPORTER,), ApiScope.SIGNALS_READ)
    with caller.world.database.session_as("owner") as owner:
        owner.execute(text("delete from secrecy_confirmations"))
        owner.commit()

    answer = caller.get("inspector", f"{API}/signals")
    assert (answer.status_code, answer.json()["type"].rsplit("/")[-1]) == (403, "secrecy-statement")
    assert caller.get("inspector", "/signals").headers["location"] == "/login?next=/signals"
    assert caller.get("scanner", f"{API}/signals").status_code == 200

    sworn_to_secrecy(caller.world.database, *caller.world.people.values())
    assert caller.get("inspector", f"{API}/signals").status_code == 200
