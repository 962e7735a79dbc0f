# The libraries of core/, one a folder, and what each is built on. The include table that the lint
# enforces is the same, see tests/lint/includes.py.

# Generated code of core/proto: lite runtime, into the build folder, included as
# "core/proto/graph.pb.h".
file(GLOB proto_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/core/proto/*.proto)
set(proto_sources)
set(proto_headers)
foreach(proto ${proto_files})
  get_filename_component(stem ${proto} NAME_WE)
  set(stem ${CMAKE_BINARY_DIR}/gen/core/proto/${stem}.pb)
  add_custom_command(OUTPUT ${stem}.cc ${stem}.h
    COMMAND ${HORNBEAM_PROTOC} --cpp_out=${CMAKE_BINARY_DIR}/gen -I${CMAKE_SOURCE_DIR} ${proto}
    DEPENDS ${proto_files} VERBATIM)
  list(APPEND proto_sources ${stem}.cc)
  list(APPEND proto_headers ${stem}.h)
endforeach()
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/gen)
add_custom_target(hb_proto_headers DEPENDS ${proto_headers})
add_library(hb_proto STATIC ${proto_sources})
add_dependencies(hb_proto hb_proto_headers)
target_compile_options(hb_proto PRIVATE -w)
target_include_directories(hb_proto SYSTEM PUBLIC ${CMAKE_BINARY_DIR}/gen)
target_link_libraries(hb_proto PRIVATE hb_common_flags PUBLIC hb_protobuf_lite)

# Constants of the configuration, included as "core/base/config.h".
set(HB_OPS_LIST)
if(HORNBEAM_OPS)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${HORNBEAM_OPS})
  file(STRINGS ${HORNBEAM_OPS} op_names REGEX "^[A-Za-z0-9_>]+$")
  foreach(op_name ${op_names})
    string(APPEND HB_OPS_LIST "    \"${op_name}\",\n")
  endforeach()
endif()
foreach(name HORNBEAM_OP_GRADIENTS HORNBEAM_OP_DOCS HORNBEAM_OP_SAMPLES)
  string(REPLACE HORNBEAM_OP_ HB_OP_ constant ${name})
  if(${name})
    set(${constant} true)
  else()
    set(${constant} false)
  endif()
endforeach()
configure_file(${CMAKE_SOURCE_DIR}/cmake/config.h.in ${CMAKE_BINARY_DIR}/gen/core/base/config.h
  @ONLY)

hb_library(hb_base core/base Threads::Threads ${CMAKE_DL_LIBS})
hb_library(hb_tensor core/tensor hb_base)
hb_library(hb_graph core/graph hb_tensor hb_proto)
hb_library(hb_ops core/ops hb_graph)
hb_library(hb_kernel core/kernel hb_tensor)
hb_library(hb_autodiff core/autodiff hb_graph)
hb_library(hb_passes core/passes hb_graph hb_kernel)
hb_library(hb_runtime core/runtime hb_passes hb_kernel)
hb_library(hb_functor core/kernels/functor hb_tensor)
hb_library(hb_kernels_cpu core/kernels/cpu hb_kernel hb_functor)
hb_library(hb_io core/io hb_runtime hb_autodiff)
hb_library(hb_saved_model core/saved_model hb_io hb_runtime hb_autodiff)
hb_library(hb_builtin core/builtin hb_ops hb_autodiff hb_passes hb_runtime hb_kernels_cpu hb_io
  hb_saved_model)

foreach(small hb_proto hb_ops hb_autodiff hb_saved_model hb_builtin)
  get_target_property(small_type ${small} TYPE)
  if(NOT small_type STREQUAL "INTERFACE_LIBRARY")
    hb_small(${small})
  endif()
endforeach()

get_target_property(kernels_type hb_kernels_cpu TYPE)
if(NOT kernels_type STREQUAL "INTERFACE_LIBRARY")
  target_compile_options(hb_kernels_cpu PRIVATE
    $<$<AND:$<CONFIG:Release>,$<NOT:$<BOOL:${HB_SANITIZED}>>>:-O3>)
  target_compile_definitions(hb_kernels_cpu PRIVATE EIGEN_MPL2_ONLY)
  target_link_libraries(hb_kernels_cpu PRIVATE Eigen3::Eigen)
  # Kernels that handle lists, queues, tables and texts, or call others, rather than compute.
  file(GLOB few_loops CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/core/kernels/cpu/control/*.cc
    ${CMAKE_SOURCE_DIR}/core/kernels/cpu/data/*.cc ${CMAKE_SOURCE_DIR}/core/kernels/cpu/string/*.cc
    ${CMAKE_SOURCE_DIR}/core/kernels/cpu/nn/conv_bands.cc
    ${CMAKE_SOURCE_DIR}/core/kernels/cpu/nn/float_conv.cc)
  hb_small_sources(${few_loops})
endif()
# Passes that rewrite a few nodes, of which there are few even in a large graph.
foreach(pass chains copies device_name fuse group_updates implement join_convs lstm_loop patterns
        symbolic_gradient)
  hb_small_sources(${CMAKE_SOURCE_DIR}/core/passes/${pass}.cc)
endforeach()

# Kernels for several instruction sets come as isolated objects with rules of their own; the file
# appends them to hb_kernels_cpu.
include(${CMAKE_SOURCE_DIR}/core/kernels/cpu/isa/isa.cmake OPTIONAL)
