"""Untrusted text as it may be shown: nothing that steers a terminal, nothing that turns what follows around."""

from __future__ import annotations

import re

_CONTROLS = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ud800-\udfff]")
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def shown(text: str) -> str:
    """A text without control characters (a replacement sign stands for each) and without marks of direction.

    Line ends and tabs stay; offsets do not hold in the result.
    """
    return _TURNS.sub("", _CONTROLS.sub("\ufffd", text.replace("\r\n", "\n")))
