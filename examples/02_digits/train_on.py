"""Loads the digits network that C++ trained, trains it on, saves it, and draws what happened.

usage: train_on.py DATA_FOLDER MODEL_FOLDER LOSSES PICTURE
"""

import struct
import sys
from pathlib import Path

import numpy as np

from hornbeam import keras


def varint(data, at):
    value = shift = 0
    while True:
        value |= (data[at] & 127) << shift
        at += 1
        if data[at - 1] < 128:
            return value, at
        shift += 7


def fields(data):
    """The (number, content) pairs of a message whose fields all have a length."""
    at = 0
    while at < len(data):
        tag, at = varint(data, at)
        size, at = varint(data, at)
        yield tag >> 3, data[at : at + size]
        at += size


def read(path):
    """Images [n, 8, 8, 1] from 0 to 1 and labels [n] of a TFRecord file of Examples."""
    data, at, images, labels = Path(path).read_bytes(), 0, [], []
    while at < len(data):
        (length,) = struct.unpack_from("<Q", data, at)
        example = data[at + 12 : at + 12 + length]
        at += length + 16
        for _, entry in fields(next(fields(example))[1]):
            (_, key), (_, feature) = fields(entry)
            _, values = next(fields(next(fields(feature))[1]))
            if key == b"image":
                images.append(np.frombuffer(values, "<f4"))
            else:
                labels.append(varint(values, 0)[0])
    return np.reshape(images, (-1, 8, 8, 1)).astype(np.float32) / 16, np.array(labels, np.int64)


def draw(path, before, after, images, labels, predictions):
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure = plt.figure(figsize=(10, 4))
    axes = figure.add_axes((0.07, 0.14, 0.4, 0.76))
    axes.plot(range(1, len(before) + 1), before, label="C++")
    axes.plot(range(len(before), len(before) + len(after) + 1), before[-1:] + after, label="Python")
    axes.set_xlabel("epoch")
    axes.set_ylabel("training loss")
    axes.set_yscale("log")
    axes.legend()
    for i in range(18):
        cell = figure.add_axes((0.5 + 0.08 * (i % 6), 0.62 - 0.3 * (i // 6), 0.075, 0.24))
        cell.imshow(images[i, :, :, 0], cmap="gray_r")
        right = predictions[i] == labels[i]
        cell.set_title(str(predictions[i]), color="black" if right else "red", fontsize=10)
        cell.axis("off")
    figure.savefig(path, dpi=110)


def main():
    data, model_folder, losses, picture = sys.argv[1:]
    x, y = read(f"{data}/train.tfrecord")
    tx, ty = read(f"{data}/test.tfrecord")
    model = keras.load(model_folder)
    print(f"Python starts with test accuracy {model.evaluate(tx, ty)[1]:.6f}")
    history = model.fit(x, y, epochs=6, batch_size=32, seed=2)
    print(f"Python ends with test accuracy {model.evaluate(tx, ty)[1]:.6f}")
    model.save(model_folder)
    before = [float(line.split()[1]) for line in Path(losses).read_text().split("\n") if line]
    draw(picture, before, history.history["loss"], tx, ty, model.predict(tx).argmax(1))


if __name__ == "__main__":
    main()
