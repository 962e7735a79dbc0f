# Shared libraries that run with any glibc from HORNBEAM_GLIBC on, whatever the machine's own: they are
# linked with stubs of that version (glibc/stub.py). hb_portable is what a shared library links.
# toolchain-release.cmake sets it.

set(HORNBEAM_GLIBC "" CACHE STRING "Oldest glibc that shared libraries run with; empty: this one")
add_library(hb_portable INTERFACE)
if(HORNBEAM_GLIBC)
  find_program(HORNBEAM_STUB_PYTHON python3 REQUIRED)
  set(glibc ${CMAKE_SOURCE_DIR}/cmake/glibc)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${glibc}/stub.py ${glibc}/shims.c)
  execute_process(COMMAND ${HORNBEAM_STUB_PYTHON} ${glibc}/stub.py --cc ${CMAKE_C_COMPILER}
    --version ${HORNBEAM_GLIBC} --shims ${glibc}/shims.c ${CMAKE_BINARY_DIR}/glibc
    COMMAND_ERROR_IS_FATAL ANY)
  target_link_options(hb_portable INTERFACE -L${CMAKE_BINARY_DIR}/glibc)
endif()
