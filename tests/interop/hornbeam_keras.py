"""The C interface of the layers, for tests: ctypes and NumPy, nothing else.

The folder with libhornbeam.so and libhornbeam_keras.so is HORNBEAM_LIB, build/release/lib unless
set.
"""

import ctypes as c
import json
import os
import pathlib

import numpy as np

_ROOT = pathlib.Path(__file__).resolve().parents[2]
_LIB = pathlib.Path(os.environ.get("HORNBEAM_LIB", _ROOT / "build/release/lib"))

core = c.CDLL(str(_LIB / "libhornbeam.so"), mode=c.RTLD_LOCAL)
keras = c.CDLL(str(_LIB / "libhornbeam_keras.so"), mode=c.RTLD_LOCAL)

DTYPES = {"float32": 1, "float64": 2, "int32": 3, "uint8": 4, "int16": 5, "int8": 6, "int64": 9,
          "bool": 10}
NAMES = {v: k for k, v in DTYPES.items()}
P = c.c_void_p

EPOCH_BEGIN, BATCH_END, EPOCH_END, NEED_DATA, DONE = 1, 2, 4, 8, 16


class Buffer(c.Structure):
    _fields_ = [("data", P), ("length", c.c_size_t), ("deallocator", P)]


class Output(c.Structure):
    _fields_ = [("oper", P), ("index", c.c_int)]


class Logs(c.Structure):
    _fields_ = [("struct_size", c.c_size_t), ("count", c.c_int),
                ("names", c.POINTER(c.c_char_p)), ("values", c.POINTER(c.c_double))]


class Arrays(c.Structure):
    _fields_ = [("struct_size", c.c_size_t), ("x", c.POINTER(P)), ("nx", c.c_int),
                ("y", c.POINTER(P)), ("ny", c.c_int), ("sample_weight", c.POINTER(P)),
                ("nsample_weight", c.c_int)]


class FitOptions(c.Structure):
    _fields_ = [("struct_size", c.c_size_t), ("epochs", c.c_int64), ("initial_epoch", c.c_int64),
                ("batch_size", c.c_int64), ("steps_per_epoch", c.c_int64),
                ("validation_steps", c.c_int64), ("validation_batch_size", c.c_int64),
                ("validation_freq", c.c_int64), ("validation_split", c.c_double),
                ("no_shuffle", c.c_ubyte), ("has_seed", c.c_ubyte), ("seed", c.c_uint64),
                ("validation", c.POINTER(Arrays)), ("sample_weight", c.POINTER(P)),
                ("nsample_weight", c.c_int), ("class_weight", c.c_char_p),
                ("callbacks", c.c_char_p), ("events", c.c_int), ("batch_interval", c.c_double)]


class Event(c.Structure):
    _fields_ = [("struct_size", c.c_size_t), ("kind", c.c_int), ("epoch", c.c_int64),
                ("batch", c.c_int64), ("batches", c.c_int64), ("seconds", c.c_double),
                ("loss", c.c_double), ("num_logs", c.c_int), ("log_names", c.POINTER(c.c_char_p)),
                ("log_values", c.POINTER(c.c_double))]

    def logs(self):
        return {self.log_names[i].decode(): self.log_values[i] for i in range(self.num_logs)}


TRACE_FN = c.CFUNCTYPE(None, P, P, c.POINTER(Output), c.c_int, c.POINTER(Output), c.c_int, P)
RELEASE_FN = c.CFUNCTYPE(None, P)


