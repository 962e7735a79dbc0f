"""ParseSequenceExampleV2 beside TensorFlow's."""

import numpy as np
import pytest
import tensorflow as tf

from tests.gradients import graph as hornbeam

raw = tf.raw_ops


def feature(values):
    if not values:
        return tf.train.Feature()
    if isinstance(values[0], float):
        return tf.train.Feature(float_list=tf.train.FloatList(value=values))
    if isinstance(values[0], int):
        return tf.train.Feature(int64_list=tf.train.Int64List(value=values))
    return tf.train.Feature(bytes_list=tf.train.BytesList(value=[v.encode() for v in values]))


def example(context, lists):
    return tf.train.SequenceExample(
        context=tf.train.Features(feature={k: feature(v) for k, v in context.items()}),
        feature_lists=tf.train.FeatureLists(feature_list={
            k: tf.train.FeatureList(feature=[feature(v) for v in values])
            for k, values in lists.items()
        })).SerializeToString()


EXAMPLES = [
    example({"id": [7], "score": [0.5, 1.5], "tags": ["a", "b"], "ratio": [2.5]},
            {"words": [["x"], ["y", "z"], []], "pos": [[1.0, 2.0], [3.0, 4.0]],
             "len": [[1], [2, 3]], "names": [[], ["n", "m"]]}),
    example({"id": [8]}, {"words": [["long enough to need a block of its own"]], "len": []}),
    example({"id": [9], "tags": ["c"], "ratio": [1.5, 3.5]}, {"pos": [[5.0, 6.0]], "len": [[4, 5, 6]]}),
]


def parse(serialized, missing=True, **changes):
    arguments = dict(
        serialized=serialized, debug_name=[], context_sparse_keys=["tags"],
        context_dense_keys=["id", "score"], context_ragged_keys=["ratio"],
        feature_list_sparse_keys=["words"], feature_list_dense_keys=["pos"],
        feature_list_ragged_keys=["len", "names"],
        feature_list_dense_missing_assumed_empty=[missing],
        context_dense_defaults=[tf.constant([], tf.int64), tf.constant([8.0, 9.0])],
        Ncontext_sparse=1, context_sparse_types=[tf.string],
        context_ragged_value_types=[tf.float32], context_ragged_split_types=[tf.int64],
        context_dense_shapes=[[1], [2]], Nfeature_list_sparse=1, Nfeature_list_dense=1,
        feature_list_dense_types=[tf.float32], feature_list_sparse_types=[tf.string],
        feature_list_ragged_value_types=[tf.int64, tf.string],
        feature_list_ragged_split_types=[tf.int32, tf.int64], feature_list_dense_shapes=[[2]])
    arguments.update(changes)
    return raw.ParseSequenceExampleV2(**arguments)


def as_numbers(x):
    """Strings as numbers that tell them apart."""
    return raw.StringToHashBucketFast(input=x, num_buckets=1 << 40) if x.dtype == tf.string else x


def both(build):
    """The outputs that TensorFlow and Hornbeam give, or their errors."""
    with tf.Graph().as_default() as graph:
        outputs = [as_numbers(x) for x in tf.nest.flatten(build())]
        with tf.compat.v1.Session() as session:
            try:
                theirs = session.run(outputs)
            except tf.errors.OpError as e:
                theirs = e.message
    graph = hornbeam.Graph(graph.as_graph_def())
    try:
        ours = graph.run([x.name for x in outputs])
    except hornbeam.Error as e:
        ours = str(e)
    graph.close()
    return theirs, ours


def check(build, undefined=()):
    theirs, ours = both(build)
    assert len(theirs) == len(ours) and not isinstance(ours, str), ours
    for i, (want, got) in enumerate(zip(theirs, ours)):
        assert want.shape == got.shape
        if i not in undefined:
            np.testing.assert_array_equal(want, got)


@pytest.mark.parametrize("examples", [EXAMPLES, EXAMPLES[:1], EXAMPLES[1:2]],
                         ids=["three", "one", "short"])
def test_batches(examples):
    check(lambda: parse(tf.constant(examples, tf.string, [len(examples)])))


@pytest.mark.parametrize("index", [0, 1, 2])
def test_single_examples(index):
    # TensorFlow leaves the splits of what is only one example as it found them in memory.
    check(lambda: parse(tf.constant(EXAMPLES[index])), undefined=(6, 14, 15))


REFUSED = {
    "missing list": lambda: parse(tf.constant(EXAMPLES), missing=False),
    "wrong dtype": lambda: parse(tf.constant(EXAMPLES), feature_list_sparse_types=[tf.float32]),
    "wrong size": lambda: parse(tf.constant(EXAMPLES), feature_list_dense_shapes=[[3]]),
    "missing context": lambda: parse(tf.constant(EXAMPLES), context_dense_keys=["none", "score"]),
    "no example": lambda: parse(tf.constant([EXAMPLES[0][:-3]])),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_as_tensorflow_refuses(name):
    theirs, ours = both(REFUSED[name])
    assert isinstance(theirs, str) and isinstance(ours, str), (theirs, ours)
