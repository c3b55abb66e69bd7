// SPDX-License-Identifier: Apache-2.0
#pragma once
// The ledger's pages for measurements, comparisons and verdicts.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/identity_rows.h"
#include "store/sqlite.h"

namespace reshoot {

/// Over tables of an open database, which must outlive it.
class IdentityBook {
 public:
  explicit IdentityBook(Db& db) : st_(db) {}

  Result<void> record(const Biometric& row);
  Result<std::vector<Biometric>> biometrics();
  Result<void> forget(const Digest& blob);
  /// All of them: they hold embeddings of people too.
  Result<void> forget_comparisons();

  Result<void> record_comparison(const Digest& key, const Digest& take_blob, std::string_view body);
  Result<std::optional<std::string>> comparison(const Digest& key);

  Result<void> record(std::string_view campaign, const VerdictRow& row, Wall now);
  Result<void> record(std::string_view campaign, const VerdictCounts& counts);
  Result<std::vector<VerdictCounts>> counts(std::string_view campaign,
                                            int most);  ///< the last ones, oldest first

 private:
  struct Statements {
    explicit Statements(Db& db);
    Stmt put_biometric, all_biometrics, forget_biometrics;
    Stmt put_comparison, comparison, forget_comparisons;
    Stmt put_verdict, put_counts, last_counts;
  };
  Statements st_;
};

}  // namespace reshoot
