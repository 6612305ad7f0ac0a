"""Immediate danger goes to 112 and not into a queue: whoever writes of it has called first.

Nobody watches the queue day and night. So what says that somebody is in danger is only taken in together with the word
that the emergency number was called, and that word is kept.
"""

from typing import Literal

from domain.errors import Problem

Urgency = Literal["none", "soon", "danger"]


def problems(urgency: Urgency, called: bool) -> list[Problem]:
    """That danger was not told to 112 first, or that it was said to be without there being any."""
    if urgency == "danger" and not called:
        return [Problem("call-first", "/emergencyCalled")]
    if urgency != "danger" and called:
        return [Problem("called-without-danger", "/emergencyCalled")]
    return []
