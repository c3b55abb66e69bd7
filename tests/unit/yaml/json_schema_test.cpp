// SPDX-License-Identifier: Apache-2.0
#include "yaml/json_schema.h"

#include <doctest/doctest.h>

#include "yaml/bind.h"
#include "yaml/bind_scalars.h"

namespace reshoot {
namespace {

struct Inner {
  std::optional<Length> seconds;
  std::optional<Size> size;
};
struct Outer {
  std::vector<Inner> list;
  std::optional<Whole<1, 3>> number;
  std::optional<bool> flag;
};

}  // namespace

template <>
struct Table<Inner> {
  static constexpr std::string_view name = "inner";
  static constexpr std::string_view noun = "an inner";
  static constexpr std::array fields{
      field<&Inner::seconds>("seconds", "S.", {.needs = "size"}),
      field<&Inner::size>("size", "Z."),
  };
  static constexpr std::array<std::string_view, 1> exactly_one_of{"size"};
};

template <>
struct Table<Outer> {
  static constexpr std::string_view name = "outer";
  static constexpr std::string_view noun = "an outer";
  static constexpr std::array fields{
      field<&Outer::list>("list", "L.", {.required = true}),
      field<&Outer::number>("number", "N.", {.excludes = "flag"}),
      field<&Outer::flag>("flag", "F."),
  };
};

namespace {

TEST_CASE("json_schema: draft-07, mappings as definitions") {
  CHECK(json_schema(Bind<Outer>::shape, "T") == R"({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "title": "T",
  "type": "object",
  "properties": {
    "list": {
      "description": "L.",
      "type": "array",
      "items": {
        "$ref": "#/definitions/inner"
      }
    },
    "number": {
      "description": "N.",
      "type": "integer",
      "minimum": 1,
      "maximum": 3
    },
    "flag": {
      "description": "F.",
      "type": "boolean"
    }
  },
  "required": [
    "list"
  ],
  "additionalProperties": false,
  "dependencies": {
    "number": {
      "not": {
        "required": [
          "flag"
        ]
      }
    }
  },
  "definitions": {
    "inner": {
      "type": "object",
      "properties": {
        "seconds": {
          "description": "S.",
          "type": "number",
          "exclusiveMinimum": 0,
          "maximum": 1000000
        },
        "size": {
          "description": "Z.",
          "type": "string",
          "pattern": "^[1-9][0-9]{0,3}x[1-9][0-9]{0,3}$"
        }
      },
      "additionalProperties": false,
      "dependencies": {
        "seconds": [
          "size"
        ]
      },
      "oneOf": [
        {
          "required": [
            "size"
          ]
        }
      ]
    }
  }
}
)");
}

}  // namespace
}  // namespace reshoot
