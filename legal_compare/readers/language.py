"""Turns words into the language that they are written in, with a small model that ships with its library (py3langid)."""

from __future__ import annotations

SAMPLE = 20_000
"""Characters that are looked at, taken from the middle, where law stands and not a letterhead."""
FEWEST = 20
"""Letters below which no language is told."""
_SAME = {"no": "nb", "nn": "nb"}
"""Written forms that share a lexicon."""
UNKNOWN = "und"


def language_of(text: str) -> str:
    """The ISO 639-1 code of a text's language; `und` where there are too few words to tell.

    Norwegian is given as `nb`.
    """
    start = max(0, (len(text) - SAMPLE) // 2)
    sample = text[start : start + SAMPLE]
    if sum(map(str.isalpha, sample)) < FEWEST:
        return UNKNOWN
    from py3langid import classify

    code = str(classify(sample.lower() if sample.isupper() else sample)[0])
    return _SAME.get(code, code)


def language_name(code: str) -> str:
    """English name of a language code; the code itself where it names none."""
    import pycountry

    known = pycountry.languages.get(alpha_2=code)
    return str(known.name) if known else "not told" if code == UNKNOWN else code
