# The Python extension module, when a Python with pybind11 is given (./dev gives the one of the
# private environment). The package is put together in <build>/python/hornbeam. HORNBEAM_PYTHONS names
# further interpreters: the target hb_pythons makes their modules beside it, since pybind11 has no stable
# ABI. <build>/python/pythons.txt has a line for each module: its interpreter and its file.

hb_folder_sources(python_sources bindings/python)
if(python_sources AND TARGET hornbeam AND HORNBEAM_PYTHON)
  execute_process(COMMAND ${HORNBEAM_PYTHON} -c
    "import pybind11; print(pybind11.get_include(), end='')"
    OUTPUT_VARIABLE pybind11_headers COMMAND_ERROR_IS_FATAL ANY)
  set(package ${CMAKE_BINARY_DIR}/python/hornbeam)
  file(WRITE ${CMAKE_BINARY_DIR}/python/pythons.txt "")

  # hb_python_module(<target> <interpreter> [EXCLUDE_FROM_ALL])
  function(hb_python_module target interpreter)
    execute_process(COMMAND ${interpreter} -c
      "import sysconfig as s; print(s.get_path('include'), s.get_config_var('EXT_SUFFIX'), sep=';', end='')"
      OUTPUT_VARIABLE facts COMMAND_ERROR_IS_FATAL ANY)
    list(GET facts 0 headers)
    list(GET facts 1 suffix)
    if(NOT EXISTS ${headers}/Python.h)
      message(FATAL_ERROR "${interpreter} has no headers: there is no ${headers}/Python.h")
    endif()
    add_library(${target} MODULE ${ARGN} ${python_sources})
    target_include_directories(${target} SYSTEM PRIVATE ${pybind11_headers} ${headers})
    target_link_libraries(${target} PRIVATE hb_flags hb_portable hb_user)
    # pybind11's tables are not shared with other modules of a process, whose C++ runtime is another.
    target_compile_definitions(${target} PRIVATE PYBIND11_BUILD_ABI="_hornbeam")
    target_link_options(${target} PRIVATE -Wl,--exclude-libs,ALL -Wl,--gc-sections -Wl,--as-needed
      -Wl,--version-script=${CMAKE_SOURCE_DIR}/bindings/python/src/module.map)
    if(NOT HORNBEAM_SANITIZE)
      target_link_options(${target} PRIVATE -static-libstdc++ -static-libgcc)
    endif()
    # The same file serves the build tree, an install tree and a wheel, which has the libraries beside it.
    set_target_properties(${target} PROPERTIES PREFIX "" OUTPUT_NAME _hornbeam SUFFIX ${suffix}
      LIBRARY_OUTPUT_DIRECTORY ${package} BUILD_WITH_INSTALL_RPATH ON
      INSTALL_RPATH "$ORIGIN:$ORIGIN/../../lib" LINK_DEPENDS
      ${CMAKE_SOURCE_DIR}/bindings/python/src/module.map)
    if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT HORNBEAM_SANITIZE)
      target_link_options(${target} PRIVATE -Wl,--strip-debug)
    endif()
    file(APPEND ${CMAKE_BINARY_DIR}/python/pythons.txt "${interpreter}\t_hornbeam${suffix}\n")
  endfunction()

  hb_python_module(hb_python ${HORNBEAM_PYTHON})
  add_custom_target(hb_pythons)
  foreach(interpreter IN LISTS HORNBEAM_PYTHONS)
    string(MAKE_C_IDENTIFIER "hb_python ${interpreter}" target)
    hb_python_module(${target} ${interpreter} EXCLUDE_FROM_ALL)
    add_dependencies(hb_pythons ${target})
  endforeach()

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
