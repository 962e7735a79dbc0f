"""The schedules of hornbeam.keras."""

from hornbeam.keras.gen.schedules import *  # noqa: F403
