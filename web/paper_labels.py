"""Words of what is made as a document: the minutes of a meeting."""

from web.i18n import N_

PAPER_LABELS: dict[str, dict[str, str]] = {
    "paper": {
        "title": N_("Minutes"),
        "draft": N_("Draft, not adopted yet"),
        "adopted": N_("Adopted on %(day)s"),
        "when": N_("When"),
        "where": N_("Where"),
        "stands": N_("Stands"),
        "came": N_("Who was there"),
        "present": N_("Present"),
        "name": N_("Name"),
        "function": N_("Function"),
        "organisation": N_("Organisation"),
        "mandate": N_("May decide"),
        "yes": N_("Yes"),
        "no": N_("No"),
        "no_case": N_("No case in which you take part was discussed"),
        "nothing": N_("Nothing was written down that you may see."),
        "decisions": N_("Decisions"),
        "hidden_subject": N_("a subject that is not shared with you"),
        "responsible": N_("responsible: %(organisation)s"),
        "review": N_("to be looked at again on"),
        "why_with_subject": N_("Why stands with the subject"),
        "why_with_case": N_("Why stands with the case"),
        "necessity": N_("Necessity"),
        "proportionality": N_("Proportionality"),
        "subsidiarity": N_("Subsidiarity"),
        "in_favour": N_("In favour"),
        "against": N_("Against"),
        "absent": N_("Absent"),
        "nobody": N_("nobody"),
        "dissent": N_("Held against it:"),
        "actions": N_("Actions"),
        "action": N_("Action"),
        "who": N_("Who"),
        "before": N_("Before"),
        "late": N_("Late"),
        "page": N_("Page {page} of {pages}"),
        "made_for": N_("Made for %(name)s (%(organisation)s) on %(moment)s."),
        "handling": N_(
            "Confidential. This document holds what you may see of the meeting, and nothing else. Use it only for these"
            " cases, do not send it on, and destroy it on %(day)s at the latest. What is in Schakel by then may be"
            " different."
        ),
        "unshown": N_(
            "Some letters cannot be printed here and stand in the text as their Unicode number, such as [U+4E2D]."
            " The page in Schakel shows them."
        ),
    },
}
"""Code list -> code -> English text."""
