"""Administration: who may, what it records, and what ends when."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from db.session import Database
from domain import accounts, administration, events
from domain.accounts import ApiScope, Place
from domain.actor import StaffRole
from domain.administration import (
    AddActor,
    AddClient,
    AddEntry,
    AddOrganisation,
    ChangeOrganisation,
    ChangePerson,
    Confirm,
    EndEntry,
    GiveAdmission,
    GiveSecret,
    NameDeputy,
    StartRecertification,
    Which,
)
from domain.administration.code_lists import KEPT
from domain.calendar import today
from domain.errors import Conflict, Invalid, NotAllowed, NotFound, NotSignedIn
from tests.world import World, build

ADMIN = "administrator"
WEEK = timedelta(days=7)


@pytest.fixture(scope="module")
def world(module_database: Database) -> World:
    """A region of its own: administration changes what everybody shares."""
    return build(module_database)


@pytest.fixture
def login(world: World) -> Iterator[Any]:
    with world.database.session_as("login") as session:
        yield session


def a_person(world: World, organisation: str = "police", **changed: Any) -> UUID:
    number = len(world.people) + len(world.rules)
    world.people[f"extra{number}"] = made = _added(
        world, organisation, f"extra{number}@example.org", **changed
    )
    return made


def _added(world: World, organisation: str, email: str | None, **changed: Any) -> UUID:
    with world.acting(ADMIN) as (session, actor):
        return administration.add_actor(
            session, actor,
            AddActor(**{"organisation_id": world.organisations[organisation], "name": "Noor", "email": email, **changed}),
        )  # fmt: skip


def events_of(world: World, object_id: UUID) -> list[str]:
    with world.database.session_as("owner") as owner:
        return list(
            owner.execute(
                text("select type from events where object_id = :id or actor_id = :id order by id"),
                {"id": object_id},
            ).scalars()
        )


def codes(refused: pytest.ExceptionInfo[Invalid]) -> list[str]:
    return [one.code for one in refused.value.problems]


# --- who may


@pytest.mark.parametrize("name", ["chair", "case_manager", "dpo"])
def test_only_the_administrator_administers(world: World, name: str) -> None:
    with world.acting(name) as (session, actor):
        for act in (
            lambda: administration.all_organisations(session, actor),
            lambda: administration.people(session, session, actor, Which()),
            lambda: administration.person(session, actor, world.people["chair"]),
            lambda: administration.clients(session, session, actor),
        ):
            with pytest.raises(NotAllowed):
                act()


def test_an_administrator_of_a_partner_decides_nothing(world: World) -> None:
    other = a_person(world, "zuidstad")
    with world.database.session_as("owner") as owner:
        owner.execute(
            text(
                "insert into actor_roles (actor_id, role, valid_from) values (:id, 'functional_administrator', today())"
            ),
            {"id": other},
        )
        owner.commit()
    world.people["theirs"] = other

    with world.acting("theirs") as (session, actor), pytest.raises(NotAllowed) as refused:
        administration.all_organisations(session, actor)

    assert refused.value.code == "administrator-of-riec"
    # An empty page would say that everything was delivered; that is not theirs to know either.
    with world.acting("theirs") as (session, actor):
        for ask in (events.dead_letters, events.count_dead_letters):
            with pytest.raises(NotAllowed, match="administrator-of-riec"):
                ask(session, actor)


# --- organisations


def test_what_describes_an_organisation_changes_and_its_kind_does_not(world: World) -> None:
    with world.acting(ADMIN) as (session, actor):
        made = administration.add_organisation(
            session, actor, AddOrganisation(name="GGD Riva", short_name="GGD", kind="health")
        )
        with pytest.raises(Invalid) as refused:
            administration.change_organisation(
                session, actor, made, ChangeOrganisation(name="RIEC Riva", short_name="x")
            )
        assert codes(refused) == ["name-taken"]
        seen = administration.change_organisation(
            session, actor, made, ChangeOrganisation(name="GGD Riva-Zuid", short_name="GGD Zuid")
        )

    assert (seen.name, seen.kind, seen.active, seen.people) == ("GGD Riva-Zuid", "health", True, 0)
    assert events_of(world, made) == [
        "administration.organisation_added",
        "administration.organisation_changed",
    ]


def test_nobody_of_an_organisation_that_left_comes_in_and_nothing_is_deleted(
    world: World, login: Any
) -> None:
    with world.acting(ADMIN) as (session, actor):
        left = administration.add_organisation(
            session, actor, AddOrganisation(name="Douane Riva", short_name="Douane", kind="tax")
        )
    world.organisations["left"] = left
    someone, machine = a_person(world, "left"), _added(world, "left", None, kind="client")
    token = accounts.open_session(login, someone, Place(), second_factor=True)
    client = accounts.create_api_client(login, machine, [ApiScope.SIGNALS_READ])
    login.commit()

    with world.acting(ADMIN) as (session, actor):
        administration.deactivate_organisation(session, login, actor, left)
    login.commit()

    assert accounts.session_actor(login, token) is None
    with pytest.raises(NotSignedIn):
        accounts.verify_api_client(login, client.client_id, client.secret, Place())
    with world.acting(ADMIN) as (session, actor):
        assert [one.id for one in administration.organisations(session, actor)].count(left) == 0
        assert administration.organisation(session, actor, left).people == 1
        with pytest.raises(Conflict):
            administration.deactivate_organisation(session, login, actor, left)
        administration.reactivate_organisation(session, actor, left)
    assert accounts.session_actor(login, token) is None, "an old session does not come back"
    assert accounts.verify_api_client(login, client.client_id, client.secret, Place())


def test_the_own_organisation_is_not_deactivated(world: World, login: Any) -> None:
    with world.acting(ADMIN) as (session, actor), pytest.raises(Conflict):
        administration.deactivate_organisation(session, login, actor, actor.organisation_id)


# --- people


def test_an_address_is_one_persons_and_is_an_address(world: World) -> None:
    for given, code in (
        ("CHAIR@example.org", "email-taken"),
        ("geen adres", "identifier-format"),
        ("", "email-missing"),
    ):
        with pytest.raises(Invalid) as refused:
            _added(world, "police", given)
        assert codes(refused) == [code]


def test_a_person_is_changed_deactivated_and_let_in_again(world: World, login: Any) -> None:
    someone = a_person(world)
    token = accounts.open_session(login, someone, Place(), second_factor=True)
    login.commit()

    with world.acting(ADMIN) as (session, actor):
        changed = ChangePerson(name="Noor Smit", email="noor.smit@example.org", language="en")
        assert administration.change_person(session, actor, someone, changed).name == "Noor Smit"
        assert not administration.deactivate_person(session, login, actor, someone).active
    login.commit()
    assert accounts.session_actor(login, token) is None
    with world.acting(ADMIN) as (session, actor):
        assert administration.reactivate_person(session, actor, someone).active
    assert accounts.session_actor(login, token) is None
    assert [one for one in events_of(world, someone) if one.startswith("administration")] == [
        "administration.person_added", "administration.person_changed", "administration.person_deactivated",
        "administration.person_reactivated",
    ]  # fmt: skip


def test_nobody_deactivates_or_demotes_themselves(world: World, login: Any) -> None:
    with world.acting(ADMIN) as (session, actor):
        with pytest.raises(Conflict):
            administration.deactivate_person(session, login, actor, actor.id)
        with pytest.raises(Conflict):
            administration.end_role(session, actor, actor.id, StaffRole.FUNCTIONAL_ADMINISTRATOR)


def test_people_are_listed_by_name_and_part(world: World, login: Any) -> None:
    with world.acting(ADMIN) as (session, actor):
        everybody, further = administration.people(session, login, actor, Which(), limit=100)
        assert further is None
        names = [one.name.lower() for one in everybody]
        assert names == sorted(names)

        parts: list[UUID] = []
        after: UUID | None = None
        while True:
            found, after = administration.people(session, login, actor, Which(), after=after, limit=4)
            parts += [one.id for one in found]
            if after is None:
                break
        assert parts == [one.id for one in everybody]

        chairs, _ = administration.people(session, login, actor, Which(role="chair"))
        assert [one.id for one in chairs] == [world.people["chair"]]
        bare, _ = administration.people(session, login, actor, Which(state="no_second_factor"), limit=100)
        assert len(bare) == len([one for one in everybody if one.active]), "nobody of the cast has one"


# --- roles and admissions


def test_a_role_can_be_given_for_a_time_and_not_twice(world: World) -> None:
    someone = a_person(world)
    with world.acting(ADMIN) as (session, actor):
        administration.give_role(
            session, actor, someone, StaffRole.HANDLER, today() + WEEK, today() + 2 * WEEK
        )
        with pytest.raises(Invalid) as refused:
            administration.give_role(session, actor, someone, StaffRole.HANDLER)
        assert codes(refused) == ["role-held"]
        administration.give_role(session, actor, someone, StaffRole.HANDLER, today() + 2 * WEEK)
        administration.give_role(session, actor, someone, StaffRole.REPORTER)
        seen = administration.end_role(session, actor, someone, StaffRole.REPORTER)

    assert {(one.role, one.state) for one in seen.all_roles} == {
        ("handler", "planned"),
        ("reporter", "ended"),
    }
    with world.database.session_for(someone) as session:
        assert session.execute(text("select coalesce(cardinality(my_roles()), 0)")).scalar_one() == 0


def test_the_administrators_role_is_for_the_riec(world: World) -> None:
    someone = a_person(world, "tax")
    with world.acting(ADMIN) as (session, actor), pytest.raises(Invalid) as refused:
        administration.give_role(session, actor, someone, StaffRole.FUNCTIONAL_ADMINISTRATOR)
    assert codes(refused) == ["role-of-riec"]


def admission(**changed: Any) -> GiveAdmission:
    return GiveAdmission(**{
        "compartment": "R", "screening_kind": "VOG", "screened_on": today(), "trained_on": today(),
        "valid_until": today() + 50 * WEEK, **changed,
    })  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"trained_on": None}, "training-missing"),
        ({"trained_on": today() + WEEK}, "training-to-come"),
        ({"screened_on": today() + WEEK}, "screening-to-come"),
        ({"valid_until": today()}, "date-not-in-future"),
    ],
)
def test_nobody_is_admitted_without_screening_and_training(
    world: World, changed: dict[str, Any], code: str
) -> None:
    with world.acting(ADMIN) as (session, actor), pytest.raises(Invalid) as refused:
        administration.admit(session, actor, world.people["chair"], admission(**changed))
    assert codes(refused) == [code]


def test_an_admission_that_ends_soon_is_shown_until_it_is_renewed(world: World) -> None:
    someone = a_person(world)
    with world.acting(ADMIN) as (session, actor):
        made = administration.admit(session, actor, someone, admission(valid_until=today() + 5 * WEEK))
        assert made in [one.id for one in administration.expiring_admissions(session, actor)]
        administration.admit(session, actor, someone, admission())
        assert made not in [one.id for one in administration.expiring_admissions(session, actor)]
        administration.end_admission(session, actor, made)
        assert {one.state for one in administration.person(session, actor, someone).admissions} == {
            "ended",
            "current",
        }


# --- letting people in


def test_an_invitation_is_made_replaced_and_withdrawn_by_the_administrator(world: World, login: Any) -> None:
    someone = a_person(world)
    with world.acting(ADMIN) as (session, actor):
        first = administration.invite(session, login, actor, someone)
        second = administration.invite(session, login, actor, someone)
        assert first.code != second.code
        assert [one.person_id for one in administration.invitations(session, login, actor)].count(
            someone
        ) == 1
        administration.withdraw_invitation(session, login, actor, someone)
        assert someone not in [one.person_id for one in administration.invitations(session, login, actor)]
    login.commit()

    with world.database.session_as("owner") as owner:
        by = owner.execute(
            text(
                "select distinct data ->> 'by' from events where actor_id = :id and type like 'account.enrolment%'"
            ),
            {"id": someone},
        )
        assert list(by.scalars()) == [str(world.people[ADMIN])]
        kept = owner.execute(text("select string_agg(to_jsonb(e)::text, '') from events e")).scalar_one()
        assert second.code not in kept


def test_a_lost_second_factor_and_a_doubtful_password(world: World, login: Any) -> None:
    someone = a_person(world)
    accounts.create_account(login, someone, accounts.chosen("zomer zee fiets lamp"), "JBSWY3DPEHPK3PXP")
    token = accounts.open_session(login, someone, Place(), second_factor=True)
    login.commit()

    with world.acting(ADMIN) as (session, actor):
        administration.demand_new_password(session, login, actor, someone)
        login.commit()
        info = accounts.session_actor(login, token)
        assert info is not None
        assert not info.complete
        assert len(administration.entry(session, login, actor, someone).sessions) == 1
        administration.reset_second_factor(session, login, actor, someone)
        state = administration.entry(session, login, actor, someone)
    assert (state.state.second_factor, state.state.must_change, list(state.sessions)) == (False, True, [])


def test_nobody_administers_the_own_way_in(world: World, login: Any) -> None:
    with world.acting(ADMIN) as (session, actor):
        for act in (
            administration.invite,
            administration.reset_second_factor,
            administration.end_sessions,
        ):
            with pytest.raises(Conflict):
                act(session, login, actor, actor.id)


# --- clients


def test_a_client_gets_a_secret_a_new_one_and_none(world: World, login: Any) -> None:
    with world.acting(ADMIN) as (session, actor):
        machine = administration.add_client(
            session, actor, AddClient(organisation_id=world.organisations["police"], name="Zaaksysteem")
        )
    with world.acting(ADMIN) as (session, actor):
        assert administration.client(session, login, actor, machine).state == "no_secret"
        with pytest.raises(Invalid) as refused:
            administration.give_secret(session, login, actor, machine, GiveSecret(expires_on=today()))
        assert codes(refused) == ["date-not-in-future", "scopes-missing"]
        first = administration.give_secret(
            session, login, actor, machine,
            GiveSecret(scopes=[ApiScope.SIGNALS_READ], expires_on=today() + 2 * WEEK),
        )  # fmt: skip
        assert administration.client(session, login, actor, machine).state == "expiring"
        second = administration.give_secret(
            session, login, actor, machine, GiveSecret(old_until=today() + WEEK)
        )
        login.commit()
        for new in (first, second):
            assert accounts.verify_api_client(login, new.client_id, new.secret, Place()).scopes == {
                "signals:read"
            }
        seen = administration.revoke_client(session, login, actor, machine)
        assert seen.state == "revoked"
        assert seen.last_used_at is not None
        with pytest.raises(NotSignedIn):
            accounts.verify_api_client(login, second.client_id, second.secret, Place())
    login.commit()


# --- code lists


def indicator(**changed: Any) -> AddEntry:
    return AddEntry(**{
        "code": "AU99", "valid_from": today(), "label_nl": "Slaapt op het werk", "label_en": "Sleeps at work",
        "form": "AU", "dimension": "EX", "weight": "M", "observable": "Z", **changed,
    })  # fmt: skip


def test_a_code_is_added_from_a_day_and_ended_and_never_edited(world: World) -> None:
    with world.acting(ADMIN) as (session, actor):
        assert administration.add_entry(session, actor, "indicators", indicator()).state == "current"
        with pytest.raises(Invalid) as refused:
            administration.add_entry(session, actor, "indicators", indicator(label_nl="Anders"))
        assert codes(refused) == ["code-in-use"]
        until = today() + WEEK
        administration.end_entry(session, actor, "indicators", EndEntry(code="AU99", on=until))
        administration.add_entry(session, actor, "indicators", indicator(valid_from=until, label_nl="Anders"))

        found = [one for one in administration.entries(session, "indicators") if one.code == "AU99"]
        assert [(one.label_nl, one.valid_until) for one in found] == [
            ("Slaapt op het werk", until),
            ("Anders", None),
        ]
        assert found[0].details == {"form": "AU", "dimension": "EX", "weight": "M", "observable": "Z"}
        on_the_day = administration.entries(session, "indicators", on=until)
        assert [one.label_nl for one in on_the_day if one.code == "AU99"] == ["Anders"]


def test_everything_wrong_with_a_code_is_said_at_once(world: World) -> None:
    with world.acting(ADMIN) as (session, actor), pytest.raises(Invalid) as refused:
        administration.add_entry(
            session, actor, "indicators",
            indicator(code="AU98", valid_from=today() - WEEK, dimension="??", observable="", track="straf"),
        )  # fmt: skip
    assert {(one.code, one.pointer) for one in refused.value.problems} == {
        ("field-of-another-list", "/track"), ("required", "/observable"), ("code-not-valid", "/dimension"),
        ("date-in-the-past", "/validFrom"),
    }  # fmt: skip


@pytest.mark.parametrize("name", KEPT)
def test_every_list_that_is_kept_can_be_added_to(world: World, name: str) -> None:
    """Each with the choices and the fields of a code that it has: what a list needs can be said."""
    with world.acting(ADMIN) as (session, actor):
        given: dict[str, Any] = {"code": "GM9999", "valid_from": today() + WEEK}
        if name == "process-norms":
            # The steps are given; a norm takes the place of the one before.
            given["code"] = "decide"
            administration.end_entry(session, actor, name, EndEntry(code="decide", on=today() + WEEK))
        with pytest.raises(Invalid) as refused:
            administration.add_entry(session, actor, name, AddEntry(**given))
        assert set(codes(refused)) == {"required"}
        choices = administration.choices(session, name)
        for column in administration.columns_of(name):
            first = next(iter(choices.get(column, ["Tekst"])))
            given[column] = {"organisation_kinds": [first], "working_days": 5}.get(column, first)
        given.pop("reportable", None)
        added = administration.add_entry(session, actor, name, AddEntry(**given))
        assert (added.code, added.state) == (given["code"], "planned")


def test_the_code_of_a_municipality_has_a_form(world: World) -> None:
    wrong = AddEntry(code="0361", valid_from=today(), name="Alkmaar", district="Noord")
    with world.acting(ADMIN) as (session, actor), pytest.raises(Invalid) as refused:
        administration.add_entry(session, actor, "municipalities", wrong)
    assert codes(refused) == ["municipality-code"]


@pytest.mark.parametrize("name", ["categories", "suppliers", "organisation-kinds", "nonsense"])
def test_what_follows_from_the_law_is_not_added_to(world: World, name: str) -> None:
    with world.acting(ADMIN) as (session, actor), pytest.raises(NotFound):
        administration.add_entry(session, actor, name, indicator())


def test_every_list_can_be_read_by_everybody(world: World) -> None:
    with world.acting("care_coordinator") as (session, actor):
        lists = administration.code_lists(session)
        assert {one.name for one in lists} >= {"indicators", "categories", "suppliers", "legal-grounds"}
        for one in lists:
            assert administration.entries(session, one.name), one.name
        kinds = {one.code: one.details for one in administration.entries(session, "intervention-kinds")}
        assert "labour_inspectorate" in kinds["AR01"]["organisationKinds"]
        with pytest.raises(NotAllowed):
            administration.add_entry(session, actor, "indicators", indicator(code="AU98"))


# --- deputies


def test_a_deputy_has_the_same_admissions_and_a_time(world: World) -> None:
    with world.acting("case_manager") as (session, actor):
        fit = [one.id for one in administration.candidates(session, actor)]
        assert fit == [world.people["permit_officer"], world.people["privacy_officer"]]
        given = {"valid_from": today(), "valid_until": today() + WEEK}
        with pytest.raises(Invalid) as refused:
            administration.name_deputy(
                session, actor, NameDeputy(deputy_id=world.people["neighbour"], **given)
            )
        assert codes(refused) == ["deputy-not-possible"]
        made = administration.name_deputy(
            session, actor, NameDeputy(deputy_id=world.people["permit_officer"], **given)
        )
        with pytest.raises(Invalid) as refused:
            administration.name_deputy(
                session, actor, NameDeputy(deputy_id=world.people["permit_officer"], **given)
            )
        assert codes(refused) == ["deputy-already"]

    absent, deputy = world.people["case_manager"], world.people["permit_officer"]
    with world.acting("permit_officer") as (session, actor):
        assert [one.name for one in administration.watching(session, actor)] == ["Case Manager"]
        with pytest.raises(NotFound):
            administration.end_deputy(session, actor, made.id)
    with world.acting("inspector") as (session, actor):
        assert administration.replacing(session, absent)[absent].deputy_id == deputy
    with world.database.session_as("worker") as session:
        assert administration.deputies_of(session, absent, deputy) == {absent: [deputy]}
    with world.acting("case_manager") as (session, actor):
        administration.end_deputy(session, actor, made.id)
    with world.acting("inspector") as (session, _):
        assert administration.replacing(session, absent) == {}


# --- recertification


def test_what_nobody_confirms_ends_by_itself(fresh_database: Database) -> None:
    world = build(fresh_database)
    people = world.people
    with world.acting(ADMIN) as (session, actor):
        with pytest.raises(Invalid):
            administration.start_recertification(session, actor, StartRecertification(due_on=today()))
        opened = administration.start_recertification(
            session, actor, StartRecertification(due_on=today() + WEEK)
        )
        assert opened.open == opened.total == len(people)
        with pytest.raises(Conflict):
            administration.start_recertification(session, actor, StartRecertification(due_on=today() + WEEK))
        with pytest.raises(Conflict) as refused:
            _confirm(session, actor, opened.id, people[ADMIN], "confirmed")
        assert refused.value.code == "not-oneself"
        for name in ("chair", "inspector"):
            _confirm(session, actor, opened.id, people[name], "confirmed")

    with world.acting("case_manager") as (session, actor):
        own = {one.person_id for one in administration.to_confirm(session, actor, opened.id)}
        assert own == {people[name] for name in ("permit_officer", "case_manager", "privacy_officer")}
        for name in ("chair", "neighbour"):
            with pytest.raises(NotFound):
                _confirm(session, actor, opened.id, people[name], "confirmed")
        _confirm(session, actor, opened.id, people["permit_officer"], "confirmed")
        left = _confirm(session, actor, opened.id, people["privacy_officer"], "ended")
        assert (left.open, left.confirmed, left.ended) == (1, 1, 1)
    with world.acting("permit_officer") as (session, actor), pytest.raises(NotAllowed):
        administration.recertifications(session, actor)

    with fresh_database.session_as("worker") as worker:
        assert administration.lapse_unconfirmed(worker) == 0
    with fresh_database.session_as("owner") as owner:
        owner.execute(text("update recertifications set started_on = today() - 9, due_on = today()"))
        owner.commit()
    with world.acting(ADMIN) as (session, actor), pytest.raises(Conflict):
        _confirm(session, actor, opened.id, people["tax_officer"], "confirmed")
    with fresh_database.session_as("worker") as worker:
        assert administration.lapse_unconfirmed(worker) == len(people) - 4
        worker.commit()
        assert administration.lapse_unconfirmed(worker) == 0

    with world.acting(ADMIN) as (session, actor):
        done = administration.recertification(session, actor, opened.id)
        assert (done.open, done.confirmed, done.ended, done.lapsed) == (0, 3, 1, len(people) - 4)
        assert done.closed_at is not None
        for name, roles, admitted in (
            ("chair", ["chair"], True),
            ("permit_officer", ["handler", "reporter"], True),
            ("privacy_officer", [], False),
            ("tax_officer", [], False),
            (ADMIN, ["functional_administrator"], False),
        ):
            seen = administration.person(session, actor, people[name])
            assert (list(seen.roles), seen.admitted_until is not None) == (roles, admitted), name
    assert events_of(world, people["tax_officer"])[-1] == "administration.access_lapsed"


def _confirm(
    session: Any, actor: Any, round_id: UUID, person_id: UUID, outcome: Any
) -> administration.RoundView:
    return administration.confirm(session, actor, round_id, Confirm(person_id=person_id, outcome=outcome))


# --- the overview


def test_the_overview_counts_what_asks_for_attention(fresh_database: Database) -> None:
    world = build(fresh_database)
    someone = _added(world, "police", "nieuw@example.org")
    with world.acting(ADMIN) as (session, actor), fresh_database.session_as("login") as login:
        administration.give_role(session, actor, someone, StaffRole.HANDLER)
        administration.invite(session, login, actor, someone)
        found = administration.attention(session, login, actor)

    assert found.people == len(world.people) + 1
    # The administrator needs no admission, and has not used the first code.
    assert (found.not_admitted, found.invited, found.expiring, found.clients) == (1, 2, 0, 0)
    assert found.without_second_factor == found.people
    assert found.round is None
