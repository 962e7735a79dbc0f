# The targets of an installed Hornbeam:
#   hornbeam::hornbeam    graphs, sessions, files: hornbeam/c_api.h, and in C++ hornbeam/cpp/ops.h
#   hornbeam::keras       layers and training as well: hornbeam/keras.h, hornbeam/cpp/keras.h
#   hornbeam::tensorflow  the same library under the names of TensorFlow's C interface
# The C++ headers need C++20. Components of find_package: keras, tensorflow.

get_filename_component(_hornbeam_prefix "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

function(_hornbeam_library name folder file soname)
  if(NOT TARGET hornbeam::${name})
    add_library(hornbeam::${name} SHARED IMPORTED)
    set_target_properties(hornbeam::${name} PROPERTIES
      IMPORTED_LOCATION "${folder}/lib/${file}" IMPORTED_SONAME ${soname}
      INTERFACE_INCLUDE_DIRECTORIES "${folder}/include")
  endif()
endfunction()

_hornbeam_library(hornbeam "${_hornbeam_prefix}" libhornbeam.so.1 libhornbeam.so.1)
_hornbeam_library(keras "${_hornbeam_prefix}" libhornbeam_keras.so.1 libhornbeam_keras.so.1)
set_target_properties(hornbeam::keras PROPERTIES INTERFACE_LINK_LIBRARIES hornbeam::hornbeam)
_hornbeam_library(tensorflow "${_hornbeam_prefix}/lib/hornbeam/tensorflow" libtensorflow.so.2
  libtensorflow.so.2)
set_target_properties(hornbeam::tensorflow PROPERTIES
  IMPORTED_LINK_DEPENDENT_LIBRARIES hornbeam::hornbeam)

set(hornbeam_FOUND TRUE)
foreach(_hornbeam_component IN LISTS hornbeam_FIND_COMPONENTS)
  if(TARGET hornbeam::${_hornbeam_component})
    set(hornbeam_${_hornbeam_component}_FOUND TRUE)
  elseif(hornbeam_FIND_REQUIRED_${_hornbeam_component})
    set(hornbeam_FOUND FALSE)
    set(hornbeam_NOT_FOUND_MESSAGE "there is no component '${_hornbeam_component}'")
  endif()
endforeach()
unset(_hornbeam_component)
unset(_hornbeam_prefix)
