"""The Maven repository that packaging writes: its files, and programs that use nothing else."""

import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import xml.etree.ElementTree
import zipfile

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("HORNBEAM_BUILD", ROOT / "build" / "release"))
VERSION = (ROOT / "VERSION").read_text().strip()
NAMESPACE = {"m": "http://maven.apache.org/POM/4.0.0"}

PROGRAM = """
import dev.hornbeam.Tensor;
import dev.hornbeam.keras.Sequential;
import dev.hornbeam.keras.layers.Dense;

public class Program {
  public static void main(String[] args) {
    try (var x = Tensor.of(new float[][] {{1}, {2}});
        var model = Sequential.of(Dense.units(1).kernelInitializer("ones").build());
        var out = model.predict(x)) {
      System.out.println(out.floats()[1]);
    }
  }
}
"""
LOADERS = """
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

public class Loaders {
  public static void main(String[] args) throws Exception {
    URL[] urls = new URL[args.length];
    for (int i = 0; i < args.length; i++) {
      urls[i] = new java.io.File(args[i]).toURI().toURL();
    }
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      loaders.add(run(urls));
    }
    for (int i = 0; i < 100 && loaders.stream().anyMatch(l -> l.get() != null); i++) {
      System.gc();
      Thread.sleep(10);
    }
    System.out.println(loaders.stream().filter(l -> l.get() != null).count());
  }

  private static WeakReference<ClassLoader> run(URL[] urls) throws Exception {
    try (URLClassLoader loader = new URLClassLoader(urls, null)) {
      loader.loadClass("Program").getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
      return new WeakReference<>(loader);
    }
  }
}
"""


def jdk():
    return pathlib.Path(os.path.realpath(shutil.which("javac"))).parent


def write(out, **env):
    subprocess.run([sys.executable, ROOT / "packaging/java/repository.py", "--build", BUILD, "--jdk",
                    jdk(), out], check=True, env=dict(os.environ, **env))
    return out / "dev/hornbeam"


def artifact(repository, name, end=".jar"):
    return repository / name / VERSION / f"{name}-{VERSION}{end}"


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    return write(tmp_path_factory.mktemp("maven"))


@pytest.fixture(scope="module")
def jars(repository):
    return artifact(repository, "hornbeam"), artifact(repository, "hornbeam-native",
                                                      "-linux-x86_64.jar")


@pytest.fixture(scope="module")
def classes(jars, tmp_path_factory):
    folder = tmp_path_factory.mktemp("classes")
    for name, text in (("Program", PROGRAM), ("Loaders", LOADERS)):
        (folder / f"{name}.java").write_text(text)
        subprocess.run([jdk() / "javac", "-cp", jars[0], "-d", folder, folder / f"{name}.java"],
                       check=True)
    return folder


def java(*arguments, home, check=True):
    """Runs a program with a home of its own and nothing of the build in its environment."""
    env = {"PATH": str(jdk())}
    done = subprocess.run([jdk() / "java", f"-Duser.home={home}", *map(str, arguments)], env=env,
                          capture_output=True, text=True)
    assert not check or done.returncode == 0, done.stderr
    return done


def path(*parts):
    return os.pathsep.join(map(str, parts))


def cache(home):
    return [p for p in (home / ".cache/hornbeam").iterdir()]


def test_poms_and_checksums(repository):
    files = [p for p in repository.rglob("*") if p.is_file()]
    for file in (f for f in files if f.suffix in (".jar", ".pom", ".xml")):
        for kind in ("md5", "sha1", "sha256", "sha512"):
            expected = hashlib.new(kind, file.read_bytes()).hexdigest()
            assert file.with_name(f"{file.name}.{kind}").read_text() == expected
    for name in ("hornbeam", "hornbeam-native", "hornbeam-platform"):
        pom = xml.etree.ElementTree.parse(artifact(repository, name, ".pom")).getroot()
        assert pom.findtext("m:artifactId", namespaces=NAMESPACE) == name
        assert pom.findtext("m:version", namespaces=NAMESPACE) == VERSION
        assert pom.findtext("m:licenses/m:license/m:name", namespaces=NAMESPACE) == "Apache-2.0"
        assert pom.findtext("m:name", namespaces=NAMESPACE)
    needs = {(d.findtext("m:artifactId", namespaces=NAMESPACE),
              d.findtext("m:classifier", namespaces=NAMESPACE))
             for d in pom.iterfind("m:dependencies/m:dependency", NAMESPACE)}
    assert needs == {("hornbeam", None), ("hornbeam-native", "linux-x86_64")}


def test_jars_carry_licences(jars):
    for jar in jars:
        names = zipfile.ZipFile(jar).namelist()
        assert {"META-INF/LICENSE", "META-INF/NOTICE", "META-INF/licences/MPL-2.0.txt"} <= set(names)
        assert names[0] == "META-INF/MANIFEST.MF"


