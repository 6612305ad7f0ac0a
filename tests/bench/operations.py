"""What is asked of the application, as the largest and as the smallest partner, and how cheap it has to be."""

import itertools
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import psycopg

from tests import volume
from tests.bench.load import request

LARGEST, SMALLEST = 2, volume.PARTNERS
PARTNERS = {LARGEST: "largest", SMALLEST: "smallest"}
SCOPES = ("signals:read", "signals:write", "cases:read")

# The anchors where the targets were set (A 0.30, B 0.05, C 0.235 CPU-ms): as a ratio a target goes to other machines.
READING, WRITING = 0.30 + 0.05, 0.30 + 0.235


@dataclass(frozen=True)
class Target:
    """How cheap it has to be: CPU-ms where the targets were set, and what needs no clock."""

    cpu: float
    bare: float
    statements: int
    buffers: int | None = None
    p50: float | None = None

    @property
    def times(self) -> float:
        """The same as a multiple of the bare anchors."""
        return self.cpu / self.bare


@dataclass(frozen=True)
class Operation:
    """One kind of request, in the name of one partner."""

    name: str
    partner: str
    requests: Iterator[bytes]
    status: int
    writes: bool
    target: Target | None
    thinned: int = 1
    """Ask this many times fewer: what is so dear needs no more to be known, and would hold up the rest."""

    def __hash__(self) -> int:
        return id(self)


THINNED = {"search, common word": 8, "search, once common": 8}
WRITES = ("submit a signal", "submit with a key")
# A key costs three statements that the target, set without one, does not count.
TARGETS = {
    "submit a signal": Target(10, WRITING, 8, None, 20),
    "submit with a key": Target(10, WRITING, 11, None, 20),
    "one signal": Target(8, READING, 6, 60, 10),
    "list of 50": Target(5, READING, 5, 400, 20),
    "search, rare word": Target(8, READING, 5, None, 12),
    "search, common word": Target(8, READING, 5, None, 12),
}


def operations(url: str, token: Callable[[int], str]) -> list[Operation]:
    """Every operation as every partner."""
    with psycopg.connect(url) as connection:
        return [
            Operation(
                name,
                PARTNERS[partner],
                requests,
                status,
                name in WRITES,
                TARGETS.get(name),
                THINNED.get(name, 1),
            )
            for partner in PARTNERS
            for name, status, requests in _asked(connection, partner, token(partner))
        ]


def _asked(
    connection: psycopg.Connection[tuple[object, ...]], partner: int, token: str
) -> Iterator[tuple[str, int, Iterator[bytes]]]:
    seen = connection.execute(
        "select s.id, m.name from participations p join signals s on s.id = p.scope_id join mentions m on m.signal_id = s.id"
        " where p.organisation_id = %s and p.ended_at is null and s.number like 'V-%%'"
        " order by p.last_activity_at desc limit 300",
        [volume.organisation(partner)],
    ).fetchall()
    get = [request("GET", f"/api/v1/signals/{row}", token) for row, _ in seen]
    rare = [search_for(token, str(name).split()[-1]) for _, name in seen]
    yield "submit a signal", 201, (_submission(token, number) for number in itertools.count())
    yield (
        "submit with a key",
        201,
        (_submission(token, n, idempotency_key=uuid.uuid4().hex) for n in itertools.count()),
    )
    yield "one signal", 200, itertools.cycle(get)
    yield "list of 50", 200, itertools.repeat(request("GET", "/api/v1/signals?limit=50", token))
    nothing = request("GET", "/api/v1/signals?limit=50&urgency=danger", token)
    yield "list, no hits", 200, itertools.repeat(nothing)
    ordered = request("GET", "/api/v1/signals?limit=50&sort=reportedAt", token)
    yield "list, other order", 200, itertools.repeat(ordered)
    yield "search, rare word", 200, itertools.cycle(rare)
    yield "search, common word", 200, itertools.repeat(search_for(token, "controle"))
    yield "search, once common", 200, itertools.repeat(search_for(token, "matrassen"))
    yield (
        "not there (404)",
        404,
        (request("GET", f"/api/v1/signals/{uuid.uuid4()}", token) for _ in itertools.count()),
    )


def search_for(token: str, word: str) -> bytes:
    """A search for one word."""
    return request("POST", "/api/v1/searches", token, {"query": word, "purpose": "Meting"})


def _submission(token: str, number: int, **headers: str) -> bytes:
    """A signal as people write it: a story, three observations, two people."""
    body = {
        "form": "AU",
        "narrative": f"Bij controle {number} sliepen zes mensen achter de oven; de deur zat op slot. " * 5,
        "task": "Toezicht op de Huisvestingswet",
        "organisedCrimeLink": "Dezelfde bemiddelaar komt voor op drie adressen.",
        "observedFrom": "2026-10-03",
        "place": f"Bedrijventerrein Zuid {number}",
        "municipalityCode": "GM9007",
        "urgency": "soon",
        "observations": [
            {"indicator": code, "words": "Zes matrassen, geen raam.", "source": "inspection"}
            for code in ("AU01", "AU02", "AU03")
        ],
        "mentions": [
            {"kind": "person", "name": f"Sem Bakker {number}", "birthDate": "1985-03"},
            {"kind": "person", "name": f"Noor de Wit {number}", "identifierKind": "phone", "identifier": "06 12345678"},
        ],
    }  # fmt: skip
    return request("POST", "/api/v1/signals", token, body, **headers)
