"""Feedback on released results (terugkoppeling): what came of what was provided, at least yearly (WGS 1.7(4)).

A corridor outside all scopes: a register that knows that something was released, to whom and when, and no word of what.
Who got it answers; for somebody outside the region the RIEC writes down what it was told; the RIEC ends it.
"""

from domain.feedback.giving import (
    EndFeedback,
    GiveFeedback,
    end_feedback,
    give_feedback,
)
from domain.feedback.reading import released_result, released_results, result_of, waiting
from domain.feedback.registering import register_result
from domain.feedback.shapes import (
    ANSWERERS,
    NOTERS,
    STATES,
    FeedbackAnswerView,
    FeedbackAsked,
    FeedbackEndingView,
    ReleasedResultLine,
    ReleasedResultView,
    State,
)

__all__ = [
    "ANSWERERS",
    "NOTERS",
    "STATES",
    "EndFeedback",
    "FeedbackAnswerView",
    "FeedbackAsked",
    "FeedbackEndingView",
    "GiveFeedback",
    "ReleasedResultLine",
    "ReleasedResultView",
    "State",
    "end_feedback",
    "give_feedback",
    "register_result",
    "released_result",
    "released_results",
    "result_of",
    "waiting",
]
