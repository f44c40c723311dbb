"""Pure statistics on arrays: no database, no files."""
