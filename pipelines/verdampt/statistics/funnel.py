"""Where in a chain of steps care was lost: the exact split of a deficit over the steps."""

import numpy as np

from verdampt.statistics.irls import Floats


def logarithmic_mean(first: Floats, second: Floats) -> Floats:
    """Return the logarithmic mean of two positive arrays of one shape; equal values give that value.

    Source: methods.md 3.5.
    """
    difference = np.log(first) - np.log(second)
    close = np.abs(difference) < 1e-6
    ratio = (first - second) / np.where(close, 1.0, difference)
    # Near equality the quotient loses all digits; the series of the mean does not.
    series = np.sqrt(first * second) * (1 + difference**2 / 24)
    return np.where(close, series, ratio)


def split_deficit(*, expected: Floats, observed: Floats) -> Floats:
    """Return how much of the deficit at the end of the chain each step explains; the parts add up to it exactly.

    Shapes: expected and observed (..., K), the volume after each of K steps, all positive. The first step is the volume
    at the entrance, each later one the share that goes on. Parts are in the unit of the volume at the end; a negative
    part is a step that let more through than expected. Source: Ang 2004, Energy Policy 32 (LMDI); methods.md 3.5.
    """
    ratio = np.log(expected / observed)
    steps = np.diff(ratio, axis=-1, prepend=0.0)
    return logarithmic_mean(expected[..., -1], observed[..., -1])[..., None] * steps
