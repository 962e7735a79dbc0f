"""ONNX Runtime on the ONNX files."""

import onnxruntime as ort
import rows


def make(row, mode, threads, folder):
    file = folder / f"{row[:2]}.onnx"
    if not file.exists():
        return "no ONNX file"
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    session = ort.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    x, _ = rows.data(row)
    feed = {session.get_inputs()[0].name: x}

    def call():
        session.run(None, feed)
        return 1

    return call
