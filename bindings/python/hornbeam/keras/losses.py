"""The losses of hornbeam.keras."""

from hornbeam.keras.gen.losses import *  # noqa: F403
