"""The same programs in C, C++, Python, Go and Java print the same, bit for bit.

README.md describes the programs, which are in list/.
"""

import re

import digits_data
import pytest
import runners
from runners import HERE, LANGUAGES, ROOT

FILES = sorted(HERE.glob("list/*.txt"))
MODIFIED = re.compile(r"^(?:fails|refuses) (\w+) ")


def read(path):
    """(name, lines) of the programs of a file, as the runners number them."""
    found = {}
    for line in path.read_text().splitlines():
        line = line.split("#")[0].strip()
        if line.startswith("program "):
            lines = found[line.split()[1]] = []
        elif line:
            lines.append(line)
    return found


PROGRAMS = {name: lines for path in FILES for name, lines in read(path).items()}


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    """What each language printed, by program."""
    runners.needs_all()
    folder = tmp_path_factory.mktemp("programs")
    images, labels = digits_data.read(ROOT / "tests/data/digits/train.tfrecord")
    (folder / "images").write_bytes(images[:480].tobytes())
    (folder / "labels").write_bytes(labels[:480].tobytes())
    text = "".join(path.read_text() for path in FILES)
    found = {}
    for language in LANGUAGES:
        own = folder / language
        own.mkdir()
        found[language] = runners.run(language, text, own, folder)
    return found


@pytest.mark.parametrize("name", PROGRAMS)
def test_every_language_prints_the_same(name, outputs):
    wanted = outputs["python"][name]
    assert wanted, f"{name} prints nothing"
    for language in LANGUAGES[1:]:
        assert outputs[language][name] == wanted, f"{name}: {language} differs from Python"


@pytest.mark.parametrize("name", PROGRAMS)
def test_what_fails_is_what_should(name, outputs):
    """Lines with `fails` or `refuses` give the error that they name; no other line gives one."""
    errors = dict(re.findall(r"^(\d+): error (\w+)", outputs["python"][name], re.M))
    wanted = {str(number): MODIFIED.match(line).group(1)
              for number, line in enumerate(PROGRAMS[name], 1) if MODIFIED.match(line)}
    assert errors == wanted
    assert not re.search("threads differ|differs$", outputs["python"][name], re.M)


def test_programs_as_users_write_them_do_as_those_by_name(outputs):
    """digits_cnn and two_inputs build one model from data, and again with the language's own API."""
    for language in LANGUAGES:
        for name, (first, again) in {"digits_cnn": (16, 26), "two_inputs": (21, 25)}.items():
            lines = outputs[language][name]
            histories = [re.findall(rf"^{n}: (.*)", lines, re.M) for n in (first, again)]
            assert histories[0] == histories[1] != []
