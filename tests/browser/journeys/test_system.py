"""The external system: posts signals and reads how they stand, and people see what it sent."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from domain import accounts, administration
from domain.accounts import ApiScope
from domain.actor import StaffRole
from domain.calendar import today
from tests.browser import steps
from tests.browser.conftest import Region
from tests.browser.journeys.conftest import Way
from tests.world import ZUIDSTAD

API = "/api/v1"


@pytest.fixture(scope="module")
def machine(region: Region) -> tuple[str, str]:
    """A case system of Zuidstad, with id and secret."""
    world = region.world
    with world.acting("administrator") as (session, actor):
        client = administration.AddClient(organisation_id=world.organisations["zuidstad"], name="Zaaksysteem")
        made = administration.add_client(session, actor, client)
        administration.give_role(session, actor, made, StaffRole.REPORTER)
        admission = administration.GiveAdmission(
            compartment="R", screening_kind="Test", screened_on=today(), trained_on=today(),
            valid_until=today() + timedelta(days=90),
        )  # fmt: skip
        administration.admit(session, actor, made, admission)
    with world.database.session_as("login") as session:
        new = accounts.create_api_client(session, made, [ApiScope.SIGNALS_READ, ApiScope.SIGNALS_WRITE])
        session.commit()
    return new.client_id, new.secret


def _signal(place: str) -> dict[str, Any]:
    return {
        "form": "AU", "municipalityCode": ZUIDSTAD, "observedFrom": "2026-10-03", "place": place,
        "task": "Toezicht op de Huisvestingswet", "narrative": "Zes mensen slapen achter de oven.",
        "organisedCrimeLink": "Dezelfde bemiddelaar.", "reference": place,
    }  # fmt: skip


def test_posts_once_follows_and_is_seen_by_people(way: Way, machine: tuple[str, str]) -> None:
    place = f"Zaak {way.name}"
    with httpx2.Client(base_url=way.region.address) as system:
        token = system.post("/oauth/token", auth=machine, data={"grant_type": "client_credentials"}).json()
        system.headers["Authorization"] = f"Bearer {token['access_token']}"
        key = {"Idempotency-Key": str(uuid4())}
        first, again = (system.post(f"{API}/signals", json=_signal(place), headers=key) for _ in range(2))
        assert first.status_code == again.status_code == 201
        assert first.json() == again.json()
        other = system.post(f"{API}/signals", json=_signal(place + " anders"), headers=key)
        assert other.status_code == 422  # the same key for something else is a mistake, said aloud
        listed = system.get(f"{API}/signals").json()["items"]
        assert [one["place"] for one in listed].count(place) == 1
        assert place + " anders" not in str(listed)

        address = first.headers["Location"]
        before = system.get(address)
        tag = {"If-None-Match": before.headers["ETag"]}
        unchanged = system.get(address, headers=tag)
        assert (unchanged.status_code, unchanged.content) == (304, b"")
        assert before.json()["status"] == "submitted"

        number = first.json()["number"]
        officer = way.hand("permit_officer")
        officer.open("/signals")
        assert officer.text.count(number) == 1
        officer.follow(number)
        officer.sees(place, "Zes mensen slapen achter de oven.", "Gemeente Zuidstad")
        stranger = way.hand("tax_officer")
        assert stranger.status(officer.path) == 404
        stranger.misses(place, number)

        steps.take_up(way.hand("preparer"), number, f"Huis ({way.name})")
        after = system.get(address, headers=tag)
        assert (after.status_code, after.json()["status"]) == (200, "taken_up")
        assert "Concrete waarneming" not in after.text  # the reasons stay with the preparation team
        officer.open(officer.path)
        officer.sees("Opgepakt")

        system.headers["Authorization"] = "Bearer " + token["access_token"][:-4] + "AAAA"
        refused = system.get(address)
        assert refused.status_code == 401
        assert place not in refused.text
