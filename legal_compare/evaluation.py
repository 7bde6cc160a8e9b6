"""Turns findings and gold into agreement: how often the tool answers as careful reading did.

A gold `no-text` is scored apart: it says what the folder of law holds, not what the law says.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from legal_compare.errors import LegalCompareError, Problems

Array = np.ndarray[Any, Any]
VERDICTS = ["met", "partial", "contrary", "absent", "no-text"]
READ, FOUND = VERDICTS[:4], VERDICTS[:3]  # what a reading of law can give; what rests on a provision
CLASSES = {"met": 2, "partial": 1, "contrary": 0, "absent": 0, "no-text": 0}
"""Ordered classes of kappa and macro-F1: contrary protects no more than absent; no-text counts as absent."""

FIRST = 3  # provisions a person looks at before giving up
RESAMPLES, SEED, LEVEL = 1000, 2024, 0.90
UNSEEN = 0.25  # cells that each kind of error is counted with before any was seen
KEYS = ["jurisdiction", "criterion"]
CAVEAT = "Gold is careful, often machine-assisted reading (its README says whose), no legal opinion."

_HEADING = re.compile(  # Členak, Članak: the same word in neighbouring languages
    r"§+\s*|(?:art[ií]culo|article|artikel|art|section|sec|člen|članak|článok|čl|[άα]ρθρο)(?![^\W\d_])[.\s]*"
)
_EAST_ASIAN = re.compile(r"第\s*(\S+?)\s*[条條]|제\s*(\S+?)\s*조")
_ORDINAL = re.compile(r"(?<=\d)\s*[º°ª]")


def provision_key(text: str) -> str:
    """The form in which two provision keys compare.

    >>> provision_key("codigo-penal#Artículo 189º bis"), provision_key("stgb#§ 184b")
    ('codigo-penal#189 bis', 'stgb#184b')
    """
    stem, mark, number = text.strip().partition("#")
    # NFC, not NFKC: the latter would turn º into o and the section number 175¹ into 1751.
    number = " ".join(unicodedata.normalize("NFC", number).casefold().split())
    bare = _ORDINAL.sub("", number)
    bare = _EAST_ASIAN.sub(lambda found: found[1] or found[2], bare, count=1)
    bare = _HEADING.sub("", bare, count=1) if _HEADING.match(bare) else bare
    bare = bare.strip(" .º°§")  # Swedish and Finnish headings end with the section sign
    return f"{stem.strip()}{mark}{bare or number}"


def read_findings(path: str | Path) -> pd.DataFrame:
    """The findings of a CSV, checked, one row a jurisdiction and criterion."""
    try:  # keep_default_na: NA is Namibia
        frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise LegalCompareError(str(path), f"cannot be read: {error}.", "Save it as CSV in UTF-8.") from error
    return _checked(frame, str(path))


def read_gold(folder: str | Path) -> pd.DataFrame:
    """The gold of all CSVs in a folder, checked, one row a jurisdiction and criterion."""
    files = [file for file in sorted(Path(folder).glob("*.csv")) if not file.name.startswith(".")]
    if not files:
        raise LegalCompareError(str(folder), "no gold here.", "Name a folder with one CSV a jurisdiction.")
    return _checked(pd.concat([read_findings(file) for file in files], ignore_index=True), str(folder))


def _checked(frame: pd.DataFrame, where: str) -> pd.DataFrame:
    """The frame with tidy cells; all its problems at once where it has any."""
    needed = [*KEYS, "verdict", "provisions"]
    if missing := ", ".join(name for name in needed if name not in frame.columns):
        raise LegalCompareError(where, f"lacks {missing}.", f"Columns needed: {', '.join(needed)}.")
    tidy = frame.reset_index(drop=True)
    for name in [*needed, *({"also_accepted"} & set(tidy.columns))]:
        tidy[name] = tidy[name].fillna("").astype(str).str.strip()
    tidy["jurisdiction"] = tidy["jurisdiction"].str.upper()
    tidy["verdict"] = tidy["verdict"].str.lower()
    cells = tidy["jurisdiction"] + " " + tidy["criterion"]
    problems = [f"{cell} stands more than once" for cell in cells[cells.duplicated()]]
    for number, row in enumerate(tidy.to_dict("records"), start=2):
        if not row["jurisdiction"] or not row["criterion"]:
            problems.append(f"row {number}: jurisdiction or criterion is empty")
        for verdict in {row["verdict"], *_accepted(row)} - set(VERDICTS):
            problems.append(f"row {number}: unknown verdict {verdict!r}")
    if problems:
        raise Problems(where, problems, f"Verdicts: {', '.join(VERDICTS)}. Each cell stands once (one layer)")
    return tidy


def _accepted(row: dict[Any, Any]) -> list[str]:
    said = row.get("also_accepted", "")
    return [verdict.strip().lower() for verdict in re.split(r"[;|]", said) if verdict.strip()]


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Agreement of findings with gold; figures that nothing bears on are NaN."""

    cells: pd.DataFrame
    left_out: tuple[str, ...]  # gold jurisdictions with no findings
    left_out_criteria: tuple[str, ...]  # gold criteria with no findings

    @cached_property
    def overall(self) -> pd.Series[float]:
        """Every figure over all cells."""
        return _figures(self.cells)

    @cached_property
    def intervals(self) -> pd.DataFrame:
        """Overall figures, low and high end: jurisdictions drawn anew, since cells of one hang together."""
        places, names = pd.factorize(self.cells["jurisdiction"])
        drawn = [_figures(self.cells, draw[places]) for draw in _draws(len(names))]
        bounds = _bounds(pd.DataFrame(drawn, columns=self.overall.index, dtype=float))
        bounds[bounds.index.str.endswith("cells")] = np.nan  # counts: they would only show the draw
        return self.overall.to_frame("value").join(bounds)

    @cached_property
    def by_criterion(self) -> pd.DataFrame:
        """Figures a criterion, with the interval of its agreement."""
        read = self.cells["right"].astype(float).where(self.cells["gold"] != "no-text")
        right = self.cells.assign(right=read).pivot(index="jurisdiction", columns="criterion", values="right")
        draws = pd.DataFrame(_draws(len(right)), columns=right.index)
        shares = draws.dot(right.fillna(0)) / draws.dot(right.notna().astype(float))
        bounds = _bounds(shares).add_prefix("agreement_")
        return pd.DataFrame(self.cells.groupby("criterion", sort=False).apply(_figures)).join(bounds)

    @cached_property
    def by_jurisdiction(self) -> pd.DataFrame:
        """Figures a jurisdiction; no interval, since jurisdictions are what is drawn."""
        return pd.DataFrame(self.cells.groupby("jurisdiction", sort=False).apply(_figures))

    @cached_property
    def confusion(self) -> pd.DataFrame:
        """Cells by gold verdict (rows) and verdict of the tool (columns)."""
        table = pd.crosstab(self.cells["gold"], self.cells["tool"])
        return table.reindex(index=VERDICTS, columns=VERDICTS, fill_value=0)

    @property
    def note(self) -> str:
        """What was compared and left out, and what the gold is."""
        out = {"Gold": self.left_out, "Criteria": self.left_out_criteria}
        said = [f"{what} left out, no findings: {', '.join(names)}." for what, names in out.items() if names]
        held = f"{self.cells['jurisdiction'].nunique()} jurisdictions, {len(self.cells)} cells."
        return " ".join([held, *said, CAVEAT])

    def to_frame(self) -> pd.DataFrame:
        """All figures, one a row: by, name, figure, value, low, high."""
        tables = {"overall": self.overall.to_frame("").T, "criterion": self.by_criterion}
        table = pd.concat({**tables, "jurisdiction": self.by_jurisdiction}, names=["by", "name"])
        long = pd.DataFrame({"value": table[self.overall.index].rename_axis(columns="figure").stack()})
        overall = self.intervals.rename_axis("figure").reset_index().assign(by="overall", name="")
        bounds = self.by_criterion.reset_index(names="name").assign(by="criterion", figure="agreement")
        bounds = bounds.rename(columns={"agreement_low": "low", "agreement_high": "high"})
        known = pd.concat([overall, bounds]).set_index(["by", "name", "figure"])
        return long.join(known[["low", "high"]]).reset_index()

    def __str__(self) -> str:
        title = f"Overall, with {LEVEL:.0%} interval over jurisdictions"
        tables = {title: self.intervals, "By criterion": self.by_criterion}
        tables |= {"By jurisdiction": self.by_jurisdiction, "Gold (rows) by tool (columns)": self.confusion}
        texts = [f"{title}\n{table.round(2).to_string(na_rep='-')}" for title, table in tables.items()]
        return "\n\n".join([self.note, *texts])

    def _repr_html_(self) -> str:
        overall = self.intervals.round(2).to_html(na_rep="-")
        return f"<p>{html.escape(self.note)}</p>{overall}{self.confusion.to_html()}"


