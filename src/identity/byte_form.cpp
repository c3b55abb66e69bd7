// SPDX-License-Identifier: Apache-2.0
#include "identity/byte_form.h"

#include <fmt/core.h>

#include <bit>
#include <cmath>

#include "base/bytes.h"

namespace reshoot {

namespace {

constexpr std::uint32_t sign_bit = 0x8000'0000U;
/// Larger vectors than any embedding's.
constexpr std::uint64_t most_dimensions = 65'536;
/// How far from 1 the squared length of a row may be: many times what rounding does.
constexpr double length_slack = 1e-3;

float finite(float value) {
  if (std::isnan(value)) {
    return 0;
  }
  constexpr float largest = std::numeric_limits<float>::max();
  return std::fmin(std::fmax(value, -largest), largest);
}

/// Round numbers end in zero bits: these come first here, where few bytes hold what is left.
constexpr std::uint32_t swapped(std::uint32_t bits) {
  return bits << 24U | (bits & 0xff00U) << 8U | (bits >> 8U & 0xff00U) | bits >> 24U;
}

std::uint32_t bits_of(float value) {
  return std::bit_cast<std::uint32_t>(value == 0 ? 0.0F : finite(value));
}

void append_float(std::string& bytes, float value) {
  const std::uint32_t bits = bits_of(value);
  const char four[] = {static_cast<char>(bits), static_cast<char>(bits >> 8U),
                       static_cast<char>(bits >> 16U), static_cast<char>(bits >> 24U)};
  bytes.append(four, sizeof four);
}

/// One visit for both ways: `Form` is ByteWriter with a const value, or ByteReader.
template <class Form, class Value>
void visit_technical(Form& form, Value& facts) {
  constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
  form.number(facts.length.millis, 0, latest_identity_ms);
  form.number(facts.size.width, 0, most);
  form.number(facts.size.height, 0, most);
  form.number(facts.fps.num, 0, most);
  form.number(facts.fps.den, 0, most);
  form.number(facts.frames, 0, latest_identity_ms);
  form.flag(facts.has_sound);
  form.real(facts.black);
  form.real(facts.frozen);
  form.real(facts.silent);
  form.real(facts.clipped);
}

bool is_canonical(float value) {
  return std::isfinite(value) && std::bit_cast<std::uint32_t>(value) != sign_bit;
}

bool is_unit(std::span<const float> row) {
  double square = 0;
  for (const float value : row) {
    square += double{value} * double{value};
  }
  return std::abs(square - 1) <= length_slack;  // false for NaN
}

}  // namespace

void ByteWriter::unsigned_number(std::uint64_t value) {
  for (; value >= 0x80U; value >>= 7U) {
    bytes_ += static_cast<char>(value | 0x80U);
  }
  bytes_ += static_cast<char>(value);
}

void ByteWriter::signed_number(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  unsigned_number(value < 0 ? ~(bits << 1U) : bits << 1U);
}

void ByteWriter::real(float value) {
  append_float(bytes_, value);
}

void ByteWriter::text(const std::string& value) {
  const std::string_view kept = std::string_view(value).substr(0, longest_identity_text);
  unsigned_number(kept.size());
  bytes_ += kept;
}

void ByteWriter::box(const FaceBox& value) {
  for (const float side : {value.x, value.y, value.width, value.height}) {
    unsigned_number(swapped(bits_of(side)));
  }
}

void ByteWriter::vectors(const Vectors& value) {
  unsigned_number(value.dimensions);
  unsigned_number(value.count());
  bytes_.reserve(bytes_.size() + value.values.size() * sizeof(float));
  for (const float part : value.values) {
    append_float(bytes_, part);
  }
}

void ByteWriter::steps(const std::vector<std::int8_t>& value) {
  unsigned_number(value.size());
  for (const std::int8_t step : value) {
    bytes_ += static_cast<char>(step);
  }
}

void ByteWriter::technical(const TechnicalFacts& value) {
  visit_technical(*this, value);
}

void ByteWriter::time(std::int64_t value, std::int64_t& last) {
  const std::int64_t taken = std::clamp(value, last, latest_identity_ms);
  signed_number(taken - last);
  last = taken;
}

ByteReader::ByteReader(std::string_view bytes, std::string_view head) : rest_(bytes) {
  expect(rest_.starts_with(head));
  rest_.remove_prefix(ok_ ? head.size() : 0);
}

std::string_view ByteReader::bytes(std::uint64_t count) {
  expect(count <= rest_.size());
  if (!ok_) {
    return {};
  }
  const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(count));
  rest_.remove_prefix(taken.size());
  return taken;
}

