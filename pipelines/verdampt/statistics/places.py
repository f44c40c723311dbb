"""The places of care types (methods.md 4.4): plain codes, which the screen reads without loading any statistics."""

LARGE = 0.05
"""A residual deficit of 5 % of a year is large."""
PLACES = {
    ("large", "signal"): "not_to_miss",
    ("large", "equivalent"): "candidate_less",
    ("large", "undetermined"): "to_find_out",
    ("small", "signal"): "late",
    ("small", "equivalent"): "recovered",
    ("small", "undetermined"): "recovered_unknown",
    ("undetermined", "signal"): "undetermined",
    ("undetermined", "equivalent"): "undetermined",
    ("undetermined", "undetermined"): "undetermined",
}
"""A place, by its lasting deficit and by what was seen of harm."""
