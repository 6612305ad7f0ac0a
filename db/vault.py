"""The vault: files beside the database, each encrypted with a key of its own, which only its row holds, wrapped.

The row without the master key is of no use, nor the file without the row: when the row goes, the file can never be
read again, wherever copies of it are. See docs/decisions/0035.
"""

import hashlib
import hmac
import json
import os
import secrets
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FILE: Final = "attachment-keys.json"
FOLDER: Final = "attachments"
CHUNK: Final = 64 * 1024

_KEY: Final = 32
_NONCE: Final = 12
_TAG: Final = 16
_MAGIC: Final = b"SKV1"


class Unreadable(RuntimeError):
    """What is in the vault is not what was put there, or was locked with a key that is not here."""


@dataclass(frozen=True)
class MasterKey:
    """What the keys of files are wrapped with, and a name for it that says nothing about it."""

    secret: bytes

    @property
    def id(self) -> str:
        """The start of a hash over the secret, for recognising it."""
        return hashlib.sha256(b"attachment key " + self.secret).hexdigest()[:16]

    def wrap(self, key: bytes, name: UUID) -> bytes:
        """The key of a file, so that it is of use with this one only, and for that file only."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + AESGCM(self.secret).encrypt(nonce, key, name.bytes)

    def unwrap(self, wrapped: bytes, name: UUID) -> bytes:
        """The key of that file again."""
        try:
            return AESGCM(self.secret).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], name.bytes)
        except InvalidTag:
            raise Unreadable("the key of a file was changed") from None


class MasterKeys:
    """The file with the master keys, made at its first use: one, and while that is being replaced two.

    Also the secret by which a file is recognised that was put in before. It stays when the keys are replaced.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def find(self, key_id: str) -> MasterKey:
        """The key of this name; another one is no use."""
        for key in self._keys():
            if key.id == key_id:
                return key
        raise Unreadable(f"{self.path} does not hold master key {key_id}")

    def first(self) -> MasterKey:
        """The key to begin with, where the database knows none yet."""
        return self._keys()[0]

    @property
    def marking(self) -> bytes:
        """What the mark of a file is made with."""
        return bytes.fromhex(self._read()["marking"])

    def add(self) -> MasterKey:
        """A new key, beside what there is."""
        key = MasterKey(secrets.token_bytes(_KEY))
        self._write([*self._keys(), key])
        return key

    def keep_only(self, key: MasterKey) -> None:
        """Forget every other key."""
        self._write([key])

    def _keys(self) -> list[MasterKey]:
        return [MasterKey(bytes.fromhex(one)) for one in self._read()["keys"]]

    def _read(self) -> dict[str, Any]:
        if not self.path.exists():
            self._make()
        found: dict[str, Any] = json.loads(self.path.read_text())
        return found

    def _make(self) -> None:
        """The first process to get there makes it; a link refuses when the file is there already."""
        written = self._written([MasterKey(secrets.token_bytes(_KEY))], secrets.token_hex(_KEY))
        try:
            os.link(written, self.path)
        except FileExistsError:
            return
        finally:
            written.unlink()

    def _write(self, keys: list[MasterKey]) -> None:
        self._written(keys, self.marking.hex()).replace(self.path)

    def _written(self, keys: list[MasterKey], marking: str) -> Path:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=self.path.parent)  # mkstemp makes it 0600
        with os.fdopen(descriptor, "w") as handle:
            handle.write(json.dumps({"keys": [one.secret.hex() for one in keys], "marking": marking}))
            handle.flush()
            os.fsync(handle.fileno())
        return Path(name)


