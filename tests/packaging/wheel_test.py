"""The Python wheels that packaging writes: their files, and programs that have only what they installed."""

import base64
import csv
import email
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys
import sysconfig
import zipfile

import numpy as np
import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("HORNBEAM_BUILD", ROOT / "build" / "release"))
VERSION = (ROOT / "VERSION").read_text().strip()
INFO = f"hornbeam-{VERSION}.dist-info"

TRAIN = """
import numpy as np
from hornbeam import keras

x = np.array([[1], [2], [3], [4]], np.float32)
m = keras.Sequential([keras.layers.Dense(1, kernel_initializer="ones")])
m.compile(keras.optimizers.SGD(0.01), "mean_squared_error")
loss = m.fit(x, 1 - x, epochs=5, verbose=0).history["loss"]
assert loss[-1] < loss[0], loss
m.save("model")
out = keras.load("model").predict(x)
assert isinstance(out, np.ndarray) and out.shape == (4, 1), out
"""
# Beside another library: what either raises is still its own, and a fork goes on. `wrong` is a call of the
# other one and its error.
BOTH = """
import hornbeam, os
for call, error in (wrong, (lambda: keras.load("nowhere"), hornbeam.errors.NotFoundError)):
    try:
        call()
    except error:
        pass
    else:
        raise AssertionError(error)
if (child := os.fork()) == 0:
    os._exit(0 if np.array_equal(keras.load("model").predict(x), out) else 1)
assert os.waitpid(child, 0)[1] == 0
"""
TENSORFLOW = """
t = tf.Variable([[1.0]])
with tf.GradientTape() as tape:
    loss = tf.reduce_mean((tf.constant(x) @ t - 2.0 * x) ** 2)
keras_of_tf = tf.keras.Sequential([tf.keras.layers.Dense(1)])
keras_of_tf.compile("sgd", "mse")
keras_of_tf.train_on_batch(x, 1 - x)
assert tape.gradient(loss, t).numpy()[0, 0] < 0
wrong = (lambda: tf.constant([1, 2]) @ tf.constant([1]), tf.errors.InvalidArgumentError)
""" + BOTH + """
assert tf.saved_model.load("model").signatures["serving_default"] is not None
print("done")
"""
TORCH = """
t = torch.nn.Linear(1, 1)
step = torch.optim.SGD(t.parameters(), 0.01)
def train_torch():
    step.zero_grad()
    loss = torch.nn.functional.mse_loss(t(torch.from_numpy(x)), torch.from_numpy(1 - x))
    loss.backward()
    step.step()
    return loss.item()
losses = [train_torch() for _ in range(5)]
assert losses[-1] < losses[0], losses
wrong = (lambda: torch.ones(2) @ torch.ones(3), RuntimeError)
""" + BOTH + """
assert m.train_on_batch(x, 1 - x) < loss[0] and train_torch() < losses[0]
assert np.array_equal(np.from_dlpack(torch.from_numpy(out)), out)
print("done")
"""


def environment(name, fetch=True):
    """The Python of an environment of tools/setup; None when it isn't there and not to be fetched."""
    option = [] if fetch else ["--present"]
    return subprocess.run(
        [ROOT / "tools/setup/python.sh", *option, ROOT / f"tests/requirements-{name}.txt"],
        check=fetch, capture_output=True, text=True).stdout.strip() or None


def packages_of(python):
    return subprocess.run([python, "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])"],
                          check=True, capture_output=True, text=True).stdout.strip()


