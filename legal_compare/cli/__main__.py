"""Turns `python -m legal_compare.cli` into the command."""

from legal_compare.cli import main

main()
