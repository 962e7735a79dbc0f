# The shared libraries: libhornbeam (core behind its C ABI) and libhornbeam_keras (layers, linked
# to the first by that ABI only).

add_library(hb_c_headers INTERFACE)
target_include_directories(hb_c_headers INTERFACE ${CMAKE_SOURCE_DIR}/c_api/include)

# hb_shared_library(<name> <export map> <sources>...): settings that both libraries have.
function(hb_shared_library name map)
  add_library(${name} SHARED ${ARGN})
  set_target_properties(${name} PROPERTIES SOVERSION 1
    LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib BUILD_WITH_INSTALL_RPATH ON
    INSTALL_RPATH $ORIGIN)
  target_link_libraries(${name} PRIVATE hb_flags hb_portable PUBLIC hb_c_headers)
  target_link_options(${name} PRIVATE -Wl,-Bsymbolic-functions -Wl,-z,nodelete -Wl,-z,defs
    -Wl,--exclude-libs,ALL -Wl,--gc-sections -Wl,--as-needed
    -Wl,-Map=${CMAKE_BINARY_DIR}/lib/lib${name}.so.link-map)
  if(HORNBEAM_SANITIZE)
    target_link_options(${name} PRIVATE LINKER:-z,undefs)
  else()
    target_link_options(${name} PRIVATE -static-libstdc++ -static-libgcc)
  endif()
  if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT HORNBEAM_SANITIZE)
    target_link_options(${name} PRIVATE -Wl,--strip-debug)
  endif()
  set(map ${CMAKE_SOURCE_DIR}/${map})
  if(EXISTS ${map})
    target_link_options(${name} PRIVATE -Wl,--version-script=${map})
    set_target_properties(${name} PROPERTIES LINK_DEPENDS ${map})
  endif()
  install(TARGETS ${name} LIBRARY DESTINATION lib COMPONENT sdk)
endfunction()

hb_folder_sources(c_api_sources c_api/src)
if(c_api_sources)
  hb_shared_library(hornbeam c_api/gen/hornbeam.map ${c_api_sources})
  target_link_libraries(hornbeam PRIVATE hb_builtin)
  add_library(hb_runtime_library INTERFACE)
  target_link_libraries(hb_runtime_library INTERFACE hornbeam)
  install(DIRECTORY c_api/include/ DESTINATION include COMPONENT sdk FILES_MATCHING PATTERN "*.h")
  include(${CMAKE_SOURCE_DIR}/c_api/alias/alias.cmake)
endif()

add_library(hb_cpp_headers INTERFACE)
target_include_directories(hb_cpp_headers INTERFACE ${CMAKE_SOURCE_DIR}/bindings/cpp/include)
target_link_libraries(hb_cpp_headers INTERFACE hb_c_headers)
if(EXISTS ${CMAKE_SOURCE_DIR}/bindings/cpp/include)
  install(DIRECTORY bindings/cpp/include/ DESTINATION include COMPONENT sdk
    FILES_MATCHING PATTERN "*.h")
endif()

# The objects of keras_like are linked into its tests as well, which reach hidden symbols.
hb_folder_sources(keras_sources keras_like)
if(keras_sources AND TARGET hornbeam)
  add_library(hb_keras_objects OBJECT ${keras_sources})
  target_link_libraries(hb_keras_objects PRIVATE hb_flags PUBLIC hb_cpp_headers)
  target_compile_definitions(hb_keras_objects PUBLIC HORNBEAM_NO_EXCEPTIONS)
  hb_small(hb_keras_objects)
  hb_shared_library(hornbeam_keras c_api/gen/hornbeam_keras.map)
  target_link_libraries(hornbeam_keras PRIVATE hb_keras_objects PUBLIC hornbeam)
endif()

# Everything that a program of a user links.
add_library(hb_user INTERFACE)
target_link_libraries(hb_user INTERFACE hb_cpp_headers)
foreach(library hornbeam hornbeam_keras)
  if(TARGET ${library})
    target_link_libraries(hb_user INTERFACE ${library})
  endif()
endforeach()
