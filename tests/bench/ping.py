"""Anchor A: the least that FastAPI can do."""

from fastapi import FastAPI

app = FastAPI(openapi_url=None)


@app.get("/ping")
async def ping() -> dict[str, str]:
    """Answer a constant."""
    return {"answer": "pong"}
