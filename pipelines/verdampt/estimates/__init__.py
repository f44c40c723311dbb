"""From tables of volumes to tables of what was to be expected, and of drop and recovery."""
