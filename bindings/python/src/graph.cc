// Graphs: building operations, reading them, GraphDef in and out, gradients.
#include <cstring>

#include "bindings/python/src/common.h"

namespace hbpy {

std::vector<HB_Output> ToOutputs(const std::vector<OutputPair>& pairs) {
  std::vector<HB_Output> out;
  for (const auto& [op, index] : pairs) {
    if (op == nullptr) throw py::value_error("an output names no operation");
    out.push_back({op->handle, index});
  }
  return out;
}

py::bytes BytesOf(const HB_Buffer* b) {
  return py::bytes(static_cast<const char*>(b->data), b->length);
}

namespace {

std::vector<int64_t> DimsOf(const py::object& shape) {
  std::vector<int64_t> dims;
  for (const py::handle& d : shape) dims.push_back(d.is_none() ? -1 : py::cast<int64_t>(d));
  return dims;
}

// Sets one attribute by its kind, as ops.json names kinds.
void SetAttr(HB_OperationDescription* desc, const std::string& name, const std::string& kind,
             const py::object& v) {
  const char* n = name.c_str();
  if (kind == "string") {
    const std::string s =
        py::isinstance<py::bytes>(v) ? std::string(py::bytes(v)) : py::cast<std::string>(v);
    HB_SetAttrString(desc, n, s.data(), s.size());
  } else if (kind == "int") {
    HB_SetAttrInt(desc, n, py::cast<int64_t>(v));
  } else if (kind == "float") {
    HB_SetAttrFloat(desc, n, py::cast<float>(v));
  } else if (kind == "bool") {
    HB_SetAttrBool(desc, n, py::cast<bool>(v) ? 1 : 0);
  } else if (kind == "type") {
    HB_SetAttrType(desc, n, static_cast<HB_DataType>(py::cast<int>(v)));
  } else if (kind == "shape") {
    if (v.is_none()) {
      HB_SetAttrShape(desc, n, nullptr, -1);
    } else {
      const std::vector<int64_t> dims = DimsOf(v);
      HB_SetAttrShape(desc, n, dims.data(), static_cast<int>(dims.size()));
    }
  } else if (kind == "tensor") {
    Status status;
    TensorPtr t = ToTensor(v, 0);
    HB_SetAttrTensor(desc, n, t.get(), status);
    status.Check();
  } else if (kind == "func") {
    const std::string s = py::cast<std::string>(v);
    HB_SetAttrFuncName(desc, n, s.data(), s.size());
  } else if (kind == "proto") {
    const std::string s = py::cast<std::string>(v);
    Status status;
    HB_SetAttrValueProto(desc, n, s.data(), s.size(), status);
    status.Check();
  } else if (kind == "list(int)") {
    const auto list = py::cast<std::vector<int64_t>>(v);
    HB_SetAttrIntList(desc, n, list.data(), static_cast<int>(list.size()));
  } else if (kind == "list(float)") {
    const auto list = py::cast<std::vector<float>>(v);
    HB_SetAttrFloatList(desc, n, list.data(), static_cast<int>(list.size()));
  } else if (kind == "list(bool)") {
    std::vector<unsigned char> list;
    for (bool b : py::cast<std::vector<bool>>(v)) list.push_back(b ? 1 : 0);
    HB_SetAttrBoolList(desc, n, list.data(), static_cast<int>(list.size()));
  } else if (kind == "list(type)") {
    std::vector<HB_DataType> list;
    for (int t : py::cast<std::vector<int>>(v)) list.push_back(static_cast<HB_DataType>(t));
    HB_SetAttrTypeList(desc, n, list.data(), static_cast<int>(list.size()));
  } else if (kind == "list(string)") {
    const auto list = py::cast<std::vector<std::string>>(v);
    std::vector<const void*> data;
    std::vector<size_t> sizes;
    for (const std::string& s : list) data.push_back(s.data()), sizes.push_back(s.size());
    HB_SetAttrStringList(desc, n, data.data(), sizes.data(), static_cast<int>(list.size()));
  } else if (kind == "list(shape)") {
    std::vector<std::vector<int64_t>> kept;
    std::vector<int> ranks;
    for (const py::handle& s : v) {
      kept.push_back(s.is_none() ? std::vector<int64_t>()
                                 : DimsOf(py::reinterpret_borrow<py::object>(s)));
      ranks.push_back(s.is_none() ? -1 : static_cast<int>(kept.back().size()));
    }
    std::vector<const int64_t*> dims;
    for (const auto& k : kept) dims.push_back(k.data());
    HB_SetAttrShapeList(desc, n, dims.data(), ranks.data(), static_cast<int>(dims.size()));
  } else {
    throw py::type_error("attribute '" + name + "' of kind " + kind + " can't be set from Python");
  }
}

// inputs: each (operation, index), or a list of them. attrs: (name, kind, value).
Operation MakeOp(const GraphPtr& graph, const std::string& type, const std::string& name,
                 const py::list& inputs, const py::list& attrs,
                 const std::vector<Operation*>& controls, const std::string& device) {
  HB_OperationDescription* desc = HB_NewOperation(graph->handle, type.c_str(), name.c_str());
  Status status;
  try {
    for (const py::handle& in : inputs) {
      if (py::isinstance<py::list>(in)) {
        const auto list = ToOutputs(py::cast<std::vector<OutputPair>>(in));
        HB_AddInputList(desc, list.data(), static_cast<int>(list.size()));
      } else {
        const auto [op, index] = py::cast<OutputPair>(in);
        HB_AddInput(desc, {op->handle, index});
      }
    }
    for (const py::handle& a : attrs) {
      const auto t = py::cast<py::tuple>(a);
      SetAttr(desc, py::cast<std::string>(t[0]), py::cast<std::string>(t[1]), t[2]);
    }
  } catch (...) {
    // Finishing is the only way to give a description back.
    HB_SetAttrInt(desc, "", 0);
    HB_Operation* op = HB_FinishOperation(desc, status);
    (void)op;
    throw;
  }
  for (Operation* c : controls) HB_AddControlInput(desc, c->handle);
  if (!device.empty()) HB_SetDevice(desc, device.c_str());
  HB_Operation* op = HB_FinishOperation(desc, status);
  status.Check();
  return {graph, op};
}

py::object ShapeOf(const GraphPtr& graph, Operation* op, int index) {
  Status status;
  const HB_Output o{op->handle, index};
  const int rank = HB_GraphGetTensorNumDims(graph->handle, o, status);
  status.Check();
  if (rank < 0) return py::none();
  std::vector<int64_t> dims(static_cast<size_t>(rank));
  HB_GraphGetTensorShape(graph->handle, o, dims.data(), rank, status);
  status.Check();
  py::list out;
  for (int64_t d : dims) out.append(d < 0 ? py::object(py::none()) : py::object(py::int_(d)));
  return py::tuple(out);
}

std::vector<py::object> Gradients(const GraphPtr& graph, const std::vector<OutputPair>& ys,
                                  const std::vector<OutputPair>& xs,
                                  const std::vector<OutputPair>& dxs, const std::string& prefix) {
  auto y = ToOutputs(ys), x = ToOutputs(xs), dx = ToOutputs(dxs);
  std::vector<HB_Output> dy(x.size());
  Status status;
  HB_AddGradientsWithPrefix(graph->handle, prefix.empty() ? nullptr : prefix.c_str(), y.data(),
                            static_cast<int>(y.size()), x.data(), static_cast<int>(x.size()),
                            dx.empty() ? nullptr : dx.data(), status, dy.data());
  status.Check();
  std::vector<py::object> out;
  for (const HB_Output& o : dy) {
    if (o.oper == nullptr) {
      out.push_back(py::none());
    } else {
      out.push_back(py::make_tuple(Operation{graph, o.oper}, o.index));
    }
  }
  return out;
}

void Import(const GraphPtr& graph, const py::bytes& graph_def, const std::string& prefix) {
  const std::string bytes = graph_def;
  BufferPtr buffer(HB_NewBufferFromString(bytes.data(), bytes.size()));
  HB_ImportGraphDefOptions* options = HB_NewImportGraphDefOptions();
  HB_ImportGraphDefOptionsSetPrefix(options, prefix.c_str());
  Status status;
  {
    py::gil_scoped_release release;
    HB_GraphImportGraphDef(graph->handle, buffer.get(), options, status);
  }
  HB_DeleteImportGraphDefOptions(options);
  status.Check();
}

py::bytes Export(const GraphPtr& graph) {
  BufferPtr buffer(HB_NewBuffer());
  Status status;
  HB_GraphToGraphDef(graph->handle, buffer.get(), status);
  status.Check();
  return BytesOf(buffer.get());
}

std::string UniqueName(const GraphPtr& graph, const std::string& base) {
  BufferPtr buffer(HB_NewBuffer());
  Status status;
  HB_GraphUniqueName(graph->handle, base.c_str(), buffer.get(), status);
  status.Check();
  return std::string(static_cast<const char*>(buffer->data), buffer->length);
}

std::vector<Operation> Operations(const GraphPtr& graph) {
  std::vector<Operation> out;
  size_t position = 0;
  while (HB_Operation* op = HB_GraphNextOperation(graph->handle, &position)) {
    out.push_back({graph, op});
  }
  return out;
}

py::bytes AttrProto(const Operation& op, const std::string& name) {
  BufferPtr buffer(HB_NewBuffer());
  Status status;
  HB_OperationGetAttrValueProto(op.handle, name.c_str(), buffer.get(), status);
  status.Check();
  return BytesOf(buffer.get());
}

}  // namespace

void DefineGraphs(py::module_& m) {
  py::class_<Operation>(m, "Operation")
      .def_property_readonly("name", [](const Operation& o) { return HB_OperationName(o.handle); })
      .def_property_readonly("type",
                             [](const Operation& o) { return HB_OperationOpType(o.handle); })
      .def_property_readonly("device",
                             [](const Operation& o) { return HB_OperationDevice(o.handle); })
      .def_property_readonly("num_outputs",
                             [](const Operation& o) { return HB_OperationNumOutputs(o.handle); })
      .def("output_type",
           [](const Operation& o, int i) {
             if (i < 0 || i >= HB_OperationNumOutputs(o.handle)) throw py::index_error("output");
             return static_cast<int>(HB_OperationOutputType({o.handle, i}));
           })
      .def("attr_proto", AttrProto)
      .def("__eq__", [](const Operation& a, const Operation& b) { return a.handle == b.handle; })
      .def("__hash__", [](const Operation& o) { return reinterpret_cast<size_t>(o.handle); });
  py::class_<Graph, GraphPtr>(m, "Graph")
      .def(py::init([] { return std::make_shared<Graph>(HB_NewGraph()); }))
      .def("make_op", MakeOp)
      .def("shape_of", ShapeOf)
      .def("gradients", Gradients)
      .def("import_graph_def", Import)
      .def("export_graph_def", Export)
      .def("unique_name", UniqueName)
      .def("operations", Operations)
      .def("find", [](const GraphPtr& g, const std::string& name) -> py::object {
        HB_Operation* op = HB_GraphOperationByName(g->handle, name.c_str());
        return op == nullptr ? py::object(py::none()) : py::cast(Operation{g, op});
      });
}

}  // namespace hbpy
