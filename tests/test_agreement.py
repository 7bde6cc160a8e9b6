"""Is alpha the alpha that others compute?"""

from __future__ import annotations

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from legal_compare.agreement import krippendorff_alpha
from legal_compare.errors import LegalCompareError

settings.register_profile("patient", deadline=None)  # a busy machine is no failure
settings.load_profile("patient")

ANSWERS = arrays.arrays(
    float, arrays.array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=8), elements=st.sampled_from([0, 1, 2, 3, np.nan])
)


@given(ANSWERS, st.sampled_from(["nominal", "ordinal", "interval"]))
def test_alpha_agrees_with_the_krippendorff_package(answers: np.ndarray, level: str) -> None:
    """Do two programs written apart give one number, whatever is missing?"""
    alpha = krippendorff_alpha(answers, level)
    answered = answers[:, (~np.isnan(answers)).sum(axis=0) > 1]
    if len(np.unique(answered[~np.isnan(answered)])) < 2:  # the package refuses, or answers 1
        assert np.isnan(alpha)
    else:
        theirs = krippendorff.alpha(reliability_data=answers, level_of_measurement=level, value_domain=np.arange(4))
        assert alpha == pytest.approx(theirs, abs=1e-9)


def test_alpha_of_a_table_worked_by_hand() -> None:
    """Two coders, four units, one disagreement: 8 values, 4 of each kind but one."""
    # coincidences: a-a 4, b-b 2, a-b 2 (both ways); observed 2, expected 2 * 5 * 3 / 7
    assert krippendorff_alpha(np.array([[0, 0, 1, 1], [0, 0, 1, 0]]), "nominal") == pytest.approx(1 - 2 / (30 / 7))


def test_full_agreement_is_one_and_one_value_alone_says_nothing() -> None:
    assert krippendorff_alpha(np.array([[0, 1, 3], [0, 1, 3]])) == 1
    assert np.isnan(krippendorff_alpha(np.array([[1, 1], [1, 1]])))
    assert np.isnan(krippendorff_alpha(np.array([[1, np.nan], [np.nan, 2]])))


def test_an_unknown_level_is_refused() -> None:
    with pytest.raises(LegalCompareError, match="nominal, ordinal, interval"):
        krippendorff_alpha(np.array([[0, 1]]), "ratio")
