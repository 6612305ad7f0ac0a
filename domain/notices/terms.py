"""Whom each term that passed, or soon will, is news for."""

from collections.abc import Mapping
from typing import Final

from domain.actor import StaffRole
from domain.feedback import ANSWERERS, NOTERS
from domain.notices.audiences import (
    AT_RIEC,
    AUTHOR,
    DOER,
    EVERYWHERE,
    MANAGERS,
    OURS,
    STATUS,
    UNDONE,
    UNMANAGED,
    Audience,
    one_of,
)
from domain.notices.kinds import Kind
from domain.plan import OPEN_FOR_REPLY, RUNNING
from domain.worklist import ANSWERS, ASKS, CARRIES_OUT, DOES

_RUNS: Final = f"{STATUS} in ({one_of((*OPEN_FOR_REPLY, *RUNNING))})"
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
    f"({AT_RIEC} or exists (select from agreement_parties w where w.agreement_id = o.id"
    " and w.organisation_id = my_organisation()))"
)

_STILL_DUE: Final = "exists (select from feedback_due f where f.id = o.id and f.due_on = :due_on)"

TERMS: Final[Mapping[str, tuple[Audience, ...]]] = {
    "question": (
        Audience(
            Kind.ANSWER_LATE, "request", ("asked",), ANSWERS,
            f"o.asked_id = my_organisation() and {STATUS} = 'asked'",
        ),
        Audience(Kind.QUESTION_LATE, "request", ("asker",), ASKS, f"{STATUS} = 'asked' and {AUTHOR}"),
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
        Audience(Kind.ACTION_LATE, "action", EVERYWHERE, DOES, f"{DOER} and {UNDONE}"),
        Audience(Kind.ACTION_CHASE, "action", ("riec",), (StaffRole.CHAIR,), f"{OURS} and {UNDONE}"),
    ),
    # Whoever is late for one period hears it from above; for two, the chair takes it to the steering group (domain.md 6.4).
    "question-1": (
        Audience(
            Kind.ANSWER_ESCALATED, "request", ("asked",), (StaffRole.MANDATE_HOLDER,),
            f"o.asked_id = my_organisation() and {STATUS} = 'asked'",
        ),
    ),
    "question-2": (
        Audience(
            Kind.QUESTION_ESCALATED, "request", ("riec",), (StaffRole.CHAIR,),
            f"o.asked_id <> my_organisation() and {STATUS} = 'asked'",
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
    "manager": (Audience(Kind.CASE_MANAGER_LATE, "case", ("municipality",), MANAGERS, UNMANAGED),),
    "feedback-due": (
        Audience(
            Kind.FEEDBACK_DUE, "released_result", (), ANSWERERS, f"o.recipient_id = my_organisation() and {_STILL_DUE}"
        ),
        # Somebody outside the region has no account: the RIEC asks.
        Audience(
            Kind.FEEDBACK_ASK, "released_result", (), NOTERS, f"o.recipient_id is null and {AT_RIEC} and {_STILL_DUE}"
        ),
    ),
    "feedback-late": (
        Audience(
            Kind.FEEDBACK_LATE, "released_result", (), ANSWERERS, f"o.recipient_id = my_organisation() and {_STILL_DUE}"
        ),
        Audience(Kind.FEEDBACK_SILENT, "released_result", (), NOTERS, f"{AT_RIEC} and {_STILL_DUE}"),
    ),
    "agreement-review": (
        Audience(Kind.AGREEMENT_REVIEW, "agreement", (), _AGREED, f"o.review_on = :due_on and {_PARTY}"),
    ),
    "agreement-end": (Audience(Kind.AGREEMENT_ENDS, "agreement", (), _AGREED, _PARTY),),
    "admission-30": (_ENDS,),
    "admission-7": (_ENDS,),
}  # fmt: skip
"""Term that passed, as `passed_terms()` calls it -> for whom."""
