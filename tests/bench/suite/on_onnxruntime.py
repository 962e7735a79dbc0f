"""ONNX Runtime on the ONNX files."""

import onnxruntime as ort
import overheads
import rows

PACKAGES = ("onnxruntime",)


def _session(model, threads):
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def make(row, mode, threads, folder):
    file = folder / f"{row[:2]}.onnx"
    if not file.exists():
        return "no ONNX file"
    session = _session(file, threads)
    x, _ = rows.data(row)
    feed = {session.get_inputs()[0].name: x}

    def call():
        session.run(None, feed)
        return 1

    return call


def kernel(row, threads):
    import onnx_kernels

    made = onnx_kernels.model(row)
    if made is None:
        return "it has no such operator"
    session = _session(made[0], threads)
    binding = session.io_binding()
    # They are kept: the binding reads and writes their memory.
    values = {name: ort.OrtValue.ortvalue_from_numpy(x) for name, x in made[1].items()}
    for name, value in values.items():
        binding.bind_ortvalue_input(name, value)
    binding.bind_output("y")
    session.run_with_iobinding(binding)
    out = binding.get_outputs()[0]
    binding.bind_ortvalue_output("y", out)

    def run():
        session.run_with_iobinding(binding)
        return (values, out) and 1

    return run


def overhead(row):
    if row.program or row.length == 0:
        return "it has no such graph"
    import onnx_kernels

    model, _ = onnx_kernels.chain(row.length)
    session = _session(model, 1)
    feeds = dict(zip("xy", overheads.OPERANDS))
    return overheads.many(lambda: session.run(None, feeds))
