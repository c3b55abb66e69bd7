// SPDX-License-Identifier: Apache-2.0
#pragma once
// What a provider's no means: HTTP answers and failed jobs as errors with a kind.

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "provider/adapter.h"

namespace reshoot {

/// How people know a provider, and where they set it right.
struct ProviderFace {
  std::string_view name;         ///< `GMI Cloud`
  std::string_view key_help;     ///< after a refused key
  std::string_view credit_help;  ///< after a refusal for want of money
};

/// What was asked for decides what no answer means.
enum class Asked {
  submit,    ///< a job, which costs money: what is not surely refused is in doubt
  question,  ///< anything else of the API
  store      ///< the storage that an upload went to, which knows a signature, not our key
};

/// One answer that is no yes.
struct NoAnswer {
  const HttpReply& reply;
  std::string_view words;  ///< the provider's own; empty: none
  Asked asked;
  std::optional<Wall> now;
};

/// By status, then by words. A 2xx here is one whose body made no sense.
Refusal refusal_of(const NoAnswer& no, const ProviderFace& face);
/// Where the provider's documentation knows better than the status.
Refusal refusal_of_kind(ErrorKind kind, const NoAnswer& no, const ProviderFace& face);

/// A job that ended as failed. Words that say nothing else: another try may pass.
JobFailed job_failed(std::string_view words, const ProviderFace& face);
/// A job that ended as a success without a clip to fetch.
JobFailed job_without_clip(const ProviderFace& face);
/// A job that somebody cancelled there.
JobFailed job_cancelled(const ProviderFace& face);

/// A body that is no JSON, as words: the code and message of a storage's XML, or short plain text.
std::string words_of_text(std::string_view body);
/// `code: message`, where both are given and say different things.
std::string joined_words(std::string_view code, std::string_view message);

}  // namespace reshoot