def write(folder):
    """The wheels by the version of their CPython, such as "311"."""
    subprocess.run([sys.executable, ROOT / "packaging/python/wheel.py", "--build", BUILD, folder],
                   check=True)
    return {re.search(r"-cp(\d+)-cp\1-", path.name)[1]: path for path in folder.glob("*.whl")}


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    if not (BUILD / "python/pythons.txt").exists():
        pytest.skip("the Python module is not built")
    return write(tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def wheel(wheels):
    """That of the interpreter which runs the tests."""
    return wheels["{}{}".format(*sys.version_info)]


@pytest.fixture(scope="module")
def files(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


class Place:
    """A virtual environment with the wheel and what a folder of packages has, NumPy for one."""

    def __init__(self, folder, wheel, packages):
        self.folder, self.bin = folder, folder / "venv/bin"
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
        (site,) = (folder / "venv/lib").glob("python*/site-packages")
        (site / "others.pth").write_text(f"{packages}\n")
        subprocess.run([sys.executable, "-m", "pip", "--python", self.bin / "python", "install",
                        "--quiet", "--disable-pip-version-check", "--no-index", "--no-deps", wheel],
                       check=True)

    def run(self, *command, check=True):
        env = {"PATH": str(self.bin), "TF_CPP_MIN_LOG_LEVEL": "2", "CUDA_VISIBLE_DEVICES": ""}
        done = subprocess.run(command, cwd=self.folder, env=env, capture_output=True, text=True)
        assert not check or done.returncode == 0, done.stderr
        return done

    def python(self, program):
        return self.run("python", "-c", program).stdout


@pytest.fixture(scope="module")
def place(wheel, tmp_path_factory):
    """With the packages of the tests' own environment, TensorFlow among them."""
    return Place(tmp_path_factory.mktemp("place"), wheel, sysconfig.get_paths()["purelib"])


def test_the_record_holds_all_files(files):
    rows = {row[0]: row[1:] for row in csv.reader(files[f"{INFO}/RECORD"].decode().splitlines())}
    assert rows.pop(f"{INFO}/RECORD") == ["", ""]
    assert set(rows) == set(files) - {f"{INFO}/RECORD"}
    for name, (digest, size) in rows.items():
        expected = base64.urlsafe_b64encode(hashlib.sha256(files[name]).digest()).decode().rstrip("=")
        assert (digest, size) == (f"sha256={expected}", str(len(files[name]))), name


def test_metadata_and_licences(files):
    metadata = email.message_from_bytes(files[f"{INFO}/METADATA"])
    assert (metadata["Name"], metadata["Version"]) == ("hornbeam", VERSION)
    assert metadata["License-Expression"].startswith("Apache-2.0")
    assert metadata.get_payload().startswith("# Hornbeam in Python")
    listed = metadata.get_all("License-File")
    assert {"LICENSE", "NOTICE", "licences/MPL-2.0.txt"} <= set(listed)
    assert {f"{INFO}/licenses/{name}" for name in listed} <= set(files)


def test_the_bill_of_materials(files):
    bill = json.loads(files[f"{INFO}/sboms/hornbeam.cdx.json"])
    assert bill["metadata"]["component"]["purl"] == f"pkg:pypi/hornbeam@{VERSION}"
    names = {c["name"] for c in bill["components"]}
    assert {"Eigen", "protobuf", "pybind11", "GCC runtime libraries"} <= names
    hashes = {c["name"]: c["hashes"][0]["content"] for c in bill["components"] if c["type"] == "file"}
    natives = {name for name in files if ".so" in name}
    assert len(natives) == 3
    assert hashes == {name.removeprefix("hornbeam/"): hashlib.sha256(files[name]).hexdigest()
                      for name in natives}


def test_the_libraries_are_those_of_the_build(files):
    for name in ("libhornbeam.so.1", "libhornbeam_keras.so.1"):
        assert files[f"hornbeam/{name}"] == (BUILD / "lib" / name).read_bytes()


def test_the_extensions_export_their_entry_alone(wheels, tmp_path):
    for version, wheel in wheels.items():
        with zipfile.ZipFile(wheel) as archive:
            (name,) = [n for n in archive.namelist() if "_hornbeam.cpython" in n]
            assert f".cpython-{version}-" in name
            path = archive.extract(name, tmp_path)
        symbols = subprocess.run(["nm", "-D", "--defined-only", path], check=True,
                                 capture_output=True, text=True).stdout.split()[2::3]
        assert symbols == ["PyInit__hornbeam"]


def test_the_platform_is_true(wheels):
    for wheel in wheels.values():
        shown = subprocess.run([environment("packaging"), "-m", "auditwheel", "show", wheel],
                               check=True, capture_output=True, text=True).stdout
        assert 'platform tag: "manylinux_2_28_x86_64"' in shown.replace("\n", " ")
        assert wheel.name.endswith("-manylinux_2_28_x86_64.whl")


def test_the_same_input_gives_the_same_bytes(wheels, tmp_path):
    again = write(tmp_path)
    assert {v: (p.name, p.read_bytes()) for v, p in again.items()} == {
        v: (p.name, p.read_bytes()) for v, p in wheels.items()}


def test_each_cpython_has_its_wheel(wheels, files, tmp_path):
    """Each interpreter that the build found trains with its own wheel, which pip takes for it."""
    lines = (BUILD / "python/pythons.txt").read_text().splitlines()
    assert len(wheels) == len(lines)
    for interpreter, extension in (line.split("\t") for line in lines):
        version = re.search(r"cpython-(\d+)-", extension)[1]
        site = tmp_path / version
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps",
                        "--disable-pip-version-check", "--target", site, "--only-binary=:all:",
                        "--implementation", "cp", "--python-version", version, "--abi", f"cp{version}",
                        "--platform", "manylinux_2_28_x86_64", wheels[version]], check=True)
        for name in ("libhornbeam.so.1", "libhornbeam_keras.so.1"):
            assert (site / "hornbeam" / name).read_bytes() == files[f"hornbeam/{name}"]
        numpy = subprocess.run([ROOT / "tools/setup/pythons.sh", "numpy", version], check=True,
                               capture_output=True, text=True).stdout.strip()
        folder = tmp_path / f"run{version}"
        folder.mkdir()
        done = subprocess.run(
            [interpreter, "-c", TRAIN + "import sys\nprint('{}{}'.format(*sys.version_info))"],
            cwd=folder, env={"PATH": os.environ["PATH"], "PYTHONPATH": f"{site}:{numpy}"},
            capture_output=True, text=True)
        assert (done.returncode, done.stdout) == (0, f"{version}\n"), done.stderr


