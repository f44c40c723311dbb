"""Keyed systematic rounding: what it promises of single counts, stretches, and keys."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from verdampt.disclosure.rounding import chain_start, key_check, protect

KEY, OTHER = b"a" * 16 + b"bcdefghijklmnopqrst", b"another key, just as long as the first"
counts = st.lists(st.integers(min_value=0, max_value=200), min_size=1, max_size=40)


@settings(deadline=None)
@given(counts=counts, start=st.integers(min_value=0, max_value=9), data=st.data())
def test_every_count_is_a_multiple_of_ten_and_every_stretch_is_off_by_less_than_ten(counts, start, data) -> None:
    true = np.array(counts, dtype=float)

    shown = protect(true, start=start, base=10)

    first = data.draw(st.integers(min_value=0, max_value=len(counts)))
    last = data.draw(st.integers(min_value=first, max_value=len(counts)))
    assert (shown % 10 == 0).all()
    assert (shown >= 0).all()
    assert abs(shown[first:last].sum() - true[first:last].sum()) < 10


def test_rounding_is_unbiased_over_chains() -> None:
    true = np.random.default_rng(1).poisson(7, 12).astype(float)

    shown = np.mean([protect(true, start=start, base=10) for start in range(10)], axis=0)

    assert np.allclose(shown, true)


def test_starts_of_chains_are_spread_evenly_and_are_the_same_only_for_the_same_key_and_version() -> None:
    names = [f"referral/{path}/{week}" for path in range(100) for week in range(100)]
    starts = [chain_start(KEY, version=1, chain=name, base=10) for name in names]

    assert starts == [chain_start(KEY, version=1, chain=name, base=10) for name in names]
    assert stats.chisquare(np.bincount(starts, minlength=10)).pvalue > 0.001
    for other in (
        [chain_start(OTHER, version=1, chain=name, base=10) for name in names],
        [chain_start(KEY, version=2, chain=name, base=10) for name in names],
    ):
        assert 0.08 < np.mean(np.array(starts) == np.array(other)) < 0.12


def test_what_tells_keys_apart_does_not_tell_the_key() -> None:
    assert key_check(KEY, version=1) != key_check(OTHER, version=1)
    assert key_check(KEY, version=1) != key_check(KEY, version=2)
    assert KEY.decode() not in key_check(KEY, version=1)