def evaluate(findings: pd.DataFrame, gold: pd.DataFrame) -> Evaluation:
    """Agreement over the jurisdictions and criteria that both hold."""
    findings, gold = _checked(findings, "findings"), _checked(gold, "gold")
    out = {key: set(gold[key]) - set(findings[key]) for key in KEYS}
    rows = gold[~gold["jurisdiction"].isin(out["jurisdiction"]) & ~gold["criterion"].isin(out["criterion"])]
    if rows.empty:
        raise LegalCompareError("evaluation", "gold and findings share no cell.", "Compare codes and ids.")
    tool = findings.set_index(KEYS).to_dict("index")
    pairs = [(row, tool.get((row["jurisdiction"], row["criterion"]))) for row in rows.to_dict("records")]
    missing = [f"no row for {row['jurisdiction']} {row['criterion']}" for row, found in pairs if not found]
    if missing:
        raise Problems("findings", missing, "Each jurisdiction needs a verdict on each criterion.")
    cells = pd.DataFrame([_compared(row, found) for row, found in pairs if found])
    cells = cells.astype({"provision_first3": "boolean", "provision_any": "boolean"})
    cells["confidence"] = pd.to_numeric(cells["confidence"], errors="coerce")
    return Evaluation(cells, tuple(sorted(out["jurisdiction"])), tuple(sorted(out["criterion"])))


