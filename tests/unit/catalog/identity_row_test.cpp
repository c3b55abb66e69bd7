// SPDX-License-Identifier: Apache-2.0
#include "catalog/identity_row.h"

#include <doctest/doctest.h>

#include <string>

namespace reshoot {
namespace {

const std::string digest(64, 'b');

/// A row of a face embedding that has no mistake, line by line.
std::string good_row() {
  const std::string level =
      "{match: 0.5, mismatch: 0.3, pass_median: 0.6, pass_p10: 0.4, pass_share: 0.9, "
      "fail_median: 0.3, fail_coverage: 0.6, margin: 0.1, agree: 0.5, drift: 0.1, flicker: 0.5, "
      "across: 0.5}\n";
  return "models:\n"
         "  mine:\n"
         "    role: face_embedding\n"
         "    default: true\n"
         "    url: https://example.com/mine.onnx\n"
         "    sha256: " +
         digest +
         "\n"
         "    bytes: 100\n"
         "    licence: MIT\n"
         "    edit: {torch_zip: archive/data/0, sha256: " +
         digest +
         ", bytes: 50}\n"
         "    dimensions: 128\n"
         "    input: {width: 8, height: 6, channels: bgr, divide_by: 2, mean: [1, 2, -3], "
         "deviation: [4, 5, 6], output: fc}\n"
         "    thresholds:\n"
         "      strict: " +
         level + "      normal: " + level + "      loose: " + level +
         "    measured: yes\n"
         "    figures: none wrong of 9 pairs\n"
         "    source: us\n";
}

std::string replaced(std::string text, const std::string& before, const std::string& after) {
  const std::size_t at = text.find(before);
  REQUIRE(at != std::string::npos);
  return text.replace(at, before.size(), after);
}

struct Reading {
  std::vector<IdentityModel> models;
  SourceMap sources;
  Diagnostics diags;

