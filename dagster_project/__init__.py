"""When and in which order things run.

Belongs here: assets, partitions, checks, jobs, schedules, sensors, and the functions behind the entry point group
`marsad.orchestrator` (`dagster_project.commands`). Does not belong here: parsing, SQL text, HTTP; an asset calls one
function of `transforms` or one dbt command and records what came of it. Hands on nothing but the metadata in Dagster's
event log: the data itself lies in the lake and in the warehouse.

Retries happen in one layer only, `transforms.sources`; no asset has a retry policy.
"""

import warnings

from dagster import BetaWarning, PreviewWarning

for _category in (BetaWarning, PreviewWarning):  # Dagster is pinned to one version: nothing changes unseen
    warnings.filterwarnings("ignore", category=_category)
