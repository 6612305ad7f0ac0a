"""What the partners of the region agreed: a register worth looking at, and a change somebody has in mind.

The agreements are made up, and so are the documents behind the hashes.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlmodel import Session

from api.demo.days import Deed
from api.demo.organisations import DISTRICTS, PARTNERS, key_of, municipalities
from api.demo.people import Person, Staff
from api.demo.telling import Teller
from domain import administration, sharing
from domain import rehearsal as rehearsals
from domain.actor import Actor, StaffRole
from domain.rehearsal import AddChange, BeginRehearsal
from domain.sharing import RegisterAgreement, Wanted

COORDINATORS: Final = {
    "kennemerland": ("haarlem", "Kennemerland"),
    "zaanstreek-waterland": ("zaanstad", "Zaanstreek-Waterland"),
    "noord-holland-noord": ("alkmaar", "Noord-Holland Noord"),
}
"""Of each district the municipality that coordinates supervision for the others."""

ENFORCERS: Final = (
    "riec",
    "politie",
    "om",
    "nla",
    "belastingdienst",
    "kmar",
    "haarlem",
    "zaanstad",
    "alkmaar",
)

OUTSIDE: Final = ("care", "shelter", "health", "housing")
"""Kinds of organisation that are no party to the covenant: they take no part in the RIEC (WGS 2.19)."""

REHEARSED: Final = 2
"""Working days ago."""

KEEP_INCOME: Final = ("police", "prosecution", "labour_inspectorate")


def agree(session: Session, administrator: Actor, made: dict[str, UUID], today: date) -> None:
    """The register as it grew: the covenant with its rules, then what the districts agreed. `today` is the story's end."""
    register = partial(_register, session, administrator, made, today)
    everybody = [key for key in made if key not in PARTNERS or PARTNERS[key][2] not in OUTSIDE]
    first = register("covenant", "Convenant RIEC Noord-Holland (verzonnen)", "2025-1", everybody, -680,
                     "Samenwerking in het RIEC, met privacyprotocol en regeling van artikel 26 AVG.")  # fmt: skip
    covenant = register("covenant", "Convenant RIEC Noord-Holland (verzonnen)", "2026-1", everybody, -330,
                        "Samenwerking in het RIEC, met privacyprotocol en regeling van artikel 26 AVG.", review=45,
                        supersedes_id=first)  # fmt: skip
    sharing.adopt_standard_rules(session, administrator, covenant)
    register("enforcement_arrangement", "Handhavingsarrangement mensenhandel", "2026", ENFORCERS, -320,
             "Prioriteit, inzet en capaciteit per partner; de niet-vergunde sector eerst.", review=38, until=45)  # fmt: skip
    near = iter((17, 200, 120))
    for district in DISTRICTS:
        _of_district(session, register, district, next(near))
    register("mandate", "Mandaat sluitingen", "1", ("alkmaar", "bergen"), -500,
             "Besluiten over sluiting, namens de burgemeester van Bergen.", until=-40)  # fmt: skip
    register("mandate", "Mandaat controle thuiswerk", "1", ("zaanstad", "purmerend"), 30,
             "Toetsing van de criteria voor thuiswerk.", review=395)  # fmt: skip


def _of_district(session: Session, register: Any, district: str, review: int) -> None:
    """Processing, service and designation between the coordinating municipality and the others of its district."""
    coordinator, name = COORDINATORS[district]
    others = [key_of(one.name) for one in municipalities(session) if one.district == district]
    parties = list(dict.fromkeys([coordinator, *others]))
    register("processing", f"Verwerkersovereenkomst toezicht {name}", "2", parties, -300,
             "Gegevens van toezicht en controles die de coördinerende gemeente voor de andere verwerkt.", review=review)  # fmt: skip
    register("service_level", f"DVO toezicht {name}", "2026", parties, -300,
             "Uren, tarieven en escalatie van het districtsteam.", until=65 if review < 100 else 430)  # fmt: skip
    for other in parties[1:3]:
        register("designation", f"Aanwijzing toezichthouders {other.title()}", "1", (coordinator, other), -290,
                 "Toezichthouders van het districtsteam, op grond van de APV.", review=75)  # fmt: skip


def _register(
    session: Session, administrator: Actor, made: dict[str, UUID], today: date, kind: str, title: str, version: str,
    parties: Sequence[str], begins: int, about: str, *, review: int | None = None, until: int | None = None,
    supersedes_id: UUID | None = None,
) -> UUID:  # fmt: skip
    """One agreement; days are counted from the end of the story."""
    signed = today + timedelta(days=min(begins - 12, -345))
    return sharing.register_agreement(
        session, administrator,
        RegisterAgreement(
            kind=kind, title=title, version=version, signed_on=signed, valid_from=_at(today, begins),
            valid_until=None if until is None else _at(today, until), scope_text=about,
            review_on=None if review is None else today + timedelta(days=review),
            party_ids=[made[one] for one in parties], supersedes_id=supersedes_id,
            file_hash=hashlib.sha256(f"{title}, {version}".encode()).hexdigest(),
        ),
    )  # fmt: skip


def _at(today: date, days: int) -> datetime:
    return datetime.combine(today + timedelta(days=days), time(), UTC)


def rehearsal(teller: Teller, staff: Staff) -> Iterator[Deed]:
    """What it would mean to share income with fewer partners, and when somebody leaves; both are still drafts."""
    yield Deed(REHEARSED, partial(teller.aside, partial(_rehearse, teller, staff.person[0].key)))
    leaving = next(
        one
        for one in staff.person
        if StaffRole.CASE_MANAGER in one.roles and one.admission == "valid" and one.joined is None
    )
    leaves = partial(_rehearse_leaving, teller, staff.person[0].key, leaving)
    yield Deed(REHEARSED, partial(teller.aside, leaves))


def _rehearse(teller: Teller, administrator: str) -> None:
    session, actor = teller.acting(administrator)
    rule = sharing.rules(session, actor, Wanted(category="income"))[0]
    draft = rehearsals.begin_rehearsal(
        session, actor, BeginRehearsal(title="Inkomen alleen nog met politie, OM en Arbeidsinspectie")
    )
    rehearsals.add_change(session, actor, draft, AddChange(kind="end_rule", rule_id=rule.id))
    for recipient in KEEP_INCOME:
        given = AddChange(
            kind="give_rule", agreement_id=rule.agreement_id, category="income", recipient_kind=recipient
        )
        rehearsals.add_change(session, actor, draft, given)
    teller.places["rehearsal"] = f"/sharing/rehearsals/{draft}"


def _rehearse_leaving(teller: Teller, administrator: str, leaving: Person) -> None:
    session, actor = teller.acting(administrator)
    person_id = teller.region.people[leaving.key]
    held = administration.person(session, actor, person_id).admissions
    draft = rehearsals.begin_rehearsal(session, actor, BeginRehearsal(title=f"{leaving.name} gaat weg"))
    for change in (
        AddChange(kind="end_admission", admission_id=next(one.id for one in held if one.state != "ended")),
        AddChange(kind="end_role", person_id=person_id, role=StaffRole.CASE_MANAGER),
    ):
        rehearsals.add_change(session, actor, draft, change)
