"""Frozen dataclasses that are made as quickly as others.

A frozen dataclass fills its fields through `object.__setattr__`, a call a field: extraction makes some forty values a
report and would spend a thirtieth of its time there. Belongs here: the constructor without these calls. Nothing else
about the class changes: it stays frozen, compares, hashes, pickles and is replaced as before.
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from typing import Any, TypeVar

T = TypeVar("T")


def quickly_made(cls: type[T]) -> type[T]:
    """Give a frozen dataclass with slots a constructor that stores its fields as ordinary attributes.

    While it is filled, the new value belongs to a class of the same slots that is not frozen.

    Args:
        cls: decorated by `@dataclass(frozen=True, slots=True)`, without default factories, `InitVar`s and
            `__post_init__`.

    Raises:
        TypeError: the class is another one.
    """
    known = fields(cls)  # type: ignore[arg-type]  # raises TypeError for anything but a dataclass
    names = [field.name for field in known]
    plain = all(field.init and not field.kw_only and field.default_factory is MISSING for field in known)
    if not plain or tuple(cls.__dict__.get("__slots__", ())) != tuple(names) or hasattr(cls, "__post_init__"):
        raise TypeError(f"{cls.__name__} is not a frozen dataclass with plain fields in slots")
    names_with_defaults = [f.name if f.default is MISSING else f"{f.name}=_default_{f.name}" for f in known]
    lines = [
        f"def __init__(self, {', '.join(names_with_defaults)}):",
        "    _set(self, '__class__', _open)",
        *(f"    self.{name} = {name}" for name in names),
        "    self.__class__ = _frozen",
    ]
    scope: dict[str, Any] = {
        "_set": object.__setattr__,
        "_open": type(cls.__name__, (), {"__slots__": tuple(names)}),
        "_frozen": cls,
        **{f"_default_{f.name}": f.default for f in known if f.default is not MISSING},
    }
    exec("\n".join(lines), scope)  # noqa: S102 - as dataclasses does it
    made = scope["__init__"]
    made.__annotations__ = dict(cls.__init__.__annotations__)
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__module__ = cls.__module__
    type.__setattr__(cls, "__init__", made)
    return cls
