"""`python -m api.openapi` writes openapi.json anew; the changelog must then name its fingerprint."""

import hashlib
import sys

from api.main import create_app
from api.openapi import FILE, written
from api.settings import Settings
from db.session import Database


def generated() -> str:
    """The document of the app as it is now; needs no database."""
    return written(create_app(Settings(), Database({})).openapi())


def fingerprint(text: str) -> str:
    """What the changelog calls this document."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


if __name__ == "__main__":
    text = generated()
    FILE.write_text(text)
    sys.stdout.write(
        f"{FILE.name} written; its line in docs/api-changelog.md starts with {fingerprint(text)}\n"
    )
