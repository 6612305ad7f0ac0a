"""The scanner for viruses: clamd, over its own protocol (INSTREAM), on a socket file or an address."""

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final
from urllib.parse import urlsplit

SECONDS: Final = 60
# Some versions refuse longer pieces.
_PIECE: Final = 64 * 1024


class Verdict(Enum):
    """What the scanner says."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNKNOWN = "unknown"
    """It does not answer, or did not look at all of it."""


@dataclass(frozen=True)
class Scanner:
    """Where clamd is: `unix:/run/clamav/clamd.ctl` or `tcp://127.0.0.1:3310`."""

    address: str

    def scan(self, pieces: Iterable[bytes]) -> Verdict:
        """Have a file looked at; whatever goes wrong on the way is no verdict."""
        try:
            with self._connected() as connection:
                connection.sendall(b"zINSTREAM\0")
                for piece in pieces:
                    for start in range(0, len(piece), _PIECE):
                        part = piece[start : start + _PIECE]
                        connection.sendall(len(part).to_bytes(4) + part)
                connection.sendall(bytes(4))
                answer = b""
                while not answer.endswith(b"\0") and (more := connection.recv(4096)):
                    answer += more
        except OSError:
            return Verdict.UNKNOWN
        if answer.rstrip(b"\0") == b"stream: OK":
            return Verdict.CLEAN
        return Verdict.INFECTED if answer.rstrip(b"\0").endswith(b" FOUND") else Verdict.UNKNOWN

    def _connected(self) -> socket.socket:
        scheme, _, path = self.address.partition(":")
        if scheme == "unix":
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.settimeout(SECONDS)
            try:
                connection.connect(path)
            except OSError:
                connection.close()
                raise
            return connection
        found = urlsplit(self.address)
        return socket.create_connection((found.hostname or "", found.port or 3310), timeout=SECONDS)
