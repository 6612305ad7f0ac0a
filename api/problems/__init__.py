"""The one table error -> status, and the one form in which the application says no (RFC 9457)."""

from api.problems.answers import (
    FOR_PROGRAMS,
    LANGUAGE_COOKIE,
    FieldProblem,
    ProblemDocument,
    Refusal,
    language_of,
    problem,
    sentences,
)
from api.problems.handlers import TYPED_BY, Left, document_of, install
from api.problems.texts import ERRORS, Text
from api.problems.validation import invalid

__all__ = [
    "ERRORS",
    "FOR_PROGRAMS",
    "LANGUAGE_COOKIE",
    "TYPED_BY",
    "FieldProblem",
    "Left",
    "ProblemDocument",
    "Refusal",
    "Text",
    "document_of",
    "install",
    "invalid",
    "language_of",
    "problem",
    "sentences",
]
