"""The rounds: every operation and every anchor in turn, again and again, so that noise falls on all alike."""

from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median, quantiles

from tests.bench import anchors, machine
from tests.bench.load import ask, request
from tests.bench.operations import Operation
from tests.bench.statements import Asked, Counter

BUSY, ALONE = 8, 1
PING = request("GET", "/ping", None)


@dataclass(frozen=True)
class Sizes:
    """How many rounds, and how many requests of each kind in one."""

    rounds: int
    busy: int
    alone: int
    warm: int
    anchor: int


@dataclass
class Sample:
    """One operation in one round: CPU-ms per request in the application and in PostgreSQL, latency in ms."""

    app: float
    database: float
    p50: float = 0.0
    p95: float = 0.0


@dataclass(frozen=True)
class Place:
    """Where it all runs."""

    url: str
    postgres: int
    web: int
    port: int
    bare: int
    bare_port: int


@dataclass
class Found:
    """All that was measured."""

    samples: dict[tuple[Operation, int], list[Sample]] = field(default_factory=lambda: defaultdict(list))
    anchors: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    asked: dict[Operation, Asked] = field(default_factory=dict)
    size: dict[Operation, int] = field(default_factory=dict)
    memory: float = 0.0
    connections: int = 0

    def middle(self, operation: Operation, connections: int) -> Sample:
        """The median over the rounds, of each figure by itself."""
        rounds = self.samples[operation, connections]
        return Sample(
            *(median(getattr(one, name) for one in rounds) for name in ("app", "database", "p50", "p95"))
        )

    def anchor(self, name: str) -> float:
        """The median of an anchor."""
        return median(self.anchors[name])


def measure(place: Place, operations: list[Operation], counter: Counter, sizes: Sizes) -> Found:
    """Warm up, count, then the rounds."""
    found = Found()
    for operation in operations:
        _sample(place, operation, BUSY, sizes.warm)
        count(place, operation, counter, found)
    connected = counter.connections()
    for _ in range(sizes.rounds):
        _anchors(place, sizes.anchor, found)
        for operation in operations:
            found.samples[operation, BUSY].append(_sample(place, operation, BUSY, sizes.busy))
            found.samples[operation, ALONE].append(_sample(place, operation, ALONE, sizes.alone))
    # Less those that the anchors B and C made.
    found.connections = counter.connections() - connected - 2 * BUSY * sizes.rounds
    workers = [pid for pid in machine.tree(place.web) if machine.works(pid)]
    found.memory = machine.memory(workers)
    return found


def count(place: Place, operation: Operation, counter: Counter, found: Found, requests: int = 20) -> None:
    """Statements, pages and plans of one request, in a process that has seen it before."""
    with counter.counting(requests) as asked:
        answers = ask(place.port, operation.requests, requests, ALONE, operation.status)
    found.asked[operation] = asked
    found.size[operation] = len(answers[-1].body)


def _sample(place: Place, operation: Operation, connections: int, requests: int) -> Sample:
    requests = max(requests // operation.thinned, 2 * connections)
    app, database = machine.spent(place.web), machine.spent(place.postgres)
    answers = ask(place.port, operation.requests, requests, connections, operation.status)
    app, database = machine.spent(place.web) - app, machine.spent(place.postgres) - database
    times = quantiles([answer.took for answer in answers], n=20)
    return Sample(app / requests, database / requests, times[9], times[18])


def _anchors(place: Place, requests: int, found: Found) -> None:
    before = machine.spent(place.bare)
    ask(place.bare_port, iter([PING] * requests), requests, BUSY, 200)
    found.anchors["A"].append((machine.spent(place.bare) - before) / requests)
    for name, act in (("B", anchors.read), ("C", anchors.write)):
        begun: list[float] = []
        anchors.repeat(
            place.url, act, requests, BUSY, lambda begun=begun: begun.append(machine.spent(place.postgres))
        )
        found.anchors[name].append((machine.spent(place.postgres) - begun[0]) / requests)
