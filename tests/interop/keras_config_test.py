"""Names, defaults and configs of all classes in the schema are those of Keras 3."""

import inspect
import json
import math

import hornbeam_keras as hc
import keras
import pytest

from hornbeam import keras as hk

SCHEMA = hc.schema()
MODULES = {"layer": keras.layers, "loss": keras.losses, "metric": keras.metrics,
           "optimizer": keras.optimizers, "schedule": keras.optimizers.schedules,
           "initializer": keras.initializers, "regularizer": keras.regularizers,
           "constraint": keras.constraints, "callback": keras.callbacks}
# Arguments for parameters without a default.
REQUIRED = {"units": 3, "filters": 2, "kernel_size": 3, "pool_size": 2, "rate": 0.25,
            "stddev": 0.5, "target_shape": (2, 3), "dims": (2, 1), "input_dim": 5, "output_dim": 4,
            "scale": 0.5, "activation": "relu", "factor": 0.5, "initial_learning_rate": 0.125,
            "decay_steps": 10, "decay_rate": 0.5, "boundaries": [3, 6], "values": [1.0, 0.5, 0.25],
            "first_decay_steps": 10, "filepath": "x.keras", "filename": "x.csv",
            "schedule": [0.5], "num_classes": 3, "target_class_ids": [0], "shape": (2,), "num_heads": 2, "key_dim": 3}
# What Keras has and we don't, or has differently, each with its reason.
LEFT_OUT = {
    # Recorded in every layer; training in 8 bits and low-rank adaptation are not ours.
    "quantization_config", "lora_rank", "lora_alpha",
    # Keras writes it only for layers that it was given to.
    "activity_regularizer",
}
ROWS = [(kind, row) for kind in MODULES for row in SCHEMA[kind]
        if row["name"] not in ("InputLayer", "History")]
IDS = [f"{kind}-{row['name']}" for kind, row in ROWS]


def plain(value):
    """Objects as their class names, tuples as lists."""
    if isinstance(value, dict) and "class_name" in value:
        config = value.get("config")
        if value["class_name"] == "DTypePolicy":
            return config["name"]
        return value["class_name"]
    if callable(value) and hasattr(value, "__name__"):
        return value.__name__
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    if hasattr(value, "get_config"):
        return type(value).__name__
    return value


def same(a, b):
    a, b = plain(a), plain(b)
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return math.isclose(a, b, rel_tol=1e-12)
    if isinstance(a, list) and not isinstance(b, list):
        return all(same(x, b) for x in a)
    if isinstance(b, list) and not isinstance(a, list):
        return same(b, a)
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, str) and isinstance(b, str):
        return a.replace("_", "").lower() == b.replace("_", "").lower()
    return a == b


def required(row):
    return {p["name"]: REQUIRED[p["name"]] for p in row["params"] if p.get("required")}


@pytest.mark.parametrize("index", range(len(ROWS)), ids=IDS)
def test_config_and_defaults(index):
    kind, row = ROWS[index]
    cls = getattr(MODULES[kind], row["name"])
    given = required(row)
    if kind == "callback":
        theirs = {n: p.default for n, p in inspect.signature(cls.__init__).parameters.items()
                  if n != "self" and p.kind != p.VAR_KEYWORD}
        theirs.update(given)
    else:
        theirs = cls(**given).get_config()
    ours = {p["name"]: given.get(p["name"], p.get("default")) for p in row["params"]}
    missing = set(theirs) - set(ours) - LEFT_OUT
    assert not missing
    # Some classes of Keras leave parameters out of their config, or round them to float32.
    signature = {n: p.default for n, p in inspect.signature(cls.__init__).parameters.items()}
    assert not {n for n in set(ours) - set(theirs) - set(signature) - LEFT_OUT}
    for name, value in theirs.items():
        if name in ("name", "dtype") or name in LEFT_OUT:
            continue
        default = signature.get(name, value)
        assert same(ours[name], value) or same(ours[name], default), (name, ours[name], value)


@pytest.mark.parametrize("index", range(len(ROWS)), ids=IDS)
def test_our_classes_write_configs_that_keras_reads(index):
    kind, row = ROWS[index]
    if kind in ("callback", "metric"):  # metrics are made with their model, callbacks not saved
        return
    space = {"layer": hk.layers, "loss": hk.losses, "optimizer": hk.optimizers,
             "schedule": hk.schedules, "initializer": hk.initializers,
             "regularizer": hk.regularizers, "constraint": hk.constraints}[kind]
    ours = getattr(space, row["name"])(**required(row))
    config = json.loads(json.dumps(ours.get_config()))
    if kind == "layer" and config.get("name") is None:
        config["name"] = "x"
    again = getattr(MODULES[kind], row["name"]).from_config(config)
    assert isinstance(again, getattr(MODULES[kind], row["name"]))
    if kind == "layer":
        read = hk.layers.Layer(row["name"], json.loads(json.dumps(again.get_config(),
                                                                  default=plain)))
        assert read._layer is not None


def test_signatures_have_keras_order():
    for kind, row in ROWS:
        cls = getattr(MODULES[kind], row["name"])
        theirs = [n for n, p in inspect.signature(cls.__init__).parameters.items()
                  if n != "self" and p.kind == p.POSITIONAL_OR_KEYWORD]
        ours = [p["name"] for p in row["params"]]
        common = [n for n in theirs if n in ours]
        assert [n for n in ours if n in common] == common, (kind, row["name"])


def test_all_activations_are_there():
    ours = {n for row in SCHEMA["activation"] for n in (row["name"], *row.get("aliases", []))}
    # threshold has arguments without defaults, so that no name stands for it.
    theirs = {n for n in dir(keras.activations) if not n.startswith("_")} - {
        "deserialize", "get", "serialize", "threshold"}
    assert not theirs - ours
