// SPDX-License-Identifier: Apache-2.0
#pragma once
// Values of this room as bytes: a writer and a reader with the same calls, so that one visit of a
// value says both how it is written and what is checked when it is read. It knows no value but
// boxes, vectors and technical facts.

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/result.h"
#include "identity/measurement.h"
#include "identity/vectors.h"

namespace reshoot {

/// Longest text and latest time that are read: far beyond what clips have.
constexpr std::size_t longest_identity_text = 10'000;
constexpr std::int64_t latest_identity_ms = 1'000'000'000'000;

/// Appends. Numbers take as few bytes as they can; -0 is written as 0, so that equal values have
/// equal bytes; what is not finite is written as the nearest finite number, NaN as 0; a number or a
/// time that readers would refuse as the nearest one that they take.
class ByteWriter {
 public:
  /// `head`: four bytes that name the value and its version.
  explicit ByteWriter(std::string_view head) : bytes_(head) {}

  void flag(bool value) { bytes_ += value ? '\1' : '\0'; }
  void real(float value);
  void text(const std::string& value);
  void box(const FaceBox& value);
  void vectors(const Vectors& value);
  void steps(const std::vector<std::int8_t>& value);
  void technical(const TechnicalFacts& value);
  /// An index below `end`; the bound matters to readers only, here and in the next ones.
  void index(std::uint32_t value, std::size_t /*end*/) { unsigned_number(value); }
  void index(const std::optional<std::uint32_t>& value, std::size_t /*end*/) {
    unsigned_number(value ? std::uint64_t{*value} + 1 : 0);
  }
  template <std::integral T>
  void number(T value, std::int64_t least, std::int64_t most) {
    signed_number(std::clamp(static_cast<std::int64_t>(value), least, most));
  }
  /// A time at or after `last`, which becomes it.
  void time(std::int64_t value, std::int64_t& last);
  template <class E>
  requires std::is_enum_v<E>
  void choice(E value, E /*last*/) { unsigned_number(static_cast<std::uint64_t>(value)); }
  /// `each(item)` for all of them, with their count in front.
  template <class T, class Each>
  void list(const std::vector<T>& items, Each each) {
    unsigned_number(items.size());
    for (const T& item : items) {
      each(item);
    }
  }
  template <class T, class Each>
  void maybe(const std::optional<T>& item, Each each) {
    flag(item.has_value());
    if (item) {
      each(*item);
    }
  }
  /// For readers: a promise that the value keeps.
  void expect(bool /*holds*/) {}

  [[nodiscard]] std::string take() { return std::move(bytes_); }

 private:
  void unsigned_number(std::uint64_t value);
  void signed_number(std::int64_t value);

  std::string bytes_;
};

/// Reads what ByteWriter wrote and refuses everything else: after the first wrong byte all calls
/// are without effect and `end()` is an error.
class ByteReader {
 public:
  ByteReader(std::string_view bytes, std::string_view head);

  void flag(bool& value);
  void real(float& value);
  void text(std::string& value);
  void box(FaceBox& value);
  /// Rows are of length 1, so that cosines are between -1 and 1.
  void vectors(Vectors& value);
  void steps(std::vector<std::int8_t>& value);
  void technical(TechnicalFacts& value);
  void index(std::uint32_t& value, std::size_t end);
  void index(std::optional<std::uint32_t>& value, std::size_t end);
  template <std::integral T>
  void number(T& value, std::int64_t least, std::int64_t most) {
    value = static_cast<T>(signed_number(least, most));
  }
  void time(std::int64_t& value, std::int64_t& last);
  template <class E>
  requires std::is_enum_v<E>
  void choice(E& value, E last) {
    value = static_cast<E>(unsigned_number(static_cast<std::uint64_t>(last)));
  }
  template <class T, class Each>
  void list(std::vector<T>& items, Each each) {
    const std::uint64_t count = count_of_items();
    items.reserve(count);
    for (std::uint64_t i = 0; i < count && ok_; ++i) {
      each(items.emplace_back());
    }
  }
  template <class T, class Each>
  void maybe(std::optional<T>& item, Each each) {
    bool here = false;
    flag(here);
    if (here) {
      each(item.emplace());
    }
  }
  void expect(bool holds) { ok_ = ok_ && holds; }

  /// `corrupt` unless all bytes were read and all were right. `what`: `a measurement`.
  [[nodiscard]] Result<> end(std::string_view what) const;

 private:
  /// 0 where it is larger than `most`, or not written in as few bytes as it can be.
  std::uint64_t unsigned_number(std::uint64_t most = std::numeric_limits<std::uint64_t>::max());
  std::int64_t signed_number(std::int64_t least, std::int64_t most);
  /// Each takes at least a byte, so that no count makes us reserve much more than we were given.
  std::uint64_t count_of_items();
  std::string_view bytes(std::uint64_t count);

  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace reshoot
