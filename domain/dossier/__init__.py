"""Dossier building (dossiervorming): partners contribute, are asked, and answer on the record."""

from domain.dossier.contributing import (
    Conclude,
    Contribute,
    ContributionView,
    Correct,
    conclude,
    contribute,
    contribution,
    contributions,
    correct,
    suppliable,
)
from domain.dossier.requesting import (
    AnswerView,
    Ask,
    GiveAnswer,
    RequestView,
    a_request,
    answer,
    request,
    request_view,
    requests,
    requests_of,
)

__all__ = [
    "AnswerView",
    "Ask",
    "Conclude",
    "Contribute",
    "ContributionView",
    "Correct",
    "GiveAnswer",
    "RequestView",
    "a_request",
    "answer",
    "conclude",
    "contribute",
    "contribution",
    "contributions",
    "correct",
    "request",
    "request_view",
    "requests",
    "requests_of",
    "suppliable",
]
