// SPDX-License-Identifier: Apache-2.0
// Each reader of a value takes one spelling only, so that what is read is what would be written.

#include "store/lock_block.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace reshoot {
namespace {

std::optional<std::string> read_word(std::string_view text) {
  return is_lock_word(text) ? std::optional<std::string>(text) : std::nullopt;
}

std::optional<Digest> read_digest(std::string_view text) {
  constexpr std::size_t digits = 64;
  return text.size() == digits ? Digest::parse(text) : std::nullopt;
}

template <class Number>
std::optional<Number> read_number(std::string_view text) {
  Number value = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, value);
  const bool plain = error == std::errc() && end == last && (text[0] != '0' || text.size() == 1);
  return plain ? std::optional(value) : std::nullopt;
}

std::optional<std::string> read_ffmpeg(std::string_view text) {
  if (text == "none") {
    return std::string();
  }
  return is_lock_phrase(text) ? std::optional<std::string>(text) : std::nullopt;
}

std::optional<std::string> read_reason(std::string_view text) {
  const bool fits = is_lock_phrase(text) && text.size() <= longest_lock_reason;
  return fits ? std::optional<std::string>(text) : std::nullopt;
}

std::optional<std::vector<Digest>> read_identity(std::string_view text) {
  std::vector<Digest> digests;
  if (text == "none") {
    return digests;
  }
  for (;;) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::optional<Digest> digest = read_digest(text.substr(0, end));
    if (!digest) {
      return std::nullopt;
    }
    digests.push_back(*digest);
    if (end == text.size()) {
      return digests;
    }
    text.remove_prefix(end + 1);
  }
}

class SideReader {
 public:
  SideReader(const LockSource& source, const std::vector<LockLine>& lines, bool has_marks,
             Diagnostics& diags)
      : source_(source), lines_(lines), has_marks_(has_marks), diags_(diags) {}

  std::optional<LockSide> read() {
    LockSide side;
    side.lock.clips.reserve(lines_.size() / lock_block_lines);
    side.first_lines.reserve(lines_.size() / lock_block_lines);
    if (!read_head(side.lock)) {
      return std::nullopt;
    }
    while (!at_end_line()) {
      side.first_lines.push_back(static_cast<std::uint32_t>(next_));
      if (!read_block(side.lock.clips.emplace_back()) || !is_in_order(side)) {
        return std::nullopt;
      }
      block_ = {};
    }
    ++next_;
    if (next_ != lines_.size()) {
      wrong("expected nothing more: the lock ends above");
      return std::nullopt;
    }
    return side;
  }

 private:
  bool read_head(Lock& lock) {
    const std::string version = fmt::format("{}{}", lock_version_field, lock_version);
    return literal(lock_title, "the first line that reshoot writes") &&
           literal(version, fmt::format("'{}'", version)) &&
           field("identity: ", lock.identity, read_identity,
                 "'none', or digests of 64 hex digits with a blank between them") &&
           field("ffmpeg: ", lock.ffmpeg, read_ffmpeg, "'none', or the version of ffmpeg") &&
           literal("", "an empty line");
  }

  bool read_block(LockedTake& take) {
    constexpr std::string_view digest = "64 hex digits in lower case";
    if (!field("id: ", take.clip, read_word, "the name of a clip (or 'end: reshoot-lock')")) {
      return false;
    }
    block_ = take.clip;
    return field("key: ", take.key, read_digest, digest) &&
           field("sha256: ", take.blob, read_digest, digest) && read_acceptance(take) &&
           field("bytes: ", take.bytes, read_number<std::uint64_t>,
                 "a whole number up to 18446744073709551615") &&
           field("model: ", take.model, read_word, "the name of a model") &&
           field("seed: ", take.seed, read_number<std::uint32_t>,
                 "a whole number up to 4294967295") &&
           literal("", "an empty line");
  }

  /// Most blocks have none.
  bool read_acceptance(LockedTake& take) {
    const std::optional<std::string_view> text = line();
    return !text || !text->starts_with(lock_reason_field) ||
           field(lock_reason_field, take.accepted, read_reason,
                 "a reason of one line, up to 200 bytes");
  }

