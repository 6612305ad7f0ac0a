"""What leaves the case: drafted by the RIEC, put to each supplier alone, released when everything holds, and followed."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db import clock
from db.session import Database
from db.tables.disclosures import Disclosure, Extract
from domain import disclosures, dossier, timeline
from domain.calendar import now, today
from domain.disclosures import DisclosureView, ReleaseDisclosure
from domain.errors import Conflict, Invalid, NotAllowed, NotFound
from tests.domain.disclosing import OUTSIDE, answered, asked, contributed, drafted, released
from tests.world import World, build


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    """The cast."""
    return build(module_database)


@pytest.fixture
def case_id(world: World) -> UUID:
    """A case of Zuidstad with the police and the inspectorate, phase 2 open."""
    found = world.joined(world.case(), "police", "inspectorate")
    with world.acting("chair") as (session, actor):
        dossier.open_phase(
            session, actor, found, dossier.OpenPhase(phase=2, necessity="Nodig voor de weging.")
        )
    return found


@pytest.fixture
def bakery(world: World, case_id: UUID) -> UUID:
    """Its subject."""
    return world.subject(case_id)


def seen(world: World, disclosure_id: UUID, by: str = "chair") -> DisclosureView:
    with world.acting(by) as (session, actor):
        return disclosures.disclosure(session, actor, disclosure_id)


def codes(refused: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return {one.code for one in refused.value.problems}


def test_an_analyst_drafts_and_the_chair_asks(world: World, case_id: UUID, bakery: UUID) -> None:
    """Nobody outside the RIEC hears of a draft; who is asked has a day before which to answer."""
    made = drafted(world, case_id, contributed(world, "permit_officer", bakery), by="analyst")
    found = seen(world, made, "analyst")
    assert (found.status, found.recipient_kind, found.acts) == ("drafted", "participant", ["drop"])
    with world.acting("analyst") as (session, actor), pytest.raises(NotAllowed):
        disclosures.ask_suppliers(session, actor, made)
    with world.acting("case_manager") as (session, actor):
        assert dossier.requests_of(session, actor, case_id) == []
    asked(world, made)
    found = seen(world, made)
    assert (found.status, [one.status for one in found.suppliers]) == ("asked", ["asked"])
    assert found.suppliers[0].due_on == today() + timedelta(days=14)
    with world.acting("chair") as (session, actor), pytest.raises(Conflict):
        disclosures.ask_suppliers(session, actor, made)


def test_each_supplier_sees_its_own_question_and_nothing_else(
    world: World, case_id: UUID, bakery: UUID
) -> None:
    ours, theirs = (
        contributed(world, "permit_officer", bakery),
        contributed(world, "inspector", bakery, "company"),
    )
    made = drafted(world, case_id, ours, theirs)
    questions = asked(world, made)
    with world.acting("case_manager") as (session, actor):
        (mine,) = dossier.requests_of(session, actor, case_id)
        assert mine.consent is not None
        assert (mine.consent.contribution_ids, mine.consent.recipient) == ([ours], "Gemeente Westdorp")
        assert (mine.consent.disclosure_id, mine.acts) == (None, ["consent"])
        for hidden in (made, questions["Arbeidsinspectie"]):
            with pytest.raises(NotFound):
                disclosures.disclosure(session, actor, hidden)
        with pytest.raises(NotFound):
            dossier.request_view(session, actor, questions["Arbeidsinspectie"])
        assert disclosures.disclosures_of(session, actor, case_id) == []
    with world.acting("detective") as (session, actor):
        assert dossier.requests_of(session, actor, case_id) == []
        assert not any(
            one.type.startswith("disclosure") for one in timeline.timeline(session, actor, case_id).items
        )


def test_a_supplier_consents_to_each_item_by_itself(world: World, case_id: UUID, bakery: UUID) -> None:
    """What it keeps out stays behind, and the rest goes (WGS 2.20); why, it does not say."""
    goes, stays = contributed(world, "permit_officer", bakery), contributed(world, "permit_officer", bakery)
    other = contributed(world, "inspector", bakery, "company")
    made = drafted(world, case_id, goes, stays, other)
    questions = asked(world, made)
    for wrong, code in (((other,), "not-asked-about"), ((goes, stays), "nothing-left")):
        with pytest.raises(Invalid) as refused:
            answered(world, "case_manager", questions["Gemeente Zuidstad"], "consents", *wrong)
        assert codes(refused) == {code}
    with pytest.raises(Invalid) as refused:
        answered(world, "case_manager", questions["Gemeente Zuidstad"], "objects", stays)
    assert codes(refused) == {"objects-to-all"}
    answered(world, "case_manager", questions["Gemeente Zuidstad"], "consents", stays, stays)
    answered(world, "inspector", questions["Arbeidsinspectie"], "consents")

    found = seen(world, made)
    assert {one.contribution_id: one.excepted for one in found.items} == {
        goes: False, stays: True, other: False,
    }  # fmt: skip
    assert all(one.met for one in found.conditions)
    with world.acting("inspector") as (session, actor):
        (theirs,) = dossier.requests_of(session, actor, case_id)
        assert theirs.consent is not None
        assert list(theirs.consent.excepted_ids) == []
        assert session.execute(text("select excepted_of(:id)"), {"id": made}).all() == []
    went = released(world, made)
    assert [(one.contribution_id, one.excepted, one.text is None) for one in went.items] == [
        (goes, False, False), (other, False, False), (stays, True, True),
    ]  # fmt: skip
    with world.acting("chair") as (session, actor):
        out = disclosures.extract(session, actor, made)
        assert {one.contribution_id for one in out.items} == {goes, other}
        assert str(stays) not in out.model_dump_json()
    with world.acting("case_manager") as (session, actor):
        (mine,) = dossier.requests_of(session, actor, case_id)
        assert mine.consent is not None
        assert (list(mine.consent.excepted_ids), bool(mine.consent.released_at)) == ([stays], True)


def test_who_was_silent_until_the_date_cannot_call_back_what_went(
    world: World, case_id: UUID, bakery: UUID
) -> None:
    made = drafted(world, case_id, contributed(world, "permit_officer", bakery))
    (question,) = asked(world, made).values()
    with world.database.session_as("owner") as session:
        session.execute(text("update requests set due_on = today() - 1 where id = :id"), {"id": question})
        session.commit()
    released(world, made)
    with world.acting("case_manager") as (session, actor):
        (mine,) = dossier.requests_of(session, actor, case_id)
        assert mine.consent is not None
        assert (mine.acts, mine.status, bool(mine.consent.released_at)) == ([], "no_objection", True)
    with pytest.raises(Conflict) as refused:
        answered(world, "case_manager", question, "objects")
    assert refused.value.code == "disclosure-settled"


def test_what_a_supplier_keeps_out_cannot_be_copied_by_hand(
    world: World, case_id: UUID, bakery: UUID
) -> None:
    """Nor does a release need anything of it: it may be withdrawn meanwhile."""
    goes, stays = contributed(world, "permit_officer", bakery), contributed(world, "permit_officer", bakery)
    made = drafted(world, case_id, goes, stays)
    answered(world, "case_manager", *asked(world, made).values(), "no_objection", stays)
    with world.acting("permit_officer") as (session, actor):
        dossier.withdraw(session, actor, stays, dossier.Withdraw(reason="incorrect"))
    with world.acting("chair") as (session, actor):
        done = disclosures.release_disclosure(session, actor, made, ReleaseDisclosure(motive="Nodig."))
        copy = session.get_one(Extract, done.items[0].extract_id).model_dump(exclude={"created_at"})
        session.add(Extract(**copy | {"id": uuid4(), "disclosed_from": stays}))
        with pytest.raises(DBAPIError, match="row-level security"):
            session.flush()
        session.rollback()


def test_an_objection_is_a_veto_and_its_reason_stays_at_home(
    world: World, case_id: UUID, bakery: UUID
) -> None:
    made = drafted(world, case_id, contributed(world, "permit_officer", bakery))
    (question,) = asked(world, made).values()
    answered(world, "case_manager", question, "objects")
    found = seen(world, made)
    assert [(one.code, list(one.lacking)) for one in found.conditions if not one.met] == [
        ("objections", ["Gemeente Zuidstad"])
    ]
    with pytest.raises(Invalid) as refused:
        released(world, made)
    assert codes(refused) == {"lacking-objections"}
    with pytest.raises(Conflict):
        answered(world, "case_manager", question, "no_objection")


def test_a_third_party_gets_nothing_until_all_of_it_holds(world: World, case_id: UUID, bakery: UUID) -> None:
    """All that is missing is told at once (WGS 1.7(2)), and outside the region silence is no consent."""
    items = [
        contributed(world, "permit_officer", bakery),
        contributed(world, "detective", bakery, "police_8_13"),
    ]
    made = drafted(world, case_id, *items, **OUTSIDE)
    with pytest.raises(Invalid) as refused:
        released(world, made)
    assert codes(refused) == {"lacking-objections", "lacking-advice"}
    questions = asked(world, made)
    with pytest.raises(Invalid) as refused:
        answered(world, "case_manager", questions["Gemeente Zuidstad"], "no_objection")
    assert codes(refused) == {"consent-wanted"}
    answered(world, "case_manager", questions["Gemeente Zuidstad"], "consents")
    with pytest.raises(Invalid) as refused:
        released(world, made)
    assert codes(refused) == {"lacking-consents", "lacking-advice"}
    answered(world, "detective", questions["Politie Riva"], "consents")
    with pytest.raises(Invalid) as refused:
        released(world, made, advice_number="RAC-1")
    assert codes(refused) == {"lacking-advice"}
    found = released(world, made, advice_number="RAC-2026-014", advised_on=today())
    assert (found.status, found.acts) == ("released", ["tell"])


def test_silence_is_no_objection_when_the_term_is_over(world: World, case_id: UUID, bakery: UUID) -> None:
    """For what needs no consent; for the rest silence stays silence."""
    ours, theirs = (
        contributed(world, "permit_officer", bakery),
        contributed(world, "detective", bakery, "police_8_13"),
    )
    within, beyond = drafted(world, case_id, ours), drafted(world, case_id, ours, theirs)
    with clock.at(now() - timedelta(days=15)):
        asked(world, within)
        asked(world, beyond)
    assert [(one.status, one.overdue) for one in seen(world, within).suppliers] == [("asked", True)]
    assert released(world, within).status == "released"
    with pytest.raises(Invalid) as refused:
        released(world, beyond)
    assert codes(refused) == {"lacking-consents"}


def test_within_the_region_only_special_and_criminal_data_need_consent(
    world: World, case_id: UUID, bakery: UUID
) -> None:
    items = [
        contributed(world, "permit_officer", bakery),
        contributed(world, "detective", bakery, "police_8_13"),
    ]
    made = drafted(world, case_id, *items)
    asked(world, made)
    found = {one.organisation: one.explicit for one in seen(world, made).suppliers}
    assert found == {"Gemeente Zuidstad": False, "Politie Riva": True}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"recipient_id": None}, "recipient-wanted"),
        ({"recipient_name": "Iemand"}, "recipient-twice"),
        ({"ground": "BESTAAT-NIET"}, "code-not-valid"),
        ({"basis": "legitimate_interest"}, "lacking-compatible"),
        ({**OUTSIDE, "recipient_kind": None}, "recipient-kind-wanted"),
        ({**OUTSIDE, "basis": "public_task"}, "lacking-compatible"),
    ],
)
def test_a_draft_says_what_is_wrong(
    world: World, case_id: UUID, bakery: UUID, changed: dict[str, Any], code: str
) -> None:
    item = contributed(world, "permit_officer", bakery)
    with pytest.raises(Invalid) as refused:
        drafted(world, case_id, item, **changed)
    assert code in codes(refused)


def test_who_is_on_the_case_needs_no_disclosure(world: World, case_id: UUID, bakery: UUID) -> None:
    item = contributed(world, "permit_officer", bakery)
    for name in ("police", "riec"):
        with pytest.raises(Invalid) as refused:
            drafted(world, case_id, item, recipient_id=world.organisations[name])
        assert codes(refused) == {"recipient-on-case"}


def test_who_is_no_participant_is_a_third_party(world: World, case_id: UUID, bakery: UUID) -> None:
    """Care is in the region and not under WGS 2.19: all six conditions hold for it (WGS 1.7(2))."""
    item = contributed(world, "permit_officer", bakery)
    made = drafted(
        world,
        case_id,
        item,
        recipient_id=world.organisations["care"],
        recipient_kind="public",
        ground="WGS-1.7-2",
    )
    assert {one.code for one in seen(world, made).conditions} == {
        "ground", "compatible", "tax", "items", "objections", "consents", "advice",
    }  # fmt: skip


def test_tax_data_never_go_to_a_private_party_for_its_interest(
    world: World, case_id: UUID, bakery: UUID
) -> None:
    world.joined(case_id, "tax")
    item = contributed(world, "tax_officer", bakery, "identification")
    with pytest.raises(Invalid) as refused:
        drafted(world, case_id, item, **OUTSIDE | {"basis": "legitimate_interest"})
    assert codes(refused) == {"lacking-tax"}
    drafted(world, case_id, item, **OUTSIDE)


def test_what_is_closed_withdrawn_or_elsewhere_cannot_go(world: World, case_id: UUID, bakery: UUID) -> None:
    """A hidden item and one that never was are the same."""
    closed = contributed(
        world, "permit_officer", bakery, for_whom="named", persons=[world.people["chair"], world.people["detective"]]
    )  # fmt: skip
    hidden = contributed(
        world, "permit_officer", bakery, for_whom="named", persons=[world.people["detective"]]
    )
    for item, code in (
        (closed, "contribution-not-open"),
        (hidden, "contribution-not-in-case"),
        (uuid4(), "contribution-not-in-case"),
    ):
        with pytest.raises(Invalid) as refused:
            drafted(world, case_id, item)
        assert codes(refused) == {code}


def test_what_goes_is_copied_without_numbers_of_people(world: World, case_id: UUID, bakery: UUID) -> None:
    """With its provenance; correcting the original leaves the copy as it went, and says so at it until it is told."""
    item = contributed(world, "permit_officer", bakery, source_reliability="B", content_credibility=2)
    made = drafted(world, case_id, item)
    (question,) = asked(world, made).values()
    answered(world, "case_manager", question, "no_objection")
    released(world, made)
    with world.acting("analyst") as (session, actor):
        found = disclosures.extract(session, actor, made)
    (line,) = found.items
    assert (line.text, line.supplier, line.source) == ("Elf mensen, BSN [•••].", "Gemeente Zuidstad", "BRP")
    assert (line.source_reliability, line.content_credibility) == ("B", 2)
    assert (line.contribution_id, line.change, found.release.secrecy_ground) == (item, None, "WGS-1.11")
    assert line.extract_id is not None
    with world.acting("chair") as (session, actor), pytest.raises(Conflict):
        disclosures.tell_recipient(session, actor, line.extract_id)

    with world.acting("permit_officer") as (session, actor):
        dossier.correct(session, actor, item, dossier.Correct(text="Negen mensen.", source="BRP"))
    (now_seen,) = seen(world, made).items
    assert (now_seen.text, now_seen.change, now_seen.told_at) == (
        "Elf mensen, BSN [•••].", "corrected", None,
    )  # fmt: skip
    with world.acting("chair") as (session, actor):
        (now_seen,) = disclosures.tell_recipient(session, actor, line.extract_id).items
    assert now_seen.told_at is not None

    with world.acting("permit_officer") as (session, actor):
        dossier.withdraw(session, actor, item, dossier.Withdraw(reason="incorrect"))
    (now_seen,) = seen(world, made).items
    assert (now_seen.text, now_seen.change, now_seen.told_at) == (None, "withdrawn", None)


def test_a_supplier_sees_where_its_own_went(world: World, case_id: UUID, bakery: UUID) -> None:
    """Once it went, and nothing of what went along."""
    ours, theirs = (
        contributed(world, "permit_officer", bakery),
        contributed(world, "inspector", bakery, "company"),
    )
    made = drafted(world, case_id, ours, theirs)
    questions = asked(world, made)
    with world.acting("case_manager") as (session, actor):
        assert disclosures.destinations(session, actor, [ours, theirs]) == {}
    answered(world, "case_manager", questions["Gemeente Zuidstad"], "no_objection")
    answered(world, "inspector", questions["Arbeidsinspectie"], "consents")
    released(world, made)
    with world.acting("case_manager") as (session, actor):
        found = disclosures.destinations(session, actor, [ours, theirs])
        assert {key: [one.recipient for one in these] for key, these in found.items()} == {
            ours: ["Gemeente Westdorp"]
        }
        with pytest.raises(NotAllowed):
            disclosures.destinations_of(session, actor, theirs)
    with world.acting("detective") as (session, actor):
        assert disclosures.destinations(session, actor, [ours, theirs]) == {}


def test_what_was_released_or_dropped_does_not_change(world: World, case_id: UUID, bakery: UUID) -> None:
    made = drafted(world, case_id, contributed(world, "permit_officer", bakery))
    with world.acting("analyst") as (session, actor):
        assert disclosures.drop_disclosure(session, actor, made).status == "dropped"
    with pytest.raises(Conflict):
        released(world, made)
    with world.acting("chair") as (session, actor):
        for act in (disclosures.ask_suppliers, disclosures.drop_disclosure):
            with pytest.raises(Conflict):
                act(session, actor, made)
    with world.acting("chair") as (session, _), pytest.raises(DBAPIError):
        session.execute(text("update disclosures set task = 'anders' where id = :id"), {"id": made})
    assert seen(world, made).status == "dropped"


def test_a_partner_does_not_draft(world: World, case_id: UUID, bakery: UUID) -> None:
    item = contributed(world, "permit_officer", bakery)
    for who in ("case_manager", "detective", "preparer"):
        with pytest.raises(NotAllowed):
            drafted(world, case_id, item, by=who)


def test_the_database_holds_to_the_answers(world: World, case_id: UUID, bakery: UUID) -> None:
    """Without the domain too: no release over an objection, and no copy of what was not asked about."""
    item, other = (
        contributed(world, "permit_officer", bakery),
        contributed(world, "inspector", bakery, "company"),
    )
    made = drafted(world, case_id, item)
    with world.acting("chair") as (session, _):
        may = text("select may_release(:id, true)")
        assert session.execute(may, {"id": made}).scalar() is False
    (question,) = asked(world, made).values()
    with world.acting("chair") as (session, _):
        assert session.execute(may, {"id": made}).scalar() is False
    answered(world, "case_manager", question, "no_objection")
    with world.acting("analyst") as (session, _):
        assert session.execute(may, {"id": made}).scalar() is False
    with world.acting("detective") as (session, _):
        assert session.execute(may, {"id": made}).scalar() is False
    with world.acting("chair") as (session, _):
        assert session.execute(may, {"id": made}).scalar() is True
    released(world, made)
    with world.acting("chair") as (session, _):
        row = session.get(Extract, seen(world, made).items[0].extract_id)
        assert row is not None
        copy = row.model_dump() | {"id": uuid4(), "disclosed_from": other}
        session.expunge(row)
        with pytest.raises(DBAPIError, match="row-level security"):
            session.execute(
                text(
                    "insert into extracts (id, scope_id, owner_id, category, actor_id, subject_id, disclosure_id,"
                    " release_id, disclosed_from, supplier_id, data_category, about, text, source) values (:id,"
                    " :scope_id, :owner_id, :category, :actor_id, :subject_id, :disclosure_id, :release_id,"
                    " :disclosed_from, :supplier_id, :data_category, :about, :text, :source)"
                ),
                copy,
            )


def test_nothing_of_it_is_shared_by_default(world: World, case_id: UUID, bakery: UUID) -> None:
    """The category has no ceiling: whatever rules partners agree on, only its owner finds it."""
    made = drafted(world, case_id, contributed(world, "permit_officer", bakery))
    for who in ("case_manager", "detective", "inspector", "prosecutor"):
        with world.acting(who) as (session, _):
            assert session.get(Disclosure, made) is None
    with world.acting("chair", "detective") as (session, _):
        assert session.get(Disclosure, made) is None
