"""The cast: a small region with names, made through the domain verbs by the people who would do it.

Riva is the RIEC, Zuidstad and Westdorp are municipalities, the rest is called what it is. Tests read as
sentences: `with world.acting("chair") as (session, actor): weigh(session, actor, ...)`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session

from api.deps import actor_of
from db.session import Database, who
from db.tables.detection import Assessment
from domain import (
    accounts,
    administration,
    assignment,
    cases,
    detection,
    dossier,
    execution,
    rows,
    sharing,
    weighing,
)
from domain.actor import Actor, StaffRole
from domain.calendar import now, today

ZUIDSTAD, WESTDORP = "GM0361", "GM0392"

ORGANISATIONS: dict[str, dict[str, Any]] = {
    "riec": {"name": "RIEC Riva", "kind": "riec"},
    "police": {"name": "Politie Riva", "kind": "police", "preparation": True},
    "prosecution": {"name": "OM Riva", "kind": "prosecution", "preparation": True},
    "zuidstad": {"name": "Gemeente Zuidstad", "kind": "municipality", "municipality_code": ZUIDSTAD},
    "westdorp": {"name": "Gemeente Westdorp", "kind": "municipality", "municipality_code": WESTDORP},
    "inspectorate": {"name": "Arbeidsinspectie", "kind": "labour_inspectorate"},
    "tax": {"name": "Belastingdienst", "kind": "tax"},
    "care": {"name": "Zorgcoördinatie Riva", "kind": "care"},
}

# name -> (organisation, staff roles)
PEOPLE: dict[str, tuple[str, tuple[StaffRole, ...]]] = {
    "preparer": ("riec", (StaffRole.PREPARATION,)),
    "analyst": ("riec", (StaffRole.ANALYST,)),
    "chair": ("riec", (StaffRole.CHAIR,)),
    "detective": ("police", (StaffRole.REPORTER, StaffRole.HANDLER, StaffRole.MANDATE_HOLDER)),
    "prosecutor": ("prosecution", (StaffRole.HANDLER, StaffRole.MANDATE_HOLDER)),
    "permit_officer": ("zuidstad", (StaffRole.REPORTER, StaffRole.HANDLER)),
    "case_manager": ("zuidstad", (StaffRole.CASE_MANAGER, StaffRole.HANDLER, StaffRole.MANDATE_HOLDER)),
    "neighbour": ("westdorp", (StaffRole.CASE_MANAGER, StaffRole.HANDLER, StaffRole.MANDATE_HOLDER)),
    "inspector": ("inspectorate", (StaffRole.REPORTER, StaffRole.HANDLER, StaffRole.MANDATE_HOLDER)),
    "tax_officer": ("tax", (StaffRole.REPORTER, StaffRole.HANDLER, StaffRole.MANDATE_HOLDER)),
    "care_coordinator": ("care", (StaffRole.HANDLER,)),
    "privacy_officer": ("zuidstad", (StaffRole.PRIVACY_OFFICER,)),
    "dpo": ("riec", (StaffRole.COORDINATING_DPO,)),
    "auditor": ("riec", (StaffRole.AUDITOR,)),
}


@dataclass
class World:
    """A region with its people, on one database."""

    database: Database
    organisations: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    rules: list[UUID] = field(default_factory=list)
    agreement: UUID | None = None

    @contextmanager
    def acting(self, *names: str) -> Iterator[tuple[Session, Actor]]:
        """A transaction as this person; more names stand before a wall together. Committed at the end."""
        with self.database.session_for(*(self.people[name] for name in names)) as session:
            yield session, actor_of(who(session))
            session.commit()

    def join(self, name: str, organisation: str, *roles: StaffRole) -> UUID:
        """Somebody more: a person of this organisation with these roles, admitted and sworn to secrecy."""
        with self.acting("administrator") as (session, actor):
            self.people[name] = _person(session, actor, self, name, organisation, roles)
        sworn_to_secrecy(self.database, self.people[name])
        return self.people[name]

    def signal(self, by: str = "inspector", **changed: Any) -> UUID:
        """A signal, submitted by this person."""
        with self.acting(by) as (session, actor):
            return detection.submit_signal.without_looking(session, actor, a_signal(**changed)).id

    def case(self, signal_id: UUID | None = None, **changed: Any) -> UUID:
        """A case with phase 1 open, out of a signal that was taken up."""
        signal_id = signal_id or self.signal(**changed)
        with self.acting("preparer") as (session, actor):
            detection.assess_signal.without_looking(session, actor, signal_id, take_up())
            case_id = rows.in_scope(session, Assessment, signal_id)[0].case_id
        assert case_id
        return case_id

    def joined(self, case_id: UUID, *organisations: str) -> UUID:
        """The case, with these organisations as partners."""
        with self.acting("chair") as (session, actor):
            for name in organisations:
                cases.add_participant.without_looking(
                    session, actor, case_id,
                    cases.AddParticipant(organisation_id=self.organisations[name], reason="Nodig voor deze casus."),
                )  # fmt: skip
        return case_id

    def subject(self, case_id: UUID, name: str = "Bakkerij Zuid", **changed: Any) -> UUID:
        """A subject in the case, standing in the dossier."""
        given = {"kind": "organisation", "role": "facilitator", "name": name, **changed}
        with self.acting("analyst") as (session, actor):
            return cases.add_subject.without_looking(session, actor, case_id, cases.AddSubject(**given)).id

    def concluded(self, subject_id: UUID) -> UUID:
        """The subject, standing in weighing."""
        with self.acting("analyst") as (session, actor):
            dossier.conclude.without_looking(
                session, actor, subject_id, dossier.Conclude(reasons="Alles is er.")
            )
        return subject_id

    def weighed(self, subject_id: UUID, outcome: str = "approach", **changed: Any) -> UUID:
        """The subject, weighed by the chair without waiting for opinions."""
        with self.acting("chair") as (session, actor):
            weighing.weigh.without_looking(session, actor, subject_id, a_weighing(outcome=outcome, **changed))
        return subject_id

    def proposed(self, subject_id: UUID, partner: str, kind: str) -> UUID:
        """An intervention, proposed to this partner."""
        with self.acting("chair") as (session, actor):
            return assignment.propose.without_looking(
                session, actor, subject_id,
                assignment.Propose(
                    kind=kind, partner_id=self.organisations[partner], instruction="Graag controleren.",
                    due_on=today() + timedelta(days=60),
                ),
            ).id  # fmt: skip

    def accepted(self, intervention_id: UUID, by: str) -> UUID:
        """The intervention, accepted by this person."""
        with self.acting(by) as (session, actor):
            assignment.reply.without_looking(
                session, actor, intervention_id,
                assignment.GiveReply(outcome="accepted", capacity_hours=16, priority="normal"),
            )  # fmt: skip
        return intervention_id

    def completed(self, intervention_id: UUID, by: str) -> UUID:
        """The intervention, completed by this person."""
        with self.acting(by) as (session, actor):
            execution.complete.without_looking(
                session, actor, intervention_id, execution.Complete(result="reached", text="Uitgevoerd.")
            )
        return intervention_id


def a_signal(**changed: Any) -> detection.SubmitSignal:
    """A complete signal in Zuidstad."""
    return detection.SubmitSignal(**{
        "form": "AU",
        "narrative": "Bij een controle van de bakkerij sliepen zes mensen achter de oven.",
        "task": "Toezicht op de arbeidstijden",
        "organised_crime_link": "Dezelfde bemiddelaar komt voor op drie adressen.",
        "observed_from": date(2026, 10, 3),
        "place": "Bedrijventerrein Zuid",
        "municipality_code": ZUIDSTAD,
        "observations": [{"indicator": "AU09", "words": "Zes matrassen achter de oven."}],
        "mentions": [{"kind": "person", "name": "Sem Bakker", "birth_date": "1985-03"}],
        "emergency_called": changed.get("urgency") == "danger",
        **changed,
    })  # fmt: skip


def take_up(**changed: Any) -> detection.AssessSignal:
    """The decision to take a signal up into a new case."""
    return detection.AssessSignal(**{
        "outcome": "take_up",
        "concrete_observation": True, "listed_form": True, "joint_processing_necessary": True,
        "joint_approach_expected": True, "within_region": True,
        "reasons": "Concrete waarneming, drie partners nodig.",
        "new_case": {"title": "Bakkerij Bedrijventerrein Zuid", "purpose": "Nagaan of er sprake is van uitbuiting."},
        **({"new_case": None} if "case_id" in changed else {}),
        **changed,
    })  # fmt: skip


def a_weighing(**changed: Any) -> weighing.Weigh:
    """A weighing with all its motives."""
    return weighing.Weigh(**{
        "outcome": "approach", "qualification": "facilitator", "certainty": "plausible", "possible_victim": False,
        "necessity": "Zonder ingrijpen gaat het door.",
        "proportionality": "De maatregel raakt alleen de exploitant.",
        "subsidiarity": "Een waarschuwing hielp niet.",
        "few_opinions_reason": "Spoed.",
        **changed,
    })  # fmt: skip


def build(database: Database) -> World:
    """The region: organisations, people with roles and admissions, a covenant and the standard rules."""
    world = World(database)
    _first_administrator(world)
    with world.acting("administrator") as (session, actor):
        for short, given in ORGANISATIONS.items():
            if short != "riec":
                world.organisations[short] = administration.add_organisation(
                    session, actor, administration.AddOrganisation(short_name=short, **given)
                )
        for name, (organisation, roles) in PEOPLE.items():
            world.people[name] = _person(session, actor, world, name, organisation, roles)
        world.agreement = sharing.register_agreement(session, actor, a_covenant())
        world.rules = sharing.adopt_standard_rules(session, actor, world.agreement)
    sworn_to_secrecy(database, *world.people.values())
    # As autovacuum would in a while: on rules that were never counted each decision on sharing takes twice as long.
    with database.engine("owner").begin() as connection:
        connection.exec_driver_sql("analyze agreements, ceilings, organisations, rules")
    return world


def sworn_to_secrecy(database: Database, *people: UUID) -> None:
    """These people have confirmed the secrecy statement, as everybody does at the first sign-in."""
    with database.session_as("login") as session:
        version = accounts.secrecy_statement(session).version
        for person_id in people:
            accounts.confirm_secrecy(session, person_id, version)
        session.commit()


def _first_administrator(world: World) -> None:
    with world.database.session_as("login") as session:
        accounts.create_first_administrator(
            session, "RIEC Riva", "Administrator", "administrator@example.org"
        )
        session.commit()
    with world.database.session_as("login") as session:
        found = session.connection().exec_driver_sql("select id, organisation_id from actors").one()
    world.people["administrator"], world.organisations["riec"] = found


def _person(
    session: Session, actor: Actor, world: World, name: str, organisation: str, roles: tuple[StaffRole, ...]
) -> UUID:
    person_id = administration.add_actor(
        session, actor,
        administration.AddActor(
            organisation_id=world.organisations[organisation], name=name.replace("_", " ").title(),
            email=f"{name}@example.org",
        ),
    )  # fmt: skip
    for role in roles:
        administration.give_role(session, actor, person_id, role)
    administration.admit(
        session, actor, person_id,
        administration.GiveAdmission(
            compartment="R", screening_kind="VOG", screened_on=today(), trained_on=today(),
            valid_until=today() + timedelta(days=365),
        ),
    )  # fmt: skip
    return person_id


def a_covenant() -> sharing.RegisterAgreement:
    """What the rules of the region stand on."""
    return sharing.RegisterAgreement(
        kind="covenant", title="Convenant RIEC Riva", version="2026-1", signed_on=today(),
        valid_from=now() - timedelta(days=1),
    )  # fmt: skip
