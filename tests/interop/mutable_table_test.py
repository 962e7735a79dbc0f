"""Tables whose entries come and go, beside TensorFlow's."""

import numpy as np
import pytest
import tensorflow as tf

from tests.gradients import graph as hornbeam

raw = tf.raw_ops
v1 = tf.compat.v1


def plain(key, value):
    return raw.MutableHashTableV2(key_dtype=key, value_dtype=value), []


def tensors(key, value):
    return raw.MutableHashTableOfTensorsV2(key_dtype=key, value_dtype=value, value_shape=[2]), [2]


def dense(key, value):
    marks = ["<empty>", "<gone>"] if key == tf.string else [-1, -2]
    return raw.MutableDenseHashTableV2(empty_key=tf.constant(marks[0], key),
                                       deleted_key=tf.constant(marks[1], key),
                                       value_dtype=value, value_shape=[2]), [2]


def numbers(dtype, shape, start):
    values = np.arange(int(np.prod(shape))).reshape(shape) + start
    if dtype == tf.string:
        return tf.constant(np.vectorize(lambda v: "long enough for a block " * (v % 2) + str(v))(
            values))
    return tf.constant(values, dtype)


def as_numbers(x):
    """Strings as numbers that tell them apart."""
    return raw.StringToHashBucketFast(input=x, num_buckets=1 << 40) if x.dtype == tf.string else x


def both(build):
    """What TensorFlow and Hornbeam answer to each of the steps that `build` gives."""
    with tf.Graph().as_default() as graph:
        steps = build()
        answers = [[], []]
        with v1.Session() as session:
            for step in steps:
                try:
                    answers[0].append(session.run(step))
                except tf.errors.OpError as e:
                    answers[0].append(type(e).__name__)
    ours = hornbeam.Graph(graph.as_graph_def())
    for step in steps:
        try:
            if isinstance(step, tf.Operation):
                ours.run([], targets=[step.name])
                answers[1].append(None)
            else:
                answers[1].append(ours.run([t.name for t in step]))
        except hornbeam.Error as e:
            answers[1].append({3: "InvalidArgumentError", 9: "FailedPreconditionError"}[e.code])
    ours.close()
    return answers


@pytest.mark.parametrize("make", [plain, tensors, dense])
@pytest.mark.parametrize("key, value", [(tf.int64, tf.float32), (tf.string, tf.int64),
                                        (tf.int32, tf.float64), (tf.int64, tf.string)])
def test_entries_come_and_go(make, key, value):
    if make is dense and value == tf.string:
        pytest.skip("TensorFlow has no such dense table")

    def build():
        table, inner = make(key, value)
        find = as_numbers(raw.LookupTableFindV2(
            table_handle=table, keys=numbers(key, [6] if make is dense else [2, 3], 1),
            default_value=numbers(value, inner, 90)))
        size = raw.LookupTableSizeV2(table_handle=table)
        insert = raw.LookupTableInsertV2(table_handle=table, keys=numbers(key, [4], 2),
                                         values=numbers(value, [4] + inner, 10))
        again = raw.LookupTableInsertV2(table_handle=table, keys=numbers(key, [2], 5),
                                        values=numbers(value, [2] + inner, 50))
        remove = raw.LookupTableRemoveV2(table_handle=table, keys=numbers(key, [2], 1))
        instead = raw.LookupTableImportV2(table_handle=table, keys=numbers(key, [1], 3),
                                          values=numbers(value, [1] + inner, 70))
        look = [find, size]
        steps = [look, insert, look, again, look, remove, look]
        # TensorFlow's dense tables import the insides of other dense tables only.
        return steps if make is dense else steps + [instead, look]

    theirs, ours = both(build)
    for a, b in zip(theirs, ours):
        assert (a is None) == (b is None)
        for x, y in zip(a or [], b or []):
            np.testing.assert_array_equal(x, y)


def test_a_default_for_each_key():
    def build():
        table, _ = plain(tf.int64, tf.float32)
        insert = raw.LookupTableInsertV2(table_handle=table, keys=tf.constant([7], tf.int64),
                                         values=[1.5])
        return [insert, [raw.LookupTableFindV2(
            table_handle=table, keys=tf.constant([5, 7, 6], tf.int64),
            default_value=[10.0, 20.0, 30.0])]]

    theirs, ours = both(build)
    np.testing.assert_array_equal(theirs[1], ours[1])


def test_export():
    def build():
        table, inner = tensors(tf.int64, tf.float32)
        insert = raw.LookupTableInsertV2(table_handle=table, keys=numbers(tf.int64, [3], 2),
                                         values=numbers(tf.float32, [3] + inner, 10))
        out = raw.LookupTableExportV2(table_handle=table, Tkeys=tf.int64, Tvalues=tf.float32)
        return [insert, [out.keys, out.values]]

    for _, (keys, values) in both(build):
        order = np.argsort(keys)
        np.testing.assert_array_equal(keys[order], [2, 3, 4])
        np.testing.assert_array_equal(values[order], [[10, 11], [12, 13], [14, 15]])


def test_keys_that_are_vectors():
    def build():
        table = raw.MutableDenseHashTableV2(
            empty_key=tf.constant([0, 0], tf.int64), deleted_key=tf.constant([-1, -1], tf.int64),
            value_dtype=tf.float32, value_shape=[])
        insert = raw.LookupTableInsertV2(
            table_handle=table, keys=tf.constant([[1, 2], [3, 4]], tf.int64), values=[5.0, 6.0])
        find = raw.LookupTableFindV2(table_handle=table, default_value=-1.0,
                                     keys=tf.constant([[3, 4], [1, 4], [1, 2]], tf.int64))
        return [insert, [find]]

    theirs, ours = both(build)
    np.testing.assert_array_equal(theirs[1], ours[1])
    np.testing.assert_array_equal(ours[1], [[6, -1, 5]])


@pytest.mark.parametrize("key", [-1, -2])
def test_marks_are_no_keys(key):
    def build():
        table, inner = dense(tf.int64, tf.float32)
        keys = tf.constant([key], tf.int64)
        return [
            raw.LookupTableInsertV2(table_handle=table, keys=keys, values=tf.zeros([1] + inner)),
            [raw.LookupTableFindV2(table_handle=table, keys=keys, default_value=tf.zeros(inner))],
            raw.LookupTableRemoveV2(table_handle=table, keys=keys),
        ]

    theirs, ours = both(build)
    assert theirs == ours == ["InvalidArgumentError"] * 3


def test_tables_that_are_filled_once_stay():
    def build():
        table = raw.HashTableV2(key_dtype=tf.int64, value_dtype=tf.float32)
        return [raw.LookupTableInsertV2(table_handle=table, keys=tf.constant([1], tf.int64),
                                        values=[1.0])]

    _, ours = both(build)
    assert ours == ["FailedPreconditionError"]
