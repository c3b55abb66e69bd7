# SPDX-License-Identifier: Apache-2.0
# What examples/quickstart.sh and tests/run.sh share: the system packages that reshoot is built, run
# and tested with, how they are installed, and how a build is configured. Sourced; needs bash.
# shellcheck shell=bash disable=SC2034

# The system's own clang: 14 in Debian 12; 18 in Ubuntu 24.04, where 14 cannot read the <chrono> of
# g++ 13. The formatter is 14 on both: its versions differ in taste.
clang_version=14
if grep -qsx 'ID=ubuntu' /etc/os-release; then
  clang_version=18
fi

packages_to_build=(
  g++ cmake ninja-build pkg-config ccache
  libyaml-cpp-dev libxxhash-dev libsqlite3-dev libcli11-dev libfmt-dev nlohmann-json3-dev
  libexpected-dev libssl-dev libcurl4-openssl-dev doctest-dev
  libopencv-dnn-dev libopencv-objdetect-dev libopencv-imgproc-dev
)
packages_to_run=(ffmpeg espeak-ng fonts-open-sans ca-certificates bsdiff)
packages_to_test=(
  "clang-$clang_version" "libclang-rt-$clang_version-dev" clang-format-14
  git python3 python3-jsonschema python3-pil python3-yaml xxhash
)

# Those of the packages named that are not installed, one per line. Asks dpkg only: no network.
missing_packages() {
  local package here
  here=$'\n'$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null || true)$'\n'
  for package in "$@"; do
    if [[ $here != *$'\n'"$package installed"$'\n'* ]]; then
      printf '%s\n' "$package"
    fi
  done
}

# Installs what is missing of the packages named, as root or through sudo, and says what it does.
# Where all are there, it neither prints nor calls apt. RESHOOT_INSTALL=no leaves the system alone.
install_packages() {
  if [[ ${RESHOOT_INSTALL:-yes} == no ]]; then
    return 0
  fi
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    cannot_install "This system has no apt-get, so nothing was installed." "$@"
  fi
  local missing
  mapfile -t missing < <(missing_packages "$@")
  if ((${#missing[@]} == 0)); then
    return 0
  fi
  local as_root=()
  if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
      cannot_install "Installing packages needs root, and there is no sudo here." "${missing[@]}"
    fi
    as_root=(sudo)
    echo "These system packages are missing and will be installed (sudo may ask for your password):"
  else
    echo "These system packages are missing and will be installed:"
  fi
  printf '  %s\n' "${missing[*]}"
  local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0)
  "${apt[@]}" update </dev/null ||
    echo "apt-get update had a problem; going on with the package lists that are here." >&2
  if ! "${apt[@]}" install -y --no-install-recommends "${missing[@]}" </dev/null >/dev/null; then
    cannot_install "apt-get could not install them; its own message is above." "${missing[@]}"
  fi
}

# cannot_install WHY PACKAGES...: says what a person can do instead, and ends the script.
cannot_install() {
  local why=$1
  shift
  {
    echo "error: $why"
    echo "  Nothing was built. Install these by hand (names as in Debian 12 and Ubuntu 24.04):"
    printf '    %s\n' "$*"
    echo "  Then run the script again with RESHOOT_INSTALL=no set, so that it takes them as given."
    echo "  Needed are a C++20 compiler (g++ 12 or later), CMake 3.25 or later, Ninja, pkg-config,"
    echo "  SQLite, OpenSSL 3, libcurl, xxHash and OpenCV 4 with headers; ffmpeg, espeak-ng and Open Sans"
    echo "  to run it."
  } >&2
  exit 5
}

# configure PRESET [OPTION...]: warnings are errors with the compilers that the code is kept clean
# for (g++ 12, clang 14); what another version warns of is shown and stops no build.
configure() {
  local preset=$1 options=() version
  shift
  if [[ $preset == asan || $preset == clang || $preset == fuzz ]]; then
    options=("-DCMAKE_CXX_COMPILER=clang++-$clang_version")
    version="clang $clang_version"
  else
    version="g++ $(g++ -dumpversion)"
  fi
  if [[ $version != "g++ 12" && $version != "clang 14" ]]; then
    options+=(-DRESHOOT_WERROR=OFF)
  fi
  cmake --preset "$preset" --log-level=WARNING "${options[@]}" "$@" >/dev/null
}
