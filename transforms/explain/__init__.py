"""Why the extractor says what it says: the events of a report beside the words that they were read from.

Belongs here: looking at a reading (`explanation`), which words of the text belong to which event (`marks`), the page
that shows it (`page`). Does not belong here: any reading of its own; nothing here changes an event. Hands on an
`Explanation`, and one self-contained HTML page.
"""

from __future__ import annotations

from transforms.explain.explanation import Explanation, FoundMention, ReadSegment, Use, explain

__all__ = ["Explanation", "FoundMention", "ReadSegment", "Use", "explain"]
