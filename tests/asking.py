"""A client for the app, without a server."""

from contextlib import ExitStack
from functools import cache
from typing import Any, Final

from anyio.from_thread import BlockingPortal, start_blocking_portal
from fastapi import FastAPI
from fastapi.testclient import TestClient

OPEN: Final = ExitStack()
"""What stays open as long as this process."""


def asking(app: FastAPI, **options: Any) -> TestClient:
    """A client as `TestClient` makes it, that asks everything in the loop of this process.

    By itself it starts a loop and a thread for each request, which takes longer than many an answer.
    """
    client = TestClient(app, **{"base_url": "https://testserver", "follow_redirects": False} | options)
    client.portal = _loop()
    return client


@cache
def _loop() -> BlockingPortal:
    return OPEN.enter_context(start_blocking_portal())
