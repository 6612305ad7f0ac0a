"""The key of the digests: a file beside the database and not in it, so that who holds the one cannot read the other.

Whoever has both can try every number there is; docs/sharing-in-detail.md says what that means.
"""

import hashlib
import hmac
import json
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FILE: Final = "digest-key.json"

_LENGTH: Final = 32
# 128 bits: two values with the same digest are not to be expected, and a longer one says nothing more.
_KEPT: Final = 16


class KeyMissing(RuntimeError):
    """Something must be digested, and this process was not told where the key is."""


@dataclass(frozen=True)
class DigestKey:
    """A secret, and a name for it that says nothing about it."""

    secret: bytes

    @property
    def id(self) -> str:
        """The start of a hash over the secret, for recognising it."""
        return hashlib.sha256(b"digest key " + self.secret).hexdigest()[:16]

    def digest(self, basis: str, value: str) -> bytes:
        """What stands in the index for this value; a number is something else as a phone than as an account."""
        return hmac.digest(self.secret, f"known|{basis}|{value}".encode(), "sha256")[:_KEPT]


class Keyring:
    """The file with the key, made at its first use; read again as soon as it changed."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._read: tuple[tuple[int, int], DigestKey] | None = None

    def key(self) -> DigestKey:
        """The key to digest with now."""
        if not self.path.exists():
            self._make()
        state = self.path.stat()
        version = (state.st_mtime_ns, state.st_ino)
        if self._read is None or self._read[0] != version:
            self._read = version, DigestKey(bytes.fromhex(json.loads(self.path.read_text())["key"]))
        return self._read[1]

    def replace(self, key: DigestKey) -> None:
        """Digest with this key from now on."""
        self._written(key).replace(self.path)

    def _make(self) -> None:
        """The first process to get there makes it; a link refuses when the file is there already."""
        written = self._written(fresh())
        try:
            os.link(written, self.path)
        except FileExistsError:
            return
        finally:
            written.unlink()

    def _written(self, key: DigestKey) -> Path:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=self.path.parent)  # mkstemp makes it 0600
        with os.fdopen(descriptor, "w") as handle:
            handle.write(json.dumps({"key": key.secret.hex()}))
            handle.flush()
            os.fsync(handle.fileno())
        return Path(name)


def fresh() -> DigestKey:
    """A new key."""
    return DigestKey(secrets.token_bytes(_LENGTH))
