"""Administration (beheer): everything the functional administrator keeps, and never anything of a case."""

from fastapi import APIRouter

from web.administration.clients import router as clients
from web.administration.code_lists import router as code_lists
from web.administration.connections import router as connections
from web.administration.organisations import router as organisations
from web.administration.overview import router as overview
from web.administration.people import router as people
from web.administration.rounds import router as rounds

router = APIRouter(include_in_schema=False)
for part in (overview, organisations, people, clients, code_lists, connections, rounds):
    router.include_router(part)
