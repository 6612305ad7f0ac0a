"""Whom each event is news for, and what an audience is; of each term that passed `domain.notices.terms` says it.

`parts` and `roles` say who is asked: persons with one of these staff roles, in organisations that take part in one
of these parts (in the roles that `domain.worklist` gives the work to). `when` is asked in the session of each of
them, about the row as they see it: who does not see it is not told, nor is anybody when it is no longer news.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from domain.actor import CONTENT_ROLES, StaffRole
from domain.concerns import HANDLERS
from domain.events import EventType
from domain.feedback import NOTERS
from domain.known import ASKERS
from domain.notices.kinds import Kind
from domain.plan import OPEN_FOR_REPLY
from domain.steering import FOLLOWERS, PROPOSERS
from domain.worklist import ADVISES, ANSWERS, ASKS, DOES, REPORTS

About = Literal[
    "signal", "case", "subject", "request", "intervention", "account", "recertification", "known_waiting", "known_found",
    "known_question", "contribution", "unmasking", "agreement", "emergency", "disclosed",
    "meeting", "action", "proposal", "released_result", "concern", "attachment",
    "import",
]  # fmt: skip

TABLES: Final[Mapping[About, str]] = {
    "signal": "signals",
    "case": "cases",
    "subject": "subjects",
    "request": "requests",
    "intervention": "interventions",
    "account": "actors",
    "recertification": "recertifications",
    # Each person sees in these views what waits for them, or what was found at their organisation.
    "known_waiting": "known_waiting",
    "known_found": "known_found",
    "known_question": "known_questions",
    "contribution": "contributions",
    "unmasking": "unmaskings",
    "agreement": "agreements",
    "emergency": "emergencies",
    # What went to somebody else, by its original: for the RIEC, which has to tell the recipient.
    "disclosed": "disclosed",
    "meeting": "meetings",
    "action": "actions",
    "proposal": "steering_proposals",
    "released_result": "released_results",
    "concern": "concerns",
    "attachment": "attachments",
    "import": "imports",
}
"""Where each thing is looked up."""

STATUS: Final = "(select t.status from statuses t where t.scope_id = o.scope_id and t.of_id = o.id order by t.id desc limit 1)"
OURS: Final = "o.owner_id = my_organisation()"
# Who wrote it, or watches for them meanwhile; when they no longer do this work, whoever does it there.
AUTHOR: Final = f"""{OURS} and (
     o.actor_id = my_actor()
  or exists (select from deputies d where d.actor_id = o.actor_id and d.deputy_id = my_actor()
                and d.valid_from <= today() and d.valid_until > today())
  or not exists (select from actors a join actor_roles r on r.actor_id = a.id
                  where a.id = o.actor_id and a.active and a.kind = 'person' and r.role = any(:roles)
                    and r.valid_from <= today() and (r.valid_until is null or r.valid_until > today())))"""  # noqa: S608
UNMANAGED: Final = "not exists (select from namings n where n.case_id = o.id)"
_WEIGHED: Final = "(select s.step from scopes s where s.id = o.id) = 'weighing'"
_IN_DOSSIER: Final = "(select s.step from scopes s where s.id = o.id) = 'dossier'"


def one_of(codes: tuple[str, ...]) -> str:
    """These codes, as SQL lists them."""
    return ", ".join(f"'{code}'" for code in codes)


@dataclass(frozen=True)
class Audience:
    """For whom something is news, and what they are then told."""

    kind: Kind
    about: About
    parts: tuple[str, ...] = ()
    roles: tuple[StaffRole, ...] = ()
    when: str = "true"
    named: bool = False
    """The thing is the event's object, and not its scope."""


MANAGERS: Final = (StaffRole.CASE_MANAGER, StaffRole.MANDATE_HOLDER)
EVERYWHERE: Final = ("riec", "municipality", "partner")


# Who was named for it; or whoever does such work there, when it was left to the organisation.
DOER: Final = "o.organisation_id = my_organisation() and coalesce(o.person_id, my_actor()) = my_actor()"
UNDONE: Final = (
    "not exists (select from action_reports r where r.action_id = o.id and r.outcome <> 'progress')"
)


def _replied(kind: Kind) -> tuple[Audience, ...]:
    return (Audience(kind, "intervention", ("riec",), (StaffRole.CHAIR,), AUTHOR, named=True),)


AT_RIEC: Final = "exists (select from organisations w where w.id = my_organisation() and w.kind = 'riec')"
_UNDECIDED: Final = "not exists (select from steering_decisions d where d.proposal_id = o.id)"
_ADOPTED: Final = "(select d.outcome from steering_decisions d where d.proposal_id = o.id order by d.id desc limit 1) = 'adopted'"