  [[nodiscard]] bool at_end_line() const {
    return next_ < lines_.size() && lines_[next_].whole && lines_[next_].text == lock_end;
  }

  bool is_in_order(const LockSide& side) {
    const auto& clips = side.lock.clips;
    if (clips.size() < 2 || clips[clips.size() - 2].clip < clips.back().clip) {
      return true;
    }
    const std::string& clip = clips.back().clip;
    const auto other =
        std::ranges::lower_bound(clips.begin(), clips.end() - 1, clip, {}, &LockedTake::clip);
    const bool is_twice = other->clip == clip;
    Diagnostic& d = diags_.report(
        Code::lock_order, is_twice ? fmt::format("the lock has two blocks of '{}'", clip)
                                   : fmt::format("the block of '{}' is not in its place", clip));
    d.at(source_.span_of(lines_[side.first_lines.back()].text),
         is_twice ? "" : "blocks are in the order of their ids, byte by byte");
    d.at(source_.span_of(
             lines_[side.first_lines[static_cast<std::size_t>(other - clips.begin())]].text),
         is_twice ? "the other one" : "it belongs before this one");
    help(d);
    return false;
  }

  /// The line that comes next, where it is there and whole.
  [[nodiscard]] std::optional<std::string_view> line() const {
    return next_ < lines_.size() && lines_[next_].whole ? std::optional(lines_[next_].text)
                                                        : std::nullopt;
  }

  bool literal(std::string_view text, std::string_view wanted) {
    if (line() == text) {
      ++next_;
      return true;
    }
    wrong(fmt::format("expected {}", wanted));
    return false;
  }

  template <class T>
  bool field(std::string_view name, T& to, std::optional<T> (*parse)(std::string_view),
             std::string_view wanted) {
    const std::optional<std::string_view> text = line();
    if (text && text->starts_with(name)) {
      if (std::optional<T> value = parse(text->substr(name.size()))) {
        to = std::move(*value);
        ++next_;
        return true;
      }
    }
    wrong(fmt::format("expected '{}' and {}", name, wanted));
    return false;
  }

  /// Reports the line that comes next, or that there is none.
  void wrong(std::string expected) {
    if (next_ < lines_.size() && lines_[next_].whole) {
      report(Code::lock_edited, "the lock is not as reshoot wrote it", std::move(expected));
    } else if (next_ < lines_.size() && lines_[next_].text == lock_end) {
      report(Code::lock_cut_off, "the lock was cut off", "expected a line break behind this");
    } else {
      report(Code::lock_cut_off,
             fmt::format("the lock was cut off: it has no last line '{}'", lock_end),
             std::move(expected));
    }
  }

  void report(Code code, std::string message, std::string label) {
    Diagnostic& d = diags_.report(code, std::move(message));
    const std::string_view text = source_.text;
    d.at(source_.span_of(next_ < lines_.size() ? lines_[next_].text : text.substr(text.size())),
         std::move(label));
    help(d);
  }

  void help(Diagnostic& d) const {
    if (has_marks_) {
      help_merge_again(d, source_.name);
    } else {
      help_restore(d, source_.name, block_);
    }
  }

  const LockSource& source_;
  const std::vector<LockLine>& lines_;
  bool has_marks_;
  Diagnostics& diags_;
  std::size_t next_ = 0;
  std::string block_;  ///< clip of the block that is being read; empty between blocks
};

}  // namespace

bool is_lock_word(std::string_view text) {
  constexpr std::size_t longest = 256;  // a scene's name, a cell's, and what stands between them
  return !text.empty() && text.size() <= longest &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  std::string_view("_-.@:/").find(c) != std::string_view::npos;
         });
}

bool is_lock_phrase(std::string_view text) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  return !text.empty() && text.front() != ' ' && text.back() != ' ' &&
         std::none_of(text.begin(), text.end(), is_control) && is_valid_utf8(text);
}

std::optional<LockSide> read_side(const LockSource& source, const std::vector<LockLine>& lines,
                                  bool has_marks, Diagnostics& diags) {
  return SideReader(source, lines, has_marks, diags).read();
}

}  // namespace reshoot
