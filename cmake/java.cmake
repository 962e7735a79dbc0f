# The Java binding, when a JDK and SWIG are there: lib/libhornbeam_jni.so, and in <build>/java the
# jar of the API, its Javadoc and the classes of the tests.

find_program(HORNBEAM_SWIG NAMES swig4.0 swig)
find_program(HORNBEAM_JAVAC javac PATHS /usr/lib/jvm/default-java/bin)
if(NOT TARGET hornbeam_keras OR NOT HORNBEAM_SWIG OR NOT HORNBEAM_JAVAC OR HORNBEAM_SANITIZE
   OR CMAKE_CROSSCOMPILING)
  return()
endif()
file(REAL_PATH ${HORNBEAM_JAVAC} javac)
cmake_path(GET javac PARENT_PATH jdk_bin)
cmake_path(GET jdk_bin PARENT_PATH jdk)

set(java ${CMAKE_SOURCE_DIR}/bindings/java)
set(java_out ${CMAKE_BINARY_DIR}/java)
set(java_internal ${java_out}/gen/dev/hornbeam/internal)

# SWIG writes a C file and the class of the native functions.
add_custom_command(OUTPUT ${java_out}/hornbeam_wrap.c ${java_internal}/Native.java
  COMMAND ${CMAKE_COMMAND} -E make_directory ${java_out}/swig ${java_internal}
  COMMAND ${HORNBEAM_SWIG} -java -noproxy -package dev.hornbeam.internal -I${java}/jni
    -outdir ${java_out}/swig -o ${java_out}/hornbeam_wrap.c ${java}/gen/hornbeam.i
  COMMAND ${CMAKE_COMMAND} -E copy ${java_out}/swig/Native.java ${java_internal}/Native.java
  DEPENDS ${java}/gen/hornbeam.i ${java}/jni/hornbeam_typemaps.i
  COMMENT "Wrapping the C interface for Java" VERBATIM)
configure_file(${java}/Version.java.in ${java_internal}/Version.java @ONLY)

add_library(hornbeam_jni MODULE ${java}/jni/jni_support.c ${java}/jni/jni_trace.c
  ${java}/jni/jni_fast.c ${java_out}/hornbeam_wrap.c)
target_include_directories(hornbeam_jni SYSTEM PRIVATE ${jdk}/include ${jdk}/include/linux)
target_link_libraries(hornbeam_jni PRIVATE hb_flags hb_portable hornbeam hornbeam_keras)
# What SWIG writes reads pointers out of longs.
set_source_files_properties(${java_out}/hornbeam_wrap.c PROPERTIES COMPILE_OPTIONS
  "-w;-fno-strict-aliasing")
target_link_options(hornbeam_jni PRIVATE -Wl,-z,defs -Wl,--gc-sections -Wl,--as-needed
  -Wl,--version-script=${java}/jni/jni.map)
set_target_properties(hornbeam_jni PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib
  BUILD_WITH_INSTALL_RPATH ON INSTALL_RPATH $ORIGIN LINK_DEPENDS ${java}/jni/jni.map)
install(TARGETS hornbeam_jni LIBRARY DESTINATION lib)

# The jar, and the tests if JUnit is there. build.sh compiles; the stamps are of what it made.
file(GLOB_RECURSE java_sources CONFIGURE_DEPENDS ${java}/src/main/java/*.java ${java}/gen/*.java)
add_custom_command(OUTPUT ${java_out}/hornbeam.jar
  COMMAND ${java}/build.sh jar ${jdk_bin} ${java_out}
  DEPENDS ${java}/build.sh ${java_sources} ${java_internal}/Native.java
    ${java_internal}/Version.java
  COMMENT "Compiling the Java API" VERBATIM)
add_custom_target(java ALL DEPENDS ${java_out}/hornbeam.jar hornbeam_jni)
install(FILES ${java_out}/hornbeam.jar DESTINATION java)
# For other languages that SWIG knows; they bring typemaps of their own.
install(FILES ${java}/gen/hornbeam.i ${java}/jni/hornbeam_typemaps.i DESTINATION share/hornbeam)

if(HORNBEAM_TESTS AND EXISTS /usr/share/java/junit-platform-console-standalone.jar)
  file(GLOB_RECURSE java_tests CONFIGURE_DEPENDS ${java}/src/test/java/*.java
    ${CMAKE_SOURCE_DIR}/examples/*.java)
  add_custom_command(OUTPUT ${java_out}/tests.stamp
    COMMAND ${java}/build.sh tests ${jdk_bin} ${java_out}
    DEPENDS ${java}/build.sh ${java_tests} ${java_out}/hornbeam.jar
    COMMENT "Compiling the Java tests" VERBATIM)
  add_custom_target(java_tests ALL DEPENDS ${java_out}/tests.stamp)
endif()
