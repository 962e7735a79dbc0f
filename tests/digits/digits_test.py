"""The digits data is what its README says, as TensorFlow reads it."""

import collections
import pathlib

import pytest

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "data" / "digits"


def read(name):
    import tensorflow as tf

    records = list(tf.data.TFRecordDataset(str(FOLDER / f"{name}.tfrecord")))
    return tf.io.parse_example(tf.stack(records), {
        "image": tf.io.FixedLenFeature([64], tf.float32),
        "label": tf.io.FixedLenFeature([], tf.int64),
    })


@pytest.mark.parametrize("name, count", [("train", 1438), ("test", 359)])
def test_digits(name, count):
    examples = read(name)
    images, labels = examples["image"].numpy(), examples["label"].numpy()
    assert images.shape == (count, 64)
    assert images.min() == 0 and images.max() == 16
    assert (images == images.round()).all()
    seen = collections.Counter(labels.tolist())
    assert sorted(seen) == list(range(10)) and min(seen.values()) > 20
