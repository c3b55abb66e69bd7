#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Measures a release build beside its peers (see bench.py). Never part of the tests: figures depend
# on the machine; only ratios within one run mean something.
#   tests/bench/run.sh [--scenes 10000] [--runs 11] [--json]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
source tests/setup.sh

{
  install_packages "${packages_to_build[@]}" "${packages_to_run[@]}" git python3
  configure release
  ninja -C build/release reshoot yaml_events seed_store lock_select
} >&2
exec python3 tests/bench/bench.py build/release/bin build/bench "$@"
