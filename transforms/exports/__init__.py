"""The published warehouse in the shapes that other people's tools read: Parquet, CSV, GeoJSON, a data package.

Belongs here: what a file holds (`queries/*.sql`, `seeds/exports/`), how it is written, what says what it is (data
dictionary, data package, licence). Does not belong here: figures of its own. All files of one export come from one
published file that is opened once, each is swapped in whole, and `datapackage.json` comes last with the hash of each.
"""

from transforms.exports.model import KINDS, Export, ExportedFile
from transforms.exports.run import export_warehouse

__all__ = ["KINDS", "Export", "ExportedFile", "export_warehouse"]
