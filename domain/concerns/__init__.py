"""Concerns (meldingen): what an organisation that is no participant tells a participant of its choice (WGS 2.19).

A corridor outside all scopes: between the two, and nobody else. The participant turns it into a signal of its own or
does not; the sender has a receipt and hears which of the two.
"""

from domain.concerns.handling import DeclineConcern, close, decline_concern, forget, require_open
from domain.concerns.reading import concern, concerns, opened, view, waiting
from domain.concerns.sending import SendConcern, may_send, recipients, require_sender, send_concern
from domain.concerns.shapes import HANDLERS, ConcernAccountView, ConcernLine, ConcernView

__all__ = [
    "HANDLERS",
    "ConcernAccountView",
    "ConcernLine",
    "ConcernView",
    "DeclineConcern",
    "SendConcern",
    "close",
    "concern",
    "concerns",
    "decline_concern",
    "forget",
    "may_send",
    "opened",
    "recipients",
    "require_open",
    "require_sender",
    "send_concern",
    "view",
    "waiting",
]
