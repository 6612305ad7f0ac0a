"""Break-glass: what it opens and what it never opens, who is told, how it ends and is reviewed."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.session import Database
from domain import access, cases, circle, dossier, emergencies
from domain.actor import StaffRole
from domain.errors import Conflict, NotAllowed, NotFound
from tests import world as cast
from tests.world import World

WHY = "De genoemde collega's zijn niet bereikbaar."


@pytest.fixture(scope="module")
def region(module_database: Database) -> World:
    made = cast.build(module_database)
    made.join("constable", "police", StaffRole.HANDLER)
    made.join("police_officer", "police", StaffRole.PRIVACY_OFFICER)
    made.join("tax_officer_two", "tax", StaffRole.PRIVACY_OFFICER)
    return made


@pytest.fixture
def case_id(region: World) -> UUID:
    """A case in which of the police only the detective is named."""
    case_id = region.joined(region.case(), "police", "inspectorate")
    decide(region, "detective", case_id, "named", "police", "detective")
    return case_id


def decide(region: World, who: str, case_id: UUID, kind: str, of: str, *persons: str) -> None:
    data = circle.Decide(
        kind=kind, organisation_id=region.organisations[of], reason="Nodig.",
        person_ids=[region.people[one] for one in persons],
    )  # fmt: skip
    with region.acting(who) as (session, actor):
        circle.decide(session, actor, case_id, data)


def number_of(region: World, case_id: UUID) -> str:
    with region.acting("chair") as (session, actor):
        return cases.case(session, actor, case_id).number


def broken(region: World, who: str, number: str) -> emergencies.EmergencyView:
    with region.acting(who) as (session, actor):
        return emergencies.break_glass(session, actor, emergencies.BreakGlass(number=number, reason=WHY))


def seen(region: World, who: str, case_id: UUID) -> bool:
    with region.acting(who) as (session, actor):
        try:
            return cases.case(session, actor, case_id).id == case_id
        except NotFound:
            return False


def test_it_opens_the_case_and_all_below_it_for_a_few_hours(region: World, case_id: UUID) -> None:
    bakery = region.subject(case_id)
    given = {"category": "housing", "text": "Elf bedden.", "source": "BRP", "attested": True}
    with region.acting("permit_officer") as (session, actor):
        dossier.contribute(session, actor, bakery, dossier.Contribute(**given))
    made = broken(region, "constable", number_of(region, case_id).lower())
    assert made.running
    assert (made.ends_at - made.created_at).total_seconds() == 4 * 3600
    with region.acting("constable") as (session, actor):
        assert cases.case(session, actor, case_id).emergency_until == made.ends_at
        assert len(dossier.contributions(session, actor, bakery)) == 1
    with region.database.session_as("owner") as session:
        grounds = session.execute(
            text("select distinct ground from access_log where actor_id = :who and scope_id = :case"),
            {"who": region.people["constable"], "case": case_id},
        ).scalars().all()  # fmt: skip
    assert grounds == [access.EMERGENCY]
    with region.acting("constable", "detective") as (session, _):
        found = session.execute(text("select count(*) from cases where id = :id"), {"id": case_id}).scalar()
    assert found == 0, "on a wall everybody is named"

    with region.acting("constable") as (session, actor):
        assert not emergencies.end(session, actor, made.id).running
    assert not seen(region, "constable", case_id)


def test_it_ends_by_time(region: World, case_id: UUID) -> None:
    broken(region, "constable", number_of(region, case_id))
    assert seen(region, "constable", case_id)
    with region.database.session_as("owner") as session:
        session.execute(
            text(
                "update emergencies set created_at = created_at - interval '5 hours',"
                " ends_at = ends_at - interval '5 hours' where scope_id = :case"
            ),
            {"case": case_id},
        )
        session.commit()
    assert not seen(region, "constable", case_id)


def test_a_wrong_number_and_a_hidden_one_are_refused_alike(region: World, case_id: UUID) -> None:
    barred, elsewhere = region.joined(region.case(), "police"), region.case(municipality_code=cast.WESTDORP)
    decide(region, "chair", barred, "barred", "police", "constable")
    decide(region, "detective", barred, "named", "police", "detective")
    refusals = set()
    for number in ("MH-2026-00000000", number_of(region, elsewhere), number_of(region, barred)):
        with pytest.raises(DBAPIError) as refused:
            broken(region, "constable", number)
        refusals.add((refused.value.orig.sqlstate, str(refused.value.orig)))  # type: ignore[union-attr]
    assert len(refusals) == 1
    with pytest.raises(Conflict, match="in-sight-already"):
        broken(region, "detective", number_of(region, case_id))
    with pytest.raises(NotAllowed):
        broken(region, "police_officer", number_of(region, case_id))


def test_who_watches_over_it_and_who_reviews(region: World, case_id: UUID) -> None:
    made = broken(region, "constable", number_of(region, case_id))
    told = {}
    for who in ("constable", "police_officer", "privacy_officer", "dpo", "chair", "inspector", "tax_officer_two",
                "administrator", "detective", "auditor"):  # fmt: skip
        with region.acting(who) as (session, actor):
            told[who] = [one.acts for one in emergencies.emergencies(session, actor) if one.id == made.id]
    assert {who for who, found in told.items() if found} == {
        "constable", "police_officer", "privacy_officer", "dpo", "chair"
    }  # fmt: skip

    judged = emergencies.Review(verdict="not_justified", review="De collega was wel bereikbaar.")
    with region.acting("police_officer") as (session, actor), pytest.raises(Conflict, match="emergency-runs"):
        emergencies.review(session, actor, made.id, judged)
    with region.acting("chair") as (session, actor):
        emergencies.end(session, actor, made.id)
    for who in ("chair", "constable", "privacy_officer"):
        with region.acting(who) as (session, actor), pytest.raises(NotAllowed):
            emergencies.review(session, actor, made.id, judged)
    with region.acting("police_officer") as (session, actor):
        reviewed = emergencies.review(session, actor, made.id, judged)
    assert (reviewed.verdict, reviewed.reviewed_by, reviewed.ended_by) == (
        "not_justified",
        "Police Officer",
        "Chair",
    )
    with region.acting("dpo") as (session, actor), pytest.raises(Conflict, match="reviewed-already"):
        emergencies.review(session, actor, made.id, judged)
