"""The demo region: police unit Noord-Holland with made-up people and cases, told through the domain verbs.

Nothing here writes to a table. What may not be done in production may not be done here either.
"""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session

from api.demo import organisations, people
from api.demo.organisations import RIEC, RIEC_NAME
from api.demo.stories import Book, book
from api.demo.telling import Region, Teller
from api.deps import actor_of
from db.embedded import write_secret
from db.session import Database, who
from domain import accounts, rows, sharing
from domain.actor import Actor
from domain.calendar import today

ACCOUNTS = "demo-accounts.json"
NOTE = (
    "Everybody in this file is made up, and so are all addresses, companies and cases. Any likeness to people or"
    " events is chance. The passwords were made for this copy of the demo and work nowhere else."
)

Progress = Callable[[str], None]


def load(database: Database, data_dir: Path, progress: Progress) -> None:
    """Found the region, tell its stories, and write down who can sign in; that file comes last."""
    staff = people.staff()
    region = _found(database, staff)
    progress(f"{len(region.organisations)} organisations, {len(staff.person)} people")

    # Hashing passwords takes a core for seconds and leaves Python free, so it goes on beside the telling.
    with ThreadPoolExecutor(max_workers=1) as beside:
        made = beside.submit(_accounts, database, staff, region)
        _tell(region, book(), progress)
        write_secret(data_dir / ACCOUNTS, json.dumps(made.result(), indent=2, ensure_ascii=False) + "\n")


def _tell(region: Region, told: Book, progress: Progress) -> None:
    with Teller(region) as teller:
        for number, case in enumerate(told.case, start=1):
            teller.case(case)
            if number % 10 == 0:
                progress(f"{number} of {len(told.case)} cases")
        for signal in told.signal:
            teller.loose_signal(signal)
    progress(f"{sum(1 for _ in told.signals())} signals")


def _found(database: Database, staff: people.Staff) -> Region:
    """Organisations, people, machines, a covenant and the standard rules, all by the first administrator."""
    founder, *others = staff.person
    founder_id, riec_id = _first_administrator(database, founder)
    with database.session_for(founder_id) as session:
        actor = actor_of(who(session))
        made = {RIEC: riec_id, **organisations.found(session, actor)}
        ids = {founder.key: founder_id}
        for person in others:
            ids[person.key] = people.add_person(session, actor, person, made[person.organisation])
        for machine in staff.machine:
            ids[machine.key] = people.add_machine(session, actor, machine, made[machine.organisation])
        _agree(session, actor)
        codes = {organisations.key_of(one.name): one.code for one in organisations.municipalities(session)}
        session.commit()
    return Region(database, made, codes, ids, staff.places(), staff.tasks())


def _first_administrator(database: Database, founder: people.Person) -> tuple[UUID, UUID]:
    """Let the founder in, as `schakel create-administrator` would; tells who and where that is."""
    with database.session_as("login") as session:
        accounts.create_first_administrator(session, RIEC_NAME, founder.name, founder.email)
        session.commit()
        found = session.connection().exec_driver_sql("select id, organisation_id from actors").one()
    return found.id, found.organisation_id


def _agree(session: Session, administrator: Actor) -> None:
    """The covenant of the region, and the standard rules that stand on it."""
    signed = today() - timedelta(days=260)
    agreement_id = sharing.register_agreement(
        session, administrator,
        sharing.RegisterAgreement(
            kind="covenant", title="Convenant RIEC Noord-Holland (verzonnen)", version="2026-1", signed_on=signed,
            valid_from=datetime.combine(signed, time(), UTC),
        ),
    )  # fmt: skip
    sharing.adopt_standard_rules(session, administrator, agreement_id)


def _accounts(database: Database, staff: people.Staff, region: Region) -> dict[str, Any]:
    """Passwords, second factors and client secrets, for the file that people and scripts read."""
    with database.session_for(region.people[staff.person[0].key]) as session:
        names = rows.organisation_names(session)
    with database.session_as("login") as session:
        made = {
            "note": NOTE,
            "people": [
                {
                    "name": person.name,
                    "organisation": names[region.organisations[person.organisation]],
                    "function": person.function,
                    "roles": [role.value for role in person.roles],
                    "email": person.email,
                    **people.give_account(session, region.people[person.key]),
                    "see": person.see,
                }
                for person in staff.person
            ],
            "clients": [
                {
                    "name": machine.name,
                    "organisation": names[region.organisations[machine.organisation]],
                    **people.give_client(session, region.people[machine.key], machine),
                    "see": machine.see,
                }
                for machine in staff.machine
            ],
        }
        session.commit()
    return made
