# What an install tree has for those who build with it: a CMake package, files for pkg-config; and the
# Debian package, which `cpack` in the build folder writes from the component "sdk".

set(package_files ${CMAKE_SOURCE_DIR}/packaging/c)
foreach(name hornbeam hornbeam_keras)
  configure_file(${package_files}/${name}.pc.in ${CMAKE_BINARY_DIR}/lib/pkgconfig/${name}.pc @ONLY)
  install(FILES ${CMAKE_BINARY_DIR}/lib/pkgconfig/${name}.pc DESTINATION lib/pkgconfig COMPONENT sdk)
endforeach()
include(CMakePackageConfigHelpers)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/hornbeam-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${package_files}/hornbeam-config.cmake
  ${CMAKE_BINARY_DIR}/hornbeam-config-version.cmake DESTINATION lib/cmake/hornbeam COMPONENT sdk)
install(FILES LICENSE NOTICE DESTINATION share/doc/hornbeam COMPONENT sdk)
install(DIRECTORY packaging/licences/ DESTINATION share/doc/hornbeam/licences COMPONENT sdk)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME hornbeam)
set(CPACK_PACKAGE_VENDOR Hornbeam)
# Who publishes the package says who answers for it (packaging/c/debian.py). The top-level domain is
# reserved for addresses that don't exist, so that no stranger gets mail.
set(CPACK_PACKAGE_CONTACT "Hornbeam maintainers <maintainers@hornbeam.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "neural networks in TensorFlow's formats, for C and C++")
set(CPACK_PACKAGE_DESCRIPTION
  "Models that are built, trained, saved, loaded and served: libraries, headers, files for CMake and
 pkg-config. A library under the names of TensorFlow's C interface is in lib/hornbeam/tensorflow.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_CMAKE_PROJECTS "${CMAKE_BINARY_DIR};hornbeam;sdk;/")
set(CPACK_COMPONENTS_ALL sdk)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION libdevel)
if(HORNBEAM_GLIBC)
  set(CPACK_DEBIAN_PACKAGE_DEPENDS "libc6 (>= ${HORNBEAM_GLIBC})")
endif()
configure_file(${package_files}/debian/shlibs.in ${CMAKE_BINARY_DIR}/debian/shlibs @ONLY)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${CMAKE_BINARY_DIR}/debian/shlibs
  ${package_files}/debian/triggers)
set(CPACK_PRE_BUILD_SCRIPTS ${package_files}/before_packing.cmake)
include(CPack)