class Incoming:
    """A file on its way into the vault: encrypted piece by piece, so that it is never whole in memory or legible on disk.

    Each piece carries its number, and the last one that it is the last: what is cut off, repeated or put in another
    order is found.
    """

    def __init__(self, path: Path, name: UUID, marking: bytes) -> None:
        self.name = name
        self.key = secrets.token_bytes(_KEY)
        self.size = 0
        self._path = path
        self._mark = hmac.new(marking, digestmod="sha256")
        self._marking = marking
        self._cipher = AESGCM(self.key)
        self._number = 0
        self._waiting = bytearray()
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._handle: BinaryIO = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._handle.write(_MAGIC)

    def write(self, data: bytes) -> None:
        """Take in the next bytes."""
        self.size += len(data)
        self._mark.update(data)
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._lock(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def finish(self) -> "Incoming":
        """The file is whole."""
        self._lock(bytes(self._waiting), last=True)
        self._waiting.clear()
        self._handle.flush()
        os.fsync(self._handle.fileno())
        self._handle.close()
        return self

    def mark(self, place: UUID) -> str:
        """By which the same file in the same place is recognised, and nowhere else: it cannot be looked for."""
        return hmac.digest(self._marking, place.bytes + self._mark.digest(), "sha256").hex()

    @property
    def digest(self) -> str:
        """By which the same file is recognised for a day, when it is sent again."""
        return self._mark.hexdigest()

    def discard(self) -> None:
        """Leave nothing behind."""
        self._handle.close()
        self._path.unlink(missing_ok=True)

    def _lock(self, piece: bytes, *, last: bool) -> None:
        self._handle.write(self._cipher.encrypt(_nonce(self._number, last=last), piece, self.name.bytes))
        self._number += 1


class Vault:
    """The folder in which the files stand, under random names."""

    def __init__(self, data_dir: Path) -> None:
        self.folder = data_dir / FOLDER
        self.keys = MasterKeys(data_dir / FILE)

    def receive(self) -> Incoming:
        """Begin with a new file."""
        name = uuid4()
        return Incoming(self._path(name), name, self.keys.marking)

    def put(self, data: Iterable[bytes]) -> Incoming:
        """A whole new file."""
        incoming = self.receive()
        try:
            for piece in data:
                incoming.write(piece)
            return incoming.finish()
        except BaseException:
            incoming.discard()
            raise

    def read(self, name: UUID, key: bytes) -> Iterator[bytes]:
        """The file piece by piece; the first is read at once, so that a file that cannot be read is refused in time."""
        pieces = self._pieces(name, key)
        first = next(pieces)

        def rest() -> Iterator[bytes]:
            yield first
            yield from pieces

        return rest()

    def remove(self, name: UUID) -> None:
        """Remove a file, when it is there."""
        self._path(name).unlink(missing_ok=True)

    def left(self, *, older_than: float) -> Iterator[UUID]:
        """The names of the files that have stood here for so many seconds."""
        before = time.time() - older_than
        for path in self.folder.glob("??/*"):
            try:
                if path.stat().st_mtime < before:
                    yield UUID(path.name)
            except (FileNotFoundError, ValueError):
                continue

    def _pieces(self, name: UUID, key: bytes) -> Iterator[bytes]:
        cipher, number = AESGCM(key), 0
        try:
            handle = self._path(name).open("rb")
        except FileNotFoundError:
            raise Unreadable("a file is missing") from None
        with handle:
            if handle.read(len(_MAGIC)) != _MAGIC:
                raise Unreadable("a file was changed")
            piece = handle.read(CHUNK + _TAG)
            while True:
                following = handle.read(CHUNK + _TAG)
                try:
                    yield cipher.decrypt(_nonce(number, last=not following), piece, name.bytes)
                except InvalidTag:
                    raise Unreadable("a file was changed") from None
                if not following:
                    return
                piece, number = following, number + 1

    def _path(self, name: UUID) -> Path:
        return self.folder / name.hex[:2] / name.hex


def _nonce(number: int, *, last: bool) -> bytes:
    """Each key is for one file, so the number of the piece is never used twice with it (STREAM, Rogaway 2015)."""
    return number.to_bytes(_NONCE - 1) + (b"\1" if last else b"\0")
