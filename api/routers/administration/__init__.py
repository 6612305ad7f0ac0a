"""Administration over the API: partners and colleagues for everybody, and what the functional administrator keeps."""

from fastapi import APIRouter

from api.routers.administration import clients, organisations, people, rounds

router = APIRouter()
for part in (organisations, people, clients, rounds):
    router.include_router(part.router)
