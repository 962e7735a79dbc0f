// Tables that map keys to values.
#include "core/ops/array/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "data";
using namespace op_util;  // NOLINT: helpers of declarations

Status TableShape(InferCtx& c) {
  c.set_output(0, Shape());
  const Shape key = c.num_inputs() == 0 ? Shape() : c.input(0);
  const Shape value =
      c.attrs().Find("value_shape") == nullptr ? Shape() : c.attrs().ShapeOf("value_shape");
  c.set_output_handle(0,
                      {{c.attrs().Type("key_dtype"), key}, {c.attrs().Type("value_dtype"), value}});
  return Status();
}

Status DenseTableShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(Shape::Merge(c.input(0), c.input(1)).status());
  return TableShape(c);
}

Status CheckTypes(const InferCtx& c, DType key, DType value) {
  HB_RETURN_IF_ERROR(CheckScalar(c, 0));
  const HandleData* data = c.input_handle(0);
  if (data == nullptr || data->size() != 2) return Status();
  if ((*data)[0].first != key || (*data)[1].first != value) {
    return InvalidArgument("the table maps ", DTypeName((*data)[0].first), " to ",
                           DTypeName((*data)[1].first), ", not ", DTypeName(key), " to ",
                           DTypeName(value));
  }
  return Status();
}

// The shapes of one key and of one value.
struct EntryShapes {
  Shape key, value;
};
EntryShapes EntryShapesOf(const InferCtx& c) {
  const HandleData* data = c.input_handle(0);
  if (data == nullptr || data->size() != 2) return {Shape::UnknownRank(), Shape::UnknownRank()};
  return {(*data)[0].second, (*data)[1].second};
}

Status FindShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckTypes(c, c.attrs().Type("Tin"), c.attrs().Type("Tout")));
  const auto [key, value] = EntryShapesOf(c);
  const Shape& keys = c.input(1);
  if (key.unknown_rank() || value.unknown_rank() || keys.unknown_rank()) return Status();
  if (keys.rank() < key.rank()) {
    return InvalidArgument("keys of shape ", keys.ToString(), " can't hold keys of shape ",
                           key.ToString());
  }
  Shape out = keys.Sub(0, keys.rank() - key.rank());
  out.Append(value);
  return SetChecked(c, 0, out);
}

Status KeysAndValues(const InferCtx& c) {
  const auto [key, value] = EntryShapesOf(c);
  const bool known = key.rank() == 0 && value.rank() == 0;
  if (known && !c.input(1).Compatible(c.input(2))) {
    return InvalidArgument("keys have shape ", c.input(1).ToString(), " but values have ",
                           c.input(2).ToString(), "; they must agree");
  }
  return Status();
}

Status InitializeShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckTypes(c, c.attrs().Type("Tkey"), c.attrs().Type("Tval")));
  HB_RETURN_IF_ERROR(CheckVector(c, 1));
  return KeysAndValues(c);
}

Status ImportShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckTypes(c, c.attrs().Type("Tin"), c.attrs().Type("Tout")));
  return KeysAndValues(c);
}

Status FileShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalar(c, 0));
  return CheckScalar(c, 1);
}

Status SizeShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalar(c, 0));
  c.set_output(0, Shape());
  return Status();
}

Status ExportShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckScalar(c, 0));
  const auto [key, value] = EntryShapesOf(c);
  const Shape* entry[2] = {&key, &value};
  for (int i = 0; i < 2; ++i) {
    if (entry[i]->unknown_rank()) continue;
    Shape out({-1});
    out.Append(*entry[i]);
    c.set_output(i, out);
  }
  return Status();
}

Status RemoveShape(InferCtx& c) { return CheckScalar(c, 0); }

}  // namespace