class Error(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def _declare(lib, name, result, *args):
    fn = getattr(lib, name)
    fn.restype = result
    fn.argtypes = args
    return fn


for _name, _result, *_args in [
        ("HB_NewStatus", P), ("HB_DeleteStatus", None, P), ("HB_GetCode", c.c_int, P),
        ("HB_Message", c.c_char_p, P), ("HB_AllocateTensor", P, c.c_int, P, c.c_int, c.c_size_t),
        ("HB_DeleteTensor", None, P), ("HB_TensorData", P, P), ("HB_TensorType", c.c_int, P),
        ("HB_NumDims", c.c_int, P), ("HB_Dim", c.c_int64, P, c.c_int),
        ("HB_TensorByteSize", c.c_size_t, P), ("HB_NewBuffer", P), ("HB_DeleteBuffer", None, P),
        ("HB_NewOperation", P, P, c.c_char_p, c.c_char_p), ("HB_AddInput", None, P, Output),
        ("HB_SetStatus", None, P, c.c_int, c.c_char_p),
        ("HB_FinishOperation", P, P, P)]:
    _declare(core, _name, _result, *_args)
for _name, _result, *_args in [
        ("HB_LayerNew", P, c.c_char_p, c.c_char_p, c.c_size_t, P),
        ("HB_LayerFromTrace", P, c.c_char_p, c.c_char_p, c.c_size_t, c.c_int, TRACE_FN, P,
         RELEASE_FN, P),
        ("HB_LayerCall", None, P, P, c.c_int, P, c.c_int, P), ("HB_DeleteLayer", None, P),
        ("HB_LayerConfig", None, P, P, P), ("HB_SymbolInput", P, c.c_char_p, c.c_size_t, P),
        ("HB_DeleteSymbol", None, P), ("HB_LayersSchema", None, P, P),
        ("HB_SetRandomSeed", None, c.c_uint64), ("HB_TraceGraph", P, P),
        ("HB_TraceScope", c.c_char_p, P), ("HB_TraceIsTraining", c.c_ubyte, P),
        ("HB_TraceAddWeight", None, P, c.c_char_p, P, c.c_int, c.c_int, c.c_char_p, c.c_ubyte,
         c.POINTER(Output), P),
        ("HB_ModelNew", P, P, c.c_int, P, c.c_int, c.c_char_p, P),
        ("HB_ModelSequential", P, P, c.c_int, c.c_char_p, P),
        ("HB_ModelFromConfig", P, c.c_char_p, c.c_size_t, P), ("HB_LayerFromModel", P, P),
        ("HB_DeleteModel", None, P), ("HB_ModelConfig", None, P, P, P),
        ("HB_ModelSummary", None, P, c.c_int, P, P), ("HB_ModelBuild", None, P, P, c.c_int, P),
        ("HB_ModelCompile", None, P, c.c_char_p, c.c_size_t, P),
        ("HB_ModelAddLoss", None, P, c.c_char_p, TRACE_FN, P, RELEASE_FN, P),
        ("HB_ModelTrainOnBatch", None, P, P, c.c_char_p, P, P),
        ("HB_ModelEvaluate", None, P, P, c.c_int64, P, P),
        ("HB_ModelPredict", None, P, P, c.c_int, P, c.c_int, P),
        ("HB_ModelDescribe", None, P, P, P), ("HB_ModelNumWeights", c.c_int, P),
        ("HB_ModelGetWeights", None, P, P, c.c_int, P),
        ("HB_ModelSetWeights", None, P, P, c.c_int, P),
        ("HB_ModelLearningRate", c.c_double, P, P),
        ("HB_ModelSetLearningRate", None, P, c.c_double, P),
        ("HB_ModelSave", None, P, c.c_char_p, P, P), ("HB_ModelLoad", P, c.c_char_p, P, P),
        ("HB_TrainerNew", P, P, P, c.c_int, P, c.c_int, P, P),
        ("HB_TrainerNext", c.c_ubyte, P, P, P), ("HB_TrainerFeed", None, P, P, P),
        ("HB_TrainerCancel", None, P), ("HB_TrainerStop", None, P),
        ("HB_TrainerHistory", None, P, P, P), ("HB_DeleteTrainer", None, P)]:
    _declare(keras, _name, _result, *_args)


def call(fn, *args):
    """Calls a function whose last argument is a status; raises what it reports."""
    status = core.HB_NewStatus()
    try:
        result = fn(*args, status)
        code = core.HB_GetCode(status)
        if code:
            raise Error(code, core.HB_Message(status).decode())
        return result
    finally:
        core.HB_DeleteStatus(status)


def call_text(fn, *args):
    """Calls a function that writes a buffer; returns the text."""
    buffer = core.HB_NewBuffer()
    try:
        call(fn, *args, buffer)
        content = c.cast(buffer, c.POINTER(Buffer)).contents
        return c.string_at(content.data, content.length).decode()
    finally:
        core.HB_DeleteBuffer(buffer)


class Tensor:
    def __init__(self, value=None, handle=None):
        if handle is None:
            value = np.ascontiguousarray(value)
            dims = (c.c_int64 * value.ndim)(*value.shape)
            handle = core.HB_AllocateTensor(DTYPES[str(value.dtype)], dims, value.ndim,
                                            value.nbytes)
            c.memmove(core.HB_TensorData(handle), value.ctypes.data, value.nbytes)
        self.handle = handle

    def numpy(self):
        shape = [core.HB_Dim(self.handle, i) for i in range(core.HB_NumDims(self.handle))]
        data = c.string_at(core.HB_TensorData(self.handle), core.HB_TensorByteSize(self.handle))
        return np.frombuffer(data, NAMES[core.HB_TensorType(self.handle)]).reshape(shape).copy()

    def __del__(self):
        core.HB_DeleteTensor(self.handle)


def _list(values):
    if values is None:
        return []
    return list(values) if isinstance(values, (list, tuple)) else [values]


def _handles(tensors):
    return (P * max(len(tensors), 1))(*[t.handle for t in tensors])


class Batch:
    """HB_Arrays and what it points to."""

    def __init__(self, x, y=None, sample_weight=None):
        self.tensors = [[Tensor(a) for a in _list(part)] for part in (x, y, sample_weight)]
        self.handles = [_handles(t) for t in self.tensors]
        fields = []
        for tensors, handles in zip(self.tensors, self.handles):
            fields += [handles, len(tensors)]
        self.arrays = Arrays(c.sizeof(Arrays), *fields)


class Layer:
    def __init__(self, class_name=None, handle=None, **config):
        if handle is None:
            text = json.dumps(config).encode()
            handle = call(keras.HB_LayerNew, class_name.encode(), text, len(text))
        self.handle = handle

    def __call__(self, inputs, noutputs=1):
        inputs = _list(inputs)
        out = (P * noutputs)()
        call(keras.HB_LayerCall, self.handle, _handles(inputs), len(inputs), out, noutputs)
        symbols = [Symbol(h) for h in out]
        return symbols[0] if noutputs == 1 else symbols

    def config(self):
        return json.loads(call_text(keras.HB_LayerConfig, self.handle))

    def __del__(self):
        if getattr(self, "handle", None):
            keras.HB_DeleteLayer(self.handle)


class Symbol:
    def __init__(self, handle):
        self.handle = handle

    def __del__(self):
        keras.HB_DeleteSymbol(self.handle)


def Input(**config):
    text = json.dumps(config).encode()
    return Symbol(call(keras.HB_SymbolInput, text, len(text)))


class Model:
    def __init__(self, handle):
        self.handle = handle

    @staticmethod
    def functional(inputs, outputs):
        inputs, outputs = _list(inputs), _list(outputs)
        return Model(call(keras.HB_ModelNew, _handles(inputs), len(inputs), _handles(outputs),
                          len(outputs), None))

    @staticmethod
    def sequential(layers):
        return Model(call(keras.HB_ModelSequential, _handles(layers), len(layers), None))

    @staticmethod
    def from_config(config):
        text = config if isinstance(config, str) else json.dumps(config)
        text = text.encode()
        return Model(call(keras.HB_ModelFromConfig, text, len(text)))

    @staticmethod
    def load(folder):
        return Model(call(keras.HB_ModelLoad, str(folder).encode(), None))

    def __del__(self):
        keras.HB_DeleteModel(self.handle)

    def save(self, folder):
        call(keras.HB_ModelSave, self.handle, str(folder).encode(), None)

    def as_layer(self):
        return Layer(handle=keras.HB_LayerFromModel(self.handle))

    def config(self):
        return json.loads(call_text(keras.HB_ModelConfig, self.handle))

    def summary(self, width=80):
        return call_text(keras.HB_ModelSummary, self.handle, width)

    def describe(self):
        return json.loads(call_text(keras.HB_ModelDescribe, self.handle))

    def compile(self, **config):
        text = json.dumps(config).encode()
        call(keras.HB_ModelCompile, self.handle, text, len(text))

    def add_loss(self, name, fn, release=RELEASE_FN()):
        call(keras.HB_ModelAddLoss, self.handle, name.encode(), fn, None, release)

    def get_weights(self):
        count = keras.HB_ModelNumWeights(self.handle)
        out = (P * max(count, 1))()
        call(keras.HB_ModelGetWeights, self.handle, out, count)
        return [Tensor(handle=out[i]).numpy() for i in range(count)]

    def set_weights(self, values):
        tensors = [Tensor(v) for v in values]
        call(keras.HB_ModelSetWeights, self.handle, _handles(tensors), len(tensors))

    def build(self, x):
        batch = Batch(x)
        call(keras.HB_ModelBuild, self.handle, batch.handles[0], batch.arrays.nx)

    def predict(self, x, noutputs=1):
        batch = Batch(x)
        out = (P * noutputs)()
        call(keras.HB_ModelPredict, self.handle, batch.handles[0], batch.arrays.nx, out, noutputs)
        results = [Tensor(handle=h).numpy() for h in out]
        return results[0] if noutputs == 1 else results

    def _logs(self, logs):
        return {logs.names[i].decode(): logs.values[i] for i in range(logs.count)}

    def evaluate(self, x, y, sample_weight=None, batch_size=32):
        batch, logs = Batch(x, y, sample_weight), Logs(c.sizeof(Logs))
        call(keras.HB_ModelEvaluate, self.handle, c.byref(batch.arrays), batch_size,
             c.byref(logs))
        return self._logs(logs)

    def train_on_batch(self, x, y, sample_weight=None):
        batch, logs = Batch(x, y, sample_weight), Logs(c.sizeof(Logs))
        call(keras.HB_ModelTrainOnBatch, self.handle, c.byref(batch.arrays), None, c.byref(logs))
        return self._logs(logs)

    def learning_rate(self):
        return call(keras.HB_ModelLearningRate, self.handle)

    def fit(self, x, y, **options):
        trainer = Trainer(self, x, y, **options)
        for _ in trainer:
            pass
        return trainer.history()


class Trainer:
    def __init__(self, model, x, y, sample_weight=None, validation=None, shuffle=True, seed=None,
                 callbacks=None, class_weight=None, **options):
        self.model, self.batch = model, Batch(x, y, sample_weight)
        o = FitOptions(c.sizeof(FitOptions))
        for name, value in options.items():
            setattr(o, name, value)
        o.no_shuffle = not shuffle
        o.has_seed, o.seed = seed is not None, seed or 0
        if validation is not None:
            self.validation = Batch(*validation)
            o.validation = c.pointer(self.validation.arrays)
        if callbacks is not None:
            o.callbacks = json.dumps(callbacks).encode()
        if class_weight is not None:
            o.class_weight = json.dumps(class_weight).encode()
        o.sample_weight = c.cast(self.batch.handles[2], c.POINTER(P))
        o.nsample_weight = self.batch.arrays.nsample_weight
        b = self.batch
        self.handle = call(keras.HB_TrainerNew, model.handle, b.handles[0], b.arrays.nx,
                           b.handles[1], b.arrays.ny, c.byref(o))

    def __del__(self):
        if getattr(self, "handle", None):
            keras.HB_DeleteTrainer(self.handle)

    def __iter__(self):
        event = Event(c.sizeof(Event))
        while call(keras.HB_TrainerNext, self.handle, c.byref(event)):
            yield event

    def feed(self, *data):
        if not data:
            call(keras.HB_TrainerFeed, self.handle, None)
            return
        batch = Batch(*data)
        call(keras.HB_TrainerFeed, self.handle, c.byref(batch.arrays))

    def history(self):
        return json.loads(call_text(keras.HB_TrainerHistory, self.handle))["history"]


def schema():
    return json.loads(call_text(keras.HB_LayersSchema))
