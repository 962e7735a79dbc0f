"""The layers of hornbeam.keras."""

from hornbeam.keras._base import Lambda as Lambda
from hornbeam.keras._base import Layer as Layer
from hornbeam.keras.gen.layers import *  # noqa: F403
from hornbeam.keras.models import Input as Input
