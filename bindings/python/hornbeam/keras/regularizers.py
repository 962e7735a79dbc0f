"""The regularizers of hornbeam.keras."""

from hornbeam.keras.gen.regularizers import *  # noqa: F403
