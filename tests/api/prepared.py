"""The world of the access matrix: two cases, of which everybody sees at most one, and new objects on demand."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import text

from db.tables import new_id
from domain import (
    attachments,
    concerns,
    coordination,
    disclosures,
    dossier,
    evaluation,
    importing,
    meetings,
    weighing,
)
from domain.accounts import ApiScope
from domain.actor import StaffRole
from domain.attachments import AttachToSubject
from domain.calendar import today
from tests.access_matrix import BARE, BLIND, NEIGHBOUR, OF_THE_RIEC, SEEING, SIGHT
from tests.access_matrix.lines import EVERY_ONE
from tests.api.caller import NOBODY, Caller
from tests.attachments import photo
from tests.domain import disclosing, meeting
from tests.world import WESTDORP, ZUIDSTAD

HANDLING = (StaffRole.REPORTER, StaffRole.HANDLER, StaffRole.MANDATE_HOLDER)


@dataclass
class Where:
    """Zuidstad, where all work together, or Westdorp, where the neighbour works alone with the RIEC."""

    municipality_code: str
    reporter: str
    handler: str
    partners: tuple[str, ...]
    organisation: UUID
    manager: UUID
    asked: UUID
    asked_by: str
    asked_kind: str
    riec: UUID
    made: dict[str, UUID] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)


class Prepared:
    """The caller, both places, and who sees which."""

    def __init__(self, caller: Caller) -> None:
        self.caller, self.world = caller, caller.world
        self._cast()
        of, people = self.world.organisations, self.world.people
        self.zuidstad = Where(
            ZUIDSTAD, "inspector", "permit_officer", ("police", "prosecution", "inspectorate", "tax"),
            of["zuidstad"], people["case_manager"], of["inspectorate"], "inspector", "AR01", of["riec"],
        )  # fmt: skip
        self.westdorp = Where(
            WESTDORP, "neighbour", "neighbour", (),
            of["westdorp"], people["neighbour"], of["westdorp"], "neighbour", "BM05", of["riec"],
        )  # fmt: skip

    def _cast(self) -> None:
        """Everybody who is not in the world yet."""
        self.caller.person("deputy_preparer", "riec", StaffRole.PREPARATION)
        self.caller.person("deputy_analyst", "riec", StaffRole.ANALYST)
        self.caller.person("deputy_chair", "riec", StaffRole.CHAIR)
        self.caller.person("patroller", "police", StaffRole.HANDLER)
        self.caller.person("expired", "inspectorate", *HANDLING, admitted=False)
        self.caller.person("newcomer", "zuidstad")
        self.caller.program("machine", "inspectorate", HANDLING, *ApiScope)
        self.caller.program(BARE, "inspectorate", HANDLING)

    def seen(self, who: str, kind: str) -> UUID | None:
        """An object of this kind that this persona can see; None when there is none."""
        if who == NEIGHBOUR:
            return None if kind in OF_THE_RIEC else self.object(self.westdorp, kind)
        sees = SIGHT[kind].split() if kind in SIGHT else SEEING
        return self.object(self.zuidstad, kind) if who in sees else None

    def hidden(self, who: str, kind: str) -> UUID:
        """One that it cannot see: for who works in Zuidstad that of Westdorp, for everybody else that of Zuidstad."""
        if who in EVERY_ONE.get(kind, "").split():
            return new_id()
        return self.object(self.westdorp if who in SEEING else self.zuidstad, kind)

    def place(self, who: str) -> Where:
        """Where this persona works, or would."""
        return self.westdorp if who == NEIGHBOUR else self.zuidstad

    def forbidden(self, who: str) -> set[str]:
        """Every id that no answer to this persona may hold."""
        if who in BLIND or who in (NOBODY, BARE):
            return self.zuidstad.ids | self.westdorp.ids
        return self.zuidstad.ids if who == NEIGHBOUR else self.westdorp.ids

    def used(self, who: str, kind: str) -> None:
        """The object of this persona has moved; the next who asks gets a new one."""
        self.place(who).made.pop(kind, None)

    def object(self, where: Where, kind: str) -> UUID:
        """The object of this kind in this place, made when there is none."""
        if kind not in where.made:
            made = getattr(self, "_" + kind.replace(" ", "_"))(where)
            self._close_westdorp()
            where.made[kind] = made
            where.ids |= self._ids(where)
        return where.made[kind]

    def _close_westdorp(self) -> None:
        """Bar the deputies and the preparing partners from all of Westdorp; no verb does that yet."""
        barred = ("deputy_preparer", "deputy_analyst", "deputy_chair", "detective", "prosecutor")
        with self.world.database.session_as("owner") as session:
            session.execute(
                text(
                    "insert into bars (scope_id, actor_id, reason) select s.id, a.id, 'Betrokken' from scopes s, actors a"
                    " where (s.municipality_code = :there or s.id in (select i.meeting_id from agenda_items i join scopes c"
                    " on c.id = i.case_id where c.municipality_code = :there)) and a.id = any(:barred)"
                    " on conflict do nothing"
                ),
                {"there": WESTDORP, "barred": [self.world.people[name] for name in barred]},
            )
            session.commit()

    def _ids(self, where: Where) -> set[str]:
        with self.world.database.session_as("owner") as session:
            found = session.execute(
                text(
                    "select id from scopes where municipality_code = :there union select c.id from contributions c"
                    " join scopes s on s.id = c.scope_id where s.municipality_code = :there union select r.id from relations r"
                    " join scopes s on s.id = r.scope_id where s.municipality_code = :there union select a.id from attachments a"
                    " join scopes s on s.id = a.scope_id where s.municipality_code = :there union select o.id from opinions o"
                    " join scopes s on s.id = o.scope_id where s.municipality_code = :there union select i.id from"
                    " interventions i join scopes s on s.id = i.scope_id where s.municipality_code = :there union select d.id from"
                    " disclosures d join scopes s on s.id = d.scope_id where s.municipality_code = :there union select q.round_id"
                    " from requests q join scopes s on s.id = q.scope_id where s.municipality_code = :there"
                    " and q.round_id is not null union select x.id from records x join scopes s on s.id = x.scope_id where"
                    " x.kind in ('agenda_items', 'decisions', 'actions', 'minutes') and s.municipality_code = :there union"
                    " select i.meeting_id from agenda_items i join scopes s on s.id = i.scope_id where s.municipality_code = :there"
                ),
                {"there": where.municipality_code},
            )
            return {str(one) for one in found.scalars()}

    def _signal(self, where: Where) -> UUID:
        return self.world.signal(where.reporter, municipality_code=where.municipality_code)

    def _young_case(self, where: Where) -> UUID:
        case_id = self.world.case(self._signal(where))
        return self.world.joined(case_id, *where.partners)

    _case = _young_case

    def _case_to_close(self, where: Where) -> UUID:
        case_id = self._young_case(where)
        self.world.weighed(self.world.concluded(self.world.subject(case_id)), "none")
        with self.world.acting("chair") as (session, actor):
            evaluation.evaluate(session, actor, case_id, evaluation.Evaluate(goal="reached", worked="Samen."))
        return case_id

    def _closed_case(self, where: Where) -> UUID:
        case_id = self._case_to_close(where)
        with self.world.acting("chair") as (session, actor):
            closed = evaluation.Close(reason="goal_reached", text="Klaar.")
            evaluation.close(session, actor, case_id, closed)
        return case_id

    def _closed_subject(self, where: Where) -> UUID:
        """In a case that goes on."""
        return self.world.weighed(self._subject_in_weighing(where), "none")

    def _subject(self, where: Where) -> UUID:
        return self.world.subject(self.object(where, "case"))

    def _strong_subject(self, where: Where) -> UUID:
        """One that others can know."""
        number = "06 12345678" if where is self.zuidstad else "06 87654321"
        case_id = self.object(where, "case")
        return self.world.subject(case_id, identifier_kind="phone", identifier=number)

    def _subject_in_weighing(self, where: Where) -> UUID:
        return self.world.concluded(self._subject(where))

    def _subject_in_assignment(self, where: Where) -> UUID:
        return self.world.weighed(self._subject_in_weighing(where))

    def _contribution(self, where: Where) -> UUID:
        given = {"category": "housing", "text": "Elf mensen.", "source": "BRP", "attested": True}
        with self.world.acting(where.handler) as (session, actor):
            subject_id = self._subject(where)
            return dossier.contribute(session, actor, subject_id, dossier.Contribute(**given)).id

    def _import(self, where: Where) -> UUID:
        with self.world.acting(where.reporter) as (session, actor):
            lines = iter([(2, ["Zes matrassen."])])
            return importing.bring_in(session, actor, "lijst.csv", str(new_id()), ["Wat is gezien"], lines).id

    def _attachment(self, where: Where) -> UUID:
        """About a subject, and never scanned: who is not its owner sees that it is there."""
        said = AttachToSubject(description="Gevel", category="housing", source="Foto", attested=True)
        upload = self.caller.app.state.intake.take("foto.jpg", [photo()])
        with self.world.acting(where.handler) as (session, actor):
            return attachments.attach_to_subject(session, actor, self._subject(where), said, upload).id

    def _relation(self, where: Where) -> UUID:
        case_id = self.object(where, "case")
        two = self.world.subject(case_id), self.world.subject(case_id, "Magazijn")
        said = dossier.Relate(to_id=two[1], kind="owns", source="Kadaster", attested=True)
        with self.world.acting(where.handler) as (session, actor):
            return dossier.relate(session, actor, two[0], said).id

    def _opinion(self, where: Where) -> UUID:
        with self.world.acting(where.handler) as (session, actor):
            given = weighing.GiveOpinion(advice="approach", text="Doen.")
            return weighing.give_opinion(session, actor, self._subject_in_weighing(where), given).id

    def _request(self, where: Where) -> UUID:
        manager = "case_manager" if where is self.zuidstad else "neighbour"
        asked: dict[str, Any] = {
            "asked_id": where.asked,
            "question": "Iets bekend?",
            "due_on": today().replace(year=2099),
        }
        with self.world.acting(manager) as (session, actor):
            return dossier.request(session, actor, self.object(where, "case"), dossier.Ask(**asked)).id

    def _round(self, where: Where) -> UUID:
        manager = "case_manager" if where is self.zuidstad else "neighbour"
        asked = dossier.AskInformationRound(
            asked_ids=[where.asked, where.riec], question="Iets bekend?", due_on=today().replace(year=2099)
        )
        with self.world.acting(manager) as (session, actor):
            return dossier.ask_round(session, actor, self.object(where, "case"), asked).id

    def _disclosure(self, where: Where) -> UUID:
        given = {"category": "identification", "text": "Zoals bekend.", "source": "BRP", "attested": True}
        with self.world.acting(where.asked_by) as (session, actor):
            item = dossier.contribute(session, actor, self._subject(where), dossier.Contribute(**given)).id
        other = "westdorp" if where is self.zuidstad else "zuidstad"
        draft = disclosures.DraftDisclosure(
            recipient_id=self.world.organisations[other], basis="public_task", task="Toezicht", ground="WGS-1.7-1",
            contribution_ids=[item], text="Voor uw toezicht.",
        )  # fmt: skip
        with self.world.acting("chair") as (session, actor):
            case_id = self.object(where, "case")
            return disclosures.draft_disclosure(session, actor, case_id, draft).id

    def _asked_disclosure(self, where: Where) -> UUID:
        with self.world.acting("chair") as (session, actor):
            return disclosures.ask_suppliers(session, actor, self._disclosure(where)).id

    def _consent(self, where: Where) -> UUID:
        with self.world.acting("chair") as (session, actor):
            found = disclosures.disclosure_view(session, actor, self._asked_disclosure(where))
        return found.suppliers[0].request_id

    def _released_disclosure(self, where: Where) -> UUID:
        made = self._asked_disclosure(where)
        with self.world.acting("chair") as (session, actor):
            question = disclosures.disclosure_view(session, actor, made).suppliers[0].request_id
        with self.world.acting(where.asked_by) as (session, actor):
            disclosures.give_consent(session, actor, question, disclosures.GiveConsent(outcome="consents"))
        with self.world.acting("chair") as (session, actor):
            decided = disclosures.ReleaseDisclosure(motive="Nodig.")
            return disclosures.release_disclosure(session, actor, made, decided).id

    def _extract(self, where: Where) -> UUID:
        """One of which the original was corrected since."""
        made = self._released_disclosure(where)
        with self.world.acting("chair") as (session, actor):
            (line,) = disclosures.disclosure_view(session, actor, made).items
        with self.world.acting(where.asked_by) as (session, actor):
            dossier.correct(
                session, actor, line.contribution_id, dossier.Correct(text="Anders.", source="BRP")
            )
        assert line.extract_id
        return line.extract_id

    def _concern(self, where: Where) -> UUID:
        recipient_id = where.organisation
        sent = concerns.SendConcern(
            recipient_id=recipient_id, words="Acht matrassen.", municipality_code=where.municipality_code
        )
        with self.world.acting("care_coordinator") as (session, actor):
            return concerns.send_concern(session, actor, sent).id

    def _released_result(self, where: Where) -> UUID:
        """Of somebody outside the region, so that the RIEC answers for it."""
        item = disclosing.contributed(self.world, where.handler, self._subject(where))
        made = disclosing.drafted(self.world, self.object(where, "case"), item, **disclosing.OUTSIDE)
        for question in disclosing.asked(self.world, made).values():
            disclosing.answered(self.world, where.handler, question, "consents")
        released = disclosing.released(self.world, made, advice_number="RAC-1", advised_on=today())
        assert released.release
        assert released.release.feedback
        return released.release.feedback.id

    def _intervention(self, where: Where) -> UUID:
        partner = "inspectorate" if where is self.zuidstad else "westdorp"
        return self.world.proposed(self._subject_in_assignment(where), partner, where.asked_kind)

    def _running_intervention(self, where: Where) -> UUID:
        return self.world.accepted(self._intervention(where), where.asked_by)

    def _dependency(self, where: Where) -> UUID:
        """That an intervention waits for a day."""
        made = self._intervention(where)
        with self.world.acting("chair") as (session, actor):
            waits = coordination.AddDependency(not_before=today().replace(year=2099))
            coordination.add_dependency(session, actor, made, waits)
        with self.world.database.session_as("owner") as session:
            asked = {"made": made}
            found = session.execute(text("select id from dependencies where intervention_id = :made"), asked)
            return UUID(str(found.scalar_one()))

    def _planned_meeting(self, where: Where) -> UUID:
        meeting_id = meeting.planned(self.world)
        meeting.on_agenda(self.world, meeting_id, self._young_case(where))
        return meeting_id

    def _planned_item(self, where: Where) -> UUID:
        return meeting.on_agenda(self.world, meeting.planned(self.world), self._young_case(where))

    def _meeting(self, where: Where) -> UUID:
        return meeting.convened(self.world, self._young_case(where))[0]

    def _waiting_item(self, where: Where) -> UUID:
        """Beside the case on the table."""
        return meeting.running(self.world, self._young_case(where), self._young_case(where))[1][1]

    def _running_meeting(self, where: Where) -> UUID:
        return meeting.running(self.world, self._young_case(where))[0]

    def _open_item(self, where: Where) -> UUID:
        """With enough partners in the room."""
        present = ("detective", "inspector") if where is self.zuidstad else (where.handler,)
        return meeting.running(self.world, self._young_case(where), present=present)[1][0]

    def _closed_meeting(self, where: Where) -> UUID:
        meeting_id = self._running_meeting(where)
        with self.world.acting("chair") as (session, actor):
            return meetings.close(session, actor, meeting_id).id

    def _action(self, where: Where) -> UUID:
        """Of the municipality; in Westdorp it takes a colleague of the detective, who is barred there, to agree."""
        case_id = self._young_case(where)
        if where is self.westdorp:
            self.world.joined(case_id, "police")
        present = (where.handler, "patroller")
        item_id = meeting.running(self.world, case_id, present=present)[1][0]
        agreed = meetings.Agree(
            text="Huurcontracten opvragen.", organisation_id=where.organisation, due_on=today()
        )
        with self.world.acting("chair") as (session, actor):
            return meetings.agree(session, actor, item_id, agreed).id

    def _session(self, where: Where) -> UUID:
        """The session of somebody else."""
        self.caller.get("chair", "/account")
        with self.world.database.session_as("login") as session:
            return session.execute(
                text("select id from sessions where actor_id = :chair"), {"chair": self.world.people["chair"]}
            ).scalar_one()
