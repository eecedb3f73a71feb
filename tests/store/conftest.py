"""Each test has a file of its own."""

from tests.store.template import desk, store, template

__all__ = ["desk", "store", "template"]