def test_jars_carry_bills_of_materials(jars):
    for jar, artifact, parts in zip(jars, ("hornbeam", "hornbeam-native"), (set(), {"Eigen", "protobuf"})):
        with zipfile.ZipFile(jar) as archive:
            bill = json.loads(archive.read(f"META-INF/sbom/{artifact}.cdx.json"))
        purl = f"pkg:maven/dev.hornbeam/{artifact}@{VERSION}"
        assert bill["metadata"]["component"]["purl"] == purl
        names = {c["name"] for c in bill["components"]}
        assert parts <= names and bool(parts) == bool(names) and "pybind11" not in names


def test_the_libraries_are_those_of_the_build(jars):
    with zipfile.ZipFile(jars[1]) as archive:
        for name in ("libhornbeam.so.1", "libhornbeam_keras.so.1", "libhornbeam_jni.so"):
            content = archive.read(f"META-INF/hornbeam/linux-x86_64/{name}")
            assert content == (BUILD / "lib" / name).read_bytes()


def test_the_same_inputs_give_the_same_bytes(repository, tmp_path):
    again = write(tmp_path)
    for file in (p for p in repository.rglob("*") if p.is_file()):
        assert file.read_bytes() == (again / file.relative_to(repository)).read_bytes(), file


def test_the_class_path(jars, classes, tmp_path):
    done = java("-cp", path(*jars, classes), "Program", home=tmp_path)
    assert done.stdout == "2.0\n" and done.stderr == ""
    (folder,) = cache(tmp_path)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert len(folder.name) == 64
    assert sorted(p.name for p in folder.iterdir()) == [
        "libhornbeam.so.1", "libhornbeam_jni.so", "libhornbeam_keras.so.1"]
    # The second run finds the files and leaves them as they are.
    before = {p: p.stat().st_mtime_ns for p in folder.iterdir()}
    java("-cp", path(*jars, classes), "Program", home=tmp_path)
    assert {p: p.stat().st_mtime_ns for p in folder.iterdir()} == before


def test_the_module_path(jars, tmp_path):
    source, out = tmp_path / "src", tmp_path / "out"
    source.mkdir()
    (source / "module-info.java").write_text("module program {\n  requires dev.hornbeam;\n}\n")
    (source / "Program.java").write_text("package program;\n" + PROGRAM)
    subprocess.run([jdk() / "javac", "-p", jars[0], "-d", out, *source.iterdir()], check=True)
    done = java("-p", path(*jars, out), "-m", "program/program.Program", home=tmp_path)
    assert done.stdout == "2.0\n"


def test_a_damaged_file_is_replaced(jars, classes, tmp_path):
    java("-cp", path(*jars, classes), "Program", home=tmp_path)
    (folder,) = cache(tmp_path)
    library = folder / "libhornbeam.so.1"
    good = library.read_bytes()
    for bad in (good[:-1], b"", b"x" + good[1:]):
        library.write_bytes(bad)
        assert java("-cp", path(*jars, classes), "Program", home=tmp_path).stdout == "2.0\n"
        assert library.read_bytes() == good
        assert cache(tmp_path) == [folder]
    library.unlink()
    java("-cp", path(*jars, classes), "Program", home=tmp_path)
    assert library.read_bytes() == good


def test_processes_that_start_together(jars, classes, tmp_path):
    command = [jdk() / "java", f"-Duser.home={tmp_path}", "-cp", path(*jars, classes), "Program"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert [p.communicate()[0] for p in running] == ["2.0\n"] * 4
    assert len(cache(tmp_path)) == 1


def test_class_loaders_come_and_go(jars, classes, tmp_path):
    """Each has the API for itself, and none is left when it is no longer needed."""
    done = java("-cp", classes, "Loaders", *jars, classes, home=tmp_path)
    assert done.stdout == "2.0\n2.0\n2.0\n0\n"
    assert len(cache(tmp_path)) == 1


def test_another_folder(jars, classes, tmp_path):
    cases = {
        f"-Dhornbeam.cache.path={tmp_path / 'elsewhere'}": (jars, ""),
        f"-Dhornbeam.library.path={BUILD / 'lib'}": (jars[:1], ""),
        f"-Dhornbeam.library.path={tmp_path}": (jars, "there is no libhornbeam_jni.so"),
        "-Dhornbeam.cache.path=/proc/hornbeam": (jars, "-Dhornbeam.cache.path=FOLDER"),
        "-Dx": (jars[:1], "dev.hornbeam:hornbeam-platform"),
    }
    for option, (needed, message) in cases.items():
        done = java(option, "-cp", path(*needed, classes), "Program", home=tmp_path / "home",
                    check=not message)
        if message:
            assert done.returncode == 1 and message in done.stderr, done.stderr
        else:
            assert done.stdout == "2.0\n"
    assert not (tmp_path / "home").exists()
    assert len(list((tmp_path / "elsewhere").iterdir())) == 1


def test_another_version_is_refused(jars, classes, tmp_path):
    other = tmp_path / "native.jar"
    with zipfile.ZipFile(jars[1]) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            content = b"9.9.9\n" if name.endswith("/VERSION") else old.read(name)
            new.writestr(name, content)
    done = java("-cp", path(jars[0], other, classes), "Program", home=tmp_path, check=False)
    assert done.returncode == 1
    assert VERSION in done.stderr and "9.9.9" in done.stderr
