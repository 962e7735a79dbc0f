"""The examples: each does the same in every language, to the last digit it prints."""

import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request

import numpy as np
import pytest
import runners
from runners import BUILD, ROOT

from hornbeam import keras

EXAMPLES = ROOT / "examples"
DATA = ROOT / "tests/data/digits"
# Example, names of its files without Java's and with Java's, what comes with the Go file.
NAMES = {
    "00_ten_lines": ("ten_lines", "Train", []),
    "01_seed_program": ("seed", "Seed", []),
    "02_digits": ("digits", "LearnDigits", ["digits_data"]),
    "03_functional": ("functional", "Functional", []),
    "04_custom_layer": ("custom_layer", "CustomLayer", []),
    "05_resume": ("resume", "Resume", []),
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with the Java examples in it, compiled."""
    runners.needs_all()
    folder = tmp_path_factory.mktemp("examples")
    runners.build_java(folder / "classes", *sorted(EXAMPLES.glob("*/*.java")))
    return folder


def build_go(place, example, name, more=()):
    binary = place / f"{example}_{name}"
    if not binary.exists():
        runners.build_go(binary, *[EXAMPLES / example / f"{n}.go" for n in (name, *more)])
    return [str(binary)]


def command(place, example, language):
    name, java, more = NAMES[example]
    if language == "python":
        return [sys.executable, str(EXAMPLES / example / f"{name}.py")]
    if language == "go":
        return build_go(place, example, name, more)
    if language == "java":
        return runners.java(place / "classes", java)
    ending = "_cpp" if language == "cpp" else ""
    return [str(BUILD / f"bin/examples_{example}_{name}{ending}")]


def run(place, example, language, *arguments):
    folder = place / f"{example}.{language}"
    folder.mkdir()
    done = subprocess.run([*command(place, example, language), *arguments], cwd=folder,
                          env=runners.environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def outputs(place, example, *arguments):
    """What all languages print; it must be the same."""
    found = {language: run(place, example, language, *arguments) for language in runners.LANGUAGES}
    for language, text in found.items():
        assert text == found["python"], f"{language}:\n{text}\nPython:\n{found['python']}"
    return found["python"]


def test_the_readme_shows_the_ten_lines(place):
    readme = (ROOT / "README.md").read_text()
    for name, language in ("ten_lines.py", "python"), ("ten_lines.cc", "cpp"), \
            ("Train.java", "java"), ("ten_lines.go", "go"):
        code = (EXAMPLES / "00_ten_lines" / name).read_text()
        if language == "go":
            code = code[code.index("package main"):]
        assert f"```{language}\n{code}```" in readme, f"the README doesn't show {name}"
        found = run(place, "00_ten_lines", language)
        predicted = [float(v) for v in re.findall(r"-?\d+\.?\d*(?:e[-+]?\d+)?", found)]
        assert len(predicted) == 4 and np.isfinite(predicted).all()
        assert (place / f"00_ten_lines.{language}/model/saved_model.pb").exists()


def test_seed_program(place):
    values = [float(v) for v in outputs(place, "01_seed_program").split()]
    assert len(values) == 104 and values[99] < values[0]


def test_digits(place):
    text = outputs(place, "02_digits", str(DATA), "model")
    accuracy, loaded = re.findall(r"accuracy (.*)", text)
    assert accuracy == loaded and float(accuracy) > 0.93


def test_functional(place):
    text = outputs(place, "03_functional")
    first, last = re.match(r"loss (.*) to (.*)", text).groups()
    assert float(last) < float(first) / 5 and len(text.split("\n")) == 10


def test_custom_layer(place):
    losses = re.findall(r"loss (.*) to (.*)", outputs(place, "04_custom_layer", "model"))
    assert len(losses) == 2
    assert all(float(last) < float(first) for first, last in losses)


def test_resume(place):
    lines = outputs(place, "05_resume", ".").splitlines()
    assert lines[3:6] == lines[6:9] and lines[9:] == ["the same predictions"]


def model_of(folder, seed):
    """Saves a model and gives what it predicts."""
    keras.set_random_seed(seed)
    model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(8, activation="tanh"),
                              keras.layers.Dense(2)])
    model.save(folder)
    return model.predict(X)


X = np.arange(12, dtype=np.float32).reshape(3, 4) / 8


class Client:
    def __init__(self, address):
        self.address = address

    def post(self, path, body=""):
        request = urllib.request.Request(f"http://{self.address}{path}", body.encode(),
                                         {"Content-Type": "text/plain"})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read().decode()

    def predict(self, _=None):
        text = self.post("/predict", "\n".join(" ".join(map(str, row)) for row in X) + "\n")
        return np.array([line.split() for line in text.splitlines()], np.float32)


@pytest.mark.parametrize("language", ["go", "java"])
def test_serve_in_process(place, language, tmp_path):
    folder = tmp_path / "model"
    before = model_of(folder, 1)
    start = build_go(place, "06_serve_in_process", "serve") if language == "go" else \
        runners.java(place / "classes", "Serve")
    server = subprocess.Popen([*start, str(folder)], stdout=subprocess.PIPE, text=True,
                              env=runners.environment())
    try:
        client = Client(server.stdout.readline().strip())
        with concurrent.futures.ThreadPoolExecutor(16) as threads:
            for answer in threads.map(client.predict, range(64)):
                np.testing.assert_array_equal(answer, before)
            # The model changes while all predict: an answer is the old one's or the new one's.
            answers = [threads.submit(client.predict) for _ in range(100)]
            after = model_of(folder, 2)
            client.post("/reload")
            answers += [threads.submit(client.predict) for _ in range(100)]
            for answer in answers:
                values = answer.result()
                assert np.array_equal(values, before) or np.array_equal(values, after)
        np.testing.assert_array_equal(client.predict(), after)
        with pytest.raises(urllib.error.HTTPError) as error:
            client.post("/predict", "1 2 3\n")
        assert error.value.code == 400 and "shape" in error.value.read().decode()
    finally:
        server.kill()
        server.wait()


def test_the_demo(tmp_path):
    runners.needs_all()
    environment = runners.environment()
    go, _ = runners.go()
    environment.update(HORNBEAM_BUILD=str(BUILD), HORNBEAM_PYTHON=sys.executable,
                       PATH=f"{pathlib.Path(go).parent}:{os.environ['PATH']}")
    done = subprocess.run(["bash", EXAMPLES / "02_digits/demo.sh", tmp_path / "demo"],
                          env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    found = re.findall(r"(\S+) (\w+) with test accuracy (\S+)", done.stdout)
    assert [f[:2] for f in found] == [
        ("Python", "ends"), ("Go", "starts"), ("Go", "ends"), ("Java", "evaluates"),
        ("C++", "starts"), ("C++", "ends"), ("C", "predicts")]
    values = [f[2] for f in found]
    assert values[0] == values[1] and values[2:5] == [values[2]] * 3 and values[5] == values[6]
    assert (tmp_path / "demo/digits.png").stat().st_size > 10000
    shutil.rmtree(tmp_path / "demo")
