"""A disclosure on its way, step by step, as the tests need it."""

from typing import Any
from uuid import UUID

from domain import disclosures, dossier
from domain.calendar import today
from domain.disclosures import DisclosureView, DraftDisclosure, GiveConsent, ReleaseDisclosure
from tests.world import World

BSN = "111222333"


def contributed(world: World, by: str, subject_id: UUID, category: str = "housing", **changed: Any) -> UUID:
    """What somebody contributes, with a number of a person in it."""
    given = {
        "text": f"Elf mensen, BSN {BSN}.",
        "source": "BRP",
        "attested": True,
        "text_confirmed": True,
    } | changed
    with world.acting(by) as (session, actor):
        return dossier.contribute(
            session, actor, subject_id, dossier.Contribute(category=category, **given)
        ).id


def draft(world: World, *items: UUID, **changed: Any) -> DraftDisclosure:
    """These items, to the municipality of Westdorp for its own task."""
    return DraftDisclosure(**{
        "recipient_id": world.organisations["westdorp"], "basis": "public_task", "task": "Toezicht op huisvesting",
        "ground": "WGS-1.7-1", "contribution_ids": items, "text": "Voor uw toezicht.", **changed,
    })  # fmt: skip


OUTSIDE: dict[str, Any] = {
    "recipient_id": None, "recipient_name": "Stichting Onderdak", "recipient_kind": "private",
    "basis": "statutory_duty", "ground": "WGS-1.7-2",
}  # fmt: skip


def drafted(world: World, case_id: UUID, *items: UUID, by: str = "chair", **changed: Any) -> UUID:
    """Written down by the RIEC."""
    with world.acting(by) as (session, actor):
        return disclosures.draft_disclosure(session, actor, case_id, draft(world, *items, **changed)).id


def asked(world: World, disclosure_id: UUID) -> dict[str, UUID]:
    """Put to the suppliers: their names, and the question each of them got."""
    with world.acting("chair") as (session, actor):
        found = disclosures.ask_suppliers(session, actor, disclosure_id)
    return {one.organisation: one.request_id for one in found.suppliers}


def answered(world: World, by: str, request_id: UUID, outcome: str, *excepted: UUID) -> None:
    """What a supplier says, and of which of its items it does not."""
    with world.acting(by) as (session, actor):
        said = GiveConsent(outcome=outcome, excepted_ids=excepted)  # type: ignore[arg-type]
        disclosures.give_consent(session, actor, request_id, said)


def released(world: World, disclosure_id: UUID, **changed: Any) -> DisclosureView:
    """It goes."""
    given = {"motive": "Nodig voor het toezicht, en niet meer dan dat.", **changed}
    with world.acting("chair") as (session, actor):
        return disclosures.release_disclosure(session, actor, disclosure_id, ReleaseDisclosure(**given))


def in_register(world: World, case_id: UUID, text: str = "Elf mensen.", **to: Any) -> UUID:
    """Something of Zuidstad, released to Westdorp or to somebody else: what it is in the register."""
    made = drafted(
        world, case_id, contributed(world, "permit_officer", world.subject(case_id), text=text), **to
    )
    answered(world, "case_manager", *asked(world, made).values(), "consents")
    advice = {"advice_number": "RAC-1", "advised_on": today()} if to else {}
    release = released(world, made, **advice).release
    assert release is not None
    assert release.feedback is not None
    return release.feedback.id
