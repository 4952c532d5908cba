"""How many values a second a formula gives, on a column, in one process.

``python -m bench.formulas`` prints them alone.
"""

from __future__ import annotations

import random
import time

from eligibility.formulas.table import Formula, formulas
from eligibility.knowledge.load import rules_folder

MEASURED = ("ckd_epi_2021", "ckid_u25_creatinine")
ROWS = 300_000


def column(formula: Formula, rows: int) -> dict[str, list[float] | list[str]]:
    """Inputs near those of the first example, in columns; words in turn."""
    draw = random.Random(1)
    made: dict[str, list[float] | list[str]] = {}
    for name, value in formula.examples[0].given.items():
        words = formula.inputs[name].words
        made[name] = (
            [draw.choice(words) for _ in range(rows)]
            if words
            else [float(value) * draw.uniform(0.5, 2.0) for _ in range(rows)]
        )
    return made


def rates() -> dict[str, float]:
    """Derived values a second, by the name of the formula."""
    known, found = formulas(rules_folder()).by_id, {}
    for name in MEASURED:
        inputs = column(known[name], ROWS)
        known[name].column({one: values[:10] for one, values in inputs.items()})
        begun = time.process_time()
        known[name].column(inputs)
        found[known[name].name] = ROWS / (time.process_time() - begun)
    return found


def print_rates() -> None:
    """A line a formula."""
    for name, rate in rates().items():
        print(f"{f'derived values a second, {name}':<48}{rate / 1e6:>8.1f} million   (aim 1)")


if __name__ == "__main__":
    print_rates()
