"""The metrics of hornbeam.keras."""

from hornbeam.keras.gen.metrics import *  # noqa: F403
