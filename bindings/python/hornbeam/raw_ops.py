"""One function for each op, under the names of TensorFlow."""

from hornbeam.gen.raw_ops import *  # noqa: F403
