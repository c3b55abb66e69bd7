// SPDX-License-Identifier: Apache-2.0
// Any bytes as a provider's reply: a value or a refusal, in words that can be shown. The first two
// bytes choose the status and which header is there; what follows a NUL is the second reply of an
// upload, and the body that a look-up looks for.

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/check.h"
#include "base/text.h"
#include "provider/adapter.h"

namespace {

using namespace reshoot;

constexpr Wall now{1'790'000'000'000'000'000};
constexpr std::array statuses{0,   200, 201, 204, 301, 302, 400, 401, 402,
                              403, 404, 408, 429, 500, 502, 503, 599};

void check_words(const Error& error) {
  CHECK(!error.message.empty());
  CHECK(printable(error.message) == error.message && is_valid_utf8(error.message));
}

void check_refusal(const Refusal& refusal) {
  check_words(refusal.error);
  CHECK(!refusal.retry_after ||
        (refusal.retry_after->count() >= 0 && refusal.retry_after->count() <= 3'600'000));
}

void check_state(const JobState& state) {
  if (const auto* const done = std::get_if<JobDone>(&state)) {
    CHECK(!done->url.empty());
  } else if (const auto* const failed = std::get_if<JobFailed>(&state)) {
    check_words(failed->error);
  } else {
    const std::string& status = std::get<JobRunning>(state).status;
    CHECK(printable(status) == status);
  }
}

void read_all(const Adapter& adapter, const HttpReply& first, const HttpReply& second) {
  const Account account{std::string(adapter.provider()), "https://a.example", Secret("k"), ""};
  if (const auto accepted = adapter.read_submit(first, now)) {
    CHECK(!accepted->job.empty());
    check_state(accepted->state);
    CHECK(adapter.poll(account, accepted->job).url.find("..") == std::string::npos ||
          accepted->job.front() != '.');
  } else {
    check_refusal(accepted.error());
    // Money: only what was surely refused may be sent again. At comfyui nothing costs any.
    CHECK(adapter.provider() == "comfyui" || (first.status >= 300 && first.status < 500) ||
          first.status == 500 || accepted.error().error.kind == ErrorKind::in_doubt);
  }
  if (const auto state = adapter.read_poll(first, "job-1", now)) {
    check_state(*state);
  } else {
    check_refusal(state.error());
  }
  const SentOrder sent{"m", second.body, "job-1", Millis{0}, false};
  if (const auto page = adapter.read_look_up(first, sent); !page) {
    check_refusal(page.error());
  } else {
    CHECK(!page->absent || (first.status == 200 && page->matches.empty() && !page->more));
  }
  const UploadFile file{"a.png", MediaType::png, 1000, "a", "wan2.7-r2v"};
  const std::vector<HttpReply> replies{first, second};
  for (const std::size_t count : {1U, 2U}) {
    const auto step = adapter.upload(account, file, std::span(replies).first(count), now);
    if (!step) {
      check_refusal(step.error());
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) {
    return 0;
  }
  const std::string text(reinterpret_cast<const char*>(data + 2), size - 2);
  const std::size_t end = std::min(text.find('\0'), text.size());
  HttpReply first{statuses[data[0] % statuses.size()], {}, text.substr(0, end)};
  HttpReply second{200, {}, text.substr(std::min(end + 1, text.size()))};
  if (data[1] % 2 == 1) {
    first.headers = {{"retry-after", second.body}};
  } else if (data[1] % 4 == 2) {
    second.status = statuses[data[1] % statuses.size()];
  }
  for (const char* provider : {"gmi", "dashscope", "heygen", "comfyui"}) {
    read_all(*find_adapter(provider), first, second);
  }
  return 0;
}
