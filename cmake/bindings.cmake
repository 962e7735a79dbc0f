# The Python extension module, when a Python with pybind11 is given (./dev gives the one of the
# private environment). The package is put together in <build>/python/hornbeam.

hb_folder_sources(python_sources bindings/python)
if(python_sources AND TARGET hornbeam AND HORNBEAM_PYTHON)
  set(Python_EXECUTABLE ${HORNBEAM_PYTHON})
  find_package(Python 3.11 REQUIRED COMPONENTS Interpreter Development.Module)
  execute_process(COMMAND ${HORNBEAM_PYTHON} -m pybind11 --cmakedir
    OUTPUT_VARIABLE pybind11_DIR OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  find_package(pybind11 CONFIG REQUIRED)

  set(package ${CMAKE_BINARY_DIR}/python/hornbeam)
  python_add_library(hb_python MODULE WITH_SOABI ${python_sources})
  target_link_libraries(hb_python PRIVATE hb_flags hb_portable hb_user pybind11::headers)
  # pybind11's tables are not shared with other modules of a process, whose C++ runtime is another.
  target_compile_definitions(hb_python PRIVATE PYBIND11_BUILD_ABI="_hornbeam")
  target_link_options(hb_python PRIVATE -Wl,--exclude-libs,ALL -Wl,--gc-sections -Wl,--as-needed
    -Wl,--version-script=${CMAKE_SOURCE_DIR}/bindings/python/src/module.map)
  if(NOT HORNBEAM_SANITIZE)
    target_link_options(hb_python PRIVATE -static-libstdc++ -static-libgcc)
  endif()
  # The same file serves the build tree, an install tree and a wheel, which has the libraries beside it.
  set_target_properties(hb_python PROPERTIES OUTPUT_NAME _hornbeam
    LIBRARY_OUTPUT_DIRECTORY ${package} BUILD_WITH_INSTALL_RPATH ON
    INSTALL_RPATH "$ORIGIN:$ORIGIN/../../lib" LINK_DEPENDS
    ${CMAKE_SOURCE_DIR}/bindings/python/src/module.map)
  if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT HORNBEAM_SANITIZE)
    target_link_options(hb_python PRIVATE -Wl,--strip-debug)
  endif()

  # The .py files are linked into the build's package folder, so that an edit is seen at once.
  file(GLOB_RECURSE python_files CONFIGURE_DEPENDS
    RELATIVE ${CMAKE_SOURCE_DIR}/bindings/python/hornbeam
    ${CMAKE_SOURCE_DIR}/bindings/python/hornbeam/*.py
    ${CMAKE_SOURCE_DIR}/bindings/python/hornbeam/*.pyi
    ${CMAKE_SOURCE_DIR}/bindings/python/hornbeam/py.typed)
  foreach(file ${python_files})
    get_filename_component(folder ${package}/${file} DIRECTORY)
    file(MAKE_DIRECTORY ${folder})
    file(CREATE_LINK ${CMAKE_SOURCE_DIR}/bindings/python/hornbeam/${file} ${package}/${file}
      SYMBOLIC)
    get_filename_component(subfolder ${file} DIRECTORY)
    install(FILES bindings/python/hornbeam/${file} DESTINATION python/hornbeam/${subfolder})
  endforeach()
  install(TARGETS hb_python LIBRARY DESTINATION python/hornbeam)
endif()
