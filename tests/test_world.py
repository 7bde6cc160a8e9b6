"""Does the map show unknown as unknown, find small states, and need nothing from the network?"""

import json
from pathlib import Path

import pandas as pd
import pycountry
import pytest
from test_views import book, findings  # noqa: F401  # XA answers, XB lacks, XC is unknown

from legal_compare.assessment import Findings
from legal_compare.scores import score
from legal_compare.views import names, save_chart
from legal_compare.views.world import FOLDER, answer_map, answer_reading, score_map, score_reading

CRITERION = "csam-offences"


def parts(spec: dict) -> dict[str, list[str]]:
    """Names of the countries by the part of the map that they are drawn in."""
    found: dict[str, list[str]] = {}
    for shape in spec["layer"][0]["data"]["values"]["objects"]["countries"]["geometries"]:
        found.setdefault(shape["properties"]["part"], []).append(shape["properties"].get("name", ""))
    return found


def scored(**known: float) -> pd.DataFrame:
    """Scores by code: how much is known, all of it met by half."""
    rows = {code: {"index": 0.5, "lower": 0.2, "upper": 0.8, "known": share} for code, share in known.items()}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("jurisdiction")


NAMES = {"IE": "Ireland", "FR": "France", "MT": "Malta", "EU": "European Union"}


def test_what_is_unknown_is_hatched_and_never_on_the_scale() -> None:
    spec = score_map(scored(IE=0.9, FR=0.5), NAMES, None, "All")
    drawn = parts(spec)
    assert drawn["known"] == ["Ireland"] and "France" in drawn["unknown"] and drawn["hatched"] == [""]
    shapes = spec["layer"][0]["data"]["values"]["objects"]["countries"]["geometries"]
    france = next(shape["properties"] for shape in shapes if shape["properties"].get("code") == "FR")
    assert france["value"] is None and france["word"].startswith("unknown")


def test_unknown_land_has_one_hatch_of_stripes() -> None:
    spec = score_map(scored(IE=0.9), NAMES, None, "All")
    stops = spec["layer"][0]["layer"][0]["mark"]["color"]["stops"]
    assert len({stop["color"] for stop in stops}) == 2 and [s["offset"] for s in stops] == sorted(s["offset"] for s in stops)


def test_a_state_too_small_to_be_seen_is_a_point_and_a_union_is_none() -> None:
    spec = score_map(scored(MT=0.9, EU=0.9, IE=0.9), NAMES, None, "All")
    assert [point["properties"]["name"] for point in spec["layer"][1]["data"]["values"]] == ["Malta"]


def test_every_country_is_a_shape_or_a_point() -> None:
    atlas = json.loads((FOLDER / "countries-110m.json").read_text(encoding="utf-8"))
    small = (FOLDER / "small_states.csv").read_text(encoding="utf-8")
    shapes = {shape.get("id") for shape in atlas["objects"]["countries"]["geometries"]}
    missing = {c.name for c in pycountry.countries if c.numeric not in shapes and f"\n{c.numeric}," not in small}
    territories = {"Bouvet Island", "Christmas Island", "Cocos (Keeling) Islands", "Bonaire, Sint Eustatius and Saba", "Gibraltar"}
    territories |= {"Guadeloupe", "French Guiana", "Martinique", "Mayotte", "Réunion", "Svalbard and Jan Mayen", "Tokelau", "Tuvalu"}
    territories |= {"United States Minor Outlying Islands"}
    assert missing <= territories, "only territories drawn with another state, and Tuvalu, are in neither"


def test_answers_have_their_own_words_and_nothing_is_fetched(findings: Findings) -> None:  # noqa: F811
    said = json.dumps(answer_map(findings, CRITERION))
    assert "http" not in said.replace("https://vega.github.io/schema", ""), "the grammar's name is no request"


def test_the_reading_counts_what_is_known_and_names_what_is_not(findings: Findings) -> None:  # noqa: F811
    said = answer_reading(findings, CRITERION)
    assert said.startswith("CSAM offences: 1 of 2 jurisdictions whose law is at hand meet it") and said.endswith("1 unknown.")
    table = score(findings.to_frame())
    assert "1 unknown" in score_reading(table, names(findings), None, "All questions")
    assert "too little law" in score_reading(scored(IE=0.1), NAMES, None, "All questions")


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_a_map_can_be_taken_along(findings: Findings, tmp_path: Path, suffix: str) -> None:  # noqa: F811
    made = save_chart(answer_map(findings, CRITERION), tmp_path / f"map.{suffix}")
    assert made.stat().st_size > 20_000
    if suffix == "svg":
        assert "CSAM offences" in made.read_text(encoding="utf-8"), "words are drawn, whichever fonts a machine has"
