"""Codes for people to read from paper and type: enrolment codes and recovery codes."""

import base64
import hashlib
import secrets

# 120 bits: above 112 one round of a plain hash is enough to keep it (ASVS 5.0, 6.5.2).
CODE_BYTES = 15


def new_code() -> str:
    """A random code in six groups of four letters and digits that are not easily confused."""
    letters = base64.b32encode(secrets.token_bytes(CODE_BYTES)).decode().lower()
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def code_hash(code: str) -> bytes:
    """What the table keeps of a code; spaces, dashes and capitals make no difference."""
    plain = "".join(sign for sign in code.lower() if sign.isalnum())
    return hashlib.sha256(plain.encode()).digest()
