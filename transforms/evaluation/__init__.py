"""How well reports are read: the extractor against gold files written by hand (docs/golden.md).

`sets` finds the gold on disk, `gold` reads it (`entries`: values and where they stand), `check` looks for its faults.
`run` calls the extractor, `scoring` compares by `names`, `likeness`, `matching` and `totals`; `figures` and `findings`
are what comes of it, `report` words it, `floors` holds what was reached. Pure but for reading gold, texts and seeds.
"""

from __future__ import annotations

from transforms.evaluation.check import Check, Fault, check_gold
from transforms.evaluation.run import Evaluation, SetScore, evaluate

__all__ = ["Check", "Evaluation", "Fault", "SetScore", "check_gold", "evaluate"]
