// Tensors and NumPy arrays.
#include <complex>
#include <cstring>

#include "bindings/python/src/common.h"

namespace hbpy {
namespace {

struct TypeRow {
  HB_DataType type;
  const char* numpy;
};
// Types by their NumPy names; the narrow ones come from ml_dtypes, when it is there.
constexpr TypeRow kTypes[] = {
    {HB_FLOAT, "float32"},
    {HB_DOUBLE, "float64"},
    {HB_INT32, "int32"},
    {HB_UINT8, "uint8"},
    {HB_INT16, "int16"},
    {HB_INT8, "int8"},
    {HB_COMPLEX64, "complex64"},
    {HB_INT64, "int64"},
    {HB_BOOL, "bool"},
    {HB_UINT16, "uint16"},
    {HB_HALF, "float16"},
    {HB_COMPLEX128, "complex128"},
    {HB_UINT32, "uint32"},
    {HB_UINT64, "uint64"},
    {HB_BFLOAT16, "bfloat16"},
    {HB_QINT8, "int8"},
    {HB_QUINT8, "uint8"},
    {HB_QINT32, "int32"},
    {HB_QINT16, "int16"},
    {HB_QUINT16, "uint16"},
    {HB_FLOAT8_E5M2, "float8_e5m2"},
    {HB_FLOAT8_E4M3FN, "float8_e4m3fn"},
    {HB_INT4, "int4"},
    {HB_UINT4, "uint4"},
};

constexpr int kNumpyHalf = 23;

// The number that NumPy has for a type, -1 for those that aren't NumPy's own.
int NumpyNumber(HB_DataType type) {
  switch (type) {
    case HB_FLOAT:
      return py::dtype::num_of<float>();
    case HB_DOUBLE:
      return py::dtype::num_of<double>();
    case HB_INT8:
      return py::dtype::num_of<int8_t>();
    case HB_INT16:
      return py::dtype::num_of<int16_t>();
    case HB_INT32:
      return py::dtype::num_of<int32_t>();
    case HB_INT64:
      return py::dtype::num_of<int64_t>();
    case HB_UINT8:
      return py::dtype::num_of<uint8_t>();
    case HB_UINT16:
      return py::dtype::num_of<uint16_t>();
    case HB_UINT32:
      return py::dtype::num_of<uint32_t>();
    case HB_UINT64:
      return py::dtype::num_of<uint64_t>();
    case HB_BOOL:
      return py::dtype::num_of<bool>();
    case HB_COMPLEX64:
      return py::dtype::num_of<std::complex<float>>();
    case HB_COMPLEX128:
      return py::dtype::num_of<std::complex<double>>();
    case HB_HALF:
      return kNumpyHalf;
    default:
      return -1;
  }
}

py::dtype NumpyType(HB_DataType type) {
  if (const int number = NumpyNumber(type); number >= 0) return py::dtype(number);
  for (const TypeRow& row : kTypes) {
    if (row.type != type) continue;
    try {
      return py::dtype(row.numpy);
    } catch (py::error_already_set&) {
      return py::dtype::from_args(py::module_::import("ml_dtypes").attr(row.numpy));
    }
  }
  Raise(HB_UNIMPLEMENTED, "tensors of type " + std::to_string(type) + " have no NumPy type");
}

// 0 if there is none. Names are compared, because ml_dtypes' types have no letters of their own.
int TypeOf(const py::dtype& dtype) {
  const int number = dtype.num();
  for (const TypeRow& row : kTypes) {
    if (NumpyNumber(row.type) == number) return row.type;
  }
  const std::string name = py::str(dtype.attr("name"));
  for (const TypeRow& row : kTypes) {
    if (name == row.numpy) return row.type;
  }
  return 0;
}

// One element of a string tensor: bytes, or text in UTF-8.
std::string_view BytesOf(const py::handle& item) {
  char* data = nullptr;
  Py_ssize_t size = 0;
  if (PyBytes_Check(item.ptr())) {
    PyBytes_AsStringAndSize(item.ptr(), &data, &size);
    return {data, static_cast<size_t>(size)};
  }
  if (PyUnicode_Check(item.ptr())) {
    const char* text = PyUnicode_AsUTF8AndSize(item.ptr(), &size);
    if (text == nullptr) throw py::error_already_set();
    return {text, static_cast<size_t>(size)};
  }
  throw py::type_error("a string tensor is made of str or bytes, not of " +
                       std::string(py::str(py::type::of(item))));
}

TensorPtr StringTensor(const py::array& array) {
  const py::array objects = array.attr("astype")("O");
  std::vector<int64_t> dims(objects.shape(), objects.shape() + objects.ndim());
  TensorPtr tensor(HB_AllocateTensor(HB_STRING, dims.data(), static_cast<int>(dims.size()),
                                     static_cast<size_t>(objects.size()) * sizeof(HB_TString)));
  if (tensor == nullptr) Raise(HB_RESOURCE_EXHAUSTED, "out of memory for a tensor of strings");
  auto* out = static_cast<HB_TString*>(HB_TensorData(tensor.get()));
  py::list flat = objects.attr("ravel")().attr("tolist")();
  for (size_t i = 0; i < flat.size(); ++i) {
    const std::string_view text = BytesOf(flat[i]);
    HB_StringInit(&out[i]);
    HB_StringCopy(&out[i], text.data(), text.size());
  }
  return tensor;
}

bool NativeOrder(const py::array& array) {
  const char order = array.dtype().byteorder();
  return order == '=' || order == '|';
}

// A tensor over the memory of an array, which it keeps.
TensorPtr View(const py::array& array, int dtype) {
  const std::vector<int64_t> dims(array.shape(), array.shape() + array.ndim());
  PyObject* keep = array.ptr();
  Py_INCREF(keep);
  auto release = [](void*, size_t, void* owner) {
    py::gil_scoped_acquire gil;
    Py_DECREF(static_cast<PyObject*>(owner));
  };
  TensorPtr tensor(HB_NewTensor(static_cast<HB_DataType>(dtype), dims.data(),
                                static_cast<int>(dims.size()), const_cast<void*>(array.data()),
                                static_cast<size_t>(array.nbytes()), release, keep));
  if (tensor == nullptr) Raise(HB_INVALID_ARGUMENT, "the array can't be a tensor");
  return tensor;
}

// What most arrays are: one piece of memory with elements of the type that is wanted, 0 for any.
// Nothing for others.
TensorPtr SimpleView(const py::array& array, int dtype) {
  if ((array.flags() & py::array::c_style) == 0 || !NativeOrder(array)) return nullptr;
  const int number = array.dtype().num();
  for (const TypeRow& row : kTypes) {
    if (NumpyNumber(row.type) == number) {
      return dtype == 0 || dtype == row.type ? View(array, row.type) : nullptr;
    }
  }
  return nullptr;
}

}  // namespace

TensorPtr ToTensor(py::handle value, int dtype) {
  if (py::isinstance<py::array>(value)) {
    if (TensorPtr view = SimpleView(py::reinterpret_borrow<py::array>(value), dtype)) return view;
  }
  const py::module_ numpy = py::module_::import("numpy");
  auto source = py::reinterpret_borrow<py::object>(value);
  const bool is_array = py::isinstance<py::array>(value);
  if (!is_array && py::hasattr(value, "__dlpack__") && !py::hasattr(value, "__array__")) {
    source = numpy.attr("from_dlpack")(value);
  }
  py::array array;
  if (dtype != 0 && dtype != HB_STRING) {
    array = numpy.attr("asarray")(source, NumpyType(static_cast<HB_DataType>(dtype)));
  } else {
    array = numpy.attr("asarray")(source);
    const char kind = array.dtype().kind();
    if (dtype == HB_STRING || kind == 'O' || kind == 'S' || kind == 'U') return StringTensor(array);
    // Python's numbers become float32 and int32, as in TensorFlow; arrays, and what has a buffer,
    // stay what they are.
    if (!is_array && !py::hasattr(source, "dtype") && PyObject_CheckBuffer(source.ptr()) == 0) {
      if (kind == 'f') array = array.attr("astype")("float32");
      if (kind == 'i' && array.dtype().itemsize() == 8) {
        const py::array narrow = array.attr("astype")("int32");
        if (py::cast<bool>(numpy.attr("array_equal")(narrow, array))) array = narrow;
      }
    }
    dtype = TypeOf(array.dtype());
    if (dtype == 0) {
      throw py::type_error("arrays of type " + std::string(py::str(array.dtype())) +
                           " can't be tensors");
    }
  }
  if (!NativeOrder(array)) array = array.attr("astype")(array.dtype().attr("newbyteorder")("="));
  array = numpy.attr("ascontiguousarray")(array).attr("reshape")(array.attr("shape"));
  return View(array, dtype);
}

TensorPtr ToOutput(py::handle value, int dtype, const std::string& what) {
  if (dtype == HB_STRING) throw py::type_error(what + " must be None: the result holds strings");
  if (py::isinstance<py::array>(value)) {
    const auto array = py::reinterpret_borrow<py::array>(value);
    if ((array.flags() & py::array::c_style) != 0 && array.writeable() && NativeOrder(array) &&
        TypeOf(array.dtype()) == dtype) {
      return View(array, dtype);
    }
  }
  throw py::type_error(what + " must be a writable array in C order of " +
                       std::string(py::str(NumpyType(static_cast<HB_DataType>(dtype)))));
}

py::object ToArray(TensorPtr tensor) {
  const HB_DataType type = HB_TensorType(tensor.get());
  std::vector<py::ssize_t> dims;
  for (int i = 0; i < HB_NumDims(tensor.get()); ++i) dims.push_back(HB_Dim(tensor.get(), i));
  if (type == HB_STRING) {
    const auto* strings = static_cast<const HB_TString*>(HB_TensorData(tensor.get()));
    const int64_t count = HB_TensorElementCount(tensor.get());
    const py::module_ numpy = py::module_::import("numpy");
    py::object out = numpy.attr("empty")(dims, "O");
    py::object flat = out.attr("ravel")();
    for (int64_t i = 0; i < count; ++i) {
      flat.attr("__setitem__")(
          i, py::bytes(HB_StringGetDataPointer(&strings[i]), HB_StringGetSize(&strings[i])));
    }
    return flat.attr("reshape")(dims);
  }
  if (type == HB_RESOURCE || type == HB_VARIANT) {
    Raise(HB_INVALID_ARGUMENT, "handles of resources and variants can't leave a session");
  }
  void* data = HB_TensorData(tensor.get());
  py::capsule owner(tensor.release(), [](void* t) { HB_DeleteTensor(static_cast<HB_Tensor*>(t)); });
  return py::array(NumpyType(type), dims, data, owner);
}

void DefineTensors(py::module_& m) {
  m.def(
      "round_trip",
      [](const py::object& value, int dtype) { return ToArray(ToTensor(value, dtype)); },
      py::arg("value"), py::arg("dtype") = 0,
      "The value as a tensor and back as an array: shows how arguments are converted.");
  m.def("dtype_size", [](int dtype) { return HB_DataTypeSize(static_cast<HB_DataType>(dtype)); });
}

}  // namespace hbpy
