// What lies in tensors of resources and variants: counted pointers to these objects.
#ifndef HORNBEAM_CORE_TENSOR_RESOURCE_H_
#define HORNBEAM_CORE_TENSOR_RESOURCE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/ref.h"
#include "core/tensor/dtype.h"
#include "core/tensor/shape.h"

namespace hb {

// Something that outlives a run: a variable, a table, a queue. Resources are thread-safe.
class Resource : public RefCounted {
 public:
  // The type for messages, such as "Variable".
  virtual const char* TypeName() const = 0;
};

// The element of a DT_RESOURCE tensor points to one of these. Immutable once made.
class ResourceHandle : public RefCounted {
 public:
  std::string device;
  std::string container;
  std::string name;
  // dtype and shape of the values behind the handle (one entry for a variable); may be empty.
  std::vector<std::pair<DType, Shape>> dtypes_and_shapes;
  // The slot that the handle names. Destroying the resource empties the slot, so that a handle
  // that outlives it fails cleanly.
  Ref<Resource> resource;
};
using ResourceElement = Ref<ResourceHandle>;
static_assert(sizeof(ResourceElement) == 8);

// The element of a DT_VARIANT tensor points to one of these (or is null). Immutable once shared:
// a kernel changes one in place only when it holds the only reference.
class VariantObject : public RefCounted {
 public:
  virtual const char* TypeName() const = 0;
  // A copy that can be changed without being seen through this one.
  virtual Ref<VariantObject> Copy() const = 0;
};
using VariantElement = Ref<VariantObject>;
static_assert(sizeof(VariantElement) == 8);

}  // namespace hb

#endif  // HORNBEAM_CORE_TENSOR_RESOURCE_H_
