"""Graphs and sessions of libhornbeam through its C interface, for tests beside TensorFlow."""

import ctypes
import os
import pathlib

import numpy as np

_DTYPES = {1: np.float32, 2: np.float64, 3: np.int32, 4: np.uint8, 9: np.int64, 10: np.bool_}
_NUMBERS = {np.dtype(t): n for n, t in _DTYPES.items()}


class Error(Exception):
    """What a status said."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class _Output(ctypes.Structure):
    _fields_ = [("oper", ctypes.c_void_p), ("index", ctypes.c_int)]


class _Buffer(ctypes.Structure):
    _fields_ = [
        ("data", ctypes.c_void_p),
        ("length", ctypes.c_size_t),
        ("deallocator", ctypes.c_void_p),
    ]


def _load():
    build = pathlib.Path(os.environ.get("HORNBEAM_BUILD", "build/release"))
    lib = ctypes.CDLL(str(build / "lib" / "libhornbeam.so"))
    pointer = ctypes.c_void_p
    signatures = {
        "HB_NewStatus": (pointer, []),
        "HB_DeleteStatus": (None, [pointer]),
        "HB_GetCode": (ctypes.c_int, [pointer]),
        "HB_Message": (ctypes.c_char_p, [pointer]),
        "HB_NewBufferFromString": (ctypes.POINTER(_Buffer), [ctypes.c_char_p, ctypes.c_size_t]),
        "HB_NewBuffer": (ctypes.POINTER(_Buffer), []),
        "HB_DeleteBuffer": (None, [ctypes.POINTER(_Buffer)]),
        "HB_NewGraph": (pointer, []),
        "HB_DeleteGraph": (None, [pointer]),
        "HB_NewImportGraphDefOptions": (pointer, []),
        "HB_DeleteImportGraphDefOptions": (None, [pointer]),
        "HB_GraphImportGraphDef": (
            None, [pointer, ctypes.POINTER(_Buffer), pointer, pointer]),
        "HB_GraphToGraphDef": (None, [pointer, ctypes.POINTER(_Buffer), pointer]),
        "HB_GraphOperationByName": (pointer, [pointer, ctypes.c_char_p]),
        "HB_OperationName": (ctypes.c_char_p, [pointer]),
        "HB_AddGradientsWithPrefix": (
            None,
            [pointer, ctypes.c_char_p, ctypes.POINTER(_Output), ctypes.c_int,
             ctypes.POINTER(_Output), ctypes.c_int, ctypes.POINTER(_Output), pointer,
             ctypes.POINTER(_Output)]),
        "HB_NewSessionOptions": (pointer, []),
        "HB_DeleteSessionOptions": (None, [pointer]),
        "HB_NewSession": (pointer, [pointer, pointer, pointer]),
        "HB_DeleteSession": (None, [pointer, pointer]),
        "HB_SessionRun": (
            None,
            [pointer, pointer, ctypes.POINTER(_Output), ctypes.POINTER(pointer), ctypes.c_int,
             ctypes.POINTER(_Output), ctypes.POINTER(pointer), ctypes.c_int,
             ctypes.POINTER(pointer), ctypes.c_int, pointer, pointer]),
        "HB_AllocateTensor": (
            pointer, [ctypes.c_int, ctypes.POINTER(ctypes.c_int64), ctypes.c_int, ctypes.c_size_t]),
        "HB_DeleteTensor": (None, [pointer]),
        "HB_TensorData": (pointer, [pointer]),
        "HB_TensorType": (ctypes.c_int, [pointer]),
        "HB_NumDims": (ctypes.c_int, [pointer]),
        "HB_Dim": (ctypes.c_int64, [pointer, ctypes.c_int]),
        "HB_TensorByteSize": (ctypes.c_size_t, [pointer]),
    }
    for name, (result, arguments) in signatures.items():
        function = getattr(lib, name)
        function.restype, function.argtypes = result, arguments
    return lib


_lib = _load()


def _call(function, *arguments, after=()):
    """Calls with a status between `arguments` and `after`, and raises what it says."""
    status = _lib.HB_NewStatus()
    result = function(*arguments, status, *after)
    code, message = _lib.HB_GetCode(status), _lib.HB_Message(status).decode()
    _lib.HB_DeleteStatus(status)
    if code != 0:
        raise Error(code, message)
    return result


def _to_tensor(array):
    array = np.ascontiguousarray(array)
    dims = (ctypes.c_int64 * max(array.ndim, 1))(*array.shape)
    tensor = _lib.HB_AllocateTensor(_NUMBERS[array.dtype], dims, array.ndim, array.nbytes)
    ctypes.memmove(_lib.HB_TensorData(tensor), array.ctypes.data, array.nbytes)
    return tensor


def _to_array(tensor):
    shape = [_lib.HB_Dim(tensor, i) for i in range(_lib.HB_NumDims(tensor))]
    array = np.empty(shape, _DTYPES[_lib.HB_TensorType(tensor)])
    ctypes.memmove(array.ctypes.data, _lib.HB_TensorData(tensor), array.nbytes)
    return array


class Graph:
    """A graph made from a GraphDef. Outputs are named as TensorFlow names them: "node:0"."""

    def __init__(self, graph_def):
        self._graph = _lib.HB_NewGraph()
        self._session = None
        data = graph_def.SerializeToString()
        buffer = _lib.HB_NewBufferFromString(data, len(data))
        options = _lib.HB_NewImportGraphDefOptions()
        _call(_lib.HB_GraphImportGraphDef, self._graph, buffer, options)
        _lib.HB_DeleteImportGraphDefOptions(options)
        _lib.HB_DeleteBuffer(buffer)

    def _outputs(self, names):
        result = (_Output * len(names))()
        for i, name in enumerate(names):
            node, _, index = name.partition(":")
            oper = _lib.HB_GraphOperationByName(self._graph, node.encode())
            assert oper, f"no node {node}"
            result[i] = _Output(oper, int(index or 0))
        return result

    def add_gradients(self, ys, xs):
        """Names of d(sum of ys)/dx for each x; None where nothing flows."""
        dxs = (_Output * len(xs))()
        _call(_lib.HB_AddGradientsWithPrefix, self._graph, None, self._outputs(ys), len(ys),
              self._outputs(xs), len(xs), None, after=(dxs,))
        return [
            f"{_lib.HB_OperationName(d.oper).decode()}:{d.index}" if d.oper else None for d in dxs
        ]

    def to_graph_def(self):
        """The bytes of the GraphDef."""
        buffer = _lib.HB_NewBuffer()
        _call(_lib.HB_GraphToGraphDef, self._graph, buffer)
        data = ctypes.string_at(buffer.contents.data, buffer.contents.length)
        _lib.HB_DeleteBuffer(buffer)
        return data

    def run(self, fetches, feeds=None, targets=()):
        """Values of outputs, after the nodes `targets`; one session serves all calls."""
        if self._session is None:
            options = _lib.HB_NewSessionOptions()
            self._session = _call(_lib.HB_NewSession, self._graph, options)
            _lib.HB_DeleteSessionOptions(options)
        feeds = feeds or {}
        inputs = (ctypes.c_void_p * max(len(feeds), 1))(*[_to_tensor(v) for v in feeds.values()])
        outputs = (ctypes.c_void_p * max(len(fetches), 1))()
        nodes = (ctypes.c_void_p * max(len(targets), 1))(*[
            _lib.HB_GraphOperationByName(self._graph, t.encode()) for t in targets])
        try:
            _call(_lib.HB_SessionRun, self._session, None, self._outputs(list(feeds)), inputs,
                  len(feeds), self._outputs(fetches), outputs, len(fetches), nodes, len(targets),
                  None)
        finally:
            for i in range(len(feeds)):
                _lib.HB_DeleteTensor(inputs[i])
        values = [_to_array(outputs[i]) for i in range(len(fetches))]
        for i in range(len(fetches)):
            _lib.HB_DeleteTensor(outputs[i])
        return values

    def close(self):
        """Frees session and graph."""
        if self._session is not None:
            _call(_lib.HB_DeleteSession, self._session)
        _lib.HB_DeleteGraph(self._graph)
