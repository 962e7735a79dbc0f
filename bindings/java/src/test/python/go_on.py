"""Goes on with a model that Java wrote.

usage: go_on.py MODEL_FOLDER RESULT

RESULT gets predictions, losses of two epochs and predictions again, as same_programs.py writes them.
"""

import sys

import numpy as np

from hornbeam import keras
from same_programs import X, Y, write


def main():
    model = keras.load(sys.argv[1])
    with open(sys.argv[2], "wb") as file:
        write(file, [model.predict(X)], "<f4")
        history = model.fit(X, Y, epochs=2, shuffle=False, verbose=0)
        write(file, [history.history["loss"]], "<f8")
        write(file, [model.predict(X)], "<f4")
    assert np.isfinite(history.history["loss"]).all()


if __name__ == "__main__":
    main()
