"""The circle of a case: naming, barring and leaving, what the database makes of it, and what is refused."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from db.session import Database
from domain import cases, circle, detection, dossier, search, timeline
from domain.actor import StaffRole
from domain.errors import Conflict, DomainError, Invalid, NotAllowed, NotFound
from tests import world as cast
from tests.world import World, take_up


@pytest.fixture(scope="module")
def region(module_database: Database) -> World:
    made = cast.build(module_database)
    made.join("constable", "police", StaffRole.HANDLER)
    made.join("inspector_two", "inspectorate", StaffRole.HANDLER)
    made.join("chair_two", "riec", StaffRole.CHAIR)
    made.join("police_officer", "police", StaffRole.PRIVACY_OFFICER)
    return made


@pytest.fixture
def case_id(region: World) -> UUID:
    return region.joined(region.case(), "police", "inspectorate")


@pytest.fixture
def bakery(region: World, case_id: UUID) -> UUID:
    return region.subject(case_id)


def decide(region: World, who: str, case_id: UUID, kind: str, of: str, *persons: str) -> circle.Decided:
    data = circle.Decide(
        kind=kind, organisation_id=region.organisations[of], reason="Zij doen het onderzoek.",
        person_ids=[region.people[one] for one in persons],
    )  # fmt: skip
    with region.acting(who) as (session, actor):
        return circle.decide(session, actor, case_id, data)


def refusal(region: World, who: str, case_id: UUID, kind: str, of: str, *persons: str) -> str:
    with pytest.raises(DomainError) as refused:
        decide(region, who, case_id, kind, of, *persons)
    if isinstance(refused.value, Invalid):
        return " ".join(one.code for one in refused.value.problems)
    return refused.value.code


def sees(region: World, who: str, case_id: UUID) -> bool:
    """Whether this person finds the case at all; when not, nothing of it either."""
    with region.acting(who) as (session, actor):
        listed = case_id in {one.id for one in cases.cases(session, actor)[0]}
        found = bool(
            session.execute(text("select count(*) from cases where id = :id"), {"id": case_id}).scalar()
        )
        below = session.execute(
            text(
                "select (select count(*) from scopes where id = :id or parent_id = :id and kind <> 'signal')"
                " + (select count(*) from participants_of(:id)) + (select count(*) from events where case_id = :id)"
                " + (select count(*) from circle_decisions where scope_id = :id)"
                " + (select count(*) from statuses s join scopes x on x.id = s.scope_id"
                "     where x.parent_id = :id and x.kind <> 'signal')"
            ),
            {"id": case_id},
        ).scalar_one()
        assert listed == found == (below > 0)
        return found


def test_naming_closes_a_case_to_the_colleagues(region: World, case_id: UUID, bakery: UUID) -> None:
    assert sees(region, "constable", case_id)
    made = decide(region, "detective", case_id, "named", "police", "detective")
    assert made.still_in_sight
    assert sees(region, "detective", case_id)
    assert not sees(region, "constable", case_id)
    assert sees(region, "inspector", case_id)
    with region.acting("constable") as (session, actor):
        for missing in (
            lambda: cases.case(session, actor, case_id),
            lambda: cases.subject(session, actor, bakery),
        ):
            with pytest.raises(NotFound):
                missing()
        hits = search.search(session, actor, search.Search(query="Bakkerij Zuid", purpose="Toets")).items
        assert not {case_id, bakery} & {one.id for one in hits}

    # What is added afterwards is as closed, and a question is too.
    later = region.subject(case_id, "Wasserij")
    with region.acting("chair") as (session, actor):
        asked = dossier.Ask(asked_id=region.organisations["police"], question="?", due_on="2099-01-01")
        request_id = dossier.request(session, actor, case_id, asked).id
    for who, number in (("detective", 2), ("constable", 0)):
        with region.acting(who) as (session, _):
            query = text("select count(*) from scopes where id = any(:ids)")
            assert session.execute(query, {"ids": [later, request_id]}).scalar() == number, who

    decide(region, "detective", case_id, "named", "police", "constable")
    assert sees(region, "constable", case_id)
    decide(region, "detective", case_id, "unnamed", "police", "constable")
    assert not sees(region, "constable", case_id)
    decide(region, "chair", case_id, "opened", "police")
    assert sees(region, "constable", case_id)


def test_what_was_decided_can_be_read_back(region: World, case_id: UUID) -> None:
    decide(region, "detective", case_id, "named", "police", "detective", "constable")
    with region.acting("inspector") as (session, actor):
        found = circle.circle(session, actor, case_id)
        events = [one.type for one in timeline.latest(session, actor, case_id)[0]]
    police = next(one for one in found.seats if one.organisation_id == region.organisations["police"])
    assert [one.name for one in police.persons or []] == ["Constable", "Detective"]
    assert police.acts == []
    assert [(one.kind, one.decided_by, one.decided_for) for one in found.decisions] == [
        ("named", "Detective", "Politie Riva")
    ] * 2
    assert events.count("case.person_named") == 2


def test_a_bar_is_known_to_the_riec_and_the_own_organisation(
    region: World, case_id: UUID, bakery: UUID
) -> None:
    decide(region, "chair", case_id, "barred", "police", "constable")
    assert not sees(region, "constable", case_id)
    known = {}
    for who in ("chair", "detective", "inspector"):
        with region.acting(who) as (session, actor):
            found = circle.circle(session, actor, case_id)
            seat = next(one for one in found.seats if one.organisation_id == region.organisations["police"])
            told = any(
                one.type == "case.person_barred" for one in timeline.latest(session, actor, case_id)[0]
            )
            known[who] = ([one.name for one in seat.barred], len(found.decisions), told)
    assert known == {
        "chair": (["Constable"], 1, True), "detective": (["Constable"], 1, False), "inspector": ([], 0, False),
    }  # fmt: skip
    decide(region, "detective", case_id, "lifted", "police", "constable")
    assert sees(region, "constable", case_id)


def test_a_bar_holds_for_the_signals_of_the_case_too_and_naming_does_not(region: World) -> None:
    """The own signal and its status stay with the organisation; only who is barred finds them no more."""
    signals = [region.signal("detective") for _ in range(3)]
    case_id = region.joined(region.case(signals[0]), "police")

    def found() -> list[bool]:
        with region.acting("constable") as (session, _):
            asked = text("select exists (select from signals where id = :id)")
            return [session.execute(asked, {"id": one}).scalar_one() for one in signals]

    def take_in(signal_id: UUID) -> None:
        with region.acting("preparer") as (session, actor):
            detection.assess_signal(session, actor, signal_id, take_up(new_case=None, case_id=case_id))

    decide(region, "chair", case_id, "named", "police", "detective")
    take_in(signals[1])
    assert found() == [True, True, True]
    decide(region, "chair", case_id, "barred", "police", "constable")
    assert found() == [False, False, True]
    take_in(signals[2])
    assert found() == [False, False, False]
    decide(region, "chair", case_id, "lifted", "police", "constable")
    assert found() == [True, True, True]


def test_a_bar_is_stronger_than_a_name(region: World, case_id: UUID) -> None:
    decide(region, "detective", case_id, "named", "police", "detective", "constable")
    decide(region, "chair", case_id, "barred", "police", "constable")
    assert not sees(region, "constable", case_id)


def test_who_left_keeps_its_own_rows_and_sees_nothing_else(
    region: World, case_id: UUID, bakery: UUID
) -> None:
    given = {"category": "supervision", "text": "Elf bedden.", "source": "Controle", "attested": True}
    with region.acting("inspector") as (session, actor):
        own = dossier.contribute(session, actor, bakery, dossier.Contribute(**given)).id
    decide(region, "chair", case_id, "left", "inspectorate")
    with region.acting("inspector") as (session, actor):
        assert session.execute(
            text("select array_agg(id) from contributions where scope_id = :s"), {"s": bakery}
        ).scalar() == [own]
        assert (
            session.execute(
                text("select count(*) from scopes where id in (:a, :b)"), {"a": case_id, "b": bakery}
            ).scalar()
            == 0
        )
        assert (
            session.execute(
                text("select count(*) from circle_decisions where scope_id = :a"), {"a": case_id}
            ).scalar()
            == 0
        )
    # It may come back, and then everybody there sees it again.
    region.joined(case_id, "inspectorate")
    assert sees(region, "inspector_two", case_id)


def test_an_organisation_leaves_by_itself(region: World, case_id: UUID) -> None:
    made = decide(region, "inspector", case_id, "left", "inspectorate")
    assert not made.still_in_sight
    with region.acting("inspector") as (session, actor), pytest.raises(NotFound):
        cases.case(session, actor, case_id)


def test_who_names_others_only_is_out_at_once(region: World, case_id: UUID) -> None:
    made = decide(region, "detective", case_id, "named", "police", "constable")
    assert not made.still_in_sight
    assert not sees(region, "detective", case_id)
    decide(region, "chair", case_id, "named", "police", "detective")
    assert sees(region, "detective", case_id)


def test_refusals(region: World, case_id: UUID) -> None:
    decide(region, "detective", case_id, "named", "police", "detective")
    for who, kind, of, persons, code in (
        ("detective", "named", "police", ("detective",), "so-already"),
        ("detective", "unnamed", "police", ("detective",), "nobody-left"),
        ("detective", "unnamed", "police", ("constable",), "not-eligible so-already"),
        ("detective", "named", "police", (), "who-is-it-about"),
        ("detective", "opened", "police", ("detective",), "about-no-person"),
        ("detective", "named", "police", ("constable", "constable"), "named-twice"),
        ("detective", "named", "police", ("police_officer",), "not-eligible"),
        ("detective", "named", "police", ("inspector",), "not-eligible"),
        ("detective", "named", "inspectorate", ("inspector",), "not-your-people"),
        ("detective", "named", "tax", ("tax_officer",), "takes-no-part"),
        ("inspector_two", "named", "inspectorate", ("inspector",), "role-required"),
        ("inspector", "opened", "inspectorate", (), "already-open"),
        ("chair", "left", "riec", (), "riec-stays"),
        ("constable", "named", "police", ("constable",), "not-found"),
        ("tax_officer", "named", "tax", ("tax_officer",), "not-found"),
    ):  # fmt: skip
        assert refusal(region, who, case_id, kind, of, *persons) in code.split() or code == refusal(
            region, who, case_id, kind, of, *persons
        ), (who, kind, of, persons)


RAW = (
    "insert into circle_decisions (id, scope_id, organisation_id, person_id, kind, reason, actor_id, owner_id)"
    " values (:id, :case, :of, :person, :kind, 'x', :actor, :owner)"
)


@pytest.mark.parametrize(
    ("who", "of", "person", "kind", "actor", "owner"),
    [
        ("inspector", "police", "constable", "named", "inspector", "inspectorate"),
        ("constable", "police", "constable", "named", "constable", "police"),
        ("detective", "police", "inspector", "named", "detective", "police"),
        ("detective", "police", "constable", "named", "chair", "police"),
        ("detective", "police", "constable", "named", "detective", "riec"),
        ("neighbour", "police", "constable", "barred", "neighbour", "westdorp"),
        ("chair", "riec", None, "left", "chair", "riec"),
        ("preparer", "police", "constable", "named", "preparer", "riec"),
    ],
)
def test_the_database_decides_who_decides(
    region: World, case_id: UUID, who: str, of: str, person: str | None, kind: str, actor: str, owner: str
) -> None:
    values = {
        "id": uuid4(), "case": case_id, "of": region.organisations[of], "kind": kind,
        "person": person and region.people[person], "actor": region.people[actor],
        "owner": region.organisations[owner],
    }  # fmt: skip
    with region.acting(who) as (session, _), pytest.raises(ProgrammingError, match="row-level security"):
        session.execute(text(RAW), values)


@pytest.mark.parametrize(
    "statement",
    [
        "update participations set persons = null",
        "update circle_decisions set reason = 'y'",
        "delete from circle_decisions",
        "insert into bars (scope_id, actor_id, reason) values (:case, my_actor(), 'x')",
        "delete from bars",
        "select start_named(:case, my_organisation())",
        "select people_who_see(:case, my_organisation())",
    ],
)
def test_nobody_goes_around_a_decision(region: World, case_id: UUID, statement: str) -> None:
    with region.acting("chair") as (session, _), pytest.raises(ProgrammingError, match="permission denied"):
        session.execute(text(statement), {"case": case_id} if ":case" in statement else {})


def test_who_will_see_it_is_who_sees_it(region: World, case_id: UUID) -> None:
    def foreseen(who: str, kind: str, of: str, *persons: str) -> dict[str, list[str]]:
        data = circle.Foresee(
            kind=kind,
            organisation_id=region.organisations[of],
            person_ids=[region.people[one] for one in persons],
        )
        with region.acting(who) as (session, actor):
            found = circle.foresee(session, actor, case_id, data)
        return {part: [one.name for one in getattr(found, part)] for part in ("gains", "loses", "keeps")}

    named = foreseen("detective", "named", "police", "detective")
    assert named == {"gains": [], "loses": ["Constable"], "keeps": ["Detective"]}
    assert sees(region, "constable", case_id), "nothing changed yet"
    assert foreseen("chair", "barred", "police", "constable") == named
    assert foreseen("chair", "left", "police")["loses"] == ["Constable", "Detective"]
    assert foreseen("chair", "joined", "tax") == {"gains": ["Tax Officer"], "loses": [], "keeps": []}
    decide(region, "detective", case_id, "named", "police", "detective")
    assert foreseen("detective", "opened", "police")["gains"] == ["Constable"]
    with pytest.raises(Conflict, match="nobody-left"):
        foreseen("detective", "unnamed", "police", "detective")
    with pytest.raises(NotAllowed):
        foreseen("inspector", "opened", "police")
    with region.acting("neighbour") as (session, _), pytest.raises(DBAPIError):
        session.execute(
            text("select * from circle_preview(:c, :o, 'named', array[]::uuid[], 'partner')"),
            {"c": case_id, "o": region.organisations["police"]},
        )


@pytest.fixture
def naming_required(region: World) -> Iterator[None]:
    with region.database.session_as("owner") as session:
        session.execute(
            text(
                "insert into access_terms (code, valid_from, number, legal_ground)"
                " values ('naming_required', today(), 1, 'WGS 1.8(2)')"
            )
        )
        session.commit()
        yield
        session.execute(text("delete from access_terms where code = 'naming_required'"))
        session.commit()


@pytest.mark.usefixtures("naming_required")
def test_where_naming_is_required_a_case_begins_with_those_who_name(region: World) -> None:
    case_id = region.joined(region.case(), "police", "inspectorate")
    seen = {who: sees(region, who, case_id) for who in (
        "preparer", "chair", "analyst", "case_manager", "permit_officer", "detective", "constable", "inspector_two",
    )}  # fmt: skip
    assert [who for who, it in seen.items() if it] == ["preparer", "chair", "case_manager", "detective"]
    decide(region, "detective", case_id, "named", "police", "constable")
    assert sees(region, "constable", case_id)
    assert refusal(region, "detective", case_id, "opened", "police") == "naming-is-required"
