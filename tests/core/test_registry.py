import pytest

from cmkc.core.registry import Registry


def test_a_registry_keeps_the_order_and_finds_by_name():
    registry = Registry[str]("nothing_of_this_name")
    registry.register("b", "second letter")
    registry.register("a", "first letter")
    assert (list(registry), registry.names(), registry["a"]) == (
        ["second letter", "first letter"],
        ["b", "a"],
        "first letter",
    )
    assert registry.get("c") is None
    Registry.modules.remove("nothing_of_this_name")


def test_a_name_is_given_once():
    registry = Registry[str]("nothing_of_this_name")
    registry.register("a", "first")
    with pytest.raises(ValueError, match="registered already"):
        registry.register("a", "another")
    Registry.modules.remove("nothing_of_this_name")
