"""A corpus whose truth is known: a table of incidents, the reports that tell them, and what the marts should then say.

The table of incidents comes first (`incidents`, `stories`, `takings`), reports are written from it (`retelling`,
`words`, `lake`), and the expected tables are computed from it alone (`truth`), never by the SQL that is measured.
`build` runs dbt over the corpus and measures it, `compare` sets the published tables beside the expected ones, cell by
cell. Every random draw comes from one seed: the same size and seed give the same bytes.

The sentences are the project's own. Nothing in the corpus happened.
"""
