# hb_isa: the f32 kernels of core/kernels/cpu/isa, once for each instruction-set level of the
# processor that is built for.
#
# The objects of a level are linked into one relocatable object in which only the level's table
# stays global, so that the linker can't let one level's copy of a function stand in for another's.

# The levels, and the flags of each.
if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$")
  set(levels V2 V3 V4)
  set(HB_ISA_FLAGS_V2 -march=x86-64-v2)
  set(HB_ISA_FLAGS_V3 -march=x86-64-v3)
  # g++ 12 takes the undefined operands inside its own AVX-512 intrinsics for our mistakes.
  set(HB_ISA_FLAGS_V4 -march=x86-64-v4 -mprefer-vector-width=512 -Wno-maybe-uninitialized)
elseif(CMAKE_SYSTEM_PROCESSOR STREQUAL "aarch64")
  set(levels Neon)
  # g++ 12 would load the factors of all rows of a register tile before it multiplies, for which there
  # are too few registers.
  set(HB_ISA_FLAGS_Neon -fno-schedule-insns)
else()
  message(FATAL_ERROR "The f32 kernels are written for x86-64 and aarch64, not for "
    "${CMAKE_SYSTEM_PROCESSOR}")
endif()

set(HB_ISA_DIR ${CMAKE_CURRENT_LIST_DIR})
set(HB_ISA_SOURCES
  conv.cc
  conv_grad_few.cc
  conv_grad_filter.cc
  conv_grad_input.cc
  depthwise.cc
  depthwise_grad_filter.cc
  elementwise.cc
  gather.cc
  gemm.cc
  gemm_micro.cc
  gemm_pack.cc
  gemv.cc
  lstm.cc
  math_double.cc
  norm.cc
  optimizer.cc
  pooling.cc
  reduce.cc
  table.cc
  transpose.cc
  winograd.cc
  winograd_grad_filter.cc
)

set(HB_ISA_FLAGS -O3 -fPIC -fno-gnu-unique -fno-exceptions -fno-rtti -fno-math-errno
  -ffp-contract=off -Wall -Wextra -ffile-prefix-map=${CMAKE_SOURCE_DIR}/=
  -ffile-prefix-map=${CMAKE_BINARY_DIR}/=)
if(HORNBEAM_WERROR)
  list(APPEND HB_ISA_FLAGS -Werror)
endif()

set(HB_ISA_RELOCATABLES "")
foreach(level ${levels})
  string(TOLOWER isa_${level} namespace)
  set(objects_target hb_${namespace}_objects)
  set(sources ${HB_ISA_SOURCES})
  list(TRANSFORM sources PREPEND ${HB_ISA_DIR}/)
  add_library(${objects_target} OBJECT ${sources})
  target_include_directories(${objects_target} PRIVATE ${CMAKE_SOURCE_DIR})
  target_compile_definitions(${objects_target} PRIVATE HB_ISA_NS=${namespace})
  target_compile_options(${objects_target} PRIVATE ${HB_ISA_FLAGS} ${HB_ISA_FLAGS_${level}})
  set(relocatable ${CMAKE_CURRENT_BINARY_DIR}/hb_${namespace}.o)
  add_custom_command(
    OUTPUT ${relocatable}
    COMMAND ${CMAKE_LINKER} -r --force-group-allocation -o ${relocatable}
            $<TARGET_OBJECTS:${objects_target}>
    COMMAND ${CMAKE_OBJCOPY} --keep-global-symbol=HbIsaTable${level} ${relocatable}
    COMMAND ${CMAKE_COMMAND} -DNM=${CMAKE_NM} -DOBJECT=${relocatable}
            -DTABLE=HbIsaTable${level} -P ${HB_ISA_DIR}/check_symbols.cmake
    DEPENDS ${HB_ISA_DIR}/check_symbols.cmake ${objects_target} $<TARGET_OBJECTS:${objects_target}>
    COMMAND_EXPAND_LISTS VERBATIM)
  list(APPEND HB_ISA_RELOCATABLES ${relocatable})
endforeach()
set_source_files_properties(${HB_ISA_RELOCATABLES} PROPERTIES EXTERNAL_OBJECT ON GENERATED ON)

add_library(hb_isa STATIC ${HB_ISA_DIR}/isa.cc ${HB_ISA_RELOCATABLES})
target_link_libraries(hb_isa PRIVATE hb_flags)
if(kernels_type STREQUAL "INTERFACE_LIBRARY")
  target_link_libraries(hb_kernels_cpu INTERFACE hb_isa)
else()
  target_link_libraries(hb_kernels_cpu PUBLIC hb_isa)
endif()
