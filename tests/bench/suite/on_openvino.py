"""OpenVINO on the SavedModels."""

import openvino as ov
import rows

PACKAGES = ("openvino",)


def _request(model, threads):
    compiled = ov.Core().compile_model(
        model, "CPU", {"INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY",
                       "INFERENCE_PRECISION_HINT": "f32"})
    return compiled.create_infer_request()


def make(row, mode, threads, folder):
    x, _ = rows.data(row)
    model = ov.convert_model(folder / row[:2], input=list(x.shape))
    request = _request(model, threads)

    def call():
        request.infer([x])
        request.get_output_tensor(0).data.copy()
        return 1

    return call


def kernel(row, threads):
    import onnx_kernels

    made = onnx_kernels.model(row)
    if made is None:
        return "ONNX has no such operator"
    request = _request(ov.Core().read_model(made[0]), threads)
    for name, x in made[1].items():
        request.set_tensor(name, ov.Tensor(x, shared_memory=True))

    def run():
        request.infer()
        return made and 1

    return run
