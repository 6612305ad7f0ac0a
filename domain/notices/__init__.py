"""Notices (berichten): what somebody should know of, in the portal and by mail; a reference, never content.

A corridor: the worker hears each event from the outbox, and every person who might have to know is asked in their
own session whether they see the thing. So a notice is made, shown, counted and mailed by the same policies.
"""

from domain.notices.audiences import EVENTS, OWN, Audience
from domain.notices.kinds import USUAL, Group, Kind, Mailing
from domain.notices.mailing import Letter, drop_mails, forget_mails, open_digests, send_due
from domain.notices.preferences import ChoosePreferences, PreferencesView, choose_preferences, preferences
from domain.notices.reading import MOST, NoticeView, notice, notices, read, read_all, waiting
from domain.notices.telling import tell, tell_of_terms, tell_own
from domain.notices.terms import TERMS

__all__ = [
    "EVENTS",
    "MOST",
    "OWN",
    "TERMS",
    "USUAL",
    "Audience",
    "ChoosePreferences",
    "Group",
    "Kind",
    "Letter",
    "Mailing",
    "NoticeView",
    "PreferencesView",
    "choose_preferences",
    "drop_mails",
    "forget_mails",
    "notice",
    "notices",
    "open_digests",
    "preferences",
    "read",
    "read_all",
    "send_due",
    "tell",
    "tell_of_terms",
    "tell_own",
    "waiting",
]
