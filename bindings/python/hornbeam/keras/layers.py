"""The layers of hornbeam.keras."""

from hornbeam.keras._base import Lambda, Layer  # noqa: F401
from hornbeam.keras.gen.layers import *  # noqa: F403
from hornbeam.keras.models import Input  # noqa: F401
