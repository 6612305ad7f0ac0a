"""Verifying the chain: from the records of an export, in one pass, without a database.

What is found has a name: `changed`, `deleted`, `inserted`, `reordered`, `removed`, `broken`, `rewritten`,
`cut`, `forged`, `unsealed`, `unreadable`; `KINDS` says what each means.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from domain.audit.chain import START, Checkpoint, Link, row_hash
from domain.audit.keys import PublicKeys, is_genuine

KINDS = {
    "changed": "a row is not what it was when it was sealed",
    "deleted": "a sealed row is gone",
    "inserted": "a row came into the log long after the moment it bears",
    "reordered": "rows or seals do not stand in the order in which they were sealed",
    "removed": "part of the chain itself is missing",
    "broken": "a seal does not fit its rows or the seal before it",
    "rewritten": "a seal differs from the one a signed checkpoint speaks of",
    "cut": "the chain is shorter than a signed checkpoint says",
    "forged": "a checkpoint was not signed by a known key",
    "unsealed": "rows wait for the sealer longer than they should; is the worker running?",
    "unreadable": "a line of the export cannot be read",
}

GRACE = timedelta(hours=1)
"""How long after the moment it bears a row may be committed and sealed without being suspect."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong: its kind and where."""

    kind: str
    where: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.where}: {KINDS[self.kind]}"


@dataclass
class Report:
    """What verifying found; whole when nothing."""

    findings: list[Finding] = field(default_factory=list)
    rows: int = 0
    seals: int = 0
    checkpoints: int = 0
    waiting: int = 0

    @property
    def exit_code(self) -> int:
        """For the command line: 0 when the logs are whole."""
        return 1 if self.findings else 0

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def __str__(self) -> str:
        counts = (
            f"{self.rows} rows in {self.seals} seals, {self.checkpoints} signed checkpoints,"
            f" {self.waiting} rows not sealed yet"
        )
        unsigned = "" if self.checkpoints else "\nWithout a signed checkpoint a cut tail cannot be found."
        verdict = f"{len(self.findings)} findings" if self.findings else "the logs are whole"
        return "\n".join([*map(str, self.findings), f"{verdict}: {counts}{unsigned}"])


def verify(
    records: Iterable[dict[str, Any]],
    keys: PublicKeys,
    checkpoints: Iterable[Checkpoint] = (),
    *,
    grace: timedelta = GRACE,
) -> Report:
    """Follow the chain through the records of an export; `checkpoints` are those kept elsewhere."""
    walk = _Walk(keys, grace)
    for one in checkpoints:
        walk.checkpoint(one)
    for number, record in enumerate(records, 1):
        try:
            walk.take(record)
        except (KeyError, TypeError, ValueError):
            walk.find("unreadable", f"line {number}")
    return walk.finish()


