"""Detection (detectie): a signal is submitted, tested on the five legal criteria, and decided on."""

from domain.detection.assessing import CRITERIA, AssessSignal, NewCase, assess_signal
from domain.detection.audience import audience
from domain.detection.signals import (
    AddToSignal,
    ObservationShape,
    SignalLine,
    SignalView,
    SubmitSignal,
    add_to_signal,
    may_submit,
    require_reporter,
    signal,
    signals,
    signals_of_case,
    submit_signal,
    view,
)

__all__ = [
    "CRITERIA",
    "AddToSignal",
    "AssessSignal",
    "NewCase",
    "ObservationShape",
    "SignalLine",
    "SignalView",
    "SubmitSignal",
    "add_to_signal",
    "assess_signal",
    "audience",
    "may_submit",
    "require_reporter",
    "signal",
    "signals",
    "signals_of_case",
    "submit_signal",
    "view",
]
