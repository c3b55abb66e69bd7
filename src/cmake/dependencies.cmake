# SPDX-License-Identifier: Apache-2.0
# The system's package first; where it is missing, the same version by commit. SQLite, libcrypto,
# libcurl and OpenCV come with every system, so they have no second way.
include(FetchContent)
set(FETCHCONTENT_QUIET ON)
function(reshoot_dependency name version repository commit)
  FetchContent_Declare(${name} GIT_REPOSITORY ${repository} GIT_TAG ${commit} ${ARGN}
                       FIND_PACKAGE_ARGS ${version})
endfunction()

set(YAML_CPP_BUILD_TESTS OFF)
set(YAML_CPP_BUILD_TOOLS OFF)
set(CLI11_BUILD_TESTS OFF)
set(CLI11_BUILD_EXAMPLES OFF)
set(EXPECTED_BUILD_TESTS OFF)
set(DOCTEST_WITH_TESTS OFF)
set(JSON_BuildTests OFF)
set(XXHASH_BUILD_XXHSUM OFF)
set(BUILD_SHARED_LIBS OFF)

reshoot_dependency(yaml-cpp 0.7 https://github.com/jbeder/yaml-cpp.git
                   0579ae3d976091d7d664aa9d2527e0d0cff25763)                       # 0.7.0
reshoot_dependency(fmt 9 https://github.com/fmtlib/fmt.git
                   a33701196adfad74917046096bf5a2aa0ab0bb50)                       # 9.1.0
reshoot_dependency(CLI11 2.1 https://github.com/CLIUtils/CLI11.git
                   70f8072f9dd2292fd0b9f9e5f58e279f60483ed3)                       # 2.1.2
reshoot_dependency(tl-expected 1.0 https://github.com/TartanLlama/expected.git
                   3d741708b967b83ca1e2888239196c4a67f9f9b0)                       # 1.0.0
reshoot_dependency(nlohmann_json 3.11 https://github.com/nlohmann/json.git
                   bc889afb4c5bf1c0d8ee29ef35eaaf4c8bef8a5d)                       # 3.11.2
FetchContent_MakeAvailable(yaml-cpp fmt CLI11 tl-expected nlohmann_json)
if(RESHOOT_TESTS)
  reshoot_dependency(doctest 2.4 https://github.com/doctest/doctest.git
                     b7c21ec5ceeadb4951b00396fc1e4642dd347e5f)                     # 2.4.9
  FetchContent_MakeAvailable(doctest)
endif()

find_package(PkgConfig REQUIRED)
pkg_check_modules(xxhash IMPORTED_TARGET libxxhash>=0.8)
if(TARGET PkgConfig::xxhash)
  add_library(reshoot_xxhash INTERFACE)
  target_link_libraries(reshoot_xxhash INTERFACE PkgConfig::xxhash)
else()
  FetchContent_Declare(xxhash GIT_REPOSITORY https://github.com/Cyan4973/xxHash.git
                       GIT_TAG 35b0373c697b5f160d3db26b1cbb45a0d5ba788c            # 0.8.1
                       SOURCE_SUBDIR cmake_unofficial)
  FetchContent_MakeAvailable(xxhash)
  add_library(reshoot_xxhash INTERFACE)
  target_link_libraries(reshoot_xxhash INTERFACE xxhash)
endif()

find_package(SQLite3 3.37 REQUIRED)  # 3.37: STRICT tables
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto)
find_package(CURL 7.85 REQUIRED)  # 7.85: CURLOPT_PROTOCOLS_STR
find_package(Threads REQUIRED)

# OpenCV's own CMake package comes only with all of its modules (libopencv-dev); four are used. 4.5.4:
# the first with FaceDetectorYN.
find_path(OPENCV_INCLUDE opencv2/dnn.hpp PATH_SUFFIXES opencv4)
find_path(OPENCV_CONFIG_INCLUDE opencv2/opencv_modules.hpp PATH_SUFFIXES opencv4)
add_library(reshoot_opencv INTERFACE)
foreach(module objdetect dnn imgproc core)
  find_library(OPENCV_${module} opencv_${module})
  if(NOT OPENCV_INCLUDE OR NOT OPENCV_CONFIG_INCLUDE OR NOT OPENCV_${module})
    message(FATAL_ERROR "OpenCV's ${module} was not found: install libopencv-${module}-dev")
  endif()
  target_link_libraries(reshoot_opencv INTERFACE ${OPENCV_${module}})
endforeach()
target_include_directories(reshoot_opencv SYSTEM INTERFACE ${OPENCV_INCLUDE} ${OPENCV_CONFIG_INCLUDE})
file(STRINGS ${OPENCV_INCLUDE}/opencv2/core/version.hpp opencv_version
     REGEX "#define CV_VERSION_(MAJOR|MINOR|REVISION)")
string(REGEX REPLACE "[^0-9;]" "" opencv_version "${opencv_version}")
list(JOIN opencv_version . opencv_version)
if(opencv_version VERSION_LESS 4.5.4 OR NOT opencv_version VERSION_LESS 5)
  message(FATAL_ERROR "OpenCV is ${opencv_version}; 4.5.4 or a later 4 is needed")
endif()
