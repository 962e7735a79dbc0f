#include <atomic>

#include "core/passes/ir.h"

namespace hb {
namespace {

std::atomic<GradientFunctionMaker> g_maker{nullptr};

}  // namespace

void SetGradientFunctionMaker(GradientFunctionMaker maker) { g_maker.store(maker); }

void CallGradientFunction(Ir* ir, int id) {
  IrNode& n = (*ir)[id];
  const pb::AttrValue* f = n.reader().Find("f");
  const GradientFunctionMaker maker = g_maker.load();
  auto fail = [&n](Status s) {
    n.missing = s.WithPrefix(StrCat("node '", n.name, "' (SymbolicGradient): "));
  };
  if (maker == nullptr || f == nullptr) {
    return fail(Unimplemented("this build makes no gradients"));
  }
  Result<std::string> name = maker(ir->functions, ir->ops, f->func());
  if (!name.ok()) return fail(std::move(name).status());
  FunctionLibrary::DefPtr def = ir->functions->Find(*name);
  const bool stateful = def != nullptr && def->signature().is_stateful();
  ir->own_attrs.push_back(*n.attrs);
  AttrReader::Map& attrs = ir->own_attrs.back();
  attrs["f"] = Attr("f", FuncRef{*name}).value;
  n.op = ir->ops->Find(stateful ? "StatefulPartitionedCall" : "PartitionedCall");
  if (!FinishAttrs(n.op->def, &attrs).ok()) return fail(Internal("its attributes don't fit"));
  n.attrs = &attrs;
}

}  // namespace hb