def test_the_command(place):
    place.python(TRAIN)
    assert place.run("hornbeam", "version").stdout.startswith(f"hornbeam {VERSION} ")
    assert place.run("hornbeam", "show", "model").stdout == "tags: serve\n"
    assert "  serving_default  (" in place.run("hornbeam", "show", "model", "--tag_set", "serve").stdout
    shown = place.run("hornbeam", "show", "model", "--all").stdout
    one = place.run("hornbeam", "show", "model", "--signature_def", "serving_default").stdout
    assert one in shown and "train_step" in shown
    kind, name, dtype, shape = one.splitlines()[1].split(maxsplit=3)
    assert (kind, dtype) == ("input", "float32") and shape.startswith("[?, 1]")

    x = np.array([[5], [6]], np.float32)
    np.savez(place.folder / "x.npz", a=x, b=x + 1)
    np.save(place.folder / "x.npy", x)
    outputs = []
    for number, given in enumerate((["--inputs", f"{name}=x.npy"], ["--inputs", f"{name}=x.npz[a]"],
                                    ["--input_exprs", f"{name}=np.array([[5], [2 * 3]])"])):
        place.run("hornbeam", "run", "model", "--signature_def", "serving_default", *given,
                  "--outdir", f"out{number}")
        (result,) = (place.folder / f"out{number}").iterdir()
        outputs.append(np.load(result))
    assert outputs[0].shape == (2, 1) and all(np.array_equal(o, outputs[0]) for o in outputs)
    printed = place.run("hornbeam", "run", "model", "--inputs", f"{name}=x.npy").stdout
    assert printed == f"{result.stem}:\n{outputs[0]}\n"
    benched = place.run("hornbeam", "bench", "model", "--batch", "3", "--seconds", "0.01").stdout
    assert benched.startswith(f"{name}: float32[3, 1]\n") and "MatMul" in benched
    assert place.run("python", "-m", "hornbeam", "version").stdout.startswith("hornbeam ")


def test_wrong_use_of_the_command(place):
    place.python(TRAIN)
    (place.folder / "damaged").mkdir(exist_ok=True)
    (place.folder / "damaged/saved_model.pb").write_bytes(b"\x12\x7f")
    (place.folder / "there").mkdir(exist_ok=True)
    (place.folder / "there/y.npy").write_bytes(b"")
    for status, message, command in (
            (1, "'nowhere' holds no saved_model.pb", "show nowhere"),
            (1, "is damaged", "show damaged --all"),
            (2, "no graph with the tags 'other'; there are serve", "show model --tag_set other"),
            (2, "no signature 'other'; there are ", "show model --signature_def other"),
            (2, "the signature takes ", "run model"),
            (2, "NAME=VALUE", "run model --inputs x"),
            (2, "'no.npy' can't be read", "run model --inputs x=no.npy"),
            (2, "literals, arithmetic and np", "run model --input_exprs x=open('f')"),
            (2, "literals, arithmetic and np", "run model --input_exprs x=np.__loader__"),
            (2, "can't be evaluated", "run model --input_exprs x=np.nothing(1)"),
            (2, "COMMAND", "")):
        done = place.run("hornbeam", *command.split(), check=False)
        assert (done.returncode, done.stdout) == (status, ""), command
        assert message in done.stderr and "Traceback" not in done.stderr, done.stderr


def test_numpy_1(wheel, tmp_path):
    place = Place(tmp_path, wheel, packages_of(environment("numpy1")))
    assert place.python(TRAIN + "print(np.__version__)").startswith("1.")


def test_beside_tensorflow_in_either_order(place):
    assert place.python(TRAIN + "\nimport tensorflow as tf\n" + TENSORFLOW) == "done\n"
    assert place.python("import tensorflow as tf\n" + TRAIN + TENSORFLOW) == "done\n"


def test_beside_pytorch_in_either_order(wheel, tmp_path):
    torch = environment("torch", fetch=False)
    if torch is None:
        pytest.skip("PyTorch, 5 GB, is not installed; ./dev bench training installs it")
    place = Place(tmp_path, wheel, packages_of(torch))
    assert place.python(TRAIN + "\nimport torch\n" + TORCH) == "done\n"
    assert place.python("import torch\n" + TRAIN + TORCH) == "done\n"


def test_nothing_but_numpy_is_imported(place):
    loaded = place.python("import sys, hornbeam\nprint(*sys.modules)").split()
    assert not {"tensorflow", "torch", "keras", "ml_dtypes"} & set(loaded)
