"""Agreements and rules: who may, what it records, and that a rule dies with its agreement."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from db.session import Database
from domain import dossier, rehearsal, sharing
from domain.calendar import now, today
from domain.errors import Conflict, Invalid, NotAllowed, NotFound
from domain.sharing import ExceptOrganisation, GiveRule, RegisterAgreement, ReviewAgreement, Wanted
from tests.web.portal import NOWHERE
from tests.world import World, build

ADMIN = "administrator"
HOUR = timedelta(hours=1)


@pytest.fixture
def world(fresh_database: Database) -> World:
    """A region of its own: what is agreed holds for everybody."""
    return build(fresh_database)


def an_agreement(world: World, *parties: str, **changed: Any) -> RegisterAgreement:
    return RegisterAgreement(**{
        "kind": "processing", "title": "Verwerkersovereenkomst BTP", "version": "1", "signed_on": today(),
        "valid_from": now() - HOUR, "party_ids": [world.organisations[one] for one in parties or ("zuidstad", "westdorp")],
        **changed,
    })  # fmt: skip


def register(world: World, *parties: str, by: str = ADMIN, **changed: Any) -> UUID:
    with world.acting(by) as (session, actor):
        return sharing.register_agreement(session, actor, an_agreement(world, *parties, **changed))


def events_of(world: World, object_id: UUID) -> list[str]:
    with world.database.session_as("owner") as owner:
        return list(
            owner.execute(
                text("select type from events where object_id = :id order by id"), {"id": object_id}
            ).scalars()
        )


def codes(refused: pytest.ExceptionInfo[Invalid]) -> list[tuple[str, str]]:
    return [(one.code, one.pointer) for one in refused.value.problems]


def rule_of(world: World, category: str) -> UUID:
    with world.acting("inspector") as (session, actor):
        return sharing.rules(session, actor, Wanted(category=category))[0].id


def texts_seen(world: World, by: str, subject_id: UUID) -> list[str]:
    with world.acting(by) as (session, actor):
        return [one.text for one in dossier.contributions(session, actor, subject_id)]


def a_contribution(world: World, category: str = "housing") -> UUID:
    """Zuidstad told something about a subject, in a case where the inspectorate takes part."""
    subject_id = world.subject(world.joined(world.case(), "inspectorate"))
    with world.acting("permit_officer") as (session, actor):
        dossier.contribute(
            session, actor, subject_id,
            dossier.Contribute(category=category, text="Zes bedden.", source="Controle", attested=True),
        )  # fmt: skip
    return subject_id


# --- the register


def test_an_agreement_is_registered_with_its_parties_and_read_by_everybody_in_the_chain(world: World) -> None:
    made = register(
        world,
        scope_text="Toezicht in het district.",
        file_hash="A" * 64,
        review_on=today() + timedelta(days=400),
    )
    with world.acting("inspector") as (session, actor):
        found = sharing.agreement(session, actor, made)
        listed = sharing.agreements(session, actor, Wanted(kind="processing"))
    assert [one.name for one in found.named] == ["Gemeente Westdorp", "Gemeente Zuidstad"]
    assert (found.file_hash, found.state, found.due, found.acts) == ("a" * 64, "valid", False, [])
    assert [one.id for one in listed] == [made]
    assert events_of(world, made) == ["sharing.agreement_registered"]


def test_everything_wrong_with_an_agreement_is_told_at_once(world: World) -> None:
    with pytest.raises(Invalid) as refused:
        register(
            world, "zuidstad", kind="promise", signed_on=today() + timedelta(days=1), valid_until=now() - 2 * HOUR,
            file_hash="abc", review_on=today(), supersedes_id=NOWHERE,
        )  # fmt: skip
    assert codes(refused) == [
        ("date-not-to-come", "/signedOn"), ("ends-before-it-begins", "/validUntil"),
        ("review-before-signing", "/reviewOn"), ("code-not-valid", "/kind"), ("file-hash-form", "/fileHash"),
        ("parties-missing", "/partyIds"), ("version-of-another-kind", "/supersedesId"),
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["chair", "case_manager", "auditor"])
def test_only_the_administrator_of_the_riec_decides_what_is_agreed(world: World, who: str) -> None:
    with pytest.raises(NotAllowed):
        register(world, by=who)
    with world.acting(who) as (session, actor):
        assert world.agreement
        for act in (
            lambda: sharing.end_agreement(session, actor, world.agreement),
            lambda: sharing.end_rule(session, actor, world.rules[0]),
            lambda: sharing.give_rule(
                session, actor, GiveRule(agreement_id=world.agreement, category="housing")
            ),
            lambda: rehearsal.rehearsals(session, actor),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_of_a_covenant_everybody_that_takes_part_is_a_party(world: World) -> None:
    assert world.agreement
    with world.acting("inspector") as (session, actor):
        found = sharing.agreement(session, actor, world.agreement)
    assert {one.name for one in found.named} >= {"Politie Riva", "Belastingdienst"}
    assert "Zorgcoördinatie Riva" not in {one.name for one in found.named}


def test_a_new_version_ends_the_one_before_and_takes_its_rules_over(world: World) -> None:
    subject_id = a_contribution(world)
    with world.acting(ADMIN) as (session, actor):
        sharing.except_organisation(
            session, actor, rule_of(world, "vehicle"),
            ExceptOrganisation(organisation_id=world.organisations["tax"], side="recipient", reason="Niet nodig."),
        )  # fmt: skip
        before = sharing.rules(session, actor)
        made = sharing.register_agreement(
            session, actor,
            an_agreement(
                world, "zuidstad", "police", kind="covenant", version="2027-1", supersedes_id=world.agreement,
                take_over_rules=True,
            ),
        )  # fmt: skip
    with world.acting(ADMIN) as (session, actor):
        after = sharing.rules(session, actor)
        assert world.agreement
        old = sharing.agreement(session, actor, world.agreement)
        assert (old.state, old.superseded_by, old.acts) == ("ended", made, [])
    as_said = [(one.category, one.owner_kind, one.recipient_kind, one.step) for one in before]
    assert [(one.category, one.owner_kind, one.recipient_kind, one.step) for one in after] == as_said
    assert {one.agreement_id for one in after} == {made}
    assert [x.organisation for one in after for x in one.exceptions] == ["Belastingdienst"]
    assert texts_seen(world, "inspector", subject_id) == ["Zes bedden."]
    with pytest.raises(Invalid) as refused:
        register(world, kind="covenant", version="2027-2", supersedes_id=world.agreement)
    assert codes(refused) == [("version-followed-already", "/supersedesId")]


def test_a_review_sets_the_next_day_to_look_again(world: World) -> None:
    made = register(world, signed_on=today() - timedelta(days=9), review_on=today() + timedelta(days=3))
    with world.acting(ADMIN) as (session, actor):
        assert sharing.agreement(session, actor, made).due
        with pytest.raises(Invalid):
            sharing.review_agreement(session, actor, made, ReviewAgreement(review_on=today()))
        sharing.review_agreement(
            session, actor, made, ReviewAgreement(review_on=today() + timedelta(days=365))
        )
        assert not sharing.agreement(session, actor, made).due
    assert events_of(world, made)[-1] == "sharing.agreement_reviewed"


def test_whether_two_organisations_have_an_agreement_today(world: World) -> None:
    made = register(world, "zuidstad", "westdorp", kind="mandate")
    register(world, "zuidstad", "police", kind="mandate", valid_from=now() + HOUR)
    zuidstad, westdorp, police = (world.organisations[one] for one in ("zuidstad", "westdorp", "police"))
    with world.acting("inspector") as (session, _):
        assert sharing.agreement_between(session, "mandate", zuidstad, westdorp) == made
        assert sharing.agreement_between(session, "mandate", westdorp, zuidstad) == made
        assert sharing.agreement_between(session, "processing", zuidstad, westdorp) is None
        assert sharing.agreement_between(session, "mandate", zuidstad, police) is None
    with world.acting(ADMIN) as (session, actor):
        sharing.end_agreement(session, actor, made)
    with world.acting("inspector") as (session, _):
        assert sharing.agreement_between(session, "mandate", zuidstad, westdorp) is None


# --- rules


def test_a_rule_dies_with_its_agreement_in_the_same_second(world: World) -> None:
    subject_id = a_contribution(world)
    assert world.agreement
    with world.acting("inspector") as (session, actor), world.acting(ADMIN) as (other, administrator):
        # In the middle of a transaction of the partner: its next statement no longer sees it.
        assert len(dossier.contributions(session, actor, subject_id)) == 1
        sharing.end_agreement(other, administrator, world.agreement)
        other.commit()
        assert dossier.contributions(session, actor, subject_id) == []
        session.rollback()
    with world.acting(ADMIN) as (session, actor):
        assert sharing.rules(session, actor) == []
        ended = sharing.rules(session, actor, Wanted(ended=True))
        assert len(ended) == len(world.rules)
        assert {one.in_force for one in ended} == {False}
        with pytest.raises(Conflict):
            sharing.end_agreement(session, actor, world.agreement)
        with pytest.raises(Conflict):
            sharing.end_rule(session, actor, world.rules[0])


def test_a_rule_needs_a_covenant_in_force(world: World) -> None:
    mandate = register(world, kind="mandate")
    with world.acting(ADMIN) as (session, actor):
        for agreement_id, code in ((mandate, "agreement-no-covenant"), (NOWHERE, "agreement-unknown")):
            with pytest.raises(Invalid) as refused:
                sharing.give_rule(session, actor, GiveRule(agreement_id=agreement_id, category="housing"))
            assert codes(refused) == [(code, "/agreementId")]
        with pytest.raises(Invalid) as refused:
            sharing.give_rule(session, actor, GiveRule(agreement_id=world.agreement, category="housing"))
        assert codes(refused) == [("rule-given-already", "/category")]


def test_the_database_itself_refuses_a_rule_on_anything_but_a_covenant(world: World) -> None:
    mandate = register(world, kind="mandate")
    with world.acting(ADMIN) as (session, _):
        with pytest.raises(DBAPIError) as refused:
            session.execute(
                text(
                    "insert into rules (id, agreement_id, category, created_by)"
                    " values (gen_random_uuid(), :agreement, 'housing', my_actor())"
                ),
                {"agreement": mandate},
            )
        assert getattr(refused.value.orig, "sqlstate", "") == "42501"
        session.rollback()


def test_a_rule_that_ended_is_not_ended_again_and_one_that_never_was_is_not_found(world: World) -> None:
    subject_id = a_contribution(world)
    rule_id = rule_of(world, "housing")
    with world.acting(ADMIN) as (session, actor):
        sharing.end_rule(session, actor, rule_id)
        with pytest.raises(NotFound):
            sharing.end_rule(session, actor, NOWHERE)
        with pytest.raises(Conflict):
            sharing.end_rule(session, actor, rule_id)
    assert texts_seen(world, "inspector", subject_id) == []
    assert events_of(world, rule_id) == ["sharing.rule_given", "sharing.rule_ended"]


def test_an_exception_has_a_reason_and_holds_for_that_organisation_alone(world: World) -> None:
    subject_id = world.subject(world.joined(world.case(), "inspectorate", "police"))
    with world.acting("permit_officer") as (session, actor):
        dossier.contribute(
            session, actor, subject_id,
            dossier.Contribute(category="housing", text="Zes bedden.", source="Controle", attested=True),
        )  # fmt: skip
    rule_id = rule_of(world, "housing")
    asked = ExceptOrganisation(
        organisation_id=world.organisations["inspectorate"], side="recipient", reason="Nog niet gescreend."
    )
    with world.acting(ADMIN) as (session, actor):
        sharing.except_organisation(session, actor, rule_id, asked)
        with pytest.raises(Invalid) as refused:
            sharing.except_organisation(session, actor, rule_id, asked)
        assert codes(refused) == [("excepted-already", "/organisationId")]
    assert texts_seen(world, "inspector", subject_id) == []
    assert texts_seen(world, "detective", subject_id) == ["Zes bedden."]
    with world.acting("detective") as (session, actor):
        found = sharing.rule(session, actor, rule_id)
    assert [(one.organisation, one.side, one.reason) for one in found.exceptions] == [
        ("Arbeidsinspectie", "recipient", "Nog niet gescreend.")
    ]
