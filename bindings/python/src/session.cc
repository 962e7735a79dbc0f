// Sessions, callables and SavedModels.
#include "bindings/python/src/common.h"

namespace hbpy {
namespace {

class Token {
 public:
  Token() : handle_(HB_NewCancellationToken()) {}
  ~Token() { HB_DeleteCancellationToken(handle_); }
  Token(const Token&) = delete;
  Token& operator=(const Token&) = delete;
  HB_CancellationToken* handle() const { return handle_; }

 private:
  HB_CancellationToken* handle_;
};

class Session {
 public:
  Session(GraphPtr graph, int threads) : graph_(std::move(graph)) {
    HB_SessionOptions* options = HB_NewSessionOptions();
    if (threads > 0) HB_SetThreads(options, threads);
    Status status;
    handle_ = HB_NewSession(graph_->handle, options, status);
    HB_DeleteSessionOptions(options);
    status.Check();
  }
  Session(GraphPtr graph, HB_Session* handle) : graph_(std::move(graph)), handle_(handle) {}
  ~Session() {
    if (handle_ == nullptr) return;
    py::gil_scoped_release release;
    Status ignored;
    HB_DeleteSession(handle_, ignored);
  }
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void Close() {
    Status status;
    {
      py::gil_scoped_release release;
      HB_CloseSession(handle_, status);
    }
    status.Check();
  }

  // (values, serialized RunMetadata, or None if nobody wants it)
  py::tuple Run(const std::vector<OutputPair>& feeds, const py::list& values,
                const std::vector<OutputPair>& fetches, const std::vector<Operation*>& targets,
                const Token* token, const std::string& run_options, bool wants_metadata) {
    const auto inputs = ToOutputs(feeds), outputs = ToOutputs(fetches);
    std::vector<TensorPtr> kept;
    std::vector<HB_Tensor*> in;
    for (size_t i = 0; i < inputs.size(); ++i) {
      kept.push_back(ToTensor(values[i], HB_OperationOutputType(inputs[i])));
      in.push_back(kept.back().get());
    }
    std::vector<HB_Tensor*> out(outputs.size(), nullptr);
    std::vector<const HB_Operation*> nodes;
    for (Operation* t : targets) nodes.push_back(t->handle);
    const BufferPtr options(HB_NewBufferFromString(run_options.data(), run_options.size()));
    const BufferPtr metadata(wants_metadata ? HB_NewBuffer() : nullptr);
    Status status;
    {
      py::gil_scoped_release release;
      HB_SessionRunWithToken(handle_, run_options.empty() ? nullptr : options.get(), inputs.data(),
                             in.data(), static_cast<int>(in.size()), outputs.data(), out.data(),
                             static_cast<int>(out.size()), nodes.data(),
                             static_cast<int>(nodes.size()), metadata.get(),
                             token == nullptr ? nullptr : token->handle(), status);
    }
    std::vector<TensorPtr> results;
    for (HB_Tensor* t : out) results.emplace_back(t);
    status.Check();
    py::list arrays;
    for (TensorPtr& t : results) arrays.append(ToArray(std::move(t)));
    return py::make_tuple(
        arrays, wants_metadata ? py::object(BytesOf(metadata.get())) : py::object(py::none()));
  }

  HB_Session* handle() const { return handle_; }
  const GraphPtr& graph() const { return graph_; }

 private:
  GraphPtr graph_;
  HB_Session* handle_ = nullptr;
};

// A prepared run as a builtin function of Python, which costs less to call than a method of a class
// of pybind11. A part of a graph takes its arguments in order, and `out` by name, and gives a list;
// a signature takes its arguments by name and gives a dict.
class Callable {
 public:
  Callable(std::shared_ptr<Session> session, const std::vector<OutputPair>& feeds,
           const std::vector<OutputPair>& fetches, const std::vector<Operation*>& targets,
           std::string signature, const std::vector<std::string>& arguments,
           const std::vector<std::string>& results)
      : session_(std::move(session)),
        signature_(std::move(signature)),
        arguments_(Interned(arguments)),
        results_(Interned(results)) {
    if (by_name()) method_.ml_name = signature_.c_str();
    const auto inputs = ToOutputs(feeds), outputs = ToOutputs(fetches);
    for (const HB_Output& feed : inputs) feed_types_.push_back(HB_OperationOutputType(feed));
    for (const HB_Output& fetch : outputs) fetch_types_.push_back(HB_OperationOutputType(fetch));
    std::vector<const HB_Operation*> nodes;
    for (Operation* t : targets) nodes.push_back(t->handle);
    Status status;
    handle_ =
        HB_SessionMakeCallable(session_->handle(), inputs.data(), static_cast<int>(inputs.size()),
                               outputs.data(), static_cast<int>(outputs.size()), nodes.data(),
                               static_cast<int>(nodes.size()), nullptr, status);
    status.Check();
  }
  ~Callable() { HB_DeleteCallable(handle_); }
  Callable(const Callable&) = delete;
  Callable& operator=(const Callable&) = delete;

