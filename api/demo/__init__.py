"""The demo region: police unit Noord-Holland with made-up people and cases, told through the domain verbs.

Nothing here writes to a table. What may not be done in production may not be done here either.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from api.demo import (
    agreements,
    carrying,
    circle,
    concerns,
    connecting,
    feedback,
    importing,
    meetings,
    organisations,
    people,
    steering,
    upkeep,
)
from api.demo.clock import told_time
from api.demo.days import Days, Deed, in_order
from api.demo.organisations import RIEC, RIEC_NAME
from api.demo.stories import Book, book
from api.demo.telling import Region, Teller
from api.deps import actor_of
from db.clock import at
from db.embedded import write_secret
from db.session import Database, who
from db.vault import Vault
from domain import accounts, rows
from domain.calendar import now

ACCOUNTS = "demo-accounts.json"
PLACES = "demo-places.json"
NOTE = (
    "Everybody in this file is made up, and so are all addresses, companies and cases. Any likeness to people or"
    " events is chance. The passwords were made for this copy of the demo and work nowhere else."
)

FOUNDED: Final = 217
"""Working days ago: about ten months."""

Progress = Callable[[str], None]


def load(database: Database, data_dir: Path, progress: Progress) -> None:
    """Found the region, tell its stories, and write down who can sign in; that file comes last."""
    staff, days = people.staff(), Days(now())
    with people.choosing(staff) as chosen:
        with told_time(database):
            with at(days.moment(FOUNDED, 0.1)):
                region = _found(database, Vault(data_dir), staff, days)
            _measure(database)
            progress(f"{len(region.organisations)} organisations, {len(staff.person)} people")
            places = _tell(region, staff, book(), days, progress)
        made = _accounts(database, staff, region, chosen)
    write_secret(data_dir / PLACES, json.dumps(places, indent=2, ensure_ascii=False) + "\n")
    write_secret(data_dir / ACCOUNTS, json.dumps(made, indent=2, ensure_ascii=False) + "\n")


def _tell(region: Region, staff: people.Staff, told: Book, days: Days, progress: Progress) -> dict[str, str]:
    """Tell everything in order of time; gives where in the portal it can be seen."""
    teller, timetable = Teller(region), meetings.Timetable(told.meeting, days)
    of_chains = in_order(
        days,
        [
            *(timetable.at_the_table(case.key, teller.case(case)) for case in told.case),
            *(teller.loose_signal(signal) for signal in told.signal),
            *(_career(teller, staff, person, days) for person in staff.person),
            carrying.capacities(teller),
            upkeep.recertification(teller, staff),
            upkeep.destruction(teller),
            upkeep.lists_at_hand(teller),
            agreements.rehearsal(teller, staff),
            steering.told(teller, staff),
            feedback.told(teller),
            importing.told(teller),
            concerns.told(teller),
            connecting.told(teller, staff),
        ],
    )
    held = meetings.told(teller, staff, timetable)
    deeds = sorted([*of_chains, *held], key=lambda one: one.at)
    for quarter in range(4):
        part = deeds[quarter * len(deeds) // 4 : (quarter + 1) * len(deeds) // 4]
        teller.tell(part)
        progress(f"told until {part[-1].at:%-d %B %Y}")
    teller.tell(circle.told(teller, deeds[-1].at))
    progress(f"{len(told.case)} cases, {sum(1 for _ in told.signals())} signals")
    return teller.places


def _career(teller: Teller, staff: people.Staff, person: people.Person, days: Days) -> Iterator[Deed]:
    """Somebody came after the region was founded, or their admission was ended."""
    region, administrator = teller.region, staff.person[0].key

    def comes() -> None:
        session, actor = teller.acting(administrator)
        organisation_id = region.organisations[person.organisation]
        region.people[person.key] = people.add_person(session, actor, person, organisation_id, days.date(0))

    def admission_ends() -> None:
        session, actor = teller.acting(administrator)
        people.end_admission(session, actor, region.people[person.key])

    if person.joined is not None:
        yield Deed(person.joined, comes)
    if person.admission == "expired":
        yield Deed(1, admission_ends)


def _found(database: Database, vault: Vault, staff: people.Staff, days: Days) -> Region:
    """Organisations, people, machines, a covenant and the standard rules, all by the first administrator."""
    founder, *others = staff.person
    founder_id, riec_id = _first_administrator(database, founder)
    with database.session_for(founder_id) as session:
        actor = actor_of(who(session))
        made = {RIEC: riec_id, **organisations.found(session, actor)}
        ids = {founder.key: founder_id}
        for person in others:
            if person.joined is None:
                home = made[person.organisation]
                ids[person.key] = people.add_person(session, actor, person, home, days.date(0))
        for machine in staff.machine:
            home = made[machine.organisation]
            ids[machine.key] = people.add_machine(session, actor, machine, home, days.date(0))
        agreements.agree(session, actor, made, days.date(0))
        codes = {organisations.key_of(one.name): one.code for one in organisations.municipalities(session)}
        session.commit()
    return Region(database, vault, made, codes, ids, staff.places(), staff.tasks())


def _measure(database: Database) -> None:
    """Let PostgreSQL count what there is before it plans for it; by itself it does so after minutes, and this takes less."""
    with database.engine("owner").begin() as connection:
        connection.exec_driver_sql("analyze agreements, ceilings, organisations, rules")


def _first_administrator(database: Database, founder: people.Person) -> tuple[UUID, UUID]:
    """Let the founder in, as `schakel create-administrator` would; tells who and where that is."""
    with database.session_as("login") as session:
        accounts.create_first_administrator(session, RIEC_NAME, founder.name, founder.email)
        session.commit()
        found = session.connection().exec_driver_sql("select id, organisation_id from actors").one()
    return found.id, found.organisation_id


def _accounts(
    database: Database, staff: people.Staff, region: Region, chosen: Mapping[str, Future[people.Chosen]]
) -> dict[str, Any]:
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
                    **people.give_account(
                        session, region.people[person.key], chosen[person.key].result(), sworn=person.sworn
                    ),
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
