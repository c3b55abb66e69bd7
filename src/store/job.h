// SPDX-License-Identifier: Apache-2.0
#pragma once
// A take's job at a provider, and inputs that lie there. No keys, no signed addresses.

#include <optional>
#include <string>

#include "base/clock.h"
#include "base/digest.h"
#include "store/take.h"

namespace reshoot {

/// What is about to be sent for a take, and to whom.
struct Sending {
  std::string provider;  ///< `gmi`
  std::string base_url;  ///< of the account
  std::string model;     ///< the provider's own id
  std::string request;   ///< the body
};

/// The job of a take that is open: in state intent, submitted, succeeded or in_doubt.
struct OpenJob {
  Take take;
  std::string provider;
  std::string base_url;
  std::string model;
  Wall sent;                    ///< just before it was sent
  std::string job;              ///< the provider's id; empty: not known
  std::optional<Wall> expires;  ///< of the result
};

/// What a person says of a take in doubt.
struct DoubtSettled {
  DoubtAnswer answer = DoubtAnswer::not_billed;
  std::string job;   ///< adopted: the provider's id; else empty
  std::string note;  ///< takes the place of the take's note
};

/// Where uploads are looked for: what is uploaded for one model need not serve another.
struct UploadScope {
  std::string provider;
  std::string base_url;
  std::string model;
};

struct KnownUpload {
  Digest content;     ///< the content digest of the input
  std::string place;  ///< how a request names it
  std::optional<Wall> expires;
  bool is_public = false;
};

}  // namespace reshoot
