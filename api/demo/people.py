"""The people of the demo region. All of them are made up, and so is whatever they say.

The list itself stands in `people.toml`: who works where, in which staff roles, and what logging in as them shows.
"""

import base64
import secrets
import tomllib
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session, select

from db.tables.spine import Admission
from domain import accounts, administration
from domain.accounts import ApiScope
from domain.actor import Actor, StaffRole
from domain.calendar import now, today
from domain.errors import Invalid

_HERE: Final = Path(__file__).parent
_WORDS: Final = (_HERE / "words.txt").read_text(encoding="utf-8").split()

AdmissionState = Literal["valid", "expired", "untrained"]
"""Who is not trained yet is not admitted; an expired admission was ended yesterday, by the administrator."""


class Person(BaseModel):
    """Somebody who works in the region, as `people.toml` describes them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    name: str
    organisation: str
    function: str
    roles: tuple[StaffRole, ...]
    see: str
    """What this person sees, for who chooses somebody to log in as."""
    task: str = ""
    """The statutory task during which this person sees things."""
    compartment: Literal["R", "T", "Z"] = "R"
    admission: AdmissionState = "valid"
    joined: int | None = None
    """Working days since this person came; empty: when the region was founded."""
    screened: int = 400
    """Days since the screening; the training was a month later."""
    days_left: int = 330
    """Days until the admission ends by itself."""
    language: Literal["nl", "en"] = "nl"
    sworn: bool = True
    """Has confirmed the secrecy statement; who has not reads it first."""

    @property
    def email(self) -> str:
        """An address that can never exist (RFC 2606)."""
        return f"{self.key}@{self.organisation}.example.org"


class Machine(BaseModel):
    """An API client of a partner, as `people.toml` describes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    name: str
    organisation: str
    roles: tuple[StaffRole, ...]
    scopes: tuple[ApiScope, ...]
    task: str = ""
    see: str
    expires_in: int | None = None
    """Days until its secret expires; empty: never."""


class Staff(BaseModel):
    """Everyone, and the machines. The first person founds the region, as its functional administrator."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    person: tuple[Person, ...]
    machine: tuple[Machine, ...]

    def tasks(self) -> dict[str, str]:
        """The statutory task of each, by key."""
        people = {one.key: one.task for one in self.person}
        return people | {one.key: one.task for one in self.machine}

    def places(self) -> dict[str, str]:
        """The organisation of each, by key."""
        people = {one.key: one.organisation for one in self.person}
        return people | {one.key: one.organisation for one in self.machine}


def staff() -> Staff:
    """The whole cast, read from its file."""
    return Staff.model_validate(tomllib.loads((_HERE / "people.toml").read_text(encoding="utf-8")))


def add_person(
    session: Session, administrator: Actor, person: Person, organisation_id: UUID, loaded: date
) -> UUID:
    """Add a person with their roles and admission."""
    person_id = administration.add_actor(
        session, administrator,
        administration.AddActor(
            organisation_id=organisation_id, name=person.name, email=person.email,
            function_title=person.function, language=person.language,
        ),
    )  # fmt: skip
    for role in person.roles:
        administration.give_role(session, administrator, person_id, role)
    if person.admission != "untrained":
        screened = loaded - timedelta(days=person.screened)
        administration.admit(
            session, administrator, person_id,
            administration.GiveAdmission(
                compartment=person.compartment,
                screening_kind="Betrouwbaarheidsonderzoek" if person.organisation == "politie" else "VOG",
                screened_on=screened, trained_on=screened + timedelta(days=30),
                valid_until=loaded + timedelta(days=person.days_left),
            ),
        )  # fmt: skip
    return person_id


def end_admission(session: Session, administrator: Actor, person_id: UUID) -> None:
    """End the one admission of this person, as from today."""
    found = session.exec(select(Admission.id).where(Admission.actor_id == person_id)).one()
    administration.end_admission(session, administrator, found, today())


def add_machine(
    session: Session, administrator: Actor, machine: Machine, organisation_id: UUID, loaded: date
) -> UUID:
    """Add an API client with its roles and its admission; its credentials are made apart."""
    machine_id = administration.add_actor(
        session, administrator,
        administration.AddActor(organisation_id=organisation_id, kind="client", name=machine.name),
    )  # fmt: skip
    for role in machine.roles:
        administration.give_role(session, administrator, machine_id, role)
    administration.admit(
        session, administrator, machine_id,
        administration.GiveAdmission(
            compartment="R", screening_kind="Aansluitverklaring", screened_on=today() - timedelta(days=30),
            trained_on=today() - timedelta(days=10), valid_until=loaded + timedelta(days=275),
        ),
    )  # fmt: skip
    return machine_id


@dataclass(frozen=True)
class Chosen:
    """What somebody will sign in with."""

    password: str
    password_hash: str
    totp_secret: str


@contextmanager
def choosing(staff: Staff) -> Iterator[dict[str, Future[Chosen]]]:
    """Everybody chooses, by key. Hashing is made to take long, so it goes on beside the telling."""
    with ThreadPoolExecutor(max_workers=1) as beside:
        yield {one.key: beside.submit(_choose, one) for one in staff.person}


def _choose(person: Person) -> Chosen:
    secret = base64.b32encode(secrets.token_bytes(20)).decode()
    while True:
        password = "-".join(secrets.choice(_WORDS) for _ in range(4))
        with suppress(Invalid):  # four words that happen to be guessable together
            return Chosen(password, accounts.chosen(password, about=(person.name, person.email)), secret)


def give_account(session: Session, person_id: UUID, chosen: Chosen, *, sworn: bool = True) -> dict[str, str]:
    """Give a person a password and a second factor, and tell both: they stand in the demo's own file."""
    accounts.create_account(session, person_id, chosen.password_hash, chosen.totp_secret, secrecy=sworn)
    return {"password": chosen.password, "totp_secret": chosen.totp_secret}


def give_client(session: Session, machine_id: UUID, machine: Machine) -> dict[str, object]:
    """Give a machine its credentials, and tell them."""
    expires_at = now() + timedelta(days=machine.expires_in) if machine.expires_in else None
    new = accounts.create_api_client(session, machine_id, machine.scopes, expires_at=expires_at)
    return {
        "client_id": new.client_id,
        "client_secret": new.secret,
        "scopes": [scope.value for scope in machine.scopes],
    }
