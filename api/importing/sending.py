"""The file of a form, on its way in: before a connection to the database is held."""

from collections.abc import AsyncIterator
from typing import Annotated, Final

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile as Upload

from api.deps import identify
from api.importing.files import WORKBOOKS_AT_ONCE, is_workbook
from api.problems import TYPED_BY
from api.uploads import Room
from domain.errors import NotAllowed

_ROOM: Final = Room("workbooks that are read", WORKBOOKS_AT_ONCE)


async def get_upload(request: Request) -> AsyncIterator[Upload | None]:
    """The one file of a form, until it was dealt with; None when none was chosen.

    From somebody who is signed in; who sends slowly holds no connection to the database.
    """
    asker = str((await run_in_threadpool(identify, request)).actor_id)
    async with request.form(max_files=1) as form:
        if form.get(TYPED_BY, asker) != asker:
            raise NotAllowed("signed-in-as-another")
        file = form.get("file")
        if not isinstance(file, Upload) or not file.filename:
            yield None
        elif not is_workbook(file.file):
            yield file
        else:
            async with _ROOM.limiter():
                yield file


File = Annotated[Upload | None, Depends(get_upload, scope="function")]
