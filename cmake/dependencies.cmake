# What comes from outside: threads, GoogleTest and Eigen from Debian, protobuf-lite from the cache.
# For another processor than this machine's, GoogleTest is built from Debian's source.

set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(Eigen3 3.4 REQUIRED NO_MODULE)
find_program(HORNBEAM_PROTOC protoc REQUIRED)
if(HORNBEAM_TESTS AND CMAKE_CROSSCOMPILING)
  set(googletest /usr/src/googletest/googletest)
  add_library(gtest STATIC EXCLUDE_FROM_ALL ${googletest}/src/gtest-all.cc)
  target_include_directories(gtest SYSTEM PUBLIC ${googletest}/include PRIVATE ${googletest})
  target_link_libraries(gtest PUBLIC Threads::Threads)
  add_library(gtest_main STATIC EXCLUDE_FROM_ALL ${googletest}/src/gtest_main.cc)
  target_link_libraries(gtest_main PUBLIC gtest)
  add_library(GTest::gtest ALIAS gtest)
  add_library(GTest::gtest_main ALIAS gtest_main)
elseif(HORNBEAM_TESTS)
  find_package(GTest REQUIRED)
endif()

set(protobuf_folder ${HORNBEAM_PROTOBUF})
if(NOT protobuf_folder)
  execute_process(COMMAND ${CMAKE_SOURCE_DIR}/tools/setup/protobuf.sh ${CMAKE_SYSTEM_PROCESSOR}
    OUTPUT_VARIABLE protobuf_folder OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed)
  if(failed)
    message(FATAL_ERROR "tools/setup/protobuf.sh could not build protobuf-lite")
  endif()
endif()

add_library(hb_protobuf_lite STATIC IMPORTED)
set_target_properties(hb_protobuf_lite PROPERTIES
  IMPORTED_LOCATION ${protobuf_folder}/lib/libprotobuf-lite.a
  INTERFACE_INCLUDE_DIRECTORIES ${protobuf_folder}/include)
target_link_libraries(hb_protobuf_lite INTERFACE Threads::Threads)
