"""What the ops are sampled with, by group; see tests/cases/sample.py."""

import importlib
import pkgutil


def load():
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
