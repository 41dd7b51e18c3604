"""Values made without a call a field: they are as frozen as before."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, replace

import pytest

from transforms.frozen import quickly_made
from transforms.model import Evidence


@quickly_made
@dataclass(frozen=True, slots=True)
class Counted:
    """A value with a default."""

    name: str
    number: int = 3


def test_fields_hold_what_they_were_given() -> None:
    assert asdict(Counted("a", number=5)) == {"name": "a", "number": 5}


def test_a_field_that_is_not_given_has_its_default() -> None:
    assert Counted("a").number == 3


def test_a_missing_field_is_refused() -> None:
    with pytest.raises(TypeError, match="name"):
        Counted()  # type: ignore[call-arg]


def test_a_value_belongs_to_its_own_class() -> None:
    assert type(Counted("a")) is Counted


def test_a_value_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Counted("a").number = 4  # type: ignore[misc]


def test_values_of_the_same_fields_are_equal_and_hash_alike() -> None:
    assert {Counted("a", 1), Counted("a", 1)} == {Counted("a", 1)}


def test_a_replaced_field_leaves_the_others() -> None:
    assert replace(Counted("a", 1), number=2) == Counted("a", 2)


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])
def test_a_copy_is_equal(again: object) -> None:
    value = Evidence(1, 2, 3, "text")
    assert again(value) == value  # type: ignore[operator]


def test_a_class_that_is_not_frozen_is_refused() -> None:
    @dataclass
    class Open:
        name: str

    with pytest.raises(TypeError, match="Open"):
        quickly_made(Open)


def test_a_default_factory_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Listed:
        names: list[str] = field(default_factory=list)

    with pytest.raises(TypeError, match="Listed"):
        quickly_made(Listed)
