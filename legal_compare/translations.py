"""Turns a provision's own words into the English working translation that stands beside them.

A translation is a reading aid of this project, never the law: it is marked `translation: unofficial`, found by the
words that it translates (so that it cannot outlive them) and never matched by any rule.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from legal_compare.errors import Problems, StatuteError
from legal_compare.shipped import statutes_path
from legal_compare.strict_yaml import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

    from legal_compare.findings import Evidence, Finding

FILE = "translations.en.yaml"
"""Name of the file that stands in a jurisdiction's folder."""
NOTICE = "Working translation, unofficial: a reading aid; only the original counts."


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Translation(_Strict):
    """One provision in English: `provision` names it for people, `words` finds it."""

    provision: str
    words: str
    english: str

    @field_validator("english")
    @classmethod
    def _says_something(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("is empty; translate the provision or leave the entry out")
        return value.strip()


class TranslationFile(_Strict):
    """The working translations of one jurisdiction's provisions."""

    translation: Literal["unofficial"]
    language: Literal["en"]
    provisions: tuple[Translation, ...]


def words_key(text: str) -> str:
    """What a provision's words are found by: 16 hexadecimal digits that no change of print moves.

    >>> words_key("Whoever  possesses") == words_key("whoever possesses")
    True
    """
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u00ad", "")
    return sha256(" ".join(plain.split()).encode("utf-8")).hexdigest()[:16]


def working_translation(text: str, folder: Path | None = None) -> str:
    """The English working translation of a provision's words; empty where there is none."""
    found = _all(folder or statutes_path()).get(words_key(text))
    return found.english if found else ""


@cache
def _all(folder: Path) -> dict[str, Translation]:
    return {one.words: one for path in sorted(folder.glob(f"*/{FILE}")) for one in read_translations(path).provisions}


def read_translations(path: Path) -> TranslationFile:
    """One file of translations; raises StatuteError or Problems with the place and what to do."""
    try:
        raw: Any = read_yaml(path.read_text(encoding="utf-8"))
        return TranslationFile.model_validate(raw)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise StatuteError(str(path), f"cannot be read: {error}", "Mend the YAML (UTF-8) at that place.") from error
    except ValidationError as error:
        raise Problems(str(path), [f"{' > '.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]) from error


def untranslated(findings: Iterable[Finding], folder: Path | None = None, each: int = 1) -> list[Evidence]:
    """The evidence in other languages, `each` provisions a finding and best first, that has no translation yet."""
    waiting: dict[str, Evidence] = {}
    for finding in findings:
        foreign = [one for one in finding.evidence if one.instrument.language.split("-")[0] != "en"]
        for text in list(dict.fromkeys(one.excerpt for one in foreign))[:each]:
            if not working_translation(text, folder):
                waiting.setdefault(words_key(text), next(one for one in foreign if one.excerpt == text))
    return list(waiting.values())
