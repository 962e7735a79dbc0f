"""The callbacks of hornbeam.keras."""

from hornbeam.keras.callbacks_base import Callback, History  # noqa: F401
from hornbeam.keras.gen.callbacks import *  # noqa: F403
