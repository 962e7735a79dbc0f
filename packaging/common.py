"""What the packages of all languages share: version, date, licence texts, bills of materials."""

import hashlib
import json
import os
import pathlib
import re
import time
import uuid

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[1]
VERSION = (ROOT / "VERSION").read_text(encoding="utf-8").strip()
SUMMARY = "Models that are built, trained, saved, loaded and served, in TensorFlow's formats."
# The shared libraries, in the order in which they are loaded.
LIBRARIES = ("libhornbeam.so.1", "libhornbeam_keras.so.1")


def moment():
    """The date of the files in packages, in seconds; bindings/java/build.sh has the same default."""
    return int(os.environ.get("SOURCE_DATE_EPOCH", "1767225600"))


def legal_texts():
    """Names and contents: the licence, the notice, and the texts of the parts that others wrote."""
    texts = {name: (ROOT / name).read_bytes() for name in ("LICENSE", "NOTICE")}
    for path in sorted((ROOT / "packaging/licences").iterdir()):
        texts[f"licences/{path.name}"] = path.read_bytes()
    return texts


def licence(text):
    """A licence as CycloneDX has it."""
    if re.fullmatch(r"[A-Za-z0-9.+-]+", text):
        return [{"license": {"id": text}}]
    if re.fullmatch(r"[A-Za-z0-9.+-]+ WITH [A-Za-z0-9.+-]+", text):
        return [{"expression": text}]
    return [{"license": {"name": text}}]


def bill_of_materials(package, purl, libraries):
    """A CycloneDX document (JSON) of a package.

    package: as in `only_in` of third_party.yaml (c, python, java, go); None for one without native code.
    purl: the package's URL, such as pkg:pypi/hornbeam@0.1.0.
    libraries: contents of its native files by name.
    """
    parts = yaml.safe_load((ROOT / "packaging/third_party.yaml").read_text(encoding="utf-8"))["parts"]
    components = []
    for part in parts:
        if package is None or package not in part.get("only_in", [package]):
            continue
        components.append({
            "type": "library", "bom-ref": part["name"], "name": part["name"],
            "version": part["version"], "copyright": part["copyright"],
            "licenses": licence(part["licence"]), "description": part["used_as"]})
    files = [{"type": "file", "bom-ref": name, "name": name,
              "hashes": [{"alg": "SHA-256", "content": hashlib.sha256(content).hexdigest()}]}
             for name, content in sorted(libraries.items())]
    document = {
        "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
        "serialNumber": uuid.uuid5(uuid.NAMESPACE_URL, f"{purl} {files}").urn,
        "metadata": {
            "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment())),
            "component": {
                "type": "library", "bom-ref": purl, "name": "hornbeam", "version": VERSION,
                "purl": purl, "description": SUMMARY, "licenses": licence("Apache-2.0")}},
        "components": components + files,
        "dependencies": [{"ref": purl, "dependsOn": sorted(c["bom-ref"] for c in components)}]}
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()
