"""Known or not known (bekend of niet bekend): whether other partners hold something about the same person or thing.

The answer is yes or no and whom to turn to; never content, numbers, dates or how often (WGS 1.7(8) between
cooperations; inside one it is the least that has to be told before anything is shared).
"""

from domain.known.asking import (
    ASKERS,
    Askable,
    AskKnown,
    KnownQuestion,
    Route,
    acts,
    ask,
    askable,
    parts_in,
    question,
    question_view,
    questions,
)
from domain.known.finding import Finding, findings
from domain.known.settling import Referral, Settled, SettleKnown, referrals, settle, waiting

__all__ = [
    "ASKERS",
    "AskKnown",
    "Askable",
    "Finding",
    "KnownQuestion",
    "Referral",
    "Route",
    "SettleKnown",
    "Settled",
    "acts",
    "ask",
    "askable",
    "findings",
    "parts_in",
    "question",
    "question_view",
    "questions",
    "referrals",
    "settle",
    "waiting",
]
