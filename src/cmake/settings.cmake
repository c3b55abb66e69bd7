# SPDX-License-Identifier: Apache-2.0
# `settings` (language, sanitizers) and `warnings` as interface targets; every room links both.
add_library(settings INTERFACE)
target_include_directories(settings INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_features(settings INTERFACE cxx_std_20)
if(RESHOOT_SANITIZE)
  target_compile_options(settings INTERFACE -fsanitize=${RESHOOT_SANITIZE} -fno-sanitize-recover=all
                                            -fno-omit-frame-pointer)
  target_link_options(settings INTERFACE -fsanitize=${RESHOOT_SANITIZE})
endif()
if(RESHOOT_FUZZ)
  target_compile_options(settings INTERFACE -fsanitize=fuzzer-no-link)
endif()

add_library(warnings INTERFACE)
target_compile_options(warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion)
if(RESHOOT_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # Under sanitizers, g++ sees uninitialised values inside the standard library that are none.
  target_compile_options(warnings INTERFACE -Wno-maybe-uninitialized)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC bug 105651: optimised string concatenation is said to overlap where it cannot.
  target_compile_options(warnings INTERFACE $<$<CONFIG:Release>:-Wno-restrict>)
endif()
if(RESHOOT_WERROR)
  target_compile_options(warnings INTERFACE -Werror)
endif()
