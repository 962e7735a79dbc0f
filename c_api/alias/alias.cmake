# The library under TensorFlow's own names: libtensorflow.so.2, which forwards to libhornbeam, the
# stub libtensorflow_framework.so.2 that clients also link, the headers and tensorflow.pc. It is
# installed apart, in lib/hornbeam/tensorflow/, where only those find it that look for it, and is never
# part of a package of a language.

set(alias_sources ${CMAKE_SOURCE_DIR}/c_api/gen/alias)
set(alias_out ${CMAKE_BINARY_DIR}/tensorflow)
set(alias_to lib/hornbeam/tensorflow)

add_library(tensorflow SHARED ${alias_sources}/libtensorflow.c)
target_link_libraries(tensorflow PRIVATE hb_flags hb_portable hornbeam)
add_library(tensorflow_framework SHARED ${CMAKE_SOURCE_DIR}/c_api/alias/framework.c)
target_link_libraries(tensorflow_framework PRIVATE hb_flags hb_portable)
foreach(library tensorflow tensorflow_framework)
  set_target_properties(${library} PROPERTIES SOVERSION 2 VERSION 2.21.0
    LIBRARY_OUTPUT_DIRECTORY ${alias_out}/lib BUILD_RPATH "$ORIGIN/../../lib"
    INSTALL_RPATH "$ORIGIN:$ORIGIN/../../..")
  target_include_directories(${library} INTERFACE ${alias_sources}/include)
  install(TARGETS ${library} LIBRARY DESTINATION ${alias_to}/lib COMPONENT sdk)
endforeach()

# A client that is linked with -ltensorflow alone finds libhornbeam beside it.
file(MAKE_DIRECTORY ${alias_out}/lib ${alias_out}/install)
file(CREATE_LINK ../../lib/libhornbeam.so.1 ${alias_out}/lib/libhornbeam.so.1 SYMBOLIC)
file(CREATE_LINK ../../../libhornbeam.so.1 ${alias_out}/install/libhornbeam.so.1 SYMBOLIC)
install(FILES ${alias_out}/install/libhornbeam.so.1 DESTINATION ${alias_to}/lib COMPONENT sdk)

configure_file(${CMAKE_SOURCE_DIR}/c_api/alias/tensorflow.pc.in
  ${alias_out}/lib/pkgconfig/tensorflow.pc @ONLY)
install(FILES ${alias_out}/lib/pkgconfig/tensorflow.pc DESTINATION ${alias_to}/lib/pkgconfig
  COMPONENT sdk)
install(DIRECTORY ${alias_sources}/include/ DESTINATION ${alias_to}/include COMPONENT sdk
  FILES_MATCHING PATTERN "*.h")
