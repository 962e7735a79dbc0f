"""The network and the data of the training benchmark, the same for every framework.

Conv 16 of 3x3 and relu, max pooling, conv 32 of 3x3 and relu, max pooling, dense 10; NHWC images of
8x8x1; "same" padding; Adam with 0.001; batches of 32.
"""

import json
import statistics
import struct
import time

import numpy as np

BATCH = 32
WARM_UP = 50
STEPS = 400


def records(path):
    """The payloads of a TFRecord file."""
    content = open(path, "rb").read()
    at = 0
    while at < len(content):
        (size,) = struct.unpack_from("<Q", content, at)
        yield content[at + 12:at + 12 + size]
        at += 16 + size


def load(path="tests/data/digits/train.tfrecord"):
    """Images, float32 [n, 8, 8, 1] in 0…1, and labels, int32 [n].

    Knows the layout that make.py writes: the pixels are the only 256 bytes in a row behind the
    field's head, the label is the byte behind the second one.
    """
    images, labels = [], []
    for record in records(path):
        start = record.index(b"\x0a\x80\x02") + 3
        images.append(np.frombuffer(record, "<f4", 64, start))
        labels.append(record[record.rindex(b"\x0a\x01") + 2])
    return (np.stack(images).reshape(-1, 8, 8, 1) / np.float32(16),
            np.array(labels, np.int32))


def measure(step):
    """Times step(images, labels) over whole batches and prints the median of chunks as JSON."""
    images, labels = load()
    batches = [(np.ascontiguousarray(images[i:i + BATCH]), np.ascontiguousarray(labels[i:i + BATCH]))
               for i in range(0, len(images) - BATCH + 1, BATCH)]
    for i in range(WARM_UP):
        step(*batches[i % len(batches)])
    times = []
    for chunk in range(STEPS // 20):
        start = time.perf_counter()
        for i in range(20):
            step(*batches[(chunk * 20 + i) % len(batches)])
        times.append((time.perf_counter() - start) / 20)
    print(json.dumps({"step_us": statistics.median(times) * 1e6}))
