"""Can the signs be told apart by people who see colours differently, and can every word be read, in the light and in the dark?

Colour blindness is simulated as in Machado, Oliveira and Fernandes (IEEE Trans. Visualization and Computer Graphics 15, 2009),
the distance of two colours is that of CAM02-UCS (Luo, Cui and Li 2006), both by `colorspacious`; contrast is that of WCAG 2.2.
"""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from colorspacious import cspace_convert, deltaE

from legal_compare.views import SIGNS, world
from legal_compare.views.styles import page_styles
from legal_compare.views.verdicts import Sign

TOLD_APART = 8.0
"""Distance in CAM02-UCS; 1 is just noticeable side by side."""
AA = 4.5
SIGHTS = ["deuteranomaly", "protanomaly", "tritanomaly"]


def rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])


def seen(colour: str, sight: str | None) -> np.ndarray:
    if sight is None:
        return rgb(colour)
    space = {"name": "sRGB1+CVD", "cvd_type": sight, "severity": 100}
    return np.clip(cspace_convert(rgb(colour), space, "sRGB1"), 0, 1)


def luminance(colour: str) -> float:
    linear = np.where(rgb(colour) <= 0.04045, rgb(colour) / 12.92, ((rgb(colour) + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("sight", [None, *SIGHTS])
def test_any_two_signs_are_told_apart_by_colour(sight: str | None) -> None:
    near = {
        (one.key, other.key): round(distance, 1)
        for one, other in combinations(SIGNS.values(), 2)
        if (distance := float(deltaE(seen(one.fill, sight), seen(other.fill, sight), input_space="sRGB1"))) < TOLD_APART
    }
    assert near == {}


@pytest.mark.parametrize("sight", [None, *SIGHTS])
def test_the_scale_of_the_map_runs_from_light_to_dark(sight: str | None) -> None:
    little, much = (cspace_convert(seen(colour, sight), "sRGB1", "CAM02-UCS")[0] for colour in (world.LITTLE, world.MUCH))
    assert little - much > 40


def test_signs_differ_by_mark_and_word_as_well() -> None:
    assert len({sign.mark for sign in SIGNS.values()}) == len({sign.word for sign in SIGNS.values()}) == len(SIGNS)


@pytest.mark.parametrize("sign", SIGNS.values(), ids=lambda sign: sign.key)
def test_the_ink_of_a_sign_can_be_read_on_it(sign: Sign) -> None:
    assert contrast(sign.ink, sign.fill) >= AA


def tokens() -> dict[str, tuple[str, str]]:
    sheet = (Path(world.__file__).parent / "tokens.css").read_text(encoding="utf-8")
    return {name: (light, dark) for name, light, dark in re.findall(r"--([\w-]+):light-dark\((#\w{6}),(#\w{6})\)", sheet)}


WORDS = ("ink", "strong", "soft", "quiet", "link", "brand", "warn")
PAPERS = ("card", "panel", "page", "wash")


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("word", WORDS)
def test_words_can_be_read_on_every_paper(word: str, theme: int) -> None:
    found = tokens()
    assert {paper: round(contrast(found[word][theme], found[paper][theme]), 2) for paper in PAPERS} == pytest.approx(
        {paper: max(AA, contrast(found[word][theme], found[paper][theme])) for paper in PAPERS}, abs=0.01
    )


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_marked_words_can_be_read(theme: int) -> None:
    found = tokens()
    assert contrast(found["mark-ink"][theme], found["mark"][theme]) >= AA
    assert contrast(found["mark-name"][theme], found["mark"][theme]) >= AA
    assert contrast(found["warn"][theme], found["warn-wash"][theme]) >= AA
    tags = re.findall(r"mark\.tag\.\w+\{background:light-dark\((#\w{6}),(#\w{6})\)", page_styles())
    assert len(tags) == 5 and all(contrast(found["mark-ink"][theme], tag[theme]) >= AA for tag in tags)
