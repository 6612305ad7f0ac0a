"""Detection (detectie): a signal is submitted, tested on the five legal criteria, and decided on."""

from domain.detection.assessing import CRITERIA, AssessSignal, NewCase, assess_signal
from domain.detection.audience import audience
from domain.detection.board import BoardAsked, BoardLine, BoardView, board
from domain.detection.concerns import take_up_concern
from domain.detection.contact import SafeContactView, safe_contacts
from domain.detection.mentioned import MentionOfCase, earlier, mentions_of_case
from domain.detection.shapes import (
    DECISION_KINDS,
    AddToSignal,
    MentionView,
    ObservationShape,
    SignalLine,
    SignalView,
    SubmitSignal,
)
from domain.detection.signals import (
    add_to_signal,
    signal,
    signals,
    signals_of_case,
    view,
)
from domain.detection.sources import (
    AskUnmasking,
    BringIn,
    DecideUnmasking,
    UnmaskingView,
    ask_unmasking,
    bring_in,
    decide_unmasking,
    unmasking,
    unmaskings,
)
from domain.detection.submitting import (
    CheckedSignal,
    Lists,
    checked_signal,
    may_submit,
    require_reporter,
    submit_checked,
    submit_signal,
)

__all__ = [
    "CRITERIA",
    "DECISION_KINDS",
    "AddToSignal",
    "AskUnmasking",
    "AssessSignal",
    "BoardAsked",
    "BoardLine",
    "BoardView",
    "BringIn",
    "CheckedSignal",
    "DecideUnmasking",
    "Lists",
    "MentionOfCase",
    "MentionView",
    "NewCase",
    "ObservationShape",
    "SafeContactView",
    "SignalLine",
    "SignalView",
    "SubmitSignal",
    "UnmaskingView",
    "add_to_signal",
    "ask_unmasking",
    "assess_signal",
    "audience",
    "board",
    "bring_in",
    "checked_signal",
    "decide_unmasking",
    "earlier",
    "may_submit",
    "mentions_of_case",
    "require_reporter",
    "safe_contacts",
    "signal",
    "signals",
    "signals_of_case",
    "submit_checked",
    "submit_signal",
    "take_up_concern",
    "unmasking",
    "unmaskings",
    "view",
]
