// SPDX-License-Identifier: Apache-2.0
#include "store/identity_book.h"

#include <algorithm>

namespace reshoot {
namespace {

constexpr std::string_view measurement_text = "measurement";
constexpr std::string_view likeness_text = "likeness";

std::span<const std::uint8_t> bytes_of(std::string_view body) {
  return {reinterpret_cast<const std::uint8_t*>(body.data()), body.size()};
}

}  // namespace

IdentityBook::Statements::Statements(Db& db)
    : put_biometric(db,
                    "INSERT INTO biometrics (key, kind, blob, bytes) VALUES (?1, ?2, ?3, ?4) "
                    "ON CONFLICT DO UPDATE SET blob = excluded.blob, bytes = excluded.bytes"),
      all_biometrics(db, "SELECT key, kind, blob, bytes FROM biometrics"),
      forget_biometrics(db, "DELETE FROM biometrics WHERE blob = ?1"),
      put_comparison(db,
                     "INSERT INTO comparisons (key, take_blob, body) VALUES (?1, ?2, ?3) "
                     "ON CONFLICT (key) DO UPDATE SET body = excluded.body"),
      comparison(db, "SELECT body FROM comparisons WHERE key = ?1"),
      forget_comparisons(db, "DELETE FROM comparisons"),
      put_verdict(db,
                  "INSERT INTO verdicts (campaign, clip, take_blob, comparison, policy, verdict, "
                  "reason, at_ns) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING"),
      put_counts(db,
                 "INSERT INTO verdict_counts (campaign, at_ns, passed, unsure, failed, na) "
                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6)"),
      last_counts(db,
                  "SELECT at_ns, passed, unsure, failed, na FROM verdict_counts "
                  "WHERE campaign = ?1 ORDER BY id DESC LIMIT ?2") {}

Result<void> IdentityBook::record(const Biometric& row) {
  const bool measured = row.kind == BiometricKind::measurement;
  return st_.put_biometric.run(row.key, measured ? measurement_text : likeness_text, row.blob,
                               row.bytes);
}

Result<std::vector<Biometric>> IdentityBook::biometrics() {
  std::vector<Biometric> out;
  TRY(st_.all_biometrics.each([&](const Row& row) {
    const bool measured = row.text(1) == measurement_text;
    out.push_back({row.digest(0), measured ? BiometricKind::measurement : BiometricKind::likeness,
                   row.digest(2), static_cast<std::uint64_t>(row.integer(3))});
  }));
  return out;
}

Result<void> IdentityBook::forget(const Digest& blob) {
  return st_.forget_biometrics.run(blob);
}

Result<void> IdentityBook::forget_comparisons() {
  return st_.forget_comparisons.run();
}

Result<void> IdentityBook::record_comparison(const Digest& key, const Digest& take_blob,
                                             std::string_view body) {
  return st_.put_comparison.run(key, take_blob, bytes_of(body));
}

Result<std::optional<std::string>> IdentityBook::comparison(const Digest& key) {
  return st_.comparison.first([](const Row& row) { return row.bytes(0); }, key);
}

Result<void> IdentityBook::record(std::string_view campaign, const VerdictRow& row, Wall now) {
  return st_.put_verdict.run(campaign, row.clip, row.take_blob, row.comparison, row.policy,
                             row.verdict, row.reason, now);
}

Result<void> IdentityBook::record(std::string_view campaign, const VerdictCounts& counts) {
  return st_.put_counts.run(campaign, counts.when, counts.passed, counts.unsure, counts.failed,
                            counts.na);
}

Result<std::vector<VerdictCounts>> IdentityBook::counts(std::string_view campaign, int most) {
  std::vector<VerdictCounts> out;
  TRY(st_.last_counts.each(
      [&](const Row& row) {
        const auto count = [&](int column) { return static_cast<int>(row.integer(column)); };
        out.push_back({row.wall(0), count(1), count(2), count(3), count(4)});
      },
      campaign, most));
  std::reverse(out.begin(), out.end());
  return out;
}

}  // namespace reshoot
