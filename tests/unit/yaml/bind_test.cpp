// SPDX-License-Identifier: Apache-2.0
#include "yaml/bind.h"

#include <doctest/doctest.h>

#include "yaml/bind_scalars.h"
#include "yaml/name_rule.h"
#include "yaml/parse.h"

namespace reshoot {
namespace {

enum class Colour { red, blue };

struct Lamp {
  std::string_view label;
  std::optional<Spanned<Whole<0, 100>>> watts;
  std::optional<Length> seconds;
  bool on = false;
  std::optional<Colour> colour;
  std::vector<std::string_view> tags;
  std::optional<std::string_view> socket;
  std::optional<std::string_view> battery;
};

struct Room {
  NamedMap<Lamp, PlainName> lamps;
};

}  // namespace

template <>
struct Choices<Colour> {
  static constexpr std::string_view wanted = "red or blue";
  static constexpr std::array<std::string_view, 2> texts{"red", "blue"};
  static constexpr std::array values{Colour::red, Colour::blue};
};

template <>
struct Table<Lamp> {
  static constexpr std::string_view name = "lamp";
  static constexpr std::string_view noun = "a lamp";
  static constexpr std::array fields{
      field<&Lamp::label>("label", "What it says.", {.required = true}),
      field<&Lamp::watts>("watts", "How bright."),
      field<&Lamp::seconds>("seconds", "How long.", {.needs = "watts"}),
      field<&Lamp::on>("on", "Whether it shines."),
      field<&Lamp::colour>("colour", "Its colour."),
      field<&Lamp::tags>("tags", "Words.", {.excludes = "colour"}),
      field<&Lamp::socket>("socket", "Where it is plugged in."),
      field<&Lamp::battery>("battery", "Its battery."),
  };
  static constexpr std::array<std::string_view, 2> exactly_one_of{"socket", "battery"};
};

template <>
struct Table<Room> {
  static constexpr std::string_view name = "room";
  static constexpr std::string_view noun = "a room";
  static constexpr std::array fields{field<&Room::lamps>("lamps", "Its lamps.")};
};

namespace {

struct Bound {
  explicit Bound(std::string text) {
    const SourceId id = sources.add("t.yaml", std::move(text));
    tree.emplace(*parse_yaml(id, sources, diags));
    Binder binder(diags);
    Bind<Room>::read(binder, tree->root(), room);
  }
  SourceMap sources;
  Diagnostics diags;
  std::optional<YamlTree> tree;
  Room room;
};

Bound lamp(const std::string& fields) {
  return Bound("lamps: {a: {" + fields + "}}\n");
}

TEST_CASE("Bind: a mapping by its table") {
  const Bound bound =
      lamp("label: '5', watts: 40, seconds: 4.5, on: true, colour: blue, socket: \"left\"");
  CHECK(!bound.diags.has_errors());
  REQUIRE(bound.room.lamps.all.size() == 1);
  CHECK(bound.room.lamps.all[0].name == "a");
  const Lamp& read = bound.room.lamps.all[0].value;
  CHECK(read.label == "5");
  CHECK(read.watts->value.value == 40);
  CHECK(bound.sources.at(read.watts->at) == "t.yaml:1:32");
  CHECK(read.seconds->millis == 4500);
  CHECK(read.on);
  CHECK(read.colour == Colour::blue);
  CHECK(!read.battery);
}

TEST_CASE("Bind: values that are refused") {
  struct Row {
    const char* fields;
    Code code;
    const char* help;  ///< empty: none
  };
  constexpr Row rows[] = {
      {"watts: 010", Code::bad_value,
       "write 10 without the zero in front: some readers take it as octal"},
      {"watts: 101", Code::bad_value, ""},
      {"watts: -1", Code::bad_value, ""},
      {"watts: 1.5", Code::bad_value, ""},
      {"watts: 0x10", Code::bad_value, ""},
      {"watts: 99999999999999999999", Code::bad_value, ""},
      {"watts: '40'", Code::wrong_type, "remove the quotes: 40"},
      {"watts: 40W", Code::wrong_type, "write the number alone: 40"},
      {"watts: much", Code::wrong_type, ""},
      {"watts: [40]", Code::wrong_type, ""},
      {"watts: ", Code::wrong_type, ""},
      {"watts: true", Code::wrong_type, ""},
      {"on: yes", Code::wrong_type, "write true"},
      {"on: False", Code::wrong_type, "write false"},
      {"on: 'true'", Code::wrong_type, ""},
      {"on: 1", Code::wrong_type, ""},
      {"colour: bleu", Code::bad_value, "did you mean 'blue'?"},
      {"colour: 7", Code::wrong_type, ""},
      {"colour: true", Code::wrong_type, ""},
      {"tags: word", Code::wrong_type, ""},
      {"tags: [true]", Code::wrong_type, "in quotes it is text: \"true\""},
      {"tags: [~]", Code::wrong_type, ""},
      {"watts: 1, seconds: 0", Code::bad_value, ""},
      {"watts: 1, seconds: 1e1", Code::bad_value, "write the number in full, without an exponent"},
      {"lable: x", Code::unknown_key, "did you mean 'label'?"},
      {"seconds: 5", Code::missing_key, ""},
      {"tags: [], colour: red", Code::conflicting_keys, ""},
      {"battery: AA", Code::conflicting_keys, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.fields);
    const Bound bound = lamp(std::string("label: x, socket: y, ") + row.fields);
    REQUIRE(bound.diags.errors() == 1);
    const Diagnostic& d = bound.diags.all().front();
    CHECK(text_of(d.code) == text_of(row.code));
    CHECK((d.helps.empty() ? "" : d.helps.front()) == row.help);
  }
}

TEST_CASE("Bind: all mistakes of one mapping are reported") {
  const Bound bound = lamp("watts: x, on: y, colour: z, nothing: 1");
  CHECK(bound.diags.errors() == 6);  // and 'label' and 'socket or battery' are missing
}

TEST_CASE("Bind: a text may look like anything in quotes, a name is checked") {
  CHECK(!lamp("label: 'true', socket: '010'").diags.has_errors());
  const Bound bound("lamps:\n  draft: {label: x, socket: y}\n  a b: {label: x, socket: y}\n");
  CHECK(bound.diags.errors() == 2);
  CHECK(bound.diags.all().front().code == Code::bad_name);
}

TEST_CASE("Bind: not a mapping where one must be") {
  CHECK(Bound("[a]").diags.all().front().message == "a room is expected here");
  const Bound bound("lamps: {a: 5}\n");
  REQUIRE(bound.diags.errors() == 1);
  CHECK(bound.diags.all().front().code == Code::wrong_type);
}

}  // namespace
}  // namespace reshoot
