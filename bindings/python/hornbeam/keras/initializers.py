"""The initializers of hornbeam.keras."""

from hornbeam.keras.gen.initializers import *  # noqa: F403
