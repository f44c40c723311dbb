"""Engines that run the SQL models."""
