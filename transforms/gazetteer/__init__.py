"""Keeping the gazetteer in `seeds/` up to date: which names it lacks, and what the official lists have by now.

Belongs here: place names of reports that no place is known for (`missing`); the official lists as published
(`tables`, `cod_ab`, `geonames`), a fresh places table from them (`places_table`), and how it differs from the present
one (`changes`). Does not belong here: looking places up in a text (`transforms.extraction`). Hands on rows; it never
writes into `seeds/`.
"""
