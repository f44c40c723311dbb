"""Snapshots: written beside, verified, made current in one move."""
