"""How the chain is computed: said once, for the sealer who makes it and for whoever verifies it elsewhere.

A row's hash is the SHA-256 of its line, the text that `events_line()` and `access_log_line()` give. A seal's
hash is the SHA-256 of the hash before it, its own header and the row hashes in order. A checkpoint is a seal's
number, position and hash, signed. Only the standard library is needed to follow it.
"""

import base64
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Self

START = bytes(32)
"""The hash before the first seal."""


def row_hash(line: str) -> bytes:
    """The hash of one row of a log, given as its line."""
    return hashlib.sha256(line.encode()).digest()


def utc(at: datetime) -> str:
    """A moment as the chain writes it: UTC, microseconds."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True)
class Link:
    """The header of a seal: which positions it covers, when it was made and what came before."""

    number: int
    first_position: int
    last_position: int
    previous: bytes
    sealed_at: datetime

    def digest(self, row_hashes: Iterable[bytes]) -> bytes:
        """The hash of this seal over these rows."""
        header = f"seal {self.number} {self.first_position} {self.last_position} {utc(self.sealed_at)}\n"
        digest = hashlib.sha256(self.previous + header.encode())
        for one in row_hashes:
            digest.update(one)
        return digest.digest()


@dataclass(frozen=True)
class Checkpoint:
    """A signed statement of how far the chain had come; whoever keeps one notices a cut tail."""

    seal: int
    position: int
    hash: bytes
    at: datetime
    key_id: str
    signature: bytes = b""

    def statement(self) -> bytes:
        """What is signed."""
        return json.dumps(self._facts(), sort_keys=True, separators=(",", ":")).encode()

    def signed(self, signature: bytes) -> Self:
        """The same with its signature."""
        return replace(self, signature=signature)

    def line(self) -> str:
        """One line of checkpoints.jsonl."""
        return json.dumps(self._facts() | {"signature": base64.b64encode(self.signature).decode()})

    @classmethod
    def read(cls, facts: dict[str, Any]) -> Self:
        """A checkpoint from the facts in such a line."""
        return cls(
            seal=int(facts["seal"]),
            position=int(facts["position"]),
            hash=bytes.fromhex(facts["hash"]),
            at=datetime.fromisoformat(facts["at"]),
            key_id=str(facts["key"]),
            signature=base64.b64decode(facts["signature"]),
        )

    def _facts(self) -> dict[str, Any]:
        return {
            "seal": self.seal,
            "position": self.position,
            "hash": self.hash.hex(),
            "at": utc(self.at),
            "key": self.key_id,
        }
