"""Detection (detectie): a signal is submitted, tested on the five legal criteria, and decided on."""

from domain.detection.assessing import AssessSignal, NewCase, assess_signal
from domain.detection.signals import (
    AddToSignal,
    ObservationShape,
    SignalLine,
    SignalView,
    SubmitSignal,
    add_to_signal,
    signal,
    signals,
    signals_of_case,
    submit_signal,
    view,
)

__all__ = [
    "AddToSignal",
    "AssessSignal",
    "NewCase",
    "ObservationShape",
    "SignalLine",
    "SignalView",
    "SubmitSignal",
    "add_to_signal",
    "assess_signal",
    "signal",
    "signals",
    "signals_of_case",
    "submit_signal",
    "view",
]
