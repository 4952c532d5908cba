"""The examples in the docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import eligibility

MODULES = sorted(found.name for found in pkgutil.walk_packages(eligibility.__path__, "eligibility."))


@pytest.mark.parametrize("module", MODULES)
def test_examples_of_a_module(module: str) -> None:
    assert doctest.testmod(importlib.import_module(module)).failed == 0
