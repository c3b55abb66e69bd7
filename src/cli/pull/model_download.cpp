// SPDX-License-Identifier: Apache-2.0
// Each piece is as large as what came in about a second, within bounds: a slow line loses little
// and a fast one is not asked often.

#include "cli/pull/model_download.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "base/text.h"
#include "network/network_rules.h"

namespace reshoot {
namespace {

constexpr std::uint64_t smallest_piece = 256U << 10U;
constexpr std::uint64_t largest_piece = 8U << 20U;
constexpr Millis piece_time{1000};
/// A connection that breaks once is nothing unusual; who breaks it again has a reason.
constexpr int tries_of_a_piece = 2;
constexpr Deadlines deadlines{Millis(10'000), Millis(30'000), Millis(30'000), Millis(600'000)};

constexpr int status_whole = 200;
constexpr int status_piece = 206;
constexpr int status_beyond = 416;
constexpr int status_too_many = 429;
constexpr int status_server_error = 500;

/// `bytes 0-99/1234`, RFC 9110, section 14.4.
struct ContentRange {
  std::uint64_t first = 0, last = 0, total = 0;
};

std::optional<std::uint64_t> take_number(std::string_view& text) {
  std::uint64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc()) {
    return std::nullopt;
  }
  text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
  return number;
}

bool take(std::string_view& text, std::string_view expected) {
  const bool there = text.starts_with(expected);
  text.remove_prefix(there ? expected.size() : 0);
  return there;
}

std::optional<ContentRange> range_of(std::string_view header) {
  if (!take(header, "bytes ")) {
    return std::nullopt;
  }
  const auto first = take_number(header);
  const bool dash = take(header, "-");
  const auto last = take_number(header);
  const bool slash = take(header, "/");
  const auto total = take_number(header);
  if (!first || !dash || !last || !slash || !total || !header.empty() || *last < *first) {
    return std::nullopt;
  }
  return ContentRange{*first, *last, *total};
}

tl::unexpected<Error> other_size(std::uint64_t there, std::uint64_t bytes) {
  return fail(ErrorKind::environment,
              fmt::format("the file there has {} bytes, and the row says {}", there, bytes),
              "it is not the file that is meant; take that one from a folder with --from DIR");
}

/// An answer that brings nothing, in words.
tl::unexpected<Error> refusal(int status) {
  if (status == status_too_many || status >= status_server_error) {
    return fail(ErrorKind::transient, fmt::format("the server answers with status {}", status),
                "it has trouble or too much to do: try again later");
  }
  return fail(ErrorKind::environment, fmt::format("the server answers with status {}", status),
              "the file is not offered there any more; take it from a folder with --from DIR");
}

class Download {
 public:
  Download(const std::string& url, NetworkRule rule, std::uint64_t bytes, PartFile& part,
           const DownloadAccess& access)
      : url_(url), rule_(std::move(rule)), bytes_(bytes), part_(part), access_(access) {}

  Result<void> to_end() {
    if (part_.size() > bytes_) {
      TRY(part_.clear());
    }
    while (part_.size() < bytes_) {
      TRY(next_piece());
    }
    return {};
  }

 private:
  [[nodiscard]] Call call() const {
    Call call;
    const std::uint64_t last = std::min(part_.size() + piece_, bytes_) - 1;
    call.request.url = url_;
    call.request.headers = {{"Range", fmt::format("bytes={}-{}", part_.size(), last)}};
    call.deadlines = deadlines;
    call.rule = rule_;
    call.reply_cap = bytes_;  // of a server that knows no ranges
    return call;
  }

  /// Waits for the answer to one call.
  Result<HttpReply> ask() {
    constexpr RequestId id = 1;
    access_.transport.start(id, call());
    bool stopping = false;
    for (;;) {
      if (access_.cancel.requested() && !stopping) {
        stopping = true;
        access_.transport.cancel(id);
      }
      for (NetworkEvent& event : access_.transport.wait(access_.clock.now() + piece_time)) {
        if (auto* const answered = std::get_if<Answered>(&event)) {
          return std::move(answered->reply);
        }
        return tl::unexpected(std::move(std::get<Broken>(event).error));
      }
      access_.progress(0);
    }
  }

  Result<void> next_piece() {
    const Steady begun = access_.clock.now();
    const std::uint64_t before = part_.size();
    Result<void> done;
    for (int tries = 0; tries < tries_of_a_piece; ++tries) {
      const Result<HttpReply> reply = ask();
      done = reply ? take_reply(*reply) : tl::unexpected(reply.error());
      if (done ||
          (done.error().kind != ErrorKind::transient && done.error().kind != ErrorKind::corrupt)) {
        break;
      }
    }
    TRY(done);
    const std::uint64_t came = part_.size() - std::min(before, part_.size());
    measure(came, access_.clock.now() - begun);
    access_.progress(came);
    return {};
  }

  void measure(std::uint64_t came, Steady::duration took) {
    const auto millis = std::max<std::int64_t>(std::chrono::duration_cast<Millis>(took).count(), 1);
    piece_ = std::clamp(
        came * static_cast<std::uint64_t>(piece_time.count()) / static_cast<std::uint64_t>(millis),
        smallest_piece, largest_piece);
  }

  Result<void> take_reply(const HttpReply& reply) {
    switch (reply.status) {
      case status_piece:
        return take_piece(reply);
      case status_whole:
        return take_whole(reply);
      case status_beyond:
        TRY(part_.clear());
        return fail(ErrorKind::corrupt, "the server has less of the file than came before",
                    "try again, or take the file from a folder with --from DIR");
      default:
        return refusal(reply.status);
    }
  }

  Result<void> take_piece(const HttpReply& reply) {
    const auto range = range_of(reply.header("content-range"));
    if (!range || range->first != part_.size() ||
        range->last - range->first + 1 != reply.body.size()) {
      return fail(ErrorKind::corrupt, "the server sent another piece than was asked for",
                  "try again, or take the file from a folder with --from DIR");
    }
    if (range->total != bytes_) {
      return other_size(range->total, bytes_);
    }
    return part_.append(reply.body);
  }

  Result<void> take_whole(const HttpReply& reply) {
    if (reply.body.size() != bytes_) {
      return other_size(reply.body.size(), bytes_);
    }
    TRY(part_.clear());
    return part_.append(reply.body);
  }

  const std::string& url_;
  NetworkRule rule_;
  std::uint64_t bytes_;
  PartFile& part_;
  const DownloadAccess& access_;
  std::uint64_t piece_ = smallest_piece;
};

}  // namespace

Result<NetworkRule> download_rule(const std::string& url) {
  TRY(check_base_url(std::string_view(url).substr(0, url.find_first_of("?#")),
                     PlainHttp::loopback));
  return network_rule(Account{"", url, {}, ""}, true);
}

Result<void> download_model(const std::string& url, std::uint64_t bytes, PartFile& part,
                            const DownloadAccess& access) {
  TRY_ASSIGN(NetworkRule rule, download_rule(url));
  return Download(url, std::move(rule), bytes, part, access).to_end();
}

}  // namespace reshoot
