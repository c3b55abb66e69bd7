// SPDX-License-Identifier: Apache-2.0
// The text of a lock, and of one with disputes.

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/check.h"
#include "base/text.h"
#include "store/lock_block.h"
#include "store/lock_file.h"

namespace reshoot {
namespace {

class LockWriter {
 public:
  std::string write(const LockReading& reading) {
    write_head(reading.lock);
    has_base_ = std::any_of(reading.disputes.begin(), reading.disputes.end(),
                            [](const LockDispute& d) { return d.base.has_value(); });
    auto dispute = reading.disputes.begin();
    for (const LockedTake& take : reading.lock.clips) {
      for (; dispute != reading.disputes.end() && dispute->clip < take.clip; ++dispute) {
        write_dispute(*dispute, reading);
      }
      write_block(take);
    }
    for (; dispute != reading.disputes.end(); ++dispute) {
      write_dispute(*dispute, reading);
    }
    put("{}\n", lock_end);
    return std::move(out_);
  }

 private:
  template <class... T>
  void put(fmt::format_string<T...> format, T&&... values) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<T>(values)...);
  }

  void write_head(const Lock& lock) {
    CHECK(lock.ffmpeg.empty() || (is_lock_phrase(lock.ffmpeg) && lock.ffmpeg != "none"));
    put("{}\n{}{}\nidentity:", lock_title, lock_version_field, lock_version);
    for (const Digest& model : lock.identity) {
      put(" {}", model.hex());
    }
    put("{}\nffmpeg: {}\n\n", lock.identity.empty() ? " none" : "",
        lock.ffmpeg.empty() ? "none" : lock.ffmpeg);
  }

  void write_block(const LockedTake& take) {
    CHECK(is_lock_word(take.clip) && is_lock_word(take.model));
    CHECK(last_ < take.clip);
    last_ = take.clip;
    put_block(take);
  }

  void put_block(const LockedTake& take) {
    put("id: {}\nkey: {}\nsha256: {}\n", take.clip, take.key.hex(), take.blob.hex());
    if (!take.accepted.empty()) {
      CHECK(is_lock_phrase(take.accepted) && take.accepted.size() <= longest_lock_reason);
      put("{}{}\n", lock_reason_field, take.accepted);
    }
    put("bytes: {}\nmodel: {}\nseed: {}\n\n", take.bytes, take.model, take.seed);
  }

  void write_dispute(const LockDispute& dispute, const LockReading& reading) {
    CHECK(last_ < dispute.clip);
    last_ = dispute.clip;
    write_side("<<<<<<<", reading.ours_name, dispute.ours);
    if (has_base_) {
      write_side("|||||||", "base", dispute.base);
    }
    write_side("=======", "", dispute.theirs);
    put(">>>>>>>{}{}\n", reading.theirs_name.empty() ? "" : " ", reading.theirs_name);
  }

  void write_side(std::string_view mark, std::string_view name,
                  const std::optional<LockedTake>& take) {
    put("{}{}{}\n", mark, name.empty() ? "" : " ", name);
    if (take) {
      put_block(*take);
    }
  }

  std::string out_;
  std::string_view last_;  ///< clip of the last block
  bool has_base_ = false;  ///< a clip that is gone on one side is in dispute only beside its base
};

}  // namespace

std::string lock_reason(std::string_view text) {
  std::string line(text);
  const bool is_utf8 = is_valid_utf8(text);
  std::replace_if(
      line.begin(), line.end(),
      [&](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte < 0x20 || byte == 0x7f || (!is_utf8 && byte >= 0x80);
      },
      ' ');
  const auto is_inside = [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; };
  if (line.size() > longest_lock_reason) {
    std::size_t end = longest_lock_reason;
    while (is_inside(line[end])) {
      --end;
    }
    line.resize(end);
  }
  const std::size_t last = line.find_last_not_of(' ');
  line.resize(last == std::string::npos ? 0 : last + 1);
  return line.substr(std::min(line.find_first_not_of(' '), line.size()));
}

std::string lock_text(const LockReading& reading) {
  return LockWriter().write(reading);
}

std::string lock_text(const Lock& lock) {
  LockReading reading;
  reading.lock = lock;
  return lock_text(reading);
}

}  // namespace reshoot