std::uint64_t ByteReader::unsigned_number(std::uint64_t most) {
  std::uint64_t value = 0;
  unsigned shift = 0;
  bool more = ok_;
  while (more && ok_) {
    const std::string_view one = bytes(1);
    if (!ok_) {
      return 0;
    }
    const std::uint64_t byte = byte_at(one, 0);
    expect(shift < 63 || (shift == 63 && byte == 1));  // 64 bits
    expect(byte != 0 || shift == 0);                   // no empty byte at the end
    more = byte >= 0x80U;
    value |= ok_ ? (byte & 0x7fU) << shift : 0;
    shift += 7;
  }
  expect(value <= most);
  return ok_ ? value : 0;
}

std::int64_t ByteReader::signed_number(std::int64_t least, std::int64_t most) {
  const std::uint64_t bits = unsigned_number();
  const auto value = static_cast<std::int64_t>((bits & 1U) != 0 ? ~(bits >> 1U) : bits >> 1U);
  expect(value >= least && value <= most);
  return ok_ ? value : 0;
}

std::uint64_t ByteReader::count_of_items() {
  return unsigned_number(rest_.size());
}

void ByteReader::flag(bool& value) {
  value = unsigned_number(1) == 1;
}

void ByteReader::real(float& value) {
  const std::string_view four = bytes(sizeof(float));
  value = ok_ ? std::bit_cast<float>(little32(four, 0)) : 0;
  expect(is_canonical(value));
}

void ByteReader::text(std::string& value) {
  value = bytes(unsigned_number(longest_identity_text));
}

void ByteReader::box(FaceBox& value) {
  for (float* side : {&value.x, &value.y, &value.width, &value.height}) {
    const std::uint64_t bits = unsigned_number(std::numeric_limits<std::uint32_t>::max());
    *side = std::bit_cast<float>(swapped(static_cast<std::uint32_t>(bits)));
    expect(is_canonical(*side));
  }
}

void ByteReader::vectors(Vectors& value) {
  value.dimensions = static_cast<std::uint32_t>(unsigned_number(most_dimensions));
  const std::uint64_t rows = unsigned_number(rest_.size());
  expect(value.dimensions > 0 || rows == 0);
  const std::string_view block = bytes(rows * value.dimensions * sizeof(float));
  value.values.resize(block.size() / sizeof(float));
  for (std::size_t i = 0; i < value.values.size(); ++i) {
    value.values[i] = std::bit_cast<float>(little32(block, i * sizeof(float)));
    expect(is_canonical(value.values[i]));
  }
  for (std::size_t row = 0; row < value.count() && ok_; ++row) {
    expect(is_unit(value.row(row)));
  }
}

void ByteReader::steps(std::vector<std::int8_t>& value) {
  const std::string_view block = bytes(unsigned_number(most_dimensions));
  value.assign(block.begin(), block.end());
}

void ByteReader::technical(TechnicalFacts& value) {
  visit_technical(*this, value);
}

void ByteReader::index(std::uint32_t& value, std::size_t end) {
  expect(end > 0);
  value = static_cast<std::uint32_t>(unsigned_number(end - 1));
  value = ok_ ? value : 0;
}

void ByteReader::index(std::optional<std::uint32_t>& value, std::size_t end) {
  const std::uint64_t number = unsigned_number(end);
  value = number == 0 ? std::nullopt : std::optional(static_cast<std::uint32_t>(number - 1));
}

void ByteReader::time(std::int64_t& value, std::int64_t& last) {
  value = last + signed_number(0, latest_identity_ms - last);
  last = value;
}

Result<> ByteReader::end(std::string_view what) const {
  if (!ok_ || !rest_.empty()) {
    return fail(ErrorKind::corrupt,
                fmt::format("the stored bytes are not {} of this version", what),
                "nothing was paid for them: they are made again from the clip");
  }
  return {};
}

}  // namespace reshoot
