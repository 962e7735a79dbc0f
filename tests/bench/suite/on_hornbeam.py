"""Hornbeam, through its Python API."""

import json

import rows
from hornbeam import keras

import hornbeam as hb


def make(row, mode, threads, folder):
    if row in rows.INFERENCE:
        return inference(row, folder)
    model = rows.model(keras, row)
    model.compile(rows.optimizer(keras, row), rows.loss(keras, row))
    batch = rows.ROWS[row].batch
    if mode in rows.BATCHES:
        batches = rows.BATCHES[mode]
        x, y = rows.data(row, batches)

        def fit():
            model.fit(x, y, batch_size=batch, epochs=1, verbose=0)
            return batches

        return fit
    x, y = rows.data(row)

    def step():
        model.train_on_batch(x, y)
        return 1

    return step


def inference(row, folder):
    """The SavedModel that Keras has exported."""
    loaded = hb.saved_model.load(folder / row[:2])
    x, _ = rows.data(row)
    serve = hb.saved_model.function(loaded)
    (name,) = json.loads((folder / row[:2] / "inputs.json").read_text())

    def call():
        serve(**{name: x})
        return 1

    return call
