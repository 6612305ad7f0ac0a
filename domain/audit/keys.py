"""The key that signs checkpoints, and the files around it.

It stands outside the database: a superuser of the database can rewrite the whole chain, but not sign it.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from db.embedded import write_secret
from domain.audit.chain import Checkpoint

PublicKeys = Mapping[str, Ed25519PublicKey]

PRIVATE = "checkpoint-key.pem"
PUBLIC = "checkpoint-key.pub.pem"
CHECKPOINTS = "checkpoints.jsonl"

_END = "-----END PUBLIC KEY-----\n"


def signing_key(data_dir: Path) -> Ed25519PrivateKey:
    """The private key of this installation, made at its first use."""
    path = data_dir / PRIVATE
    if not path.exists():
        _make(data_dir)
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"{path} holds no Ed25519 key")
    return key


def key_id(key: Ed25519PublicKey) -> str:
    """A short name of a key: the start of its hash."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()[:16]


def public_keys(path: Path) -> dict[str, Ed25519PublicKey]:
    """Every public key in a file, by its name; a key that was replaced still stands there."""
    found: dict[str, Ed25519PublicKey] = {}
    for block in path.read_text().split(_END)[:-1] if path.exists() else ():
        key = load_pem_public_key((block + _END).encode())
        if isinstance(key, Ed25519PublicKey):
            found[key_id(key)] = key
    return found


def sign(key: Ed25519PrivateKey, checkpoint: Checkpoint) -> Checkpoint:
    """The checkpoint with its signature."""
    return checkpoint.signed(key.sign(checkpoint.statement()))


def is_genuine(checkpoint: Checkpoint, keys: PublicKeys) -> bool:
    """Whether one of the keys signed exactly this."""
    key = keys.get(checkpoint.key_id)
    if key is None:
        return False
    try:
        key.verify(checkpoint.signature, checkpoint.statement())
    except InvalidSignature:
        return False
    return True


def keep(data_dir: Path, checkpoint: Checkpoint) -> None:
    """Add a checkpoint to the file that partners may copy, and be sure that it is on disk."""
    with (data_dir / CHECKPOINTS).open("a") as handle:
        handle.write(checkpoint.line() + "\n")
        handle.flush()
        os.fsync(handle.fileno())


def kept(path: Path) -> list[Checkpoint]:
    """The checkpoints in such a file; a line that a crash left unfinished does not count."""
    lines = path.read_text().splitlines() if path.exists() else []
    return [Checkpoint.read(json.loads(line)) for line in lines if line.endswith("}")]


def _make(data_dir: Path) -> None:
    """Public half first: after a crash in between there is one key too many, not a checkpoint nobody can check."""
    key = Ed25519PrivateKey.generate()
    with (data_dir / PUBLIC).open("ab") as handle:
        handle.write(key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_secret(data_dir / PRIVATE, pem.decode())
