"""Where an analyst's own query runs, and nowhere else: a guard, a process of its own, one door (reliability.md 2.3)."""
