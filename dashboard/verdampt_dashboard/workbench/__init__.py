"""The workbench: one query of an analyst on the published snapshot, with its table, chart, files and link."""
