# Builds what is published: with GCC, for any Linux on x86-64 whose glibc is 2.28 or later (portable.cmake).
# The preset "release" is made with it, so that tests run with the very files that packages carry.

set(CMAKE_C_COMPILER gcc)
set(CMAKE_CXX_COMPILER g++)
set(HORNBEAM_GLIBC 2.28 CACHE STRING "Oldest glibc that shared libraries run with; empty: this one")
