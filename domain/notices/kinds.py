"""What there is to know of: every kind of notice, in groups that share one preference for mail."""

from enum import StrEnum
from typing import Final, Literal

Mailing = Literal["now", "digest", "never"]
"""At once, in the daily digest, or not by mail. In the portal it stands in any case."""


class Group(StrEnum):
    """Kinds for which one person wants the same."""

    DANGER = "danger"
    """Gevaar: a signal about somebody in danger, or access in an emergency."""
    QUESTIONS = "questions"
    """Vragen: asked of you, answered to you, or late; feedback on what was released too."""
    SIGNALS = "signals"
    """Signalen: new ones, and what became of yours."""
    INTERVENTIONS = "interventions"
    """Interventies: proposed to you, answered, done or late."""
    CASES = "cases"
    """Casussen: where you take part, and what is expected of you there."""
    MEETINGS = "meetings"
    """Overleggen: where you are expected, and what was agreed there."""
    AGREEMENTS = "agreements"
    """Afspraken: to be reviewed, or soon over; and proposals to the steering group."""
    ACCOUNT = "account"
    """Account: how you sign in, and how long you may."""


USUAL: Final[dict[Group, Mailing]] = {
    Group.DANGER: "now",
    Group.QUESTIONS: "now",
    Group.SIGNALS: "digest",
    Group.INTERVENTIONS: "digest",
    Group.CASES: "digest",
    Group.MEETINGS: "now",
    Group.AGREEMENTS: "digest",
    Group.ACCOUNT: "now",
}
"""What holds for who chose nothing."""


class Kind(StrEnum):
    """Every kind of notice: `<what it is about>.<what happened to it>`."""

    SIGNAL_DANGER = "signal.danger"
    SIGNAL_SUBMITTED = "signal.submitted"
    SIGNAL_SUPPLEMENTED = "signal.supplemented"
    SIGNAL_SENT_BACK = "signal.sent_back"
    SIGNAL_DECIDED = "signal.decided"
    SIGNAL_UNMASKED = "signal.unmasked"
    SOURCE_ASKED = "source.asked"
    QUESTION_ASKED = "question.asked"
    QUESTION_REMINDED = "question.reminded"
    QUESTION_ANSWERED = "question.answered"
    QUESTION_LATE = "question.late"
    ANSWER_LATE = "answer.late"
    ANSWER_ESCALATED = "answer.escalated"
    QUESTION_ESCALATED = "question.escalated"
    INTERVENTION_PROPOSED = "intervention.proposed"
    INTERVENTION_ACCEPTED = "intervention.accepted"
    INTERVENTION_REFUSED = "intervention.refused"
    INTERVENTION_DEFERRED = "intervention.deferred"
    INTERVENTION_COMPLETED = "intervention.completed"
    INTERVENTION_LATE = "intervention.late"
    INTERVENTION_CHASE = "intervention.chase"
    INTERVENTION_ESCALATED = "intervention.escalated"
    INTERVENTION_STEERING = "intervention.steering"
    IMPORT_CHECKED = "import.checked"
    IMPORT_DONE = "import.done"
    CONTRIBUTION_FOR_YOU = "contribution.for_you"
    CONTRIBUTION_CORRECTED = "contribution.corrected"
    CONTRIBUTION_WITHDRAWN = "contribution.withdrawn"
    ATTACHMENT_REFUSED = "attachment.refused"
    ATTACHMENT_CORRECTED = "attachment.corrected"
    ATTACHMENT_REPLACED = "attachment.replaced"
    ATTACHMENT_WITHDRAWN = "attachment.withdrawn"
    DISCLOSURE_CHANGED = "disclosure.changed"
    CASE_JOINED = "case.joined"
    CASE_MANAGER_WANTED = "case.manager_wanted"
    CASE_MANAGER_LATE = "case.manager_late"
    CASE_MANAGER_NAMED = "case.manager_named"
    CASE_CLOSED = "case.closed"
    CASE_REOPENED = "case.reopened"
    CASE_NAMED = "case.named"
    EMERGENCY_USED = "emergency.used"
    SUBJECT_ADVISE = "subject.advise"
    SUBJECT_WEIGH = "subject.weigh"
    SUBJECT_REOPENED = "subject.reopened"
    MEETING_CONVENED = "meeting.convened"
    MEETING_MOVED = "meeting.moved"
    MEETING_CASE_ADDED = "meeting.case_added"
    ACTION_AGREED = "action.agreed"
    ACTION_LATE = "action.late"
    ACTION_CHASE = "action.chase"
    KNOWN_WAITING = "known.waiting"
    KNOWN_FOUND = "known.found"
    KNOWN_ANSWERED = "known.answered"
    PROPOSAL_MADE = "proposal.made"
    PROPOSAL_DECIDED = "proposal.decided"
    PROPOSAL_ADOPTED = "proposal.adopted"
    CONCERN_RECEIVED = "concern.received"
    CONCERN_DECIDED = "concern.decided"
    FEEDBACK_DUE = "feedback.due"
    FEEDBACK_ASK = "feedback.ask"
    FEEDBACK_LATE = "feedback.late"
    FEEDBACK_SILENT = "feedback.silent"
    FEEDBACK_GIVEN = "feedback.given"
    AGREEMENT_REVIEW = "agreement.review"
    AGREEMENT_ENDS = "agreement.ends"
    ACCOUNT_PASSWORD = "account.password"  # noqa: S105
    ACCOUNT_SECOND_FACTOR = "account.second_factor"
    ACCOUNT_ADMISSION_ENDS = "account.admission_ends"
    ACCOUNT_RECERTIFICATION = "account.recertification"

    @property
    def group(self) -> Group:
        """The group whose preference holds for it."""
        if self is Kind.SIGNAL_DANGER:
            return Group.DANGER
        return _GROUPS[self.value.split(".")[0]]


_GROUPS: Final = {
    "signal": Group.SIGNALS,
    "question": Group.QUESTIONS,
    "answer": Group.QUESTIONS,
    "known": Group.QUESTIONS,
    "intervention": Group.INTERVENTIONS,
    "case": Group.CASES,
    "contribution": Group.CASES,
    "attachment": Group.CASES,
    "disclosure": Group.CASES,
    "source": Group.SIGNALS,
    "concern": Group.SIGNALS,
    "import": Group.SIGNALS,
    "subject": Group.CASES,
    "meeting": Group.MEETINGS,
    "action": Group.MEETINGS,
    "agreement": Group.AGREEMENTS,
    "proposal": Group.AGREEMENTS,
    "feedback": Group.QUESTIONS,
    "account": Group.ACCOUNT,
    "emergency": Group.DANGER,
}
