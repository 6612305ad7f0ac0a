"""Connections (verbanden): who or what in one signal or case could be the same as in another, and what people decided of it.

Proposed to who may see both, explained, and never merged (domain.md 2.12). Across cases only by an advice that is noted.
"""

from domain.connections.advising import advice, advices, end_advice, note_advice
from domain.connections.clusters import clusters
from domain.connections.deciding import connect, connection, undo
from domain.connections.finding import CONNECTORS, acts, are_on, connections, ends
from domain.connections.shapes import (
    AdviceView,
    CandidateView,
    ClusterView,
    Connect,
    ConnectionsView,
    ConnectionView,
    EndView,
    FeatureView,
    NoteAdvice,
    UndoConnection,
)

__all__ = [
    "CONNECTORS",
    "AdviceView",
    "CandidateView",
    "ClusterView",
    "Connect",
    "ConnectionView",
    "ConnectionsView",
    "EndView",
    "FeatureView",
    "NoteAdvice",
    "UndoConnection",
    "acts",
    "advice",
    "advices",
    "are_on",
    "clusters",
    "connect",
    "connection",
    "connections",
    "end_advice",
    "ends",
    "note_advice",
    "undo",
]
