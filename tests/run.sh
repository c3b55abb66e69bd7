#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# From a bare Debian 12 or Ubuntu 24.04 to a tested build: installs what is missing, builds, runs
# all tests in one run of ctest. Its summary is the last output; exit code 0 only if none failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/setup.sh

usage() {
  cat <<'EOT'
usage: tests/run.sh [--full]

Builds under build/ and runs the tests:
  release    the tests that run the program
  asan       unit tests and simulation (300 campaigns of a kind), built by clang with ASan and
             UBSan
  fuzz       45 seconds of libFuzzer on campaign files, 15 on locks, 10 on providers' replies

--full adds what takes long:
  release    the unit tests and the simulation once more, built by g++ and optimised
  clang      the unit tests, built with clang 14
  tsan       the unit tests of store, network and execute, built with TSan
  sim        10,000 campaigns of a kind, not 300
  cli        300 kills in the middle of a build, not 20; a provider that never answers; the whole
             course campaign
  fuzz       30 minutes, 10 and 10
EOT
}

full=no
case "$*" in
  "") ;;
  --full) full=yes ;;
  -h | --help) usage && exit 0 ;;
  *) usage >&2 && exit 2 ;;
esac

# build PRESET TARGET...: configures and builds. The tests of all builds but release have names of
# their own (`unit.base@asan`).
build() {
  local preset=$1 suffix="@$1"
  shift
  if [[ $preset == release ]]; then
    suffix=
  fi
  echo "== $preset"
  configure "$preset" -DRESHOOT_TEST_SUFFIX="$suffix" -DRESHOOT_EMULATOR="$PWD/build/asan/bin/reshoot-emulator"
  ninja -C "build/$preset" "$@"
}

# Tells ctest of the tests of all builds, so that there is one run and one summary.
list_tests() {
  local campaign_seconds=45 lock_seconds=15 reply_seconds=10
  local folders=(release/tests/cli release/tests/lint asan/tests/unit asan/tests/sim)
  if [[ $full == yes ]]; then
    campaign_seconds=1800 lock_seconds=600 reply_seconds=600
    folders+=(release/tests/unit release/tests/sim clang/tests/unit tsan/tests/unit/execute tsan/tests/unit/network tsan/tests/unit/store)
  fi
  cat >build/CTestTestfile.cmake <<EOT
# Written by tests/run.sh.
subdirs(${folders[*]})
add_test(fuzz.campaign fuzz/bin/campaign_fuzz -max_total_time=$campaign_seconds -timeout=10
         -dict=../tests/fuzz/campaign.dict -artifact_prefix=fuzz/ fuzz/corpus ../tests/fuzz/corpus)
set_tests_properties(fuzz.campaign PROPERTIES LABELS fuzz TIMEOUT $((campaign_seconds + 60)))
add_test(fuzz.lock fuzz/bin/lock_fuzz -max_total_time=$lock_seconds -timeout=10
         -dict=../tests/fuzz/lock.dict -artifact_prefix=fuzz/ fuzz/lock_corpus ../tests/golden/lock)
set_tests_properties(fuzz.lock PROPERTIES LABELS fuzz TIMEOUT $((lock_seconds + 60)))
add_test(fuzz.reply fuzz/bin/reply_fuzz -max_total_time=$reply_seconds -timeout=10
         -dict=../tests/fuzz/reply.dict -artifact_prefix=fuzz/ fuzz/reply_corpus ../tests/fuzz/replies)
set_tests_properties(fuzz.reply PROPERTIES LABELS fuzz TIMEOUT $((reply_seconds + 60)))
EOT
  mkdir -p build/fuzz/corpus build/fuzz/lock_corpus build/fuzz/reply_corpus
}

install_packages "${packages_to_build[@]}" "${packages_to_run[@]}" "${packages_to_test[@]}"

build asan tests/unit/all tests/sim/all reshoot-emulator
build fuzz campaign_fuzz lock_fuzz reply_fuzz
build release reshoot report-page-sample
if [[ $full == yes ]]; then
  build release all
  build clang all
  build tsan tests/unit/execute/all tests/unit/network/all tests/unit/store/all
  export RESHOOT_KILLS=300 RESHOOT_PATIENCE=1 RESHOOT_WHOLE_COURSE=1 RESHOOT_SIM_CAMPAIGNS=10000
fi
list_tests
# One more than there are processors: many of them wait for a clock or a disk.
exec ctest --test-dir build -j "$(($(nproc) + 1))" --output-on-failure </dev/null
