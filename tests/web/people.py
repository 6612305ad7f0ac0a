"""People of the cast with a browser, signed in; and what they read."""

import html
import re
from collections.abc import Callable
from uuid import UUID

from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from api.middleware import SESSION_COOKIE
from domain import accounts
from domain.accounts import Place
from tests.asking import asking
from tests.world import World

Browser = Callable[[str], TestClient]


def signed_in(app: FastAPI, world: World, name: str, language: str = "nl") -> TestClient:
    """A browser in which this person of the cast is signed in."""
    with world.database.session_as("login") as session:
        token = accounts.open_demo_session(session, f"{name}@example.org", Place("10.9.0.1", "Firefox"))
        session.commit()
    client = asking(app, headers={"sec-fetch-site": "same-origin"})
    client.cookies.set(SESSION_COOKIE, token)
    client.cookies.set("language", language)
    return client


def words(answer: Response) -> str:
    """What a page says, without its mark-up."""
    body = re.sub(r"<(script|style|svg)\b.*?</\1>", "", answer.text, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def mark_in(page: str) -> str:
    """What a form says that each field held when it was opened."""
    found = re.search(r'name="was" value="([^"]*)"', page)
    assert found
    return html.unescape(found[1])


def summary(answer: Response) -> list[str]:
    """The fields that the summary of errors leads to."""
    section = re.search(r'<section class="[^"]*error-summary".*?</section>', answer.text, re.DOTALL)
    return re.findall(r'href="#(field-[^"]+)"', section[0]) if section else []


def alike(answer: Response, object_id: UUID) -> str:
    """The answer apart from what names this request and this object."""
    body = answer.text.replace(str(object_id), "THE-ID")
    return str(answer.status_code) + re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "REQUEST", body)
