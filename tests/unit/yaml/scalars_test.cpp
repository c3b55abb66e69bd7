// SPDX-License-Identifier: Apache-2.0
#include "yaml/scalars.h"

#include <doctest/doctest.h>

namespace reshoot {
namespace {

struct Row {
  const char* text;
  PlainKind kind;
};

TEST_CASE("plain_kind: the YAML 1.2 core schema") {
  using enum PlainKind;
  constexpr Row rows[] = {
      {"", text},        {"hello", text},      {"yes", text},       {"no", text},
      {"on", text},      {"2027-03-31", text}, {"16:9", text},      {"1280x720", text},
      {"720p", text},    {"-16 LUFS", text},   {"1_000", text},     {"-", text},
      {".", text},       {"+", text},          {"e5", text},        {"1e", text},
      {"1e+", text},     {"1.2.3", text},      {".inf.", text},     {"0b1", text},
      {"0x", text},      {"tru", text},        {"truer", text},     {"-.e1", text},
      {"0", integer},    {"12", integer},      {"-3", integer},     {"+4", integer},
      {"010", integer},  {"0x1F", integer},    {"0o17", integer},   {"1.5", number},
      {".5", number},    {"1.", number},       {"-1.5e-3", number}, {"1e3", number},
      {".inf", number},  {"-.INF", number},    {".nan", number},    {"true", boolean},
      {"True", boolean}, {"FALSE", boolean},   {"false", boolean},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(plain_kind(row.text) == row.kind);
  }
}

}  // namespace
}  // namespace reshoot
