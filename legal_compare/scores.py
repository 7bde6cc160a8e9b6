"""Turns findings into one index a jurisdiction, never without its coverage.

The decision to know: `no-text` is missing, never zero. It leaves the mean and widens the bounds; an `absent`
found in law read only in part stays in the mean, but the bounds treat it as unknown too.

Findings come everywhere as a tidy DataFrame, one row per jurisdiction and criterion, columns as in `COLUMNS`.
Source: OECD/JRC, Handbook on Constructing Composite Indicators (Nardo et al., 2008): the weighted arithmetic
mean of indicators on one scale, its weights printed, its robustness shown (`uncertainty.py`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from legal_compare.errors import LegalCompareError, Problems, UnknownCriterion, UnknownJurisdiction

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Levels = NDArray[np.int8]

COLUMNS = ("jurisdiction", "criterion", "theme", "verdict", "coverage")
COVERAGES = ("complete", "partial", "none")

# From the least to the most protective: a law that says the opposite stands below a law that says nothing.
VERDICTS = ("contrary", "absent", "partial", "met")
CONTRARY, ABSENT, PARTIAL, MET = range(4)
NO_TEXT = "no-text"
# Equal steps: the place of each verdict on the ordinal scale of `distances.py`.
ORDINAL = {"contrary": 0.0, "absent": 1 / 3, "partial": 2 / 3, "met": 1.0}
# What a verdict earns in the index. A contrary law protects no child, and neither does silence.
SCORE = {"contrary": 0.0, "absent": 0.0, "partial": 0.5, "met": 1.0}

OVERALL = "overall"


@dataclass(frozen=True)
class VerdictTable:
    """Findings as a grid of n jurisdictions by k criteria, both in alphabetical order."""

    jurisdictions: tuple[str, ...]
    criteria: tuple[str, ...]
    themes: tuple[str, ...]  # one per criterion
    level: Levels  # (n, k), the verdict's place in VERDICTS, -1 for no-text
    qualified: Bools  # (n, k), an absent that only means "not found in what was read"

    @classmethod
    def read(cls, findings: pd.DataFrame) -> Self:
        """The grid of tidy findings; a missing row is `no-text`.

        Raises Problems with everything wrong at once: missing columns, unknown words, two verdicts on one
        cell, a criterion in two themes.
        """
        if missing := [f"no column {name!r}" for name in COLUMNS if name not in findings]:
            raise Problems("findings", missing, f"Needed: {', '.join(COLUMNS)}.")
        rows, jurisdictions = pd.factorize(findings["jurisdiction"], sort=True)
        columns, criteria = pd.factorize(findings["criterion"], sort=True)
        level = pd.Index([NO_TEXT, *VERDICTS]).get_indexer(pd.Index(findings["verdict"])) - 1
        coverage = pd.Index(COVERAGES).get_indexer(pd.Index(findings["coverage"]))
        asked = findings[["criterion", "theme"]].drop_duplicates().sort_values("criterion")
        twice = asked["criterion"][asked["criterion"].duplicated()]
        cell = rows * max(1, len(criteria)) + columns
        problems = [f"unknown verdict {word!r}" for word in findings["verdict"][level < -1].unique()]
        problems += [f"unknown coverage {word!r}" for word in findings["coverage"][coverage < 0].unique()]
        problems += [f"a row without {name}" for name in COLUMNS[:3] if findings[name].isna().any()]
        problems += [f"criterion {name!r} in two themes" for name in twice.unique()]
        problems += [f"no theme may be called {OVERALL!r}"] * bool((asked["theme"] == OVERALL).any())
        problems += ["two verdicts on one cell; choose one layer"] * (len(np.unique(cell)) < len(cell))
        problems += ["there are none"] * (len(findings) == 0)
        if problems:
            hint = f"Verdicts: {', '.join((*VERDICTS, NO_TEXT))}. Coverage: {', '.join(COVERAGES)}."
            raise Problems("findings", problems, hint)
        grid = np.full((len(jurisdictions), len(criteria)), -1, dtype=np.int8)
        grid[rows, columns] = level
        qualified = np.zeros(grid.shape, dtype=bool)
        qualified[rows, columns] = (level == ABSENT) & (coverage != COVERAGES.index("complete"))
        return cls(tuple(jurisdictions), tuple(criteria), tuple(asked["theme"]), grid, qualified)

    @property
    def seen(self) -> Bools:
        """Cells with a verdict other than `no-text`, (n, k)."""
        return self.level >= 0

    @property
    def known(self) -> Bools:
        """Cells seen whose verdict is no qualified `absent`, (n, k)."""
        return self.seen & ~self.qualified

    def row(self, jurisdiction: str) -> int:
        """The row of a jurisdiction. Raises UnknownJurisdiction."""
        if jurisdiction not in self.jurisdictions:
            hint = f"At hand: {', '.join(self.jurisdictions)}."
            raise UnknownJurisdiction("findings", f"no jurisdiction {jurisdiction!r}.", hint)
        return self.jurisdictions.index(jurisdiction)

    def only(self, keep: Bools) -> VerdictTable:
        """The same grid with only the criteria that `keep`, (k,), marks."""
        criteria = tuple(name for name, kept in zip(self.criteria, keep, strict=True) if kept)
        themes = tuple(name for name, kept in zip(self.themes, keep, strict=True) if kept)
        return VerdictTable(self.jurisdictions, criteria, themes, self.level[:, keep], self.qualified[:, keep])


@dataclass(frozen=True)
class Weights:
    """What each criterion counts for, as shares of the whole that sum to 1. Print it beside its figures."""

    by_criterion: Mapping[str, float]
    themes: Mapping[str, str]  # criterion -> theme
    source: str = "equal in a theme and across themes"

    @classmethod
    def equal(cls, criteria: pd.DataFrame) -> Self:
        """Every theme the same, and inside a theme every criterion; columns: criterion, theme."""
        return cls._shared(criteria, {}, cls.source)

    @classmethod
    def read(cls, path: Path | str, criteria: pd.DataFrame) -> Self:
        """Weights from a YAML mapping or a two-column CSV, {theme or criterion: number}.

        A theme's number is its share against the other themes, a criterion's its share inside its theme; what
        is not named counts 1. Raises Problems with every line that cannot be used.
        """
        path = Path(path)
        themes = set(criteria["theme"])
        names = {*criteria["criterion"], *themes}
        numbers: dict[str, float] = {}
        problems = []
        for name, text in _yaml_entries(path) if path.suffix in {".yaml", ".yml"} else _csv_entries(path):
            number = _number(text)
            if name not in names:
                close = "".join(f"; did you mean {near!r}?" for near in get_close_matches(name, names, n=1))
                problems.append(f"{name!r} is no theme or criterion{close}")
            elif name in numbers:
                problems.append(f"{name!r} stands twice")
            elif number is None or not 0 <= number < np.inf:
                problems.append(f"{name!r}: {text!r} is not a number from 0 up")
            else:
                numbers[name] = number
        if both := sorted(themes.intersection(criteria["criterion"], numbers)):
            problems.append(f"both a theme and a criterion: {', '.join(both)}")
        if problems:
            raise Problems(str(path), problems, "Write one `name: number` for each that should not count 1.")
        return cls._shared(criteria, numbers, f"read from {path}")

    @classmethod
    def by_theme(cls, criteria: pd.DataFrame, shares: Mapping[str, float]) -> Self:
        """Each theme counts as `shares` says (1 where it says nothing), the criteria in it alike.

        Raises LegalCompareError where every theme counts nothing.
        """
        said = ", ".join(f"{theme} {share:g}" for theme, share in shares.items())
        return cls._shared(criteria, shares, f"by theme: {said}; equal in a theme")

    @classmethod
    def _shared(cls, criteria: pd.DataFrame, numbers: Mapping[str, float], source: str) -> Self:
        once = criteria[["criterion", "theme"]].drop_duplicates().sort_values("criterion")
        themes = dict(zip(once["criterion"], once["theme"], strict=True))
        own = {criterion: numbers.get(criterion, 1.0) for criterion in themes}
        inside = dict.fromkeys(themes.values(), 0.0)
        for criterion, theme in themes.items():
            inside[theme] += own[criterion]
        share = {theme: numbers.get(theme, 1.0) for theme, total in inside.items() if total}
        whole = sum(share.values())
        if not whole:
            raise LegalCompareError(source, "every weight is zero.", "Give a criterion a weight above zero.")
        by_criterion = {
            criterion: share[theme] / whole * own[criterion] / inside[theme] if inside[theme] else 0.0
            for criterion, theme in themes.items()
        }
        return cls(by_criterion, themes, source)

    def vector(self, criteria: Sequence[str]) -> Floats:
        """The weights of these criteria in their order, (k,), made to sum to 1.

        Raises UnknownCriterion where one has no weight, LegalCompareError where all of them weigh nothing.
        """
        if unknown := [criterion for criterion in criteria if criterion not in self.by_criterion]:
            raise UnknownCriterion("weights", f"none for {', '.join(unknown)}.", "Make them from these criteria.")
        numbers = np.array([self.by_criterion[criterion] for criterion in criteria], dtype=np.float64)
        total = float(numbers.sum())
        if not total:
            raise LegalCompareError("weights", f"{', '.join(criteria)} weigh nothing.", "Choose other weights.")
        return numbers / total

    def summary(self) -> str:
        """In a few lines what each theme weighs, and each criterion in it; where they weigh the same, once."""
        lines = [f"Weights: {self.source}"]
        for theme in dict.fromkeys(sorted(self.themes.values())):
            inside = {name: self.by_criterion[name] for name, of in self.themes.items() if of == theme}
            if max(inside.values()) - min(inside.values()) < 1e-9:
                own = f"{len(inside)} criteria of {next(iter(inside.values())):.4f} each"
            else:
                own = ", ".join(f"{name} {number:.4f}" for name, number in inside.items())
            lines.append(f"  {theme} {sum(inside.values()):.3f}: {own}")
        return "\n".join(lines)

    def __str__(self) -> str:
        lines = [f"Weights: {self.source}"]
        for theme in sorted(set(self.themes.values())):
            inside = {name: self.by_criterion[name] for name, of in self.themes.items() if of == theme}
            lines += [f"  {theme}: {sum(inside.values()):.3f}"]
            lines += [f"    {name}: {number:.4f}" for name, number in inside.items()]
        return "\n".join(lines)


def parts(table: VerdictTable, weights: Weights) -> Iterator[tuple[str, VerdictTable, Floats]]:
    """All criteria, then each theme: (name, grid, weights that sum to 1). What weighs nothing is left out."""
    weight = weights.vector(table.criteria)
    themes = np.array(table.themes)
    for name in (OVERALL, *sorted(set(table.themes))):
        keep = (weight > 0) & ((themes == name) | (name == OVERALL))
        if keep.any():
            yield name, table.only(keep), weight[keep] / weight[keep].sum()


def part_of(table: VerdictTable, weights: Weights, theme: str | None) -> tuple[VerdictTable, Floats]:
    """One of the `parts`: that of a theme, or all criteria. Raises LegalCompareError where nothing counts."""
    of = {name: (part, weight) for name, part, weight in parts(table, weights)}
    if (theme or OVERALL) not in of:
        raise LegalCompareError("theme", f"no criterion of {theme!r} counts.", f"Themes: {', '.join(of)}.")
    return of[theme or OVERALL]


def score(findings: pd.DataFrame, weights: Weights | None = None, partial: float = 0.5) -> pd.DataFrame:
    """One row per jurisdiction: these shares, 0 to 1, overall and (as `<theme>.index` ...) by theme.

    index               weighted mean over the cells seen: met 1, partial `partial`, absent and contrary 0
    lower, upper        the least and greatest index over all criteria that the unknown cells allow
    known               share of the criteria with a verdict other than `no-text`
    settled             share of the criteria whose verdict is neither `no-text` nor a qualified `absent`
    absent_unqualified  share of the `absent` verdicts that rest on a theme read whole

    A share of nothing is NaN. Criteria of weight zero are not counted.

    >>> cell = {"jurisdiction": "XA", "theme": "criminal", "coverage": "complete"}
    >>> verdicts = {"csam-access": "met", "grooming": "no-text"}
    >>> findings = pd.DataFrame([cell | {"criterion": c, "verdict": v} for c, v in verdicts.items()])
    >>> score(findings).loc["XA", ["index", "lower", "upper", "known"]].tolist()
    [1.0, 0.5, 1.0, 0.5]
    """
    if not 0 <= partial <= 1:
        raise LegalCompareError("partial", f"{partial} is not between 0 and 1.", "The usual value is 0.5.")
    scale = np.array([(SCORE | {"partial": partial})[verdict] for verdict in VERDICTS])
    table = VerdictTable.read(findings)
    columns: dict[str, Floats] = {}
    for name, part, weight in parts(table, weights or Weights.equal(findings)):
        gained = np.where(part.seen, scale[part.level], 0.0) @ weight
        absent = part.level == ABSENT
        measures = {
            "index": ratio(gained, part.seen @ weight),
            "lower": np.minimum(gained, 1.0),
            "upper": np.minimum(gained + ~part.known @ weight, 1.0),
            "known": part.seen.mean(axis=1),
            "settled": part.known.mean(axis=1),
            "absent_unqualified": ratio((absent & ~part.qualified).sum(axis=1), absent.sum(axis=1)),
        }
        prefix = "" if name == OVERALL else f"{name}."
        columns |= {prefix + measure: numbers for measure, numbers in measures.items()}
    return pd.DataFrame(columns, index=pd.Index(table.jurisdictions, name="jurisdiction"))


def ratio(part: NDArray[Any], whole: NDArray[Any]) -> Floats:
    """`part / whole`, held within 0 and 1 against rounding; NaN where the whole is zero."""
    share = np.full(np.shape(whole), np.nan)
    np.divide(part, whole, out=share, where=whole > 0)
    return np.clip(share, 0.0, 1.0, out=share)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as trouble:
        raise LegalCompareError(str(path), f"cannot be read ({trouble}).", "Give a YAML or CSV file.") from trouble


def _yaml_entries(path: Path) -> list[tuple[str, str]]:
    # Composed, not loaded: loading would silently drop a name that stands twice, and read `NO` as false.
    import yaml

    hint = "Write one `name: number` a line."
    try:
        node = yaml.compose(_text(path), Loader=yaml.SafeLoader)
    except yaml.YAMLError as trouble:
        raise LegalCompareError(str(path), f"is no YAML ({trouble}).", hint) from trouble
    if not isinstance(node, yaml.MappingNode):
        raise LegalCompareError(str(path), "holds no names with numbers.", hint)
    return [(str(name.value), str(number.value)) for name, number in node.value]


def _csv_entries(path: Path) -> list[tuple[str, str]]:
    rows = [[cell.strip() for cell in row] for row in csv.reader(_text(path).splitlines()) if row]
    if wrong := [f"{','.join(row)!r} is not `name,number`" for row in rows if len(row) != 2]:
        raise Problems(str(path), wrong, "Write two cells a line.")
    heading = bool(rows) and rows[0][0] in {"name", "criterion", "theme"}
    return [(name, number) for name, number in rows[heading:]]
