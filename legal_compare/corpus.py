"""Turns a folder of law into Jurisdictions.

Two shapes are read: `statutes/` (a `jurisdiction.yaml` in each folder) and any folder of reference texts
(`FOLDER/<iso2>/*.md`), whose coverage is taken from `FOLDER/coverage.yaml` or left undeclared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from legal_compare.errors import LegalCompareError, Problems, StatuteError, UnknownJurisdiction
from legal_compare.readers.markdown import read_markdown
from legal_compare.statutes import COVERAGE, Instrument, Jurisdiction
from legal_compare.strict_yaml import read_yaml


class JurisdictionFile(BaseModel):
    """`jurisdiction.yaml` as it stands on disk."""

    model_config = ConfigDict(extra="forbid")

    code: str
    name: str
    model: bool = False
    tradition: str
    region: str
    union: str | None = None
    coverage: dict[str, str]
    read: str
    missing: list[str] = []
    note: str = ""

    @field_validator("coverage")
    @classmethod
    def _known_coverage(cls, value: dict[str, str]) -> dict[str, str]:
        for theme, level in value.items():
            if level not in COVERAGE:
                raise ValueError(f"{theme}: {level!r} is not one of {', '.join(COVERAGE)}")
        return value


def read_statutes(folder: Path, only: Iterable[str] = ()) -> tuple[Jurisdiction, ...]:
    """All jurisdictions of a folder, sorted by code; `only` restricts to some codes.

    Model law (`model: true` in `jurisdiction.yaml`) is the law of no place: it is read only where its code is named,
    so that no count, rank, distance or map ever takes it for a country.

    Raises UnknownJurisdiction for a code without a folder and StatuteError or Problems for files that cannot be
    read; the problems of all files are given at once.
    """
    if not folder.is_dir():
        raise StatuteError(str(folder), "is not a folder.", "Name a folder of law with --law.")
    wanted = {code.lower() for code in only}
    folders = {path.name.lower(): path for path in folder.iterdir() if path.is_dir() and any(path.glob("*.md"))}
    for code in sorted(wanted - set(folders)):
        from legal_compare.criteria import suggestion

        raise UnknownJurisdiction(f"jurisdiction {code.upper()!r}", f"has no law in {folder}.", suggestion(code, folders))
    declared = _declared_coverage(folder)
    problems: list[str] = []
    found = []
    for code, path in sorted(folders.items()):
        if (wanted and code not in wanted) or (not wanted and _is_model(path)):
            continue
        try:
            found.append(_read_jurisdiction(code, path, declared))
        except LegalCompareError as error:
            problems.append(str(error))
    if problems:
        raise Problems(str(folder), problems)
    if not found:
        raise StatuteError(str(folder), "holds no law.", "Expected FOLDER/<iso2>/*.md.")
    return tuple(found)


def _is_model(path: Path) -> bool:
    matter = path / "jurisdiction.yaml"
    return matter.exists() and re.search(r"(?m)^model:\s*true\b", matter.read_text(encoding="utf-8", errors="replace")) is not None


def _read_jurisdiction(code: str, path: Path, declared: dict[str, Any] | None) -> Jurisdiction:
    upper = code.upper()
    instruments = tuple(_instruments(path, upper))
    matter = path / "jurisdiction.yaml"
    if matter.exists():
        try:
            file = JurisdictionFile.model_validate(read_yaml(matter.read_text(encoding="utf-8")))
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            raise StatuteError(str(matter), f"cannot be read: {error}", "Mend the YAML (UTF-8).") from error
        except ValidationError as error:
            raise Problems(str(matter), [f"{' > '.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()]) from error
        return Jurisdiction(
            upper, file.name, file.tradition, file.region, file.union, coverage=file.coverage,
            known_missing=tuple(file.missing), instruments=instruments,
        )  # fmt: skip
    entry = dict((declared or {}).get(upper, {}))
    missing = tuple(map(str, entry.pop("missing", ())))
    return Jurisdiction(
        upper, country_name(upper), coverage=entry, coverage_declared=declared is not None, known_missing=missing, instruments=instruments
    )


def _instruments(path: Path, code: str) -> Iterator[Instrument]:
    problems: list[str] = []
    seen: dict[str, str] = {}
    for file in sorted(path.glob("*.md")):
        try:
            instrument = read_markdown(file, code)
        except LegalCompareError as error:
            problems.append(str(error))
            continue
        if instrument.work in seen:
            other = seen[instrument.work]
            problems.append(f"{file}: address {instrument.work!r} is also that of {other}. Give each instrument its own id.")
        seen[instrument.work] = file.name
        yield instrument
    if problems:
        raise Problems(str(path), problems)


def _declared_coverage(folder: Path) -> dict[str, Any] | None:
    path = folder / "coverage.yaml"
    if not path.exists():
        return None
    try:
        raw = read_yaml(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise StatuteError(str(path), f"cannot be read: {error}", "Mend the YAML (UTF-8).") from error
    if not isinstance(raw or {}, dict):
        raise StatuteError(str(path), "is not a list of codes.", "Write `XA: {theme: complete}` lines.")
    problems = [problem for code, entry in (raw or {}).items() for problem in _coverage_problems(code, entry)]
    if problems:
        raise Problems(str(path), problems)
    return {code.upper(): entry for code, entry in (raw or {}).items()}


def _coverage_problems(code: object, entry: object) -> Iterator[str]:
    if not isinstance(code, str):
        yield f"{code}: is not a code. Put it in quotes (YAML reads NO as false)."
    if not isinstance(entry, dict):
        yield f"{code}: is not a list of themes. Write `{code}: {{theme: complete}}`."
        return
    for theme, level in entry.items():
        if theme != "missing" and level not in COVERAGE:
            yield f"{code} > {theme}: {level!r} is not one of {', '.join(COVERAGE)}"


def country_name(code: str) -> str:
    """English name of an ISO 3166 code; the code itself where it names no country."""
    import pycountry

    country = pycountry.countries.get(alpha_2=code)
    return str(getattr(country, "common_name", country.name)) if country else code
