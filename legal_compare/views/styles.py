"""Turns the signs and two sheets into the look of every HTML view: the page's, and the grid's own.

Shapes are drawn as data, so that they look the same on every machine and nothing is fetched.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from legal_compare.views.verdicts import SIGNS

_RING = "<circle cx='8' cy='8' r='4.8' fill='none' stroke='{ink}' stroke-width='1.6'/>"
_SHAPES = {
    "met": "<circle cx='8' cy='8' r='5.2' fill='{ink}'/>",
    "partial": _RING + "<path d='M8 3.2a4.8 4.8 0 0 0 0 9.6z' fill='{ink}'/>",
    "contrary": "<path d='M4 4l8 8M12 4l-8 8' stroke='{ink}' stroke-width='2.2' stroke-linecap='round'/>",
    "absent": _RING,
    "not-found": _RING.replace("/>", " stroke-dasharray='1.9 1.87'/>"),
    "no-text": "<circle cx='8' cy='8' r='1.3' fill='{ink}'/>",
}
_HATCH = "repeating-linear-gradient(135deg, #eceef0 0 4px, #d7dade 4px 5px)"
"""Unknown is hatched, so that no shade of it can be taken for a value."""


def _picture(key: str) -> str:
    shape = _SHAPES[key].format(ink=SIGNS[key].ink)
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>{shape}</svg>"
    return 'url("data:image/svg+xml,' + svg.replace("#", "%23").replace("<", "%3C").replace(">", "%3E") + '")'


def sign_styles() -> str:
    """Rules for `.v.<key>` and `.chip.<key>`: the fill, ink and shape of each sign; print keeps them."""
    rules = [".v,.chip{print-color-adjust:exact;-webkit-print-color-adjust:exact}"]
    for key, sign in SIGNS.items():
        fill = _HATCH if key == "no-text" else f"linear-gradient({sign.fill},{sign.fill})"
        rules.append(f".v.{key}{{background:{_picture(key)} center/16px no-repeat,{fill};color:{sign.ink}}}")
        rules.append(f".chip.{key}{{background:{fill};color:{sign.ink}}}")
    return "\n".join(rules)


@cache
def page_styles() -> str:
    """The sheet of the dashboard's pages."""
    return _sheet("tokens.css") + _sheet("page.css") + sign_styles()


@cache
def grid_styles() -> str:
    """The sheet that a grid of verdicts carries along."""
    return _sheet("grid.css") + sign_styles()


def _sheet(name: str) -> str:
    return (Path(__file__).parent / name).read_text(encoding="utf-8")
