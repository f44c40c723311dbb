"""`python -m verdampt` is the command `verdampt`."""

from verdampt.cli import main

main()
