"""Bytes to text, whatever the headers say.

Order: byte order mark, UTF-8 if the bytes are valid UTF-8 (windows-1256 Arabic never is), then what the header or the
page itself declares, then windows-1256. Bytes that look like no text in any of them are refused.
"""

from __future__ import annotations

import codecs
import re

from transforms.errors import UnreadablePage

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]+)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_MAX_REPAIRED_SHARE = 0.02
_MAX_CONTROL_SHARE = 0.002


def decode(content: bytes, content_type: str | None = None) -> tuple[str, tuple[str, ...]]:
    """The text of a page.

    Args:
        content: the bytes as they came.
        content_type: media type as the source told it, which may name a wrong charset.

    Returns:
        The text without byte order mark, and warnings (`charset_repaired`, `charset_contradicts_header`).

    Raises:
        UnreadablePage: `undecodable`, for bytes that are no text.
    """
    for bom, charset in _BOMS:
        if content.startswith(bom):
            return content[len(bom) :].decode(charset, "replace"), ()
    declared = _declared(content, content_type)
    for charset in ("utf-8", *declared, "windows-1256"):
        text = _strictly(content, charset)
        if text is not None and _is_text(text):
            contradicted = bool(declared) and codecs.lookup(charset).name != codecs.lookup(declared[0]).name
            return text, ("charset_contradicts_header",) if contradicted else ()
        if charset == "utf-8" and (repaired := _repaired(content)) is not None:
            return repaired, ("charset_repaired",)
    raise UnreadablePage("undecodable", f"{len(content)} bytes that are text in no charset that fits")


def without_surrogates(text: str) -> str:
    """The text with lone surrogates, which JSON can carry and no file can, replaced."""
    if _SURROGATES.search(text) is None:
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _declared(content: bytes, content_type: str | None) -> list[str]:
    names = [m[1].decode("ascii") for m in [_META_CHARSET.search(content[:4096])] if m]
    names += [m[1] for m in [_HEADER_CHARSET.search(content_type or "")] if m]
    known = []
    for name in names:
        try:
            known.append(codecs.lookup(name).name)
        except LookupError:
            continue
    return [name for name in known if name not in ("iso8859-1", "cp1252", "ascii")]


def _strictly(content: bytes, charset: str) -> str | None:
    try:
        return content.decode(charset)
    except UnicodeDecodeError:
        return None


def _repaired(content: bytes) -> str | None:
    """UTF-8 with a few broken characters, such as an excerpt cut inside one; None if it is something else."""
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    beyond_ascii = sum(1 for character in text if character > "\x7f") - broken
    if broken and (broken <= beyond_ascii * _MAX_REPAIRED_SHARE or (broken == 1 and beyond_ascii > 10)):
        return text if _is_text(text) else None
    return None


def _is_text(text: str) -> bool:
    return len(_CONTROL.findall(text)) <= len(text) * _MAX_CONTROL_SHARE
