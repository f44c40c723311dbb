"""Protecting counts, and attacking them: pure, no database and no files."""
