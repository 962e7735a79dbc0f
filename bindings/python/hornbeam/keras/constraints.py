"""The constraints of hornbeam.keras."""

from hornbeam.keras.gen.constraints import *  # noqa: F403
