"""The bare things next to which everything is measured: what nothing on this stack can be faster than.

A: FastAPI that answers a constant. B: PostgreSQL that finds one row by its key. C: PostgreSQL that adds one row and
waits for the disk.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from fastapi import FastAPI

from api.launch import SERVER_OPTIONS
from tests.faults.serving import ROOT, free_port, wait_for

TABLE = """
create table if not exists bench_anchor (id int primary key, filler text not null);
insert into bench_anchor select n, repeat('x', 84) from generate_series(1, 100000) n on conflict do nothing;
create table if not exists bench_log (id bigint generated always as identity primary key, filler text not null)
"""
READ = "select filler from bench_anchor where id = %s"
WRITE = "insert into bench_log (filler) values (%s)"

app = FastAPI(openapi_url=None)


@app.get("/ping")
async def ping() -> dict[str, str]:
    """The least that FastAPI can do."""
    return {"answer": "pong"}
