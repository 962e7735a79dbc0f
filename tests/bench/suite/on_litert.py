"""LiteRT on the files that TensorFlow's converter writes."""

import rows
from ai_edge_litert.interpreter import Interpreter

PACKAGES = ("ai_edge_litert",)


def make(row, mode, threads, folder):
    file = folder / f"{row[:2]}.tflite"
    if not file.exists():
        return "no LiteRT file"
    interpreter = Interpreter(str(file), num_threads=threads)
    x, _ = rows.data(row)
    (entry,) = interpreter.get_input_details()
    interpreter.resize_tensor_input(entry["index"], x.shape)
    interpreter.allocate_tensors()
    result = interpreter.get_output_details()[0]["index"]

    def call():
        interpreter.set_tensor(entry["index"], x)
        interpreter.invoke()
        interpreter.get_tensor(result)
        return 1

    return call
