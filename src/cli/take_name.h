// SPDX-License-Identifier: Apache-2.0
#pragma once
// How people name a take on the command line, and how we name its clip.

#include <string>
#include <string_view>
#include <unordered_map>

#include "base/digest.h"
#include "base/result.h"
#include "graph/step.h"
#include "store/ledger.h"
#include "store/take.h"

namespace reshoot {

/// By the first digits (four or more) of its SHA-256, with or without `sha256:`.
bool is_named(const Digest& blob, std::string_view name);
/// By number, or by the first digits (four or more) of its uuid or of its bytes' SHA-256.
bool is_named(const Take& take, std::string_view name);
/// By the first digits (four or more) of its uuid alone: in a whole ledger numbers say nothing.
bool has_uuid(const Take& take, std::string_view name);

/// What the clips of takes are called.
class ClipNames {
 public:
  /// As the ledger has heard.
  static Result<ClipNames> of(const Ledger& ledger);
  /// As the campaign calls them now, which wins. Clips of one key: the first.
  void add(const Graph& graph, const Campaign& campaign);

  /// The name of its clip; the first digits of its clip key where nobody has told one.
  [[nodiscard]] std::string operator()(const Take& take) const;

 private:
  std::unordered_map<Digest, std::string, DigestHash> now_, heard_;
};

}  // namespace reshoot
