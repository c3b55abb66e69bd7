// SPDX-License-Identifier: Apache-2.0
// What of a look at a take is kept: what its own bytes show, and never a fault of the machine.

#include "execute/take_check.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include "base/files.h"
#include "support/test_build.h"

using namespace reshoot;
using namespace reshoot::test;

namespace {

/// Answers the same for every clip.
struct ToldMeasurer final : Measurer {
  std::optional<ErrorKind> error;

  Result<Measurement> measure(const std::filesystem::path& clip, MediaType /*type*/,
                              const MeasureNeeds& needs, const Cancel& /*cancel*/) const override {
    if (error) {
      return fail(*error, fmt::format("cannot read '{}': told to fail", clip.string()));
    }
    Measurement measurement;
    measurement.needs = needs;
    return measurement;
  }
  Result<Likeness> learn(const CharacterFiles& /*files*/, const Cancel& /*cancel*/) const override {
    return Likeness{};
  }
};

}  // namespace

TEST_CASE("check_take: only what a take's own bytes show is kept") {
  struct Row {
    std::optional<ErrorKind> told;
    bool damaged;
    std::optional<ErrorKind> error;
    std::size_t gaps;
  };
  const Row rows[] = {
      {std::nullopt, false, std::nullopt, 0},
      {ErrorKind::corrupt, false, std::nullopt, 1},
      {std::nullopt, true, ErrorKind::corrupt, 0},
      {ErrorKind::corrupt, true, ErrorKind::corrupt, 0},
      {ErrorKind::transient, false, ErrorKind::transient, 0},
      {ErrorKind::transient, true, ErrorKind::transient, 0},
      {ErrorKind::environment, false, ErrorKind::environment, 0},
      {ErrorKind::cancelled, false, ErrorKind::cancelled, 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.told.has_value());
    CAPTURE(row.damaged);
    const TestBuild t;
    const Store store = t.open();
    const Digest take = put_bytes("a clip", store.blobs)->digest;
    if (row.damaged) {
      const std::filesystem::path file = store.blobs.path_of(take);
      REQUIRE(std::filesystem::remove(file));
      REQUIRE(write_file_atomically(file, "a cl"));
    }
    ToldMeasurer measurer;
    measurer.error = row.told;
    const CheckJob job{take, std::nullopt, {.faces = true}, {}};
    const auto checked = check_take(job, {&measurer, {}, {}}, store.blobs, Cancel());
    REQUIRE(checked.has_value() == !row.error.has_value());
    CHECK(store.blobs.list()->size() == (row.error ? 1 : 2));
    if (row.error) {
      CHECK(checked.error().kind == *row.error);
    } else {
      const auto bytes = read_blob(checked->measurement, store.blobs);
      REQUIRE(bytes);
      const auto measurement = measurement_from(*bytes);
      REQUIRE(measurement);
      CHECK(measurement->needs.faces);
      CHECK(measurement->gaps ==
            std::vector<std::string>(row.gaps, "cannot read the clip: told to fail"));
    }
  }
}