  // The function, which owns the callable.
  static py::object Function(std::unique_ptr<Callable> callable) {
    PyMethodDef* method = &callable->method_;
    const py::capsule self(callable.release(), [](void* c) { delete static_cast<Callable*>(c); });
    return py::reinterpret_steal<py::object>(PyCFunction_NewEx(method, self.ptr(), nullptr));
  }

 private:
  bool by_name() const { return !signature_.empty(); }

  static std::vector<py::str> Interned(const std::vector<std::string>& names) {
    std::vector<py::str> out;
    for (const std::string& name : names) {
      out.push_back(py::reinterpret_steal<py::str>(PyUnicode_InternFromString(name.c_str())));
    }
    return out;
  }

  static PyObject* Call(PyObject* self, PyObject* const* args, Py_ssize_t count, PyObject* names) {
    auto* callable = static_cast<Callable*>(PyCapsule_GetPointer(self, nullptr));
    try {
      return callable->Run(args, count, names).release().ptr();
    } catch (py::error_already_set& e) {
      e.restore();
    } catch (const py::builtin_exception& e) {
      e.set_error();
    } catch (const std::exception& e) {
      PyErr_SetString(PyExc_RuntimeError, e.what());
    }
    return nullptr;
  }

  PyObject* Argument(size_t i, PyObject* const* args, PyObject* names) const {
    if (!by_name()) return args[i];
    const Py_ssize_t count = PyTuple_GET_SIZE(names);
    for (Py_ssize_t k = 0; k < count; ++k) {
      if (PyTuple_GET_ITEM(names, k) == arguments_[i].ptr()) return args[k];
    }
    for (Py_ssize_t k = 0; k < count; ++k) {  // a name that wasn't interned
      if (PyUnicode_Compare(PyTuple_GET_ITEM(names, k), arguments_[i].ptr()) == 0) return args[k];
    }
    Wrong(0, names);
  }

  [[noreturn]] void Wrong(Py_ssize_t count, PyObject* names) const {
    if (!by_name()) {
      if (names != nullptr) throw py::type_error("the callable takes its arguments in order");
      throw py::type_error("the callable takes " + std::to_string(feed_types_.size()) +
                           " arguments, not " + std::to_string(count));
    }
    const std::string signature = "the signature '" + signature_ + "' takes ";
    if (count > 0) throw py::type_error(signature + "its arguments by name");
    py::list known, given;
    for (const py::str& name : arguments_) known.append(name);
    if (names != nullptr) given = py::list(py::reinterpret_borrow<py::tuple>(names));
    known.attr("sort")();
    given.attr("sort")();
    Raise(HB_INVALID_ARGUMENT,
          signature + std::string(py::repr(known)) + ", not " + std::string(py::repr(given)));
  }

  // The arrays that `out` gives.
  py::list Given(py::handle out) const {
    py::list given(py::reinterpret_borrow<py::object>(out));
    if (given.size() != fetch_types_.size()) {
      throw py::type_error("out must have " + std::to_string(fetch_types_.size()) +
                           " entries, one for each fetch, not " + std::to_string(given.size()));
    }
    return given;
  }

