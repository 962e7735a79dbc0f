#!/usr/bin/env python3
"""Writes a Maven repository, a folder for file:// URLs, with what a Java program needs.

usage: repository.py --build BUILD_FOLDER --jdk JDK_BIN_FOLDER [--javadoc JAR] OUT_FOLDER

  dev.hornbeam:hornbeam            the API: jar, sources and, if given, Javadoc
  dev.hornbeam:hornbeam-native     the libraries; the classifier is the platform
  dev.hornbeam:hornbeam-platform   an empty jar that brings the API and the libraries of all platforms
                                   that there are

The same inputs give the same bytes; SOURCE_DATE_EPOCH is the date of the files in the jars.
"""

import argparse
import hashlib
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import common  # noqa: E402

ROOT = common.ROOT
GROUP = "dev/hornbeam"
PLATFORM = "linux-x86_64"
# In the order in which a loader finds them; the one to load comes last.
LIBRARIES = (*common.LIBRARIES, "libhornbeam_jni.so")

POM = """<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0"
         xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
         xsi:schemaLocation="http://maven.apache.org/POM/4.0.0 http://maven.apache.org/xsd/maven-4.0.0.xsd">
  <modelVersion>4.0.0</modelVersion>
  <groupId>dev.hornbeam</groupId>
  <artifactId>{artifact}</artifactId>
  <version>{version}</version>
  <packaging>{packaging}</packaging>
  <name>{name}</name>
  <description>{description}</description>
  <licenses>
    <license>
      <name>Apache-2.0</name>
      <url>https://www.apache.org/licenses/LICENSE-2.0.txt</url>
      <distribution>repo</distribution>
    </license>
  </licenses>
{dependencies}</project>
"""
DEPENDENCY = """    <dependency>
      <groupId>dev.hornbeam</groupId>
      <artifactId>{artifact}</artifactId>
      <version>{version}</version>{classifier}
    </dependency>
"""


def date():
    """Of files in jars."""
    return time.gmtime(common.moment())[:6]


def pack(path, files):
    """A jar of (name, content) pairs in order of their names, the manifest first."""
    manifest = [f for f in files if f[0] == "META-INF/MANIFEST.MF"]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as jar:
        for name, content in manifest + sorted(f for f in files if f not in manifest):
            info = zipfile.ZipInfo(name, date())
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            jar.writestr(info, content, compresslevel=9)


def manifest(title, version):
    return ("META-INF/MANIFEST.MF", f"Manifest-Version: 1.0\r\nImplementation-Title: {title}\r\n"
            f"Implementation-Version: {version}\r\n\r\n".encode())


def legal(artifact, libraries=None):
    """Licence, notice, the texts of the parts that others wrote, and the bill of materials."""
    files = [(f"META-INF/{name}", text) for name, text in common.legal_texts().items()]
    purl = f"pkg:maven/dev.hornbeam/{artifact}@{common.VERSION}"
    # The API alone holds nothing of others.
    bill = common.bill_of_materials("java" if libraries else None, purl, libraries or {})
    return files + [(f"META-INF/sbom/{artifact}.cdx.json", bill)]


def api_jar(build, path, version):
    files = [manifest("Hornbeam", version)] + legal("hornbeam")
    with zipfile.ZipFile(build / "java/hornbeam.jar") as jar:
        files += [(i.filename, jar.read(i)) for i in jar.infolist()
                  if not i.is_dir() and not i.filename.startswith("META-INF/")]
    pack(path, files)


def sources_jar(build, path, version):
    files = [manifest("Hornbeam, sources", version)]
    for root in (ROOT / "bindings/java/src/main/java", ROOT / "bindings/java/gen",
                 build / "java/gen"):
        files += [(p.relative_to(root).as_posix(), p.read_bytes())
                  for p in sorted(root.rglob("*.java"))]
    pack(path, files)


