"""Whom each event and each term that passed is news for: the one table of it.

`parts` and `roles` say who is asked: persons with one of these staff roles, in organisations that take part in one
of these parts (in the roles that `domain.worklist` gives the work to). `when` is asked in the session of each of
them, about the row as they see it: who does not see it is not told, nor is anybody when it is no longer news.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from domain.actor import CONTENT_ROLES, StaffRole
from domain.events import EventType
from domain.known import ASKERS
from domain.notices.kinds import Kind
from domain.plan import OPEN_FOR_REPLY, RUNNING
from domain.worklist import ADVISES, ANSWERS, ASKS, CARRIES_OUT, DOES, REPORTS

About = Literal[
    "signal", "case", "subject", "request", "intervention", "account", "recertification", "known_waiting", "known_found",
    "known_question", "contribution", "unmasking", "agreement", "emergency", "disclosed",
    "meeting", "action",
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
}
"""Where each thing is looked up."""

_STATUS: Final = "(select t.status from statuses t where t.scope_id = o.scope_id and t.of_id = o.id order by t.id desc limit 1)"
_OURS: Final = "o.owner_id = my_organisation()"
# Who wrote it, or watches for them meanwhile; when they no longer do this work, whoever does it there.
_AUTHOR: Final = f"""{_OURS} and (
     o.actor_id = my_actor()
  or exists (select from deputies d where d.actor_id = o.actor_id and d.deputy_id = my_actor()
                and d.valid_from <= today() and d.valid_until > today())
  or not exists (select from actors a join actor_roles r on r.actor_id = a.id
                  where a.id = o.actor_id and a.active and a.kind = 'person' and r.role = any(:roles)
                    and r.valid_from <= today() and (r.valid_until is null or r.valid_until > today())))"""  # noqa: S608
_UNMANAGED: Final = "not exists (select from namings n where n.case_id = o.id)"
_WEIGHED: Final = "(select s.step from scopes s where s.id = o.id) = 'weighing'"
_IN_DOSSIER: Final = "(select s.step from scopes s where s.id = o.id) = 'dossier'"


def _one_of(codes: tuple[str, ...]) -> str:
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


_MANAGERS: Final = (StaffRole.CASE_MANAGER, StaffRole.MANDATE_HOLDER)
_EVERYWHERE: Final = ("riec", "municipality", "partner")


# Who was named for it; or whoever does such work there, when it was left to the organisation.
_DOER: Final = "o.organisation_id = my_organisation() and coalesce(o.person_id, my_actor()) = my_actor()"
_UNDONE: Final = (
    "not exists (select from action_reports r where r.action_id = o.id and r.outcome <> 'progress')"
)


def _replied(kind: Kind) -> tuple[Audience, ...]:
    return (Audience(kind, "intervention", ("riec",), (StaffRole.CHAIR,), _AUTHOR, named=True),)


_FOR_YOU: Final = Audience(
    Kind.CONTRIBUTION_FOR_YOU, "contribution", _EVERYWHERE, tuple(CONTENT_ROLES),
    "my_actor() = any(o.circle) and o.withdrawn_at is null", named=True,
)  # fmt: skip


_DISCLOSED: Final = Audience(
    Kind.DISCLOSURE_CHANGED, "disclosed", ("riec",), (StaffRole.CHAIR, StaffRole.ANALYST), _OURS, named=True
)


EVENTS: Final[Mapping[str, tuple[Audience, ...]]] = {
    EventType.DETECTION_SIGNAL_SUBMITTED: (
        Audience(
            Kind.SIGNAL_DANGER, "signal", ("riec",), (StaffRole.PREPARATION,),
            f"o.urgency = 'danger' and {_STATUS} = 'submitted'",
        ),
        Audience(
            Kind.SIGNAL_SUBMITTED, "signal", ("riec",), (StaffRole.PREPARATION,),
            f"o.urgency <> 'danger' and {_STATUS} = 'submitted'",
        ),
    ),
    EventType.DETECTION_SIGNAL_SUPPLEMENTED: (
        Audience(
            Kind.SIGNAL_SUPPLEMENTED, "signal", ("riec",), (StaffRole.PREPARATION,), f"{_STATUS} = 'submitted'"
        ),
    ),
    EventType.DETECTION_SIGNAL_ASSESSED: (
        Audience(Kind.SIGNAL_SENT_BACK, "signal", ("reporter",), REPORTS, f"{_STATUS} = 'sent_back' and {_AUTHOR}"),
        Audience(
            Kind.SIGNAL_DECIDED, "signal", ("reporter",), REPORTS,
            f"{_STATUS} not in ('sent_back', 'submitted') and {_AUTHOR}",
        ),
    ),
    EventType.DETECTION_UNMASKING_ASKED: (
        Audience(
            Kind.SOURCE_ASKED, "unmasking", roles=(StaffRole.CHAIR, StaffRole.COORDINATING_DPO), named=True,
            when="o.granted is null and o.asked_by <> my_actor()",
        ),
    ),
    EventType.DETECTION_SOURCE_UNMASKED: (
        Audience(Kind.SIGNAL_UNMASKED, "signal", ("reporter",), REPORTS, _OURS),
    ),
    EventType.DOSSIER_CONTRIBUTED: (_FOR_YOU,),
    EventType.DOSSIER_AUDIENCE_CHANGED: (_FOR_YOU,),
    EventType.DOSSIER_CORRECTED: (
        _DISCLOSED,
        # Who read it before it was corrected has read something else (BGS 1.7).
        Audience(
            Kind.CONTRIBUTION_CORRECTED, "contribution", _EVERYWHERE, tuple(CONTENT_ROLES),
            "o.owner_id <> my_organisation() and o.withdrawn_at is null and was_shown(o.id, o.scope_id, :at)", named=True,
        ),
    ),
    EventType.DOSSIER_WITHDRAWN: (
        _DISCLOSED,
        Audience(
            Kind.CONTRIBUTION_WITHDRAWN, "contribution", _EVERYWHERE, tuple(CONTENT_ROLES),
            "o.owner_id <> my_organisation() and o.withdrawn_at is not null", named=True,
        ),
    ),
    EventType.CASE_OPENED: (
        Audience(Kind.CASE_MANAGER_WANTED, "case", ("municipality",), _MANAGERS, _UNMANAGED),
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
            Kind.CASE_NAMED, "case", _EVERYWHERE, tuple(sorted(CONTENT_ROLES)),
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
            f"o.asked_id = my_organisation() and {_STATUS} = 'asked'",
        ),
    ),
    EventType.DOSSIER_REMINDED: (
        Audience(
            Kind.QUESTION_REMINDED, "request", ("asked",), ANSWERS,
            f"o.asked_id = my_organisation() and {_STATUS} = 'asked'",
        ),
    ),
    EventType.DOSSIER_ANSWERED: (Audience(Kind.QUESTION_ANSWERED, "request", ("asker",), ASKS, _AUTHOR),),
    EventType.DISCLOSURE_ASKED: (
        Audience(
            Kind.QUESTION_ASKED, "request", ("asked",), ANSWERS,
            f"o.asked_id = my_organisation() and {_STATUS} = 'asked'",
        ),
    ),
    EventType.DISCLOSURE_ANSWERED: (Audience(Kind.QUESTION_ANSWERED, "request", ("asker",), ASKS, _AUTHOR),),
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
            Kind.ACTION_AGREED, "action", _EVERYWHERE, DOES, f"{_DOER} and {_UNDONE}", named=True,
        ),
    ),
    EventType.KNOWN_ASKED: (
        Audience(Kind.KNOWN_WAITING, "known_waiting", roles=(StaffRole.PREPARATION,), named=True),
        Audience(Kind.KNOWN_FOUND, "known_found", roles=ANSWERS, named=True),
    ),
    EventType.KNOWN_SETTLED: (
        Audience(
            Kind.KNOWN_ANSWERED, "known_question", roles=ASKERS, when=f"o.answered_at is not null and {_AUTHOR}", named=True
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
            f"o.partner_id = my_organisation() and {_STATUS} in ({_one_of(OPEN_FOR_REPLY)})", named=True,
        ),
    ),
    EventType.ASSIGNMENT_ACCEPTED: _replied(Kind.INTERVENTION_ACCEPTED),
    EventType.ASSIGNMENT_REFUSED: _replied(Kind.INTERVENTION_REFUSED),
    EventType.ASSIGNMENT_DEFERRED: _replied(Kind.INTERVENTION_DEFERRED),
    EventType.EXECUTION_COMPLETED: _replied(Kind.INTERVENTION_COMPLETED),
    EventType.EVALUATION_CASE_CLOSED: (
        Audience(Kind.CASE_CLOSED, "case", _EVERYWHERE, (*ANSWERS, StaffRole.CHAIR)),
    ),
    EventType.EVALUATION_CASE_REOPENED: (
        Audience(Kind.CASE_REOPENED, "case", _EVERYWHERE, (*ANSWERS, StaffRole.CHAIR)),
    ),
    EventType.EVALUATION_SUBJECT_REOPENED: (
        Audience(Kind.SUBJECT_REOPENED, "subject", ("partner", "municipality"), ADVISES, _IN_DOSSIER),
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

_RUNS: Final = f"{_STATUS} in ({_one_of((*OPEN_FOR_REPLY, *RUNNING))})"
_ENDS: Final = Audience(
    Kind.ACCOUNT_ADMISSION_ENDS, "account",
    when="exists (select from admissions m where m.actor_id = my_actor() and m.valid_until = :due_on)",
)  # fmt: skip

# Who keeps the register, and of each party who guards over its data.
_AGREED: Final = (
    StaffRole.FUNCTIONAL_ADMINISTRATOR,
    StaffRole.COORDINATING_DPO,
    StaffRole.PRIVACY_OFFICER,
)
_PARTY: Final = (
    "(exists (select from organisations w where w.id = my_organisation() and w.kind = 'riec')"
    " or exists (select from agreement_parties w where w.agreement_id = o.id"
    " and w.organisation_id = my_organisation()))"
)

TERMS: Final[Mapping[str, tuple[Audience, ...]]] = {
    "question": (
        Audience(
            Kind.ANSWER_LATE, "request", ("asked",), ANSWERS,
            f"o.asked_id = my_organisation() and {_STATUS} = 'asked'",
        ),
        Audience(Kind.QUESTION_LATE, "request", ("asker",), ASKS, f"{_STATUS} = 'asked' and {_AUTHOR}"),
    ),
    "intervention": (
        Audience(
            Kind.INTERVENTION_LATE, "intervention", ("assignee",), CARRIES_OUT,
            f"o.partner_id = my_organisation() and {_RUNS}",
        ),
        Audience(
            Kind.INTERVENTION_CHASE, "intervention", ("riec",), (StaffRole.CHAIR,),
            f"o.partner_id <> my_organisation() and {_RUNS}",
        ),
    ),
    "action": (
        Audience(Kind.ACTION_LATE, "action", _EVERYWHERE, DOES, f"{_DOER} and {_UNDONE}"),
        Audience(Kind.ACTION_CHASE, "action", ("riec",), (StaffRole.CHAIR,), f"{_OURS} and {_UNDONE}"),
    ),
    # Whoever is late for one period hears it from above; for two, the chair takes it to the steering group (domain.md 6.4).
    "question-1": (
        Audience(
            Kind.ANSWER_ESCALATED, "request", ("asked",), (StaffRole.MANDATE_HOLDER,),
            f"o.asked_id = my_organisation() and {_STATUS} = 'asked'",
        ),
    ),
    "question-2": (
        Audience(
            Kind.QUESTION_ESCALATED, "request", ("riec",), (StaffRole.CHAIR,),
            f"o.asked_id <> my_organisation() and {_STATUS} = 'asked'",
        ),
    ),
    "intervention-1": (
        Audience(
            Kind.INTERVENTION_ESCALATED, "intervention", ("assignee",), (StaffRole.MANDATE_HOLDER,),
            f"o.partner_id = my_organisation() and {_RUNS}",
        ),
    ),
    "intervention-2": (
        Audience(
            Kind.INTERVENTION_STEERING, "intervention", ("riec",), (StaffRole.CHAIR,),
            f"o.partner_id <> my_organisation() and {_RUNS}",
        ),
    ),
    "manager": (Audience(Kind.CASE_MANAGER_LATE, "case", ("municipality",), _MANAGERS, _UNMANAGED),),
    "agreement-review": (
        Audience(Kind.AGREEMENT_REVIEW, "agreement", (), _AGREED, f"o.review_on = :due_on and {_PARTY}"),
    ),
    "agreement-end": (Audience(Kind.AGREEMENT_ENDS, "agreement", (), _AGREED, _PARTY),),
    "admission-30": (_ENDS,),
    "admission-7": (_ENDS,),
}  # fmt: skip
"""Term that passed, as `passed_terms()` calls it -> for whom."""
