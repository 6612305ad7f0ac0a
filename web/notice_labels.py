"""Words of notices: the groups one can choose by, and what could not be handed on and why."""

from web.i18n import N_

NOTICE_LABELS: dict[str, dict[str, str]] = {
    "notice_group": {
        "danger": N_("Danger"),
        "questions": N_("Questions"),
        "signals": N_("Signals"),
        "interventions": N_("Interventions"),
        "cases": N_("Cases"),
        "meetings": N_("Meetings"),
        "agreements": N_("Agreements"),
        "account": N_("Your account"),
    },
    "notice_group_explained": {
        "danger": N_("A new signal in which somebody may be in danger, and emergency access to a case."),
        "questions": N_(
            "A partner asks you something, answers you, or is late; or asks about what you hold. Feedback too."
        ),
        "signals": N_("New signals, and what became of the ones you reported."),
        "interventions": N_("What you are asked to do, what a partner replied, and what is late."),
        "cases": N_("Cases you take part in, and what is expected of you there."),
        "meetings": N_("Meetings you are invited to, and what was agreed with you there."),
        "agreements": N_(
            "Agreements of your organisation that are to be reviewed or soon over, and proposals to the steering group."
        ),
        "account": N_("How you sign in, and how long you may."),
    },
    "letter": {
        "mail.notice": N_("Mail about a notice"),
        "mail.digest": N_("Daily mail"),
    },
    "letter_error": {
        "Undeliverable": N_("The mail server does not know this address"),
        "SMTPRecipientsRefused": N_("The mail server puts this address off"),
        "SMTPAuthenticationError": N_("The mail server does not let us in"),
        "SMTPSenderRefused": N_("The mail server refuses our address"),
        "SMTPServerDisconnected": N_("The other side broke off"),
        "ConnectionRefusedError": N_("The other side does not answer"),
        "TimeoutError": N_("The other side does not answer in time"),
        "SSLCertVerificationError": N_("The certificate of the other side is not trusted"),
        "gaierror": N_("The name of the server is not known"),
    },
}
