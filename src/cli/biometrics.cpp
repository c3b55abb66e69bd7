// SPDX-License-Identifier: Apache-2.0
#include "cli/biometrics.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/console.h"
#include "report/figures.h"
#include "report/json_text.h"

namespace reshoot {
namespace {

struct Sums {
  std::int64_t takes = 0, characters = 0;
  std::uint64_t bytes = 0;
};

Sums sums_of(const std::vector<Biometric>& rows) {
  Sums sums;
  for (const Biometric& row : rows) {
    ++(row.kind == BiometricKind::measurement ? sums.takes : sums.characters);
    sums.bytes += row.bytes;
  }
  return sums;
}

void print(const Sums& sums, const Options& options) {
  if (options.json) {
    print_out(json_text({{"schema_version", json_schema_version},
                         {"dry_run", options.dry_run},
                         {"takes", sums.takes},
                         {"characters", sums.characters},
                         {"bytes", sums.bytes}}));
    return;
  }
  print_out(fmt::format(
      "{}: what was measured in {} and learnt of {}, {}\n{}", options.dry_run ? "would go" : "gone",
      counted(sums.takes, "take"), counted(sums.characters, "character"), bytes_text(sums.bytes),
      options.dry_run ? "" : "takes and money are as they were; the next build measures again\n"));
}

}  // namespace

Result<void> remove_biometrics(const Options& options, Store& store) {
  TRY_ASSIGN(const std::vector<Biometric> rows, store.ledger.biometrics());
  if (!options.dry_run) {
    TRY_ASSIGN(Ledger::Transaction transaction, store.ledger.begin());
    for (const Biometric& row : rows) {
      TRY(store.ledger.forget_blob(row.blob));
    }
    TRY(store.ledger.forget_comparisons());
    TRY(transaction.commit());
    for (const Biometric& row : rows) {
      TRY(store.blobs.remove(row.blob));
    }
  }
  print(sums_of(rows), options);
  return {};
}

}  // namespace reshoot
