"""Turns measured error rates into the confusion table that `uncertainty.simulate` draws verdict errors from.

The shipped `error_rates.yaml` says when and how it was measured; whoever has gold of their own writes another with
`legal-compare evaluate --error-rates FILE`. Rates only: which cell of gold had which answer cannot be read from them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from legal_compare.errors import LegalCompareError, Problems
from legal_compare.strict_yaml import read_yaml

if TYPE_CHECKING:
    import pandas as pd

    from legal_compare.evaluation import Evaluation

RATES = Path(__file__).with_name("error_rates.yaml")


class ErrorRates(BaseModel):
    """The file as it stands on disk: `rates` by criterion, verdict found and true verdict, each row summing to 1; `cells`
    by criterion and verdict found, how many cells each row rests on."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    measured: str
    how: str
    rates: dict[str, dict[str, dict[str, float]]]
    cells: dict[str, dict[str, float]]

    def table(self, criteria: pd.Series[str] | None = None) -> pd.DataFrame:
        """Chance of each true verdict by criterion and verdict found (rows), and `cells`; of some criteria, or of all.

        A criterion that was not measured has no row: `simulate` holds it for right, and says how many those are.
        """
        import pandas as pd

        wanted = self.rates if criteria is None else {name: self.rates[name] for name in criteria.unique() if name in self.rates}
        rows = {(name, found): chances for name, by_found in wanted.items() for found, chances in by_found.items()}
        index = pd.MultiIndex.from_tuples(rows, names=["criterion", "found"])
        table = pd.DataFrame(list(rows.values()), index=index, dtype=float)
        table = table.div(table.sum(axis=1), axis=0)  # the figures on disk are rounded
        return table.assign(cells=[self.cells[name][found] for name, found in rows])


@cache
def read_error_rates(path: Path = RATES) -> ErrorRates:
    """Measured rates of a file, or the shipped ones. Raises LegalCompareError or Problems for what cannot be used."""
    hint = "Write it with `legal-compare evaluate --gold FOLDER --error-rates FILE`."
    try:
        return ErrorRates.model_validate(read_yaml(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise LegalCompareError(str(path), f"cannot be read: {error}.", hint) from error
    except ValidationError as error:
        raise Problems(str(path), [f"{' > '.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()], hint) from error


def measured_rates(evaluation: Evaluation, how: str) -> ErrorRates:
    """The rates that an evaluation shows, dated today; `how` says of what they were measured."""
    from legal_compare.evaluation import cells_by_criterion, confusion_by_criterion

    rates: dict[str, dict[str, dict[str, float]]] = {}
    cells: dict[str, dict[str, float]] = {}
    table = confusion_by_criterion(evaluation).round(4)
    on = cells_by_criterion(evaluation).to_dict()
    for (criterion, found), row in zip(table.index.to_list(), table.to_numpy(), strict=True):
        rates.setdefault(criterion, {})[found] = dict(zip(table.columns, row.tolist(), strict=True))
        cells.setdefault(criterion, {})[found] = float(on[criterion, found])
    return ErrorRates(measured=datetime.now(UTC).date().isoformat(), how=how, rates=rates, cells=cells)


def as_yaml(rates: ErrorRates) -> str:
    """The text of the file."""
    head = "# Error rates, no answers: verdict found -> chance of each true one. legal_compare/error_rates.py reads it.\n"
    return head + yaml.safe_dump(rates.model_dump(mode="json"), sort_keys=False, width=130, default_flow_style=None)
