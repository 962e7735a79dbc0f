"""OpenVINO on the SavedModels."""

import openvino as ov
import rows


def make(row, mode, threads, folder):
    x, _ = rows.data(row)
    model = ov.convert_model(folder / row[:2], input=list(x.shape))
    compiled = ov.Core().compile_model(
        model, "CPU", {"INFERENCE_NUM_THREADS": threads, "PERFORMANCE_HINT": "LATENCY",
                       "INFERENCE_PRECISION_HINT": "f32"})
    request = compiled.create_infer_request()

    def call():
        request.infer([x])
        request.get_output_tensor(0).data.copy()
        return 1

    return call
