"""Shows the columns and the examples of a docstring as such in the reference, where plain Markdown would run their lines together."""

from __future__ import annotations

import re
from typing import Any

from griffe import Extension, Object

COLUMN = re.compile(r"^(\w[\w, .]*?)(?: {2,})(\S.*)$")
"""A name, two blanks or more, what it means; further lines of the meaning are set in."""


def as_markdown(text: str) -> str:
    """The docstring with each named column as an item of a list, and each example between fences."""
    lines: list[str] = []
    item = example = False
    for line in text.splitlines():
        column = COLUMN.match(line)
        if example and not line.strip():
            lines.append("```")
            example = False
        if line.startswith(">>> ") and not example:
            lines += ["", "```pycon"]
            example = True
        if example:
            lines.append(line)
        elif column:
            lines += [""] * (not item) + [f"- `{column[1]}`: {column[2]}"]
            item = True
        elif item and line.startswith("  "):
            lines.append("  " + line.strip())
        else:
            item = False
            lines.append(line)
    return "\n".join([*lines, *(["```"] * example)])


class Columns(Extension):
    """Rewrites each docstring as it is read."""

    def on_object(self, *, obj: Object, **_: Any) -> None:
        """Of every module, class, function and attribute."""
        if obj.docstring:
            obj.docstring.value = as_markdown(obj.docstring.value)
