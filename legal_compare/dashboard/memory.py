"""Turns the garbage collector away from what is kept for good.

Streamlit collects garbage after each answer, while all readers wait, and looks at every object there is: the findings alone
are some hundred thousand, and what readers have looked at is kept besides. What outlived a collection when much had come
together is looked at no more. It still goes when nothing needs it; only rings of it, had they become garbage, would stay.
"""

from __future__ import annotations

import gc
from typing import Any

MOST_WATCHED = 50_000
"""Objects that each answer may look at: about ten milliseconds."""


def settle() -> None:
    """Begins to do so; once is enough."""
    if _after not in gc.callbacks:
        gc.callbacks.append(_after)


def _after(phase: str, about: dict[str, Any]) -> None:
    if phase == "stop" and about["generation"] == 2 and len(gc.get_objects(generation=2)) > MOST_WATCHED:
        gc.freeze()
