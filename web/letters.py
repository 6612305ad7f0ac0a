"""Mail as people read it: that there is something, its number at most, and the way to the portal. Never content."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, localtime
from typing import Final
from urllib.parse import urlsplit

from domain.notices import Kind, Letter
from web.i18n import N_, translator
from web.render import environment

LINES: Final[dict[Kind, str]] = {
    Kind.SIGNAL_DANGER: N_("An urgent signal is waiting for you in Schakel"),
    Kind.SIGNAL_SUBMITTED: N_("A signal is waiting for you in Schakel"),
    Kind.SIGNAL_SUPPLEMENTED: N_("A signal in Schakel was supplemented"),
    Kind.SIGNAL_SENT_BACK: N_("Your signal in Schakel came back to you"),
    Kind.SIGNAL_DECIDED: N_("Your signal in Schakel was decided on"),
    Kind.SIGNAL_UNMASKED: N_("There is news about your signal in Schakel"),
    Kind.SOURCE_ASKED: N_("A request in Schakel waits for your decision"),
    Kind.QUESTION_ASKED: N_("There is a question for you in Schakel"),
    Kind.QUESTION_REMINDED: N_("You are reminded of a question in Schakel"),
    Kind.QUESTION_ANSWERED: N_("Your question in Schakel was answered"),
    Kind.QUESTION_LATE: N_("An answer to your question in Schakel is late"),
    Kind.ANSWER_LATE: N_("A question in Schakel still waits for your answer"),
    Kind.INTERVENTION_PROPOSED: N_("You are asked for your yes or no in Schakel"),
    Kind.INTERVENTION_ACCEPTED: N_("A partner replied in Schakel"),
    Kind.INTERVENTION_REFUSED: N_("A partner replied in Schakel"),
    Kind.INTERVENTION_DEFERRED: N_("A partner replied in Schakel"),
    Kind.INTERVENTION_COMPLETED: N_("A partner reported back in Schakel"),
    Kind.INTERVENTION_LATE: N_("Something you took on in Schakel is late"),
    Kind.INTERVENTION_CHASE: N_("Something in Schakel is late"),
    Kind.ANSWER_ESCALATED: N_("Something in Schakel waits for your organisation for weeks"),
    Kind.QUESTION_ESCALATED: N_("Something in Schakel is weeks late"),
    Kind.INTERVENTION_ESCALATED: N_("Something in Schakel waits for your organisation for weeks"),
    Kind.INTERVENTION_STEERING: N_("Something in Schakel is weeks late"),
    Kind.CONTRIBUTION_FOR_YOU: N_("There is something for you in Schakel"),
    Kind.CONTRIBUTION_CORRECTED: N_("Something you read in Schakel was corrected"),
    Kind.CONTRIBUTION_WITHDRAWN: N_("Something you read in Schakel was withdrawn"),
    Kind.ATTACHMENT_REFUSED: N_("Something you added in Schakel was refused"),
    Kind.ATTACHMENT_CORRECTED: N_("Something you read in Schakel was corrected"),
    Kind.ATTACHMENT_REPLACED: N_("Something you read in Schakel was corrected"),
    Kind.ATTACHMENT_WITHDRAWN: N_("Something you read in Schakel was withdrawn"),
    Kind.DISCLOSURE_CHANGED: N_("Something that left Schakel was corrected or withdrawn"),
    Kind.PROPOSAL_MADE: N_("A proposal in Schakel waits for the steering group"),
    Kind.PROPOSAL_DECIDED: N_("Your proposal in Schakel was decided on"),
    Kind.PROPOSAL_ADOPTED: N_("A proposal in Schakel is for your organisation to follow up"),
    Kind.IMPORT_CHECKED: N_("Your file in Schakel was checked"),
    Kind.IMPORT_DONE: N_("Your file in Schakel was imported"),
    Kind.CONCERN_RECEIVED: N_("There is a concern for you in Schakel"),
    Kind.CONCERN_DECIDED: N_("Your concern in Schakel was decided on"),
    Kind.FEEDBACK_DUE: N_("Schakel asks you for feedback"),
    Kind.FEEDBACK_ASK: N_("Feedback is to be asked for in Schakel"),
    Kind.FEEDBACK_LATE: N_("Your feedback in Schakel is late"),
    Kind.FEEDBACK_SILENT: N_("Feedback in Schakel is late"),
    Kind.FEEDBACK_GIVEN: N_("There is feedback for you in Schakel"),
    Kind.AGREEMENT_REVIEW: N_("An agreement in Schakel is soon to be reviewed"),
    Kind.AGREEMENT_ENDS: N_("An agreement in Schakel soon ends"),
    Kind.CASE_JOINED: N_("Your organisation takes part in a case in Schakel"),
    Kind.CASE_MANAGER_WANTED: N_("A case in Schakel needs a case manager from you"),
    Kind.CASE_MANAGER_LATE: N_("A case in Schakel still needs a case manager from you"),
    Kind.CASE_MANAGER_NAMED: N_("You are the case manager of a case in Schakel"),
    Kind.CASE_CLOSED: N_("A case in Schakel was closed"),
    Kind.CASE_REOPENED: N_("A case in Schakel is open again"),
    Kind.CASE_NAMED: N_("You are named in a case in Schakel"),
    Kind.EMERGENCY_USED: N_("Emergency access was used in Schakel"),
    Kind.SUBJECT_ADVISE: N_("Your opinion is asked in Schakel"),
    Kind.SUBJECT_WEIGH: N_("Something in Schakel is ready to be weighed"),
    Kind.SUBJECT_REOPENED: N_("Something in Schakel is taken up once more"),
    Kind.MEETING_CONVENED: N_("You are invited to a case meeting in Schakel"),
    Kind.MEETING_MOVED: N_("A meeting in Schakel was moved"),
    Kind.MEETING_CASE_ADDED: N_("A case was added to the agenda of a meeting in Schakel"),
    Kind.ACTION_AGREED: N_("Something was agreed with you in Schakel"),
    Kind.ACTION_LATE: N_("Something you agreed to do in Schakel is late"),
    Kind.ACTION_CHASE: N_("Something that was agreed in Schakel is late"),
    Kind.KNOWN_WAITING: N_("A question in Schakel waits for the answer of a person"),
    Kind.KNOWN_FOUND: N_("A partner asked about what is yours in Schakel"),
    Kind.KNOWN_ANSWERED: N_("Your question in Schakel was answered"),
    Kind.ACCOUNT_PASSWORD: N_("Your password of Schakel was changed"),
    Kind.ACCOUNT_SECOND_FACTOR: N_("The second step of your sign-in to Schakel was changed"),
    Kind.ACCOUNT_ADMISSION_ENDS: N_("Your admission to Schakel soon ends"),
    Kind.ACCOUNT_RECERTIFICATION: N_("Confirm who of your organisation works in Schakel"),
}
"""What a mail about one notice says, as its subject and as its first line."""

DIGEST: Final = N_("Your day in Schakel")


def compose(letter: Letter, sender: str, site: str) -> EmailMessage:
    """The mail, in plain text and as a simple page, in the language of its reader."""
    say = translator(letter.language).gettext
    line = say(LINES[letter.kind] if letter.kind else DIGEST)
    shown = {"letter": letter, "line": line, "link": f"{site}/notices"}
    env = environment(letter.language)
    message = EmailMessage()
    message["From"] = Address("Schakel", addr_spec=sender)
    message["To"] = Address(addr_spec=letter.to)
    message["Subject"] = line
    message["Date"] = format_datetime(localtime())
    # Of the mail and not of the attempt: sent twice, it is recognised as one.
    message["Message-ID"] = f"<{letter.id}@{urlsplit(site).hostname or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(env.get_template("notices/mail.txt").render(shown))
    message.add_alternative(env.get_template("notices/mail.html").render(shown), subtype="html")
    return message
