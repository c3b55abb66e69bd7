// SPDX-License-Identifier: Apache-2.0
#pragma once
// What the ledger keeps of who is seen and heard in takes. It does not know what is in the bytes.

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "base/digest.h"

namespace reshoot {

enum class BiometricKind : std::uint8_t {
  measurement,  ///< of a take
  likeness,     ///< of a character
};

/// A blob that holds embeddings of people, by the key of what it was made of.
struct Biometric {
  Digest key;
  BiometricKind kind = BiometricKind::measurement;
  Digest blob;
  std::uint64_t bytes = 0;
};

/// A verdict as it was when it was first worked out.
struct VerdictRow {
  std::string clip;
  Digest take_blob;
  Digest comparison;
  Digest policy;
  std::string verdict;  ///< `pass`, `unsure`, `fail` or `na`
  std::string reason;   ///< the worst finding; empty: there is none
};

/// Clips of a campaign by verdict, at one time.
struct VerdictCounts {
  Wall when;
  int passed = 0, unsure = 0, failed = 0, na = 0;
};

}  // namespace reshoot
