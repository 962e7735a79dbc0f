"""Draws what the demo did: the losses of each language, and digits with what C took them for.

usage: demo_draw.py DATA_FOLDER OUT_FOLDER
"""

import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt  # noqa: E402
from digits_data import read  # noqa: E402

data, out = sys.argv[1], Path(sys.argv[2])
images, labels = read(f"{data}/test.tfrecord")


def lines(name, word):
    return [line.split()[1:] for line in (out / f"{name}.txt").read_text().splitlines()
            if line.startswith(f"{word} ")]


figure = plt.figure(figsize=(10, 4))
axes = figure.add_axes((0.07, 0.14, 0.4, 0.76))
done, last = 0, []
for language, name in ("Python", "python"), ("Go", "go"), ("C++, frozen", "cpp"):
    losses = [float(value) for (value,) in lines(name, "loss")]
    axes.plot(range(done + 1 - len(last), done + 1 + len(losses)), last + losses, label=language)
    done, last = done + len(losses), losses[-1:]
axes.set_xlabel("epoch")
axes.set_ylabel("training loss")
axes.set_yscale("log")
axes.legend()
for i, predicted in enumerate(int(word) for word in lines("c", "predictions")[0]):
    cell = figure.add_axes((0.5 + 0.08 * (i % 6), 0.62 - 0.3 * (i // 6), 0.075, 0.24))
    cell.imshow(images[i, :, :, 0], cmap="gray_r")
    cell.set_title(str(predicted), color="black" if predicted == labels[i] else "red", fontsize=10)
    cell.axis("off")
figure.savefig(out / "digits.png", dpi=110)