  py::object Run(PyObject* const* args, Py_ssize_t count, PyObject* names) const {
    const size_t feeds = feed_types_.size(), fetches = fetch_types_.size();
    py::handle supplied;
    if (!by_name() && names != nullptr && PyTuple_GET_SIZE(names) == 1 &&
        PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(names, 0), "out") == 0) {
      supplied = args[count];
      names = nullptr;
    }
    const auto named = static_cast<size_t>(names == nullptr ? 0 : PyTuple_GET_SIZE(names));
    if (static_cast<size_t>(count) != (by_name() ? 0 : feeds) || named != (by_name() ? feeds : 0)) {
      Wrong(count, names);
    }
    Few<TensorPtr> kept(feeds), results(fetches);
    Few<HB_Tensor*> in(feeds), out(fetches);
    for (size_t i = 0; i < feeds; ++i) {
      kept[i] = ToTensor(Argument(i, args, names), feed_types_[i]);
      in[i] = kept[i].get();
    }
    py::object given;  // a list with an entry for each fetch, or nothing
    if (supplied.ptr() != nullptr && !supplied.is_none()) given = Given(supplied);
    const auto given_array = [&](size_t i) -> py::handle {
      if (given.ptr() == nullptr) return {};
      const py::handle array = PyList_GET_ITEM(given.ptr(), static_cast<Py_ssize_t>(i));
      return array.is_none() ? py::handle() : array;
    };
    for (size_t i = 0; i < fetches && given.ptr() != nullptr; ++i) {
      if (const py::handle array = given_array(i)) {
        results[i] = ToOutput(array, fetch_types_[i], "out[" + std::to_string(i) + "]");
        out[i] = results[i].get();
      }
    }
    Status status;
    {
      py::gil_scoped_release release;
      HB_CallableRun(handle_, in.data(), static_cast<int>(feeds), out.data(),
                     static_cast<int>(fetches), nullptr, status);
    }
    for (size_t i = 0; i < fetches; ++i) {
      if (results[i] == nullptr) results[i].reset(out[i]);
    }
    status.Check();
    const auto array = [&](size_t i) {
      const py::handle supplied_array = given_array(i);
      return supplied_array ? py::reinterpret_borrow<py::object>(supplied_array)
                            : ToArray(std::move(results[i]));
    };
    if (!by_name()) {
      py::list arrays(fetches);
      for (size_t i = 0; i < fetches; ++i) {
        PyList_SET_ITEM(arrays.ptr(), static_cast<Py_ssize_t>(i), array(i).release().ptr());
      }
      return arrays;
    }
    py::dict arrays;
    for (size_t i = 0; i < fetches; ++i) arrays[results_[i]] = array(i);
    return arrays;
  }

  std::shared_ptr<Session> session_;
  std::string signature_;  // "" if it is none
  std::vector<py::str> arguments_, results_;
  std::vector<HB_DataType> feed_types_, fetch_types_;
  HB_Callable* handle_ = nullptr;
  PyMethodDef method_ = {
      "run", reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(&Callable::Call)),
      METH_FASTCALL | METH_KEYWORDS, "Runs a part of a graph that was prepared once."};
};

// (session, serialized MetaGraphDef)
py::tuple Load(const std::string& dir, const std::vector<std::string>& tags, bool all_files,
               int threads) {
  auto graph = std::make_shared<Graph>(HB_NewGraph());
  HB_LoadOptions options = {};
  options.struct_size = sizeof(options);
  options.file_access = all_files ? HB_FILE_ACCESS_ALL : HB_FILE_ACCESS_MODEL_DIR_ONLY;
  std::vector<const char*> names;
  for (const std::string& t : tags) names.push_back(t.c_str());
  const BufferPtr meta(HB_NewBuffer());
  const std::unique_ptr<HB_SessionOptions, void (*)(HB_SessionOptions*)> session_options(
      HB_NewSessionOptions(), HB_DeleteSessionOptions);
  if (threads > 0) HB_SetThreads(session_options.get(), threads);
  Status status;
  HB_Session* session = nullptr;
  {
    py::gil_scoped_release release;
    session = HB_LoadSavedModel(session_options.get(), &options, dir.c_str(), names.data(),
                                static_cast<int>(names.size()), graph->handle, meta.get(), status);
  }
  status.Check();
  return py::make_tuple(std::make_shared<Session>(graph, session), BytesOf(meta.get()));
}