void DefineLookupOps(OpSet& ops) {
  OP("HashTableV2")
      .Out("table_handle: resource")
      .Attr("container: string = \"\"")
      .Attr("shared_name: string = \"\"")
      .Attr("use_node_name_sharing: bool = false")
      .Attr("key_dtype: type")
      .Attr("value_dtype: type")
      .Stateful()
      .Doc("A handle of a table that is filled once by an initializer and read only then.")
      .Shape(TableShape)
      .NotDifferentiable();

  OP("MutableHashTableV2")
      .Out("table_handle: resource")
      .Attr("container: string = \"\"")
      .Attr("shared_name: string = \"\"")
      .Attr("use_node_name_sharing: bool = false")
      .Attr("key_dtype: type")
      .Attr("value_dtype: type")
      .Stateful()
      .Doc("A handle of a table whose entries may come and go.")
      .Shape(TableShape)
      .NotDifferentiable();

  OP("MutableHashTableOfTensorsV2")
      .Out("table_handle: resource")
      .Attr("container: string = \"\"")
      .Attr("shared_name: string = \"\"")
      .Attr("use_node_name_sharing: bool = false")
      .Attr("key_dtype: type")
      .Attr("value_dtype: type")
      .Attr("value_shape: shape = {}")
      .Stateful()
      .Doc("A handle of a table whose entries may come and go. Values are vectors.")
      .Shape(TableShape)
      .NotDifferentiable();

  OP("MutableDenseHashTableV2")
      .In("empty_key: key_dtype")
      .In("deleted_key: key_dtype")
      .Out("table_handle: resource")
      .Attr("container: string = \"\"")
      .Attr("shared_name: string = \"\"")
      .Attr("use_node_name_sharing: bool = false")
      .Attr("key_dtype: type")
      .Attr("value_dtype: type")
      .Attr("value_shape: shape = {}")
      .Attr("initial_num_buckets: int = 131072")
      .Attr("max_load_factor: float = 0.8")
      .Stateful()
      .Doc(
          "A handle of a table whose entries may come and go. Keys have the shape of `empty_key`; "
          "that and `deleted_key` can't be used.")
      .Shape(DenseTableShape)
      .NotDifferentiable();

  OP("LookupTableInsertV2")
      .In("table_handle: resource")
      .In("keys: Tin")
      .In("values: Tout")
      .Attr("Tin: type")
      .Attr("Tout: type")
      .Stateful()
      .Doc("Adds entries to a table, or replaces them.")
      .Shape(ImportShape);

  OP("LookupTableRemoveV2")
      .In("table_handle: resource")
      .In("keys: Tin")
      .Attr("Tin: type")
      .Stateful()
      .Doc("Removes entries from a table; keys that it lacks are ignored.")
      .Shape(RemoveShape);

  OP("InitializeTableV2")
      .In("table_handle: resource")
      .In("keys: Tkey")
      .In("values: Tval")
      .Attr("Tkey: type")
      .Attr("Tval: type")
      .Stateful()
      .Doc("Fills a table with keys and values. Equal keys must have equal values.")
      .Shape(InitializeShape)
      .NotDifferentiable();

  OP("InitializeTableFromTextFileV2")
      .In("table_handle: resource")
      .In("filename: string")
      .Attr("key_index: int >= -2")
      .Attr("value_index: int >= -2")
      .Attr("vocab_size: int >= -1 = -1")
      .Attr("delimiter: string = \"\t\"")
      .Attr("offset: int = 0")
      .Stateful()
      .Doc(
          "Fills a table from the lines of a text file. A column index of -2 stands for the "
          "whole line, -1 for the number of the line, other numbers for the column between "
          "delimiters.")
      .Shape(FileShape)
      .NotDifferentiable();

  OP("LookupTableFindV2")
      .In("table_handle: resource")
      .In("keys: Tin")
      .In("default_value: Tout")
      .Out("values: Tout")
      .Attr("Tin: type")
      .Attr("Tout: type")
      .Stateful()
      .Doc("The values of keys; `default_value` for keys that the table lacks.")
      .Shape(FindShape)
      .NotDifferentiable();

  OP("LookupTableImportV2")
      .In("table_handle: resource")
      .In("keys: Tin")
      .In("values: Tout")
      .Attr("Tin: type")
      .Attr("Tout: type")
      .Stateful()
      .Doc("Replaces all that a table holds by keys and values.")
      .Shape(ImportShape);

  OP("LookupTableExportV2")
      .In("table_handle: resource")
      .Out("keys: Tkeys")
      .Out("values: Tvalues")
      .Attr("Tkeys: type")
      .Attr("Tvalues: type")
      .Stateful()
      .Doc("All keys of a table and their values.")
      .Shape(ExportShape);

  OP("LookupTableSizeV2")
      .In("table_handle: resource")
      .Out("size: int64")
      .Stateful()
      .Doc("The number of keys in a table.")
      .Shape(SizeShape)
      .NotDifferentiable();
}

}  // namespace hb
