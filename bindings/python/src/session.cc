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

class Callable {
 public:
  Callable(std::shared_ptr<Session> session, const std::vector<OutputPair>& feeds,
           const std::vector<OutputPair>& fetches, const std::vector<Operation*>& targets)
      : session_(std::move(session)), feeds_(ToOutputs(feeds)) {
    const auto outputs = ToOutputs(fetches);
    for (const HB_Output& o : outputs) fetch_types_.push_back(HB_OperationOutputType(o));
    std::vector<const HB_Operation*> nodes;
    for (Operation* t : targets) nodes.push_back(t->handle);
    Status status;
    handle_ =
        HB_SessionMakeCallable(session_->handle(), feeds_.data(), static_cast<int>(feeds_.size()),
                               outputs.data(), static_cast<int>(outputs.size()), nodes.data(),
                               static_cast<int>(nodes.size()), nullptr, status);
    status.Check();
  }
  ~Callable() { HB_DeleteCallable(handle_); }
  Callable(const Callable&) = delete;
  Callable& operator=(const Callable&) = delete;

  // `out`: None, or an array or None for each fetch.
  py::list Run(const py::args& values, const py::object& out) {
    if (values.size() != feeds_.size()) {
      throw py::type_error("the callable takes " + std::to_string(feeds_.size()) +
                           " arguments, not " + std::to_string(values.size()));
    }
    std::vector<TensorPtr> kept;
    std::vector<HB_Tensor*> in;
    for (size_t i = 0; i < feeds_.size(); ++i) {
      kept.push_back(ToTensor(values[i], HB_OperationOutputType(feeds_[i])));
      in.push_back(kept.back().get());
    }
    const py::list given = Given(out);
    std::vector<TensorPtr> results(fetch_types_.size());
    std::vector<HB_Tensor*> written(results.size());
    for (size_t i = 0; i < given.size(); ++i) {
      if (given[i].is_none()) continue;
      results[i] = ToOutput(given[i], fetch_types_[i], "out[" + std::to_string(i) + "]");
      written[i] = results[i].get();
    }
    Status status;
    {
      py::gil_scoped_release release;
      HB_CallableRun(handle_, in.data(), static_cast<int>(in.size()), written.data(),
                     static_cast<int>(written.size()), nullptr, status);
    }
    py::list arrays(results.size());
    for (size_t i = 0; i < results.size(); ++i) {
      if (results[i] == nullptr) results[i].reset(written[i]);
    }
    status.Check();
    for (size_t i = 0; i < results.size(); ++i) {
      const bool was_given = i < given.size() && !given[i].is_none();
      arrays[i] = was_given ? py::object(given[i]) : ToArray(std::move(results[i]));
    }
    return arrays;
  }

 private:
  py::list Given(const py::object& out) const {
    if (out.is_none()) return py::list();
    py::list given(out);
    if (given.size() != fetch_types_.size()) {
      throw py::type_error("out must have " + std::to_string(fetch_types_.size()) +
                           " entries, one for each fetch, not " + std::to_string(given.size()));
    }
    return given;
  }

  std::shared_ptr<Session> session_;
  std::vector<HB_Output> feeds_;
  std::vector<HB_DataType> fetch_types_;
  HB_Callable* handle_ = nullptr;
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
  py::class_<Callable>(m, "Callable")
      .def(py::init<std::shared_ptr<Session>, const std::vector<OutputPair>&,
                    const std::vector<OutputPair>&, const std::vector<Operation*>&>())
      .def("__call__", &Callable::Run, py::kw_only(), py::arg("out") = py::none());
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