// [(name, method, inputs, outputs)] of a serialized MetaGraphDef; inputs and outputs are
// [(argument, tensor, dtype, dims or None)].
py::list Signatures(const std::string& meta_graph_def) {
  const HB_Buffer buffer = {meta_graph_def.data(), meta_graph_def.size(), nullptr};
  Status status;
  std::unique_ptr<HB_SignatureList, void (*)(HB_SignatureList*)> list(
      HB_MetaGraphDefSignatures(&buffer, status), HB_DeleteSignatureList);
  status.Check();
  const auto side = [&](int index, int count, auto describe) {
    py::list out;
    for (int i = 0; i < count; ++i) {
      HB_SignatureTensor t = {};
      t.struct_size = sizeof(t);
      describe(list.get(), index, i, &t, status);
      status.Check();
      py::object dims = py::none();
      if (t.num_dims >= 0) dims = py::cast(std::vector<int64_t>(t.dims, t.dims + t.num_dims));
      out.append(py::make_tuple(t.name, t.tensor_name, static_cast<int>(t.dtype), dims));
    }
    return out;
  };
  py::list out;
  for (int s = 0; s < HB_SignatureListCount(list.get()); ++s) {
    out.append(
        py::make_tuple(HB_SignatureListName(list.get(), s), HB_SignatureListMethod(list.get(), s),
                       side(s, HB_SignatureListNumInputs(list.get(), s), HB_SignatureListInput),
                       side(s, HB_SignatureListNumOutputs(list.get(), s), HB_SignatureListOutput)));
  }
  return out;
}

// signatures: {name: (inputs, outputs)} with {argument: (operation, index)}.
void Save(const std::shared_ptr<Session>& session, const std::string& dir,
          const std::map<std::string, std::pair<std::map<std::string, OutputPair>,
                                                std::map<std::string, OutputPair>>>& signatures) {
  std::unique_ptr<HB_SavedModelOptions, void (*)(HB_SavedModelOptions*)> options(
      HB_NewSavedModelOptions(), HB_DeleteSavedModelOptions);
  for (const auto& [name, sides] : signatures) {
    const int s = HB_SavedModelOptionsAddSignature(options.get(), name.c_str(), nullptr);
    for (const auto& [argument, pair] : sides.first) {
      HB_SavedModelOptionsAddSignatureInput(options.get(), s, argument.c_str(),
                                            {pair.first->handle, pair.second});
    }
    for (const auto& [result, pair] : sides.second) {
      HB_SavedModelOptionsAddSignatureOutput(options.get(), s, result.c_str(),
                                             {pair.first->handle, pair.second});
    }
  }
  Status status;
  {
    py::gil_scoped_release release;
    HB_SavedModelWrite(session->handle(), dir.c_str(), options.get(), status);
  }
  status.Check();
}

py::bytes StopProfiler() {
  const BufferPtr trace(HB_NewBuffer());
  Status status;
  HB_ProfilerStop(trace.get(), status);
  status.Check();
  return BytesOf(trace.get());
}

}  // namespace

void DefineSessions(py::module_& m) {
  py::class_<Token>(m, "CancellationToken", "Stops runs from any thread, once it is cancelled.")
      .def(py::init<>())
      .def("cancel", [](const Token& t) {
        py::gil_scoped_release release;
        HB_CancellationTokenCancel(t.handle());
      });
  py::class_<Session, std::shared_ptr<Session>>(m, "Session")
      .def(py::init<GraphPtr, int>(), py::arg("graph"), py::arg("threads") = 0)
      .def("run", &Session::Run, py::arg("feeds"), py::arg("values"), py::arg("fetches"),
           py::arg("targets"), py::arg("token"), py::arg("run_options"), py::arg("wants_metadata"))
      .def("close", &Session::Close)
      .def_property_readonly("graph", &Session::graph);
  m.def(
      "make_callable",
      [](const std::shared_ptr<Session>& session, const std::vector<OutputPair>& feeds,
         const std::vector<OutputPair>& fetches, const std::vector<Operation*>& targets,
         const std::string& signature, const std::vector<std::string>& arguments,
         const std::vector<std::string>& results) {
        return Callable::Function(std::make_unique<Callable>(session, feeds, fetches, targets,
                                                             signature, arguments, results));
      },
      py::arg("session"), py::arg("feeds"), py::arg("fetches"), py::arg("targets"),
      py::arg("signature") = "", py::arg("arguments") = std::vector<std::string>(),
      py::arg("results") = std::vector<std::string>());
  m.def("load_saved_model", Load, py::arg("dir"), py::arg("tags"), py::arg("all_files") = false,
        py::arg("threads") = 0);
  m.def("signatures", Signatures);
  m.def("write_saved_model", Save);
  m.def("profiler_start", [] {
    Status status;
    HB_ProfilerStart(status);
    status.Check();
  });
  m.def("profiler_stop", StopProfiler);
}

}  // namespace hbpy
