// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where a take comes from: what lies beside its bytes in a remote, so that another ledger can adopt
// it.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/digest.h"
#include "base/result.h"
#include "base/units.h"
#include "store/take.h"

namespace reshoot {

/// A record is no larger, so that reading what somebody has put there takes no time.
constexpr std::size_t max_record_bytes = std::size_t{64} << 10U;

/// The provenance of a fetched take. No secrets, no machine's paths.
struct TakeRecord {
  std::string uuid;
  Digest clip_key;
  std::string key_text;  ///< the text whose SHA-256 is clip_key; empty: not known any more
  std::string model;     ///< `gmi/wan2.7-r2v`: provider and model
  std::uint32_t seed = 0;
  std::string campaign;  ///< the one that was charged
  Money cost;            ///< what it cost then
  Wall created;
  Digest blob;
  std::uint64_t bytes = 0;
  std::int64_t frames = 0;
  bool has_sound = false;
  std::string note;
  bool rejected = false;  ///< a person decided against it: nobody is offered it
  friend bool operator==(const TakeRecord&, const TakeRecord&) = default;
};

/// Of a take that has bytes.
TakeRecord record_of(const Take& take, std::string key_text);

/// One JSON object with `"schema_version": 1`, ending with a line break. A key text and a note that
/// leave it too large are left out.
std::string record_json(const TakeRecord& record);

/// Error `corrupt` where it is not one: fields missing or out of range, a key text that does not
/// hash to the clip key. Any bytes are answered.
Result<TakeRecord> parse_record(std::string_view json);

}  // namespace reshoot
