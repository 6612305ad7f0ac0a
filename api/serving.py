"""`schakel serve`: processes that have the application in common, and their own work apart."""

import ctypes
import gc
import multiprocessing
from typing import Final

import uvicorn
from uvicorn import _subprocess

from api.main import preload
from api.settings import Settings

ARENAS: Final = -8
"""M_ARENA_MAX of glibc, mallopt(3)."""


def serve(settings: Settings, host: str, port: int, workers: int) -> None:
    """Serve portal and API until asked to stop."""
    if workers > 1:
        _have_in_common()
    uvicorn.run(
        "api.main:create_app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        http="httptools",
        loop="uvloop",
        forwarded_allow_ips=settings.trusted_proxies,
        server_header=False,
        access_log=False,
        log_level=settings.log_level,
        timeout_keep_alive=75,  # longer than proxies keep theirs, so that it is never we who hang up on a request
        timeout_graceful_shutdown=20,
    )


def _have_in_common() -> None:
    """Import and build here what all processes need, and let them be forked: what nobody changes is in memory once.

    This process makes no connection and has no thread, so nothing is shared that should not be.
    """
    # Threads take turns at Python: memory apart for many of them would be a tenth of all memory for nothing.
    if hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(ARENAS, 2)
    preload()
    gc.collect()
    gc.freeze()  # looking for garbage would write in everything that is looked at
    # uvicorn begins each process anew, also where the system can do otherwise, and has no setting for it.
    _subprocess.spawn = multiprocessing.get_context("fork")  # type: ignore[assignment]