_DECIDED: Final = "exists (select from concern_decisions d where d.concern_id = o.id)"


# Who read it before it was corrected has read something else (BGS 1.7).
READ_BEFORE: Final = (
    "o.owner_id <> my_organisation() and o.withdrawn_at is null and was_shown(o.id, o.scope_id, :at)"
)
READ_WITHDRAWN: Final = "o.owner_id <> my_organisation() and o.withdrawn_at is not null"


def _of_file(kind: Kind, when: str) -> Audience:
    """Who reads a file of others."""
    return Audience(kind, "attachment", ("preparation", *EVERYWHERE), tuple(CONTENT_ROLES), when, named=True)


_FOR_YOU: Final = Audience(
    Kind.CONTRIBUTION_FOR_YOU, "contribution", EVERYWHERE, tuple(CONTENT_ROLES),
    "my_actor() = any(o.circle) and o.withdrawn_at is null", named=True,
)  # fmt: skip


_DISCLOSED: Final = Audience(
    Kind.DISCLOSURE_CHANGED, "disclosed", ("riec",), (StaffRole.CHAIR, StaffRole.ANALYST), OURS, named=True
)


EVENTS: Final[Mapping[str, tuple[Audience, ...]]] = {
    EventType.DETECTION_SIGNAL_SUBMITTED: (
        Audience(
            Kind.SIGNAL_DANGER, "signal", ("riec",), (StaffRole.PREPARATION,),
            f"o.urgency = 'danger' and {STATUS} = 'submitted'",
        ),
        Audience(
            Kind.SIGNAL_SUBMITTED, "signal", ("riec",), (StaffRole.PREPARATION,),
            f"o.urgency <> 'danger' and {STATUS} = 'submitted'",
        ),
    ),
    EventType.DETECTION_SIGNAL_SUPPLEMENTED: (
        Audience(
            Kind.SIGNAL_SUPPLEMENTED, "signal", ("riec",), (StaffRole.PREPARATION,), f"{STATUS} = 'submitted'"
        ),
        # In its case it is for those who work on that.
        Audience(
            Kind.SIGNAL_SUPPLEMENTED, "signal", ("riec", "municipality"), (StaffRole.ANALYST, StaffRole.CASE_MANAGER),
            f"{STATUS} = 'taken_up'",
        ),
    ),
    EventType.CONCERN_SENT: (
        Audience(
            Kind.CONCERN_RECEIVED, "concern", roles=HANDLERS, named=True,
            when=f"o.recipient_id = my_organisation() and o.forgotten_at is null and not {_DECIDED}",
        ),
    ),
    EventType.CONCERN_DECIDED: (
        Audience(Kind.CONCERN_DECIDED, "concern", roles=HANDLERS, when="o.organisation_id = my_organisation()", named=True),
    ),
    EventType.DETECTION_SIGNAL_ASSESSED: (
        Audience(Kind.SIGNAL_SENT_BACK, "signal", ("reporter",), REPORTS, f"{STATUS} = 'sent_back' and {AUTHOR}"),
        Audience(
            Kind.SIGNAL_DECIDED, "signal", ("reporter",), REPORTS,
            f"{STATUS} not in ('sent_back', 'submitted') and {AUTHOR}",
        ),
    ),
    EventType.DETECTION_UNMASKING_ASKED: (
        Audience(
            Kind.SOURCE_ASKED, "unmasking", roles=(StaffRole.CHAIR, StaffRole.COORDINATING_DPO), named=True,
            when="o.granted is null and o.asked_by <> my_actor()",
        ),
    ),
    EventType.DETECTION_SOURCE_UNMASKED: (
        Audience(Kind.SIGNAL_UNMASKED, "signal", ("reporter",), REPORTS, OURS),
    ),
    EventType.DOSSIER_CONTRIBUTED: (_FOR_YOU,),
    EventType.DOSSIER_AUDIENCE_CHANGED: (_FOR_YOU,),
    EventType.DOSSIER_CORRECTED: (
        _DISCLOSED,
        Audience(
            Kind.CONTRIBUTION_CORRECTED, "contribution", EVERYWHERE, tuple(CONTENT_ROLES),
            READ_BEFORE, named=True,
        ),
    ),
    EventType.DOSSIER_WITHDRAWN: (
        _DISCLOSED,
        Audience(
            Kind.CONTRIBUTION_WITHDRAWN, "contribution", EVERYWHERE, tuple(CONTENT_ROLES),
            READ_WITHDRAWN, named=True,
        ),
    ),
    EventType.ATTACHMENT_REFUSED: (
        Audience(
            Kind.ATTACHMENT_REFUSED, "attachment", ("reporter", *EVERYWHERE), tuple(CONTENT_ROLES), AUTHOR, named=True
        ),
    ),
    EventType.ATTACHMENT_CORRECTED: (_of_file(Kind.ATTACHMENT_CORRECTED, READ_BEFORE),),
    EventType.ATTACHMENT_REPLACED: (_of_file(Kind.ATTACHMENT_REPLACED, READ_BEFORE),),
    EventType.ATTACHMENT_WITHDRAWN: (_of_file(Kind.ATTACHMENT_WITHDRAWN, READ_WITHDRAWN),),
    EventType.CASE_OPENED: (
        Audience(Kind.CASE_MANAGER_WANTED, "case", ("municipality",), MANAGERS, UNMANAGED),
    ),
    EventType.CASE_PARTICIPANT_ADDED: (
        # The object of this event is the organisation that joined.
        Audience(
            Kind.CASE_JOINED, "case", ("partner", "municipality"), ANSWERS, ":object = my_organisation()"
        ),
    ),
    EventType.CASE_CASE_MANAGER_NAMED: (
        Audience(
            Kind.CASE_MANAGER_NAMED, "case", ("municipality",), (StaffRole.CASE_MANAGER,),
            "exists (select from namings n where n.id = :object and n.manager_id = my_actor())",
        ),
    ),
    EventType.CASE_PERSON_NAMED: (
        Audience(
            Kind.CASE_NAMED, "case", EVERYWHERE, tuple(sorted(CONTENT_ROLES)),
            "exists (select from circle_decisions d where d.id = :object and d.person_id = my_actor())",
        ),
    ),
    EventType.CASE_GLASS_BROKEN: (
        # Whoever watches over this use: the policy of that table says who does.
        Audience(
            Kind.EMERGENCY_USED, "emergency",
            roles=(StaffRole.PRIVACY_OFFICER, StaffRole.COORDINATING_DPO, StaffRole.CHAIR), named=True,
        ),
    ),
    EventType.DOSSIER_REQUESTED: (
        Audience(
            Kind.QUESTION_ASKED, "request", ("asked",), ANSWERS,
            f"o.asked_id = my_organisation() and {STATUS} = 'asked'",
        ),
    ),
    EventType.DOSSIER_REMINDED: (
        Audience(
            Kind.QUESTION_REMINDED, "request", ("asked",), ANSWERS,
            f"o.asked_id = my_organisation() and {STATUS} = 'asked'",
        ),
    ),
    EventType.DOSSIER_ANSWERED: (Audience(Kind.QUESTION_ANSWERED, "request", ("asker",), ASKS, AUTHOR),),
    EventType.DISCLOSURE_ASKED: (
        Audience(
            Kind.QUESTION_ASKED, "request", ("asked",), ANSWERS,
            f"o.asked_id = my_organisation() and {STATUS} = 'asked'",
        ),
    ),
    EventType.DISCLOSURE_ANSWERED: (Audience(Kind.QUESTION_ANSWERED, "request", ("asker",), ASKS, AUTHOR),),
    EventType.MEETING_CONVENED: (
        Audience(Kind.MEETING_CONVENED, "meeting", ("invited",), ANSWERS, "o.closed_at is null"),
    ),
    EventType.MEETING_MOVED: (
        Audience(
            Kind.MEETING_MOVED, "meeting", ("invited",), ANSWERS,
            "o.convened_at is not null and o.closed_at is null",
        ),
    ),
    EventType.MEETING_CASE_PUT_ON_AGENDA: (
        # What was on the agenda when it was sent is no news of its own.
        Audience(
            Kind.MEETING_CASE_ADDED, "case", ("partner", "municipality"), ANSWERS,
            "exists (select from agenda_items i join meetings m on m.id = i.meeting_id where i.id = :object"
            " and i.removed_at is null and i.created_at > m.convened_at and m.closed_at is null)",
        ),
    ),
    EventType.MEETING_ACTION_AGREED: (
        Audience(
            Kind.ACTION_AGREED, "action", EVERYWHERE, DOES, f"{DOER} and {UNDONE}", named=True,
        ),
    ),
    EventType.KNOWN_ASKED: (
        Audience(Kind.KNOWN_WAITING, "known_waiting", roles=(StaffRole.PREPARATION,), named=True),
        Audience(Kind.KNOWN_FOUND, "known_found", roles=ANSWERS, named=True),
    ),
    EventType.KNOWN_SETTLED: (
        Audience(
            Kind.KNOWN_ANSWERED, "known_question", roles=ASKERS, when=f"o.answered_at is not null and {AUTHOR}", named=True
        ),
    ),
    EventType.DOSSIER_CONCLUDED: (
        Audience(
            Kind.SUBJECT_ADVISE, "subject", ("partner", "municipality"), ADVISES,
            f"{_WEIGHED} and not exists (select from opinions a where a.scope_id = o.id"
            " and a.owner_id = my_organisation() and a.created_at > :at)",
        ),
        Audience(Kind.SUBJECT_WEIGH, "subject", ("riec",), (StaffRole.CHAIR,), _WEIGHED),
    ),
    EventType.ASSIGNMENT_PROPOSED: (
        Audience(
            Kind.INTERVENTION_PROPOSED, "intervention", ("assignee",), (StaffRole.MANDATE_HOLDER,),
            f"o.partner_id = my_organisation() and {STATUS} in ({one_of(OPEN_FOR_REPLY)})", named=True,
        ),
    ),
    EventType.ASSIGNMENT_ACCEPTED: _replied(Kind.INTERVENTION_ACCEPTED),
    EventType.ASSIGNMENT_REFUSED: _replied(Kind.INTERVENTION_REFUSED),
    EventType.ASSIGNMENT_DEFERRED: _replied(Kind.INTERVENTION_DEFERRED),
    EventType.EXECUTION_COMPLETED: _replied(Kind.INTERVENTION_COMPLETED),
    EventType.EVALUATION_CASE_CLOSED: (
        Audience(Kind.CASE_CLOSED, "case", EVERYWHERE, (*ANSWERS, StaffRole.CHAIR)),
    ),
    EventType.EVALUATION_CASE_REOPENED: (
        Audience(Kind.CASE_REOPENED, "case", EVERYWHERE, (*ANSWERS, StaffRole.CHAIR)),
    ),
    EventType.EVALUATION_SUBJECT_REOPENED: (
        Audience(Kind.SUBJECT_REOPENED, "subject", ("partner", "municipality"), ADVISES, _IN_DOSSIER),
    ),
    EventType.STEERING_PROPOSED: (
        Audience(
            Kind.PROPOSAL_MADE, "proposal", roles=(StaffRole.CHAIR,), when=f"{AT_RIEC} and {_UNDECIDED}", named=True
        ),
    ),
    EventType.STEERING_DECIDED: (
        Audience(Kind.PROPOSAL_DECIDED, "proposal", roles=PROPOSERS, when="o.actor_id = my_actor()", named=True),
        Audience(
            Kind.PROPOSAL_ADOPTED, "proposal", roles=FOLLOWERS, named=True,
            when=f"o.addressed_id = my_organisation() and {_ADOPTED}",
        ),
    ),
    EventType.FEEDBACK_GIVEN: (
        Audience(Kind.FEEDBACK_GIVEN, "released_result", roles=NOTERS, when=AT_RIEC, named=True),
    ),
    EventType.ADMINISTRATION_RECERTIFICATION_STARTED: (
        # Whose organisation has people in the round; only these can confirm them.
        Audience(
            Kind.ACCOUNT_RECERTIFICATION, "recertification", roles=(StaffRole.MANDATE_HOLDER,), named=True,
            when="exists (select from confirmations c join actors a on a.id = c.actor_id"
            " where c.recertification_id = o.id and c.outcome is null and a.organisation_id = my_organisation())",
        ),
    ),
    EventType.ACCOUNT_PASSWORD_CHANGED: (Audience(Kind.ACCOUNT_PASSWORD, "account"),),
    EventType.ACCOUNT_PASSWORD_SET: (Audience(Kind.ACCOUNT_PASSWORD, "account"),),
    EventType.ACCOUNT_SECOND_FACTOR_ENROLLED: (Audience(Kind.ACCOUNT_SECOND_FACTOR, "account"),),
    EventType.ACCOUNT_SECOND_FACTOR_FORGOTTEN: (Audience(Kind.ACCOUNT_SECOND_FACTOR, "account"),),
    EventType.ACCOUNT_RECOVERY_CODES_RENEWED: (Audience(Kind.ACCOUNT_SECOND_FACTOR, "account"),),
}  # fmt: skip
"""Type of event -> for whom. The first audience that somebody belongs to says what they are told."""

OWN: Final[Mapping[str, Audience]] = {
    "checking": Audience(Kind.IMPORT_CHECKED, "import"),
    "running": Audience(Kind.IMPORT_DONE, "import"),
}
"""What went on in somebody's name while they did something else -> what they are told when it is over."""
