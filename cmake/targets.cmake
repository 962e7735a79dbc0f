# How a folder becomes targets. Sources are globbed: adding a file never edits CMake.

# hb_folder_sources(<variable> <folder>): the .cc and .c files below the folder, tests excepted.
function(hb_folder_sources variable folder)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.cc
    ${CMAKE_SOURCE_DIR}/${folder}/*.c)
  list(FILTER sources EXCLUDE REGEX "_test\\.cc?$")
  list(FILTER sources EXCLUDE REGEX "/core/kernels/cpu/isa/")
  set(${variable} ${sources} PARENT_SCOPE)
endfunction()

# hb_folder_tests(<variable> <folder>): the *_test.cc files below the folder.
function(hb_folder_tests variable folder)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*_test.cc)
  if(NOT folder STREQUAL "core/kernels/cpu/isa")
    list(FILTER sources EXCLUDE REGEX "/core/kernels/cpu/isa/")
  endif()
  set(${variable} ${sources} PARENT_SCOPE)
endfunction()

# hb_library(<name> <folder> <dependency>...): the static library of a folder. A folder without
# sources still gives a target, which passes its dependencies on.
function(hb_library name folder)
  hb_folder_sources(sources ${folder})
  if(sources)
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PRIVATE hb_flags PUBLIC ${ARGN})
  else()
    add_library(${name} INTERFACE)
    target_link_libraries(${name} INTERFACE ${ARGN})
  endif()
endfunction()

# hb_gtest(<name> <folder> <dependency>...): one executable of all tests of a folder. Tests run in
# the source root. Those that depend on hb_builtin get a main function that installs it. HB_EMULATED
# is defined where an emulator runs them.
function(hb_gtest name folder)
  hb_folder_tests(sources ${folder})
  if(NOT sources)
    return()
  endif()
  add_executable(${name} ${sources})
  if("hb_builtin" IN_LIST ARGN)
    target_sources(${name} PRIVATE ${CMAKE_SOURCE_DIR}/tests/support/builtin_main.cc)
    target_link_libraries(${name} PRIVATE hb_flags ${ARGN} GTest::gtest)
  else()
    target_link_libraries(${name} PRIVATE hb_flags ${ARGN} GTest::gtest GTest::gtest_main)
  endif()
  if(CMAKE_CROSSCOMPILING)
    target_compile_definitions(${name} PRIVATE HB_EMULATED)
  endif()
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  hb_test_settings(${name})
endfunction()

# hb_test_settings(<name>): what every test has. Under a sanitizer an absurd allocation fails as it
# does without one, instead of ending the process.
function(hb_test_settings name)
  set(environment ASAN_OPTIONS=allocator_may_return_null=1 TSAN_OPTIONS=allocator_may_return_null=1
    HORNBEAM_BUILD=${CMAKE_BINARY_DIR})
  set_tests_properties(${name} PROPERTIES TIMEOUT 600 ENVIRONMENT "${environment}")
endfunction()
