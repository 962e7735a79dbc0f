"""Reads the handwritten digits: tf.train.Example messages in a TFRecord file."""

import struct
from pathlib import Path

import numpy as np


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
    """Images [n, 8, 8, 1] from 0 to 1 and labels [n]."""
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
