"""Turns trouble into one sentence a reader can act on.

Every error says where it is, what is wrong and what to do, so that `cli.py` only has to print it.
"""

from __future__ import annotations


class LegalCompareError(Exception):
    """Root of all errors that a user of the package can cause or mend."""

    def __init__(self, where: str, what: str, hint: str = "") -> None:
        self.where = where
        self.what = what
        self.hint = hint
        remedy = hint if not hint or hint.startswith("\n") else f" {hint}"
        super().__init__(f"{where}: {what}{remedy}")


class StatuteError(LegalCompareError):
    """An instrument or jurisdiction file cannot be read as it stands."""


class CriteriaError(LegalCompareError):
    """The codebook or a lexicon says something that the tool does not understand."""


class UnknownJurisdiction(LegalCompareError):
    """No law of that jurisdiction is at hand."""


class UnknownCriterion(LegalCompareError):
    """The codebook holds no criterion of that name."""


class Problems(LegalCompareError):
    """All problems of one file or folder at once."""

    def __init__(self, where: str, problems: list[str], hint: str = "") -> None:
        self.problems = tuple(problems)
        lines = "".join(f"\n  - {problem}" for problem in problems)
        noun = "problem" if len(problems) == 1 else "problems"
        super().__init__(where, f"{len(problems)} {noun}:{lines}", f"\n{hint}" if hint else "")