def _compared(gold: dict[Any, Any], tool: dict[Any, Any]) -> dict[str, object]:
    """One cell; the gold takes the tool's verdict where that is a second reading it accepts."""
    verdict = tool["verdict"] if tool["verdict"] in _accepted(gold) else gold["verdict"]
    texts = (gold["provisions"], tool["provisions"])
    wanted, shown = ([provision_key(key) for key in text.split(";") if key.strip()] for text in texts)
    # A cell found only on the second reading may name no provision: nothing to compare, so no answer.
    compared = verdict in FOUND and bool(wanted)
    return {
        "jurisdiction": gold["jurisdiction"],
        "criterion": gold["criterion"],
        "gold": verdict,
        "gold_first_reading": gold["verdict"],
        "tool": tool["verdict"],
        "right": tool["verdict"] == verdict,
        "provision_first3": bool(set(wanted) & set(shown[:FIRST])) if compared else pd.NA,
        "provision_any": bool(set(wanted) & set(shown)) if compared else pd.NA,
        "gold_provisions": gold["provisions"],
        "tool_provisions": tool["provisions"],
        "confidence": tool.get("confidence"),
    }


def _figures(cells: pd.DataFrame, times: Array | None = None) -> pd.Series[float]:
    """All figures of some cells, each cell counted so many times."""
    times = np.ones(len(cells)) if times is None else times
    gold, tool = cells["gold"].to_numpy(dtype=str), cells["tool"].to_numpy(dtype=str)
    right, read = cells["right"].to_numpy(dtype=float), gold != "no-text"

    def share(of: Array, among: Array) -> float:
        total = times[among].sum()
        return float((of * times)[among].sum() / total) if total else np.nan

    scored = read & (times > 0)
    figures = {
        "cells": times[read].sum(),
        "agreement": share(right, read),
        **_kappa_and_f1(gold[scored], tool[scored], times[scored]),
        "contrary_recall": share(right, gold == "contrary"),
        "met_precision": share(right, read & (tool == "met")),
        "met_recall": share(right, gold == "met"),
        "false_met": share(tool == "met", np.isin(gold, ["absent", "contrary"])),
        "no_text_cells": times[~read].sum(),
        "no_text_right": share(right, ~read),
        "provision_cells": times[cells["provision_any"].notna().to_numpy()].sum(),
    }
    for name in ("provision_first3", "provision_any"):
        hit = cells[name].to_numpy(dtype=float, na_value=np.nan)
        known, hit = ~np.isnan(hit), np.nan_to_num(hit)
        figures |= {name: share(hit, known), f"{name}_found": share(hit, known & np.isin(tool, FOUND))}
    return pd.Series(figures, dtype=float)


