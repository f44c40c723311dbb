"""Asks the published snapshot and draws what it says."""
