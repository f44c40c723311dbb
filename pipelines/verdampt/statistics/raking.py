"""A table made to add up to what is known of its rows and columns."""

import numpy as np

from verdampt.statistics.irls import Floats

ROUNDS = 200
CLOSE = 1e-12


def rake(table: Floats, *, rows: Floats, columns: Floats) -> Floats:
    """Return the table (R, C) scaled until it adds up to `rows` (R,), and as nearly as can be to `columns` (C,).

    Iterative proportional fitting: what is in the table keeps its odds, what is zero stays zero. A row of zeros that
    should add up to something is divided as the columns are. Columns are first scaled to the total of the rows, and
    rows come last, so those are met exactly. Source: methods.md 1.2 (regions raked to the nation) and 2.6.
    """
    wanted = columns * (rows.sum() / max(columns.sum(), 1e-300))
    found = np.where(table.sum(1, keepdims=True) > 0, table, wanted[None])
    for _ in range(ROUNDS):
        found = found * (wanted / np.maximum(found.sum(0), 1e-300))
        totals = found.sum(1)
        found = found * (rows / np.maximum(totals, 1e-300))[:, None]
        if np.allclose(totals, rows, rtol=CLOSE, atol=0):
            break
    return np.asarray(found)
