"""Turns files that somebody has into Instruments: one module a format."""
