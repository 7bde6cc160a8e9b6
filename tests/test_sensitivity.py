"""Does the table say which sentences would still be true under other weights?"""

from __future__ import annotations

import pandas as pd
import pytest

from legal_compare.errors import LegalCompareError
from legal_compare.scores import Weights
from legal_compare.sensitivity import sensitivity

WORDS = {"m": "met", "p": "partial", "a": "absent", "c": "contrary", "-": "no-text"}


def findings(**laws: str) -> pd.DataFrame:
    """One letter a criterion, the first half of theme a, the rest of theme b."""
    cells = [
        (jurisdiction, f"c{number}", "a" if number < len(law) / 2 else "b", WORDS[letter], "complete")
        for jurisdiction, law in laws.items()
        for number, letter in enumerate(law)
    ]
    return pd.DataFrame(cells, columns=["jurisdiction", "criterion", "theme", "verdict", "coverage"])


def survives(table: pd.DataFrame) -> dict[str, bool]:
    return dict(zip(table["conclusion"], table["survives"], strict=True))


def test_what_is_better_on_all_counts_survives_every_weighting() -> None:
    found = survives(sensitivity(findings(XA="mmmm", XB="ppaa", XC="pamp")).table)
    assert found["XA has the highest index"]
    assert found["XA stands above XB"]


def test_an_order_that_rests_on_one_theme_does_not_survive() -> None:
    """XA is strong in theme a, XB in theme b: who leads is a matter of weights."""
    result = sensitivity(findings(XA="mmpa", XB="aamp", XC="aaaa"))
    row = result.table.set_index("conclusion").loc["XA stands above XB"]
    assert not row["survives"]
    assert row["equal in a theme and across themes"]
    assert not row["without a"]
    assert not row["b doubled"]
    assert 0.3 < row["draws"] < 0.9
    assert "conclusions survive other weights" in str(result)


def test_weights_of_ones_own_are_tried_as_well() -> None:
    corpus = findings(XA="mmpa", XB="aamp", XC="aaaa")
    names = list(corpus["criterion"].unique())
    own = Weights(dict(zip(names, [0.0, 0.0, 0.5, 0.5], strict=True)), dict.fromkeys(names, "a"), "mine")
    table = sensitivity(corpus, others=[own]).table.set_index("conclusion")
    assert not table.loc["XA stands above XB", "mine"]


def test_a_hidden_pair_is_nobodys_neighbour() -> None:
    table = sensitivity(findings(XA="mmmm", XB="mmmp", XC="m---")).table
    assert "XC" not in " ".join(table.loc[table["kind"] == "neighbour", "conclusion"])


def test_the_same_seed_gives_the_same_table() -> None:
    corpus = findings(XA="mmpa", XB="aamp", XC="mama")
    pd.testing.assert_frame_equal(sensitivity(corpus, seed=3).table, sensitivity(corpus, seed=3).table)


def test_one_jurisdiction_alone_has_no_conclusions() -> None:
    with pytest.raises(LegalCompareError, match="fewer than two"):
        sensitivity(findings(XA="mmpa", XB="----"))
