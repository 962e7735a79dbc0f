// Tables that map keys to values.
#include "core/ops/array/common.h"

namespace hb {
namespace {

constexpr std::string_view kGroup = "data";
using namespace op_util;  // NOLINT: helpers of declarations

Status TableShape(InferCtx& c) {
  c.set_output(0, Shape());
  c.set_output_handle(
      0, {{c.attrs().Type("key_dtype"), Shape()}, {c.attrs().Type("value_dtype"), Shape()}});
  return Status();
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

Status FindShape(InferCtx& c) {
  HB_RETURN_IF_ERROR(CheckTypes(c, c.attrs().Type("Tin"), c.attrs().Type("Tout")));
  HB_RETURN_IF_ERROR(c.WithRankAtMost(2, 1).status());
  c.set_output(0, c.input(1));
  return Status();
}

Status KeysAndValues(const InferCtx& c) {
  if (!c.input(1).Compatible(c.input(2))) {
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
  c.set_output(0, Shape({-1}));
  c.set_output(1, Shape({-1}));
  return Status();
}

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
