"""Microseconds of a call through ONNX Runtime's Python interface. Usage: onnx_calls.py FOLDER"""

import sys

import numpy as np
import onnxruntime
import timing

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
add, mlp = (onnxruntime.InferenceSession(f"{sys.argv[1]}/{name}.onnx", options,
                                         providers=["CPUExecutionProvider"])
            for name in ("add", "mlp"))
scalar = np.array(1, np.float32)
image = np.arange(784, dtype=np.float32).reshape(1, 784) / 784
timing.report(trivial=lambda: add.run(["y"], {"x": scalar}),
              predict=lambda: mlp.run(["y"], {"x": image}))
