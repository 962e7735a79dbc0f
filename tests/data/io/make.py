#!/usr/bin/env python3
"""Writes the files of this folder with TensorFlow; run it to make them anew.

bundle/all           one tensor of every plain dtype, strings, scalars, empty tensors
bundle/parts         two data files, a partitioned matrix, merged by MergeV2Checkpoints
checkpoint           the state file of a checkpoint folder
records[.gz|.zlib]   three records: b"first", b"", 3,000 bytes
"""

import pathlib
import shutil

import numpy as np
import tensorflow as tf

HERE = pathlib.Path(__file__).resolve().parent
NUMBERS = [
    "float32", "float64", "float16", "bfloat16", "int8", "int16", "int32", "int64", "uint8",
    "uint16", "uint32", "uint64", "complex64", "complex128",
]


def save(prefix, tensors, slices=None):
    names = list(tensors)
    tf.raw_ops.SaveV2(
        prefix=str(prefix), tensor_names=names,
        shape_and_slices=[slices.get(n, "") if slices else "" for n in names],
        tensors=list(tensors.values()))


def bundles():
    out = HERE / "bundle"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    tensors = {}
    for name in NUMBERS:
        tensors["numbers/" + name] = tf.cast(tf.constant([[0, 1, 2], [3, 100, 5]]), name)
    tensors["bools"] = tf.constant([True, False, True])
    tensors["empty"] = tf.zeros([0, 3])
    tensors["scalar"] = tf.constant(2.5)
    tensors["strings"] = tf.constant([["a", "", "b" * 300], ["\0\xff", "\u00e4", "end"]])
    tensors["no_strings"] = tf.constant([], tf.string)
    tensors["string"] = tf.constant("one")
    save(out / "all", tensors)

    matrix = tf.reshape(tf.range(24, dtype=tf.float32), [6, 4])
    save(out / "part0", {"matrix": matrix[:2], "left": tf.constant([1, 2])},
         {"matrix": "6 4 0,2:-"})
    save(out / "part1", {"matrix": matrix[2:, :3], "right": tf.constant("r")},
         {"matrix": "6 4 2,4:0,3"})
    save(out / "part2", {"matrix": matrix[2:, 3:]}, {"matrix": "6 4 2,4:3,1"})
    tf.raw_ops.MergeV2Checkpoints(
        checkpoint_prefixes=[str(out / f"part{i}") for i in range(3)],
        destination_prefix=str(out / "parts"), delete_old_dirs=False)


def records():
    for name, kind in [("records", ""), ("records.gz", "GZIP"), ("records.zlib", "ZLIB")]:
        with tf.io.TFRecordWriter(str(HERE / name), kind) as writer:
            for record in [b"first", b"", bytes(i % 251 for i in range(3000))]:
                writer.write(record)


def checkpoint_state():
    tf.compat.v1.train.update_checkpoint_state(
        str(HERE), "model-2", ["model-1", "model-2"], all_model_checkpoint_timestamps=[1.5, 2.5],
        last_preserved_timestamp=0.5)


if __name__ == "__main__":
    bundles()
    records()
    checkpoint_state()
