#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Holds src and tests to .clang-format, by the one version whose taste the project follows.
# `format.sh --fix` rewrites the files. Exit 77 (skipped, for ctest): that version is not here.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

tool=
for name in clang-format-14 clang-format; do
  if [[ $("$name" --version 2>/dev/null) == *"version 14."* ]]; then
    tool=$name
    break
  fi
done
if [[ -z $tool ]]; then
  echo "skipped: no clang-format 14 here (package clang-format-14); other versions format otherwise"
  exit 77
fi

how=(--dry-run -Werror)
if [[ ${1:-} == --fix ]]; then
  how=(-i)
fi
find src tests \( -name '*.cpp' -o -name '*.h' \) -print0 | xargs -0 -r "$tool" "${how[@]}"