  explicit Reading(std::string text) {
    read_identity_file(sources.add("identity/a.yaml", std::move(text)), false, sources, models,
                       diags);
  }
  [[nodiscard]] std::string first() const {
    if (diags.all().empty()) {
      return "";
    }
    const Diagnostic& one = diags.all().front();
    return sources.at(one.labels.front().span) + " " + one.message;
  }
};

TEST_CASE("read_identity_file: all that a row may say") {
  const Reading read(good_row());
  CHECK(read.first() == "");
  REQUIRE(read.models.size() == 1);
  const IdentityModel& model = read.models[0];
  CHECK(model.id == "mine");
  CHECK(model.is_default);
  CHECK(model.measured);
  CHECK(model.dimensions == 128);
  CHECK(model.file.url == "https://example.com/mine.onnx");
  CHECK(model.file.bytes == 100);
  CHECK(model.file.edit == IdentityEdit::torch_zip);
  CHECK(model.file.entry == "archive/data/0");
  CHECK(model.file.result.hex() == digest);
  CHECK(model.file.result_bytes == 50);
  CHECK(!model.input.rgb);
  CHECK(model.input.height == 6);
  CHECK(model.input.scale == 0.5F);
  CHECK(model.input.mean == std::array<float, 3>{1, 2, -3});
  CHECK(model.input.deviation == std::array<float, 3>{4, 5, 6});
  CHECK(model.input.output == "fc");
  CHECK(model.at(IdentityLevel::strict).look.pass_share == 0.9F);
  CHECK(model.at(IdentityLevel::loose).across == 0.5F);
  CHECK(model.row == "identity/a.yaml");
}

TEST_CASE("read_identity_file: each mistake is told with its place, and the row is left out") {
  struct Row {
    const char* before;
    const char* after;
    const char* told;
  };
  constexpr Row rows[] = {
      {"role: face_embedding", "role: face_embeding",
       "identity/a.yaml:3:11 'role' takes face_detector, face_embedding, image_embedding or "
       "speaker_embedding"},
      {"https://example.com", "ftp://example.com",
       "identity/a.yaml:5:10 'url' takes the address of a file, such as https://host/model.onnx"},
      {"https://example.com", "https://exa mple.com",
       "identity/a.yaml:5:10 'url' takes the address of a file, such as https://host/model.onnx"},
      {"bytes: 100", "bytes: 0",
       "identity/a.yaml:7:12 'bytes' takes a whole number from 1 to 1073741824"},
      {"    licence: MIT\n", "", "identity/a.yaml:2:3 an identity model needs 'licence'"},
      {"sha256: b", "sha256: x", "identity/a.yaml:6:13 'sha256' takes a SHA-256: 64 hex digits"},
      {"torch_zip: archive/data/0", "torch_zip: ''", "identity/a.yaml:9:23 the entry has no name"},
      {"torch_zip: archive/data/0", "bsdiff: '%'",
       "identity/a.yaml:9:20 this is not base64, or longer than 64 KiB"},
      {"torch_zip: archive/data/0", "bsdiff: QlNESUZGNDA=",
       "identity/a.yaml:9:20 this is no delta of bsdiff for a file of that many 'bytes'"},
      {"torch_zip: archive/data/0", "bsdiff: AAAA, torch_zip: a",
       "identity/a.yaml:9:26 'edit' takes only one of 'bsdiff' and 'torch_zip'"},
      {"    dimensions: 128\n", "", "identity/a.yaml:2:3 a face_embedding needs 'dimensions'"},
      {"mean: [1, 2, -3]", "mean: [1, 2]",
       "identity/a.yaml:11:69 'mean' takes three numbers, one for each channel"},
      {"deviation: [4", "deviation: [0",
       "identity/a.yaml:11:93 'deviation' takes a number from 0.001 to 1000"},
      {"role: face_embedding", "role: speaker_embedding",
       "identity/a.yaml:11:12 a speaker_embedding has no 'input'"},
      {"role: face_embedding", "role: face_detector",
       "identity/a.yaml:10:17 a face_detector has no 'dimensions'"},
      {"match: 0.5", "match: 1.5",
       "identity/a.yaml:13:23 'match' takes a cosine or a share, from -1 to 1"},
      {"match: 0.5", "match: 1e-1",
       "identity/a.yaml:13:23 'match' takes a cosine or a share, from -1 to 1"},
      {"match: 0.5, ", "", "identity/a.yaml:13:15 the thresholds of a face_embedding need 'match'"},
      {"match: 0.5, ", "match: 0.5, voice_fail: 0.1, ",
       "identity/a.yaml:13:40 a face_embedding has no use for 'voice_fail'"},
      {"pass_share: 0.9", "pass_share: -0.9",
       "identity/a.yaml:13:88 'pass_share' is a share, from 0 to 1"},
      {"mismatch: 0.3", "mismatch: 0.51", "identity/a.yaml:13:38 'mismatch' is above 'match'"},
      {"strict: {match: 0.5", "strict: {match: 0.45",
       "identity/a.yaml:14:23 'match' asks for more under 'normal' than under 'strict'"},
      {"drift: 0.1", "drift: 0.2",
       "identity/a.yaml:14:163 'drift' asks for more under 'normal' than under 'strict'"},
      {"    figures: none wrong of 9 pairs\n", "",
       "identity/a.yaml:2:3 what is 'measured: yes' needs its 'figures'"},
      {"measured: yes", "measured: perhaps", "identity/a.yaml:16:15 'measured' takes yes or no"},
      {"models:", "model:", "identity/a.yaml:1:1 unknown key 'model' in a file of identity models"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.after);
    const Reading read(replaced(good_row(), row.before, row.after));
    CHECK(read.first() == row.told);
    CHECK(read.models.empty());
  }
}

TEST_CASE("read_identity_file: a mistake in one row does not hide the others") {
  std::string two = good_row() + replaced(good_row(), "models:\n  mine:", "  other:");
  const Reading read(replaced(two, "mismatch: 0.3", "mismatch: 0.9"));
  REQUIRE(read.models.size() == 1);
  CHECK(read.models[0].id == "other");
}

}  // namespace
}  // namespace reshoot
