"""The attackers: what can be told of small counts from everything that is published."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from verdampt.statistics.irls import Floats

Whole = NDArray[np.int64]
MOST = 1e9
ROUNDS = 60


@dataclass(frozen=True, kw_only=True)
class Table:
    """Published totals over cells: each cell counts in one total, or (group -1) in none."""

    groups: Whole
    """(N,), the total each of N cells belongs to."""
    lower: Floats
    """(G,), what the published total says it is at least."""
    upper: Floats


@dataclass(frozen=True, kw_only=True)
class Known:
    """What an attacker knows of N cells: they lie between these."""

    lower: Floats
    upper: Floats

    def exact(self) -> NDArray[np.bool_]:
        """Return which cells are known to the unit."""
        return np.asarray(self.upper - self.lower < 0.5)

    def width(self) -> Floats:
        """Return how many values each cell may still have, less one."""
        return self.upper - self.lower


def propagate(cells: Known, tables: Sequence[Table]) -> Known:
    """Return what follows from all tables together: a cell is what its total leaves when others are at their bounds.

    Bounds are drawn in until nothing changes. Source: methods.md 6.2, attacker A.
    """
    lower, upper = cells.lower.copy(), cells.upper.copy()
    for _ in range(ROUNDS):
        before = (upper - lower).sum()
        for table in tables:
            inside = table.groups >= 0
            group = table.groups[inside]
            low_sum = np.bincount(group, weights=lower[inside], minlength=len(table.lower))
            high_sum = np.bincount(group, weights=upper[inside], minlength=len(table.lower))
            others_low = low_sum[group] - lower[inside]
            others_high = high_sum[group] - upper[inside]
            upper[inside] = np.minimum(upper[inside], table.upper[group] - others_low)
            lower[inside] = np.maximum(lower[inside], table.lower[group] - others_high)
        if before - (upper - lower).sum() < 0.5:
            break
    return Known(lower=np.ceil(lower - 1e-6), upper=np.floor(upper + 1e-6))


def totals(values: Floats, groups: Whole) -> Floats:
    """Return the sum of each group (methods.md 6.2)."""
    inside = groups >= 0
    found = np.bincount(groups[inside], weights=values[inside], minlength=int(groups.max(initial=-1)) + 1)
    return found.astype(np.float64)


def from_rounded(rounded: Floats, groupings: Sequence[Whole], *, chains: Whole, base: int) -> Known:
    """Attack counts that were rounded along chains: cells, and totals that are sums of them (N,).

    The attacker knows the method and the order: each cell is off by less than the base, and so is each stretch of a
    chain (N,) in a total.
    Source: methods.md 6.2.
    """
    start = Known(lower=np.maximum(rounded - (base - 1), 0.0), upper=rounded + (base - 1))
    tables = []
    for groups in groupings:
        published = totals(rounded, groups)
        pairs = np.unique(np.column_stack([groups, chains])[groups >= 0], axis=0)
        off = (base - 1) * np.bincount(pairs[:, 0], minlength=len(published))
        tables.append(Table(groups=groups, lower=np.maximum(published - off, 0), upper=published + off))
    return propagate(start, tables)


def from_suppressed(counts: Floats, groupings: Sequence[Whole], *, smallest: int = 10) -> Known:
    """Attack counts of which only small ones are hidden: cells and totals alike, zeros shown. The positive control.

    Source: methods.md 6.2.
    """
    hidden = (counts > 0) & (counts < smallest)
    start = Known(lower=np.where(hidden, 1.0, counts), upper=np.where(hidden, smallest - 1.0, counts))
    tables = []
    for groups in groupings:
        true = totals(counts, groups)
        small = (true > 0) & (true < smallest)
        tables.append(
            Table(groups=groups, lower=np.where(small, 1.0, true), upper=np.where(small, smallest - 1.0, true))
        )
    return propagate(start, tables)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What an attack gave: of the small cells how many are known to the unit, and the narrowest that is left."""

    cells: int
    small: int
    recovered: int
    narrowest: float

    def share(self) -> float:
        """Return the share of small cells that were recovered."""
        return self.recovered / max(self.small, 1)


def judge(known: Known, truth: Floats, *, smallest: int = 10) -> Verdict:
    """Return how many cells with a true count of 1 to 9 an attacker has.

    Raises ValueError when the truth lies outside what he 'knows': then the attack is wrong, not the protection.
    Source: methods.md 6.2.
    """
    if ((truth < known.lower - 0.5) | (truth > known.upper + 0.5)).any():
        raise ValueError("the attacker's bounds do not hold the truth")
    small = (truth > 0) & (truth < smallest)
    width = known.width()[small]
    return Verdict(
        cells=len(truth),
        small=int(small.sum()),
        recovered=int((width < 0.5).sum()),
        narrowest=float(width.min(initial=np.inf)),
    )


def difference_windows(published: Floats, *, chance: np.random.Generator, pairs: int) -> Whole:
    """Return what pairs of windows tell of a cell when subtracted: the value of one cell in each of so many pairs.

    Windows are sums of published cells along time, shape (N, T); a window with the cell less the window without it.
    Source: methods.md 6.2.
    """
    places, periods = published.shape
    found = np.empty((places, pairs))
    for pair in range(pairs):
        end = chance.integers(1, periods + 1)
        target = chance.integers(0, end)
        whole = published[:, :end].sum(1)
        found[:, pair] = whole - (whole - published[:, target])
    return found.astype(np.int64)
