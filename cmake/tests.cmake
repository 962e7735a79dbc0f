# Tests: one executable for the *_test.cc of a folder. Low folders are tested with what they are
# built on; from the ops up, a test may use all of core.

foreach(name base tensor graph kernel io)
  hb_gtest(${name}_test core/${name} hb_${name})
endforeach()
hb_gtest(isa_test core/kernels/cpu/isa hb_isa)
hb_gtest(functor_test core/kernels/functor hb_functor)
foreach(name ops autodiff passes runtime saved_model builtin)
  hb_gtest(${name}_test core/${name} hb_builtin)
endforeach()
hb_gtest(kernels_cpu_test core/kernels/cpu hb_builtin)

# hb_lower_levels(<test> [<filter>]): the test once more at each instruction-set level below the machine's,
# which a process chooses once.
function(hb_lower_levels test)
  if(TARGET ${test} AND NOT CMAKE_SYSTEM_PROCESSOR STREQUAL "aarch64")
    foreach(level v2 v3)
      add_test(NAME ${test}_${level} COMMAND ${test} ${ARGN} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
      hb_test_settings(${test}_${level})
      set_property(TEST ${test}_${level} APPEND PROPERTY ENVIRONMENT HORNBEAM_ISA=${level})
    endforeach()
  endif()
endfunction()
hb_lower_levels(builtin_test --gtest_filter=Fuse*:Chain*)

if(TARGET hornbeam)
  hb_gtest(c_api_test c_api hb_user)
  hb_gtest(cpp_test bindings/cpp hb_user)
endif()
if(TARGET hornbeam_keras)
  hb_gtest(keras_test keras_like hb_keras_objects hornbeam)
endif()

# hb_programs(<folder> <prefix>): every .c and .cc file is one program of a user.
function(hb_programs pattern prefix)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${pattern})
  foreach(file ${files})
    file(RELATIVE_PATH name ${CMAKE_SOURCE_DIR} ${file})
    # seed.c and seed.cc of one folder are two programs.
    string(REGEX REPLACE "\\.cc$" "_cpp" name ${name})
    string(REGEX REPLACE "\\.c$" "" name ${name})
    string(REGEX REPLACE "[^A-Za-z0-9_]" "_" name ${name})
    add_executable(${name} ${file})
    target_link_libraries(${name} PRIVATE hb_flags hb_user)
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
    if(prefix STREQUAL "test")
      add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
      hb_test_settings(${name})
    else()
      set_target_properties(${name} PROPERTIES INSTALL_RPATH "$ORIGIN/../lib")
      install(TARGETS ${name} RUNTIME DESTINATION bin)
    endif()
  endforeach()
endfunction()

# A folder of tests/ with a CMakeLists.txt says itself what it builds. In any other, the *_test.cc
# are one GoogleTest executable, and each *_test.c is a program that exits with 0; both are linked
# like a program of a user.
file(GLOB test_folders CONFIGURE_DEPENDS LIST_DIRECTORIES true RELATIVE ${CMAKE_SOURCE_DIR}/tests
  ${CMAKE_SOURCE_DIR}/tests/*)
foreach(folder ${test_folders})
  if(EXISTS ${CMAKE_SOURCE_DIR}/tests/${folder}/CMakeLists.txt)
    add_subdirectory(tests/${folder})
  elseif(TARGET hornbeam AND IS_DIRECTORY ${CMAKE_SOURCE_DIR}/tests/${folder})
    hb_gtest(tests_${folder} tests/${folder} hb_user)
    hb_programs(${CMAKE_SOURCE_DIR}/tests/${folder}/*_test.c test)
  endif()
endforeach()

if(TARGET hornbeam_keras)
  hb_programs(${CMAKE_SOURCE_DIR}/examples/*.c example)
  hb_programs(${CMAKE_SOURCE_DIR}/examples/*.cc example)
endif()