def _kappa_and_f1(gold: Array, tool: Array, times: Array) -> dict[str, float]:
    # Loaded here: scikit-learn takes a second that only an evaluation should pay.
    from sklearn import metrics  # type: ignore[import-untyped, unused-ignore]  # ships no types

    sides = [[CLASSES[verdict] for verdict in side] for side in (gold, tool)]
    given: dict[str, Any] = {"labels": [0, 1, 2], "sample_weight": times}
    kappa = macro_f1 = np.nan
    if len({*sides[0], *sides[1]}) > 1:  # with one class chance alone agrees: kappa says nothing
        kappa = float(metrics.cohen_kappa_score(*sides, weights="linear", **given))
    if len(gold):  # a class that neither side uses has no F1 and stays out of the mean
        macro_f1 = float(metrics.f1_score(*sides, average="macro", zero_division=np.nan, **given))
    return {"kappa": kappa, "macro_f1": macro_f1}


def _draws(count: int) -> Array:
    """How often each of so many jurisdictions is drawn, one row a resample; always the same."""
    resamples = RESAMPLES if count > 1 else 0  # one jurisdiction drawn anew is itself: no interval
    return np.random.default_rng(SEED).multinomial(count, [1 / count] * count, resamples) * 1.0


def _bounds(drawn: pd.DataFrame) -> pd.DataFrame:
    return drawn.quantile([(1 - LEVEL) / 2, (1 + LEVEL) / 2]).T.set_axis(["low", "high"], axis=1)


def calibration(evaluation: Evaluation, bins: int = 10) -> pd.DataFrame:
    """How often each level of confidence was right, a row a bin.

    The row `all` has the Brier score and, as `gap`, the expected calibration error (mean gap of the bins, by
    cells). Cells without confidence and gold no-text are not in it.
    """
    told = evaluation.cells.query("gold != 'no-text'").dropna(subset="confidence")
    if not told["confidence"].between(0, 1).all():
        raise LegalCompareError("findings", "confidence lies outside 0 to 1.", "Give it as a share.")
    told = told.assign(cells=1, right=told["right"] * 1.0, brier=(told["confidence"] - told["right"]) ** 2)
    how = {"cells": "sum", "confidence": "mean", "right": "mean", "brier": "mean"}
    place = (told["confidence"] * bins).astype(int).clip(upper=bins - 1)
    table = told.groupby(place.map(lambda at: f"{at / bins:.2f}-{(at + 1) / bins:.2f}")).agg(how)
    table["gap"] = (table["confidence"] - table["right"]).abs()
    total = told[list(how)].agg(how)
    total["gap"] = (table["gap"] * table["cells"]).sum() / total["cells"] if len(told) else np.nan
    return pd.concat([table, total.to_frame("all").T]).astype({"cells": int}).rename_axis("bin")


def cells_by_criterion(evaluation: Evaluation, prior: float = 10.0) -> pd.Series[float]:
    """How many cells each row of `confusion_by_criterion` rests on, the `prior` ones that it was drawn with included."""
    cells = evaluation.cells.query("gold != 'no-text' and tool != 'no-text'")
    names = ["criterion", "found"]
    index = pd.MultiIndex.from_product([evaluation.cells["criterion"].unique(), READ], names=names)
    return (cells.groupby(["criterion", "tool"]).size().rename_axis(names).reindex(index, fill_value=0) + prior).rename("cells")


def confusion_by_criterion(evaluation: Evaluation, prior: float = 10.0) -> pd.DataFrame:
    """Chance of each true verdict (columns) given criterion and verdict found (rows); each row sums to one.

    A few cells say little, so each row is drawn towards all criteria together, as though `prior` more cells
    had that mix. All criteria together are counted with one more cell for the verdict itself and a quarter of a
    cell for each: an error not yet seen is rare, not impossible. No-text on either side is left out: it is unknown.
    """
    cells = evaluation.cells.query("gold != 'no-text' and tool != 'no-text'")
    names = ["criterion", "found"]
    index = pd.MultiIndex.from_product([evaluation.cells["criterion"].unique(), READ], names=names)
    seen = pd.crosstab([cells["criterion"], cells["tool"]], cells["gold"], rownames=names)
    seen = seen.reindex(index=index, columns=READ, fill_value=0)
    pooled = seen.groupby(level="found").sum().loc[READ] + np.eye(len(READ)) + UNSEEN
    pooled = pooled.div(pooled.sum(axis=1), axis=0)
    seen = seen + prior * pooled.reindex(index, level="found")
    return seen.div(seen.sum(axis=1), axis=0).rename_axis(columns="true")
