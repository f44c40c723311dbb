"""Keyed systematic rounding: counts along a chain become multiples of a base, from a start that only the key tells."""

import hashlib
import hmac

import numpy as np

from verdampt.statistics.irls import Floats


def chain_start(key: bytes, *, version: int, chain: str, base: int) -> int:
    """Return the start of a chain, 0 to base - 1: the same for the same key, version and chain, and for nobody else.

    Source: methods.md 6.3; HMAC of SHA-256.
    """
    digest = hmac.new(key, f"{version}|{chain}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:16]) % base


def key_check(key: bytes, *, version: int) -> str:
    """Return what tells whether two builds had the same key, and nothing else about it (methods.md 6.3)."""
    return hmac.new(key, f"key check {version}".encode(), hashlib.sha256).hexdigest()[:12]


def protect(counts: Floats, *, start: int, base: int) -> Floats:
    """Return multiples of `base` for the counts of one chain, in its order.

    Shape (N,). The sum over any stretch of the chain is off by less than `base`, and each is unbiased over starts.
    Source: methods.md 6.3 and appendix A.
    """
    steps = np.floor((np.cumsum(counts) + start) / base) * base
    return np.diff(np.concatenate([[0.0], steps]))
