#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# From a bare Debian 12 or Ubuntu 24.04 to a finished video: installs what is missing, builds
# reshoot, builds campaigns/quickstart. Run it again at any time: what is there is not made again.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source tests/setup.sh

reshoot=build/release/bin/reshoot
campaign=campaigns/quickstart

install_packages "${packages_to_build[@]}" "${packages_to_run[@]}"

if [[ ! -x $reshoot ]]; then
  echo "Building reshoot, which takes a few minutes the first time:"
fi
configure release
ninja -C build/release --quiet reshoot

echo "Building $campaign:"
"$reshoot" build -f "$campaign" </dev/null

status=$("$reshoot" status --json -f "$campaign")
video=$(sed -n 's/.*"path": *"\([^"]*\)".*/\1/p' <<<"$status")
micros=$(sed -n 's/.*"spent_micros": *\([0-9]*\).*/\1/p' <<<"$status")

cat <<EOT

The finished video:  $PWD/$video
What it cost:        \$$((micros / 1000000)).$(printf '%02d' $((micros / 10000 % 100)))

Three things to try next, in $PWD:
  1. Edit a line: let Pip say something else, as your editor or this does
       sed -i "s/Change one line/Change any line/" $campaign/campaign.yaml
  2. Plan: see what that touches, before anything is made
       $reshoot plan -f $campaign
  3. Why: ask what changed, from what to what, and where it is written
       $reshoot why change -f $campaign
Then run this script again: only that scene is shot anew.
EOT
