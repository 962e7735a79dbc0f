"""Layers, models and training, under the names of Keras 3."""

from __future__ import annotations

from hornbeam._hornbeam.keras import set_random_seed
from hornbeam.keras import (
    callbacks,
    constraints,
    initializers,
    layers,
    losses,
    metrics,
    optimizers,
    regularizers,
    schedules,
)
from hornbeam.keras._base import KerasTensor, Lambda, Layer, Trace
from hornbeam.keras.callbacks_base import Callback, History
from hornbeam.keras.models import Input, Model, Sequential, load_model, model_from_json

load = load_model

__all__ = [
    "Callback",
    "History",
    "Input",
    "KerasTensor",
    "Lambda",
    "Layer",
    "Model",
    "Sequential",
    "Trace",
    "callbacks",
    "constraints",
    "initializers",
    "layers",
    "load",
    "load_model",
    "losses",
    "metrics",
    "model_from_json",
    "optimizers",
    "regularizers",
    "schedules",
    "set_random_seed",
]
