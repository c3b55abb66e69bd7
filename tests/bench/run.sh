#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures a release build beside its peers (see bench.py); with --shots against the emulated
# provider (see shots.py); with --measure how fast clips are measured (see measure.py); with --gate
# how fast stored clips are judged and compared anew (see gate.py). Never part of the tests: figures
# depend on the machine; only ratios within one run mean something.
#   tests/bench/run.sh [--scenes 10000] [--runs 11] [--json]
#   tests/bench/run.sh --shots [--only free,capped,crowd] [--runs 3] [--speed 10] [--json]
#   tests/bench/run.sh --measure [--runs 5] [--json]
#   tests/bench/run.sh --gate [--scenes 10000] [--runs 5] [--json]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tests/setup.sh

bench=bench
targets=(reshoot yaml_events seed_store lock_select)
if [[ ${1:-} == --shots ]]; then
  shift
  bench=shots
  targets=(reshoot reshoot-emulator)
elif [[ ${1:-} == --measure ]]; then
  shift
  bench=measure
  targets=(measure_clip)
elif [[ ${1:-} == --gate ]]; then
  shift
  bench=gate
  targets=(reshoot seed_gate)
fi
{
  install_packages "${packages_to_build[@]}" "${packages_to_run[@]}" git python3
  configure release
  ninja -C build/release "${targets[@]}"
} >&2
exec python3 "tests/bench/$bench.py" build/release/bin "build/$bench" "$@"
