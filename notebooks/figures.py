"""Shows a chart of `legal_compare.views` as a picture, so that a stored notebook reads well where no script runs."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from IPython.display import Image
from PIL import Image as Picture

from legal_compare.views import save_chart

WIDEST, COLOURS = 900, 48
"""Pixels on the page; colours kept, as charts have few and a notebook should stay small."""


def show(chart: Any) -> Image:
    """The chart as a PNG that lies in the notebook itself."""
    with TemporaryDirectory() as folder, Picture.open(save_chart(chart, Path(folder) / "figure.png")) as drawn:
        width = min(WIDEST, drawn.width // 2)  # drawn at twice the size for sharp screens
        drawn = drawn.convert("RGB")
        drawn.thumbnail((round(1.5 * width), drawn.height))
        packed = BytesIO()
        drawn.quantize(COLOURS, dither=Picture.Dither.NONE).save(packed, "PNG", optimize=True)
    return Image(packed.getvalue(), width=width)
