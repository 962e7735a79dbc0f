"""Keras's fit on TensorFlow."""

import keras
import rows


def make(row, mode, threads, folder):
    if row in rows.INFERENCE or mode not in rows.BATCHES:
        return "its step is TensorFlow's"
    model = rows.model(keras, row)
    model.compile(rows.optimizer(keras, row), rows.loss(keras, row))
    batches = rows.BATCHES[mode]
    x, y = rows.data(row, batches)
    batch = rows.ROWS[row].batch

    def fit():
        model.fit(x, y, batch_size=batch, epochs=1, verbose=0)
        return batches

    return fit