class _Walk:
    """One pass along the chain."""

    def __init__(self, keys: PublicKeys, grace: timedelta) -> None:
        self.report = Report()
        self._keys = keys
        self._grace = grace
        self._signed: dict[int, set[tuple[int, bytes]]] = defaultdict(set)
        self._exported_at: datetime | None = None
        self._position = 0
        self._number = 0
        self._hash = START
        # The moment of this round of sealing, and of the round before: see `seal()`.
        self._sealed_at: datetime | None = None
        self._earlier: datetime | None = None
        self._open: Link | None = None
        self._open_hash = b""
        self._hashes: list[bytes] = []
        self._places: list[tuple[str, int]] = []
        self._overdue = 0

    def find(self, kind: str, where: str) -> None:
        """Note something that is wrong."""
        self.report.findings.append(Finding(kind, where))

    def take(self, record: dict[str, Any]) -> None:
        """One line of an export."""
        match record["kind"]:
            case "export":
                self._exported_at = datetime.fromisoformat(record["at"])
            case "checkpoint":
                self.checkpoint(Checkpoint.read(record))
            case "seal":
                self._seal(record)
            case "entry":
                self._entry(record)
            case "row":
                self._row(record)
            case kind:
                raise ValueError(kind)

    def checkpoint(self, checkpoint: Checkpoint) -> None:
        """A signed statement to hold the chain against."""
        known = (checkpoint.position, checkpoint.hash)
        if not is_genuine(checkpoint, self._keys):
            self.find("forged", f"checkpoint of seal {checkpoint.seal}")
        elif known not in self._signed[checkpoint.seal]:
            self._signed[checkpoint.seal].add(known)
            self.report.checkpoints += 1

    def finish(self) -> Report:
        """Close the last seal and see which checkpoints speak of more."""
        self._close()
        beyond = [number for number in self._signed if number > self._number]
        if beyond:
            self.find("cut", f"the chain ends at seal {self._number}, and seal {max(beyond)} was signed")
        if self._overdue:
            self.find("unsealed", f"{self._overdue} rows")
        return self.report

    def _seal(self, record: dict[str, Any]) -> None:
        self._close()
        link = Link(
            int(record["number"]),
            int(record["first"]),
            int(record["last"]),
            bytes.fromhex(record["previous"]),
            datetime.fromisoformat(record["at"]),
        )
        missing = link.number != self._number + 1
        if missing:
            self.find("removed", f"between seal {self._number} and seal {link.number}")
        elif link.previous != self._hash or link.first_position != self._position + 1:
            self.find("broken", f"seal {link.number} does not follow seal {self._number}")
        if self._sealed_at and link.sealed_at < self._sealed_at:
            self.find("reordered", f"seal {link.number} is older than seal {self._number}")
        if self._sealed_at != link.sealed_at:
            self._earlier, self._sealed_at = self._sealed_at, link.sealed_at
        self._open, self._open_hash = link, bytes.fromhex(record["hash"])
        self._number, self._hash, self._position = link.number, self._open_hash, link.last_position
        self._compare(link)

    def _compare(self, link: Link) -> None:
        """Hold the seal against what was signed."""
        if any(one != (link.last_position, self._open_hash) for one in self._signed.get(link.number, ())):
            self.find("rewritten", f"seal {link.number}")

    def _entry(self, record: dict[str, Any]) -> None:
        place = (str(record["log"]), int(record["id"]))
        stored = bytes.fromhex(record["hash"])
        where = f"{place[0]} {place[1]} (position {record['position']})"
        if record["row"] is None:
            self.find("deleted", where)
        elif row_hash(record["row"]) != stored:
            self.find("changed", where)
        elif self._is_late(json.loads(record["row"])):
            self.find("inserted", where)
        # An entry whose seal is gone: the gap in the numbers tells it.
        if self._open is not None and int(record["seal"]) == self._open.number:
            self._hashes.append(stored)
            self._places.append(place)
        self.report.rows += 1

    def _row(self, record: dict[str, Any]) -> None:
        """A row in no seal: waiting for its turn, or come in behind the sealer's back."""
        row = json.loads(record["row"])
        at = datetime.fromisoformat(row["at"])
        self.report.waiting += 1
        if self._sealed_at and at + self._grace < self._sealed_at:
            self.find("inserted", f"{row['log']} {row['id']} (in no seal)")
        elif self._exported_at and at + self._grace < self._exported_at:
            self._overdue += 1

    def _is_late(self, row: dict[str, Any]) -> bool:
        """Whether the sealer had already passed the moment the row bears."""
        return self._earlier is not None and datetime.fromisoformat(row["at"]) + self._grace < self._earlier

    def _close(self) -> None:
        """All entries of the open seal are in: do they make its hash?"""
        link, self._open = self._open, None
        if link is None:
            return
        where = f"seal {link.number}"
        if len(self._hashes) != link.last_position - link.first_position + 1:
            self.find("removed", f"{where} speaks of more or fewer rows than it has")
        elif self._places != sorted(self._places):
            self.find("reordered", where)
        elif link.digest(self._hashes) != self._open_hash:
            self.find("broken", where)
        self._hashes, self._places = [], []
        self.report.seals += 1
