// SPDX-License-Identifier: Apache-2.0
#include "catalog/model.h"

#include <doctest/doctest.h>

namespace reshoot {
namespace {

TEST_CASE("price_of: by resolution where it has its own price") {
  Model unknown;
  Model flat;
  flat.per_second = Money{400'000};
  Model tiered;
  tiered.per_second_at = {{720, Money{100'000}}, {1080, Money{150'000}}};
  struct Row {
    const Model* model;
    std::int64_t millis;
    std::int32_t lines;
    std::optional<std::int64_t> micros;
  };
  const Row rows[] = {
      {&unknown, 5000, 720, {}},   {&flat, 5000, 720, 2'000'000}, {&flat, 1, 720, 400},
      {&flat, 2500, 0, 1'000'000}, {&tiered, 4000, 720, 400'000}, {&tiered, 4000, 1080, 600'000},
      {&tiered, 4000, 0, 600'000}, {&tiered, 4000, 2160, {}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.millis);
    CAPTURE(row.lines);
    const auto price = price_of(*row.model, {{row.millis}, row.lines, {}});
    CHECK(price.has_value() == row.micros.has_value());
    if (price && row.micros) {
      CHECK(price->micros == *row.micros);
    }
  }
}

TEST_CASE("price_of: seconds of reference videos come on top, up to a cap") {
  Model model;
  model.per_second = Money{100'000};
  struct Row {
    std::optional<Length> cap;
    std::int64_t videos;
    std::int64_t micros;
  };
  const Row rows[] = {{{}, 9000, 500'000},
                      {Length{5000}, 0, 500'000},
                      {Length{5000}, 3500, 850'000},
                      {Length{5000}, 5000, 1'000'000},
                      {Length{5000}, 31'000, 1'000'000}};
  for (const Row& row : rows) {
    CAPTURE(row.videos);
    model.billed_video = row.cap;
    CHECK(price_of(model, {{5000}, 720, {row.videos}})->micros == row.micros);
  }
  model.per_second.reset();
  CHECK(!price_of(model, {{5000}, 720, {3000}}));
}

TEST_CASE("modes_of: what follows from the inputs") {
  Model model;
  CHECK(modes_of(model) == std::vector{Mode::from_text});
  model.inputs.first_frame = true;
  model.inputs.last_frame = true;
  model.inputs.references = 1;
  CHECK(modes_of(model) ==
        std::vector{Mode::from_text, Mode::from_frame, Mode::between, Mode::from_cast});
  model.inputs.needs_references = true;
  CHECK(modes_of(model) == std::vector{Mode::from_frame, Mode::between, Mode::from_cast});
  model.talking_head = true;
  CHECK(modes_of(model) == std::vector{Mode::talking_head});
}

TEST_CASE("price_of: a started micro-dollar counts") {
  Model model;
  model.per_second = Money{1};
  CHECK(price_of(model, {{1}, 0, {}})->micros == 1);
}

}  // namespace
}  // namespace reshoot
