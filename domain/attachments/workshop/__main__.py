"""Look at one file: which maker it is for, and what comes of it."""

import importlib
import json
import resource
import sys
from collections.abc import Iterator
from typing import Any, Final

LIMITS: Final = {
    resource.RLIMIT_AS: 2 << 30, resource.RLIMIT_CPU: 40, resource.RLIMIT_FSIZE: 0, resource.RLIMIT_CORE: 0,
    resource.RLIMIT_NOFILE: 64,
}  # fmt: skip

SIGNS: Final = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"PK\x03\x04": "office",
}

HEIF: Final = (b"heic", b"heix", b"heim", b"heis", b"mif1")
"""How a photo in HEVC calls itself (ISO 23008-12); a film or a photo in another code is not taken."""


def kind_of(data: memoryview) -> str:
    """What a file is by how it begins; how it is called says nothing."""
    head = bytes(data[:16])
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in HEIF:
        return "image/heic"
    return next((kind for sign, kind in SIGNS.items() if head.startswith(sign)), "text")


def work(data: memoryview) -> Iterator[Any]:
    """All that is made of one file, by the one maker that is loaded for it."""
    kind = kind_of(data)
    makers = {"application/pdf": "document", "office": "office", "text": "words"}
    maker = importlib.import_module(f"bench.{makers.get(kind, 'picture')}")
    yield from maker.make(data) if kind in makers else maker.make(data, kind)


def main() -> None:
    """Read, work, answer: a line that says what follows, and then that many bytes."""
    for limit, most in LIMITS.items():
        resource.setrlimit(limit, (most, most))
    out = sys.stdout.buffer
    try:
        for kind, media_type, content in list(work(memoryview(sys.stdin.buffer.read()))):
            said = {"kind": kind, "mediaType": media_type, "size": len(content)}
            out.write(json.dumps(said).encode() + b"\n" + content)
    except Exception as refused:
        # Whatever a parser stumbles over: what cannot be read cannot be shown to be harmless either.
        why = str(refused) if type(refused).__name__ == "Refused" else "attachment-broken"
        out.write(json.dumps({"refused": why}).encode() + b"\n")
    out.flush()


if __name__ == "__main__":
    main()