def native_jar(build, jdk, path, version):
    base = f"META-INF/hornbeam/{PLATFORM}"
    libraries = {name: (build / "lib" / name).read_bytes() for name in LIBRARIES}
    files = [manifest("Hornbeam, native libraries", version)] + legal("hornbeam-native", libraries)
    sums = ""
    for name, content in libraries.items():
        sums += f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        files.append((f"{base}/{name}", content))
    files += [(f"{base}/SHA256SUMS", sums.encode()), (f"{base}/VERSION", f"{version}\n".encode())]
    files.append(("META-INF/services/dev.hornbeam.spi.NativeProvider",
                  b"dev.hornbeam.natives.linux_x86_64.Provider\n"))
    with tempfile.TemporaryDirectory() as folder:
        sources = sorted((ROOT / "packaging/java/native").glob("*.java"))
        subprocess.run([jdk / "javac", "--release", "17", "-Xlint:all,-module", "-Werror", "-d", folder,
                        "--module-path", build / "java/hornbeam.jar", *sources], check=True)
        classes = sorted(pathlib.Path(folder).rglob("*.class"))
        files += [(p.relative_to(folder).as_posix(), p.read_bytes()) for p in classes]
    pack(path, files)


def pom(artifact, version, name, description, packaging="jar", needs=()):
    rows = ""
    for other, classifier in needs:
        line = f"\n      <classifier>{classifier}</classifier>" if classifier else ""
        rows += DEPENDENCY.format(artifact=other, version=version, classifier=line)
    if rows:
        rows = f"  <dependencies>\n{rows}  </dependencies>\n"
    return POM.format(artifact=artifact, version=version, packaging=packaging, name=name,
                      description=description, dependencies=rows)


def metadata(artifact, version):
    stamp = time.strftime("%Y%m%d%H%M%S", (*date(), 0, 0, 0))
    return ('<?xml version="1.0" encoding="UTF-8"?>\n<metadata>\n  <groupId>dev.hornbeam</groupId>\n'
            f"  <artifactId>{artifact}</artifactId>\n  <versioning>\n"
            f"    <latest>{version}</latest>\n    <release>{version}</release>\n    <versions>\n"
            f"      <version>{version}</version>\n    </versions>\n"
            f"    <lastUpdated>{stamp}</lastUpdated>\n  </versioning>\n</metadata>\n")


def checksums(folder):
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        for kind in ("md5", "sha1", "sha256", "sha512"):
            value = hashlib.new(kind, path.read_bytes()).hexdigest()
            path.with_name(f"{path.name}.{kind}").write_text(value, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, required=True)
    parser.add_argument("--jdk", type=pathlib.Path, required=True)
    parser.add_argument("--javadoc", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    options = parser.parse_args()
    version = common.VERSION
    shutil.rmtree(options.out / GROUP, ignore_errors=True)

    def artifact(name, text):
        folder = options.out / GROUP / name / version
        folder.mkdir(parents=True)
        (folder / f"{name}-{version}.pom").write_text(text, encoding="utf-8")
        (folder.parent / "maven-metadata.xml").write_text(metadata(name, version),
                                                          encoding="utf-8")
        return folder / f"{name}-{version}"

    base = artifact("hornbeam", pom(
        "hornbeam", version, "Hornbeam",
        "Models that are built, trained, saved, loaded and served, in TensorFlow's formats."))
    api_jar(options.build, base.with_name(f"{base.name}.jar"), version)
    sources_jar(options.build, base.with_name(f"{base.name}-sources.jar"), version)
    if options.javadoc:
        shutil.copyfile(options.javadoc, base.with_name(f"{base.name}-javadoc.jar"))
    base = artifact("hornbeam-native", pom(
        "hornbeam-native", version, "Hornbeam, native libraries",
        "The libraries that the API loads; the classifier is the platform.", "pom"))
    native_jar(options.build, options.jdk, base.with_name(f"{base.name}-{PLATFORM}.jar"), version)
    base = artifact("hornbeam-platform", pom(
        "hornbeam-platform", version, "Hornbeam with its native libraries",
        "Brings the API and the native libraries of all platforms.",
        needs=[("hornbeam", None), ("hornbeam-native", PLATFORM)]))
    pack(base.with_name(f"{base.name}.jar"), [manifest("Hornbeam, all platforms", version)])
    checksums(options.out / GROUP)


if __name__ == "__main__":
    main()
