"""Writes the models of the inference rows into a folder: SavedModels by Keras's export, ONNX and
LiteRT files made from them; and the digits network as Hornbeam saves it.

Usage: export.py FOLDER
"""

import json
import os
import pathlib
import subprocess
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import rows
import tensorflow as tf


def export(row, folder):
    keras.utils.set_random_seed(1)
    model = rows.model(keras, row)
    model.export(str(folder / row), verbose=False)
    loaded = tf.saved_model.load(str(folder / row))
    names = list(loaded.signatures["serving_default"].structured_input_signature[1])
    (folder / row / "inputs.json").write_text(json.dumps(names))
    converter = tf.lite.TFLiteConverter.from_saved_model(str(folder / row))
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS,
                                           tf.lite.OpsSet.SELECT_TF_OPS]
    try:
        (folder / f"{row}.tflite").write_bytes(converter.convert())
    except Exception as error:
        print(f"{row}: no LiteRT file: {str(error).splitlines()[0]}", flush=True)
    path = os.pathsep.join([os.environ.get("HORNBEAM_TF2ONNX", ""), os.environ["PYTHONPATH"]])
    done = subprocess.run(
        [sys.executable, "-m", "tf2onnx.convert", "--saved-model", folder / row, "--output",
         folder / f"{row}.onnx", "--opset", "17"], capture_output=True, text=True,
        env=os.environ | {"PYTHONPATH": path})
    if done.returncode != 0:
        print(f"{row}: no ONNX file: {done.stderr.strip().splitlines()[-1]}", flush=True)


def digits(folder):
    """Hornbeam's own model, and the nodes of its input and its result: [name, number] of each."""
    import hornbeam as hb

    model = rows.digits(hb.keras)
    model.save(folder / "digits")
    with hb.saved_model.load(folder / "digits") as session:
        serving = hb.saved_model.signatures(session)["serving_default"]
    names = [part for side in (serving.inputs, serving.outputs) for info in side.values()
             for part in info.name.split(":")]
    (folder / "digits/names.json").write_text(json.dumps(names))


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "digits/names.json").exists():
        digits(folder)
    for row in sorted({r[:2] for r in rows.INFERENCE}):
        if not (folder / row / "inputs.json").exists():
            export(row, folder)


if __name__ == "__main__":
    main()
