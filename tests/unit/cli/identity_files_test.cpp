// SPDX-License-Identifier: Apache-2.0
#include "cli/identity_files.h"

#include <doctest/doctest.h>

#include "base/files.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

IdentityModel model_of(const std::string& bytes, IdentityRole role) {
  IdentityModel model;
  model.role = role;
  model.file.result = sha256(bytes);
  model.file.result_bytes = bytes.size();
  return model;
}

TEST_CASE("models_folder: the own variable, then the data folder, then the home") {
  struct Row {
    ModelVariables set;
    std::string folder;  ///< empty: an error
  };
  const Row rows[] = {
      {{"/m", "/data", "/home/x"}, "/m"},
      {{nullptr, "/data", "/home/x"}, "/data/reshoot/models"},
      {{"", "/data", "/home/x"}, "/data/reshoot/models"},
      {{nullptr, nullptr, "/home/x"}, "/home/x/.local/share/reshoot/models"},
      {{nullptr, "relative", "/home/x"}, "/home/x/.local/share/reshoot/models"},
      {{"here", nullptr, nullptr}, (fs::current_path() / "here").string()},
      {{nullptr, nullptr, nullptr}, ""},
      {{nullptr, "", ""}, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.folder);
    const Result<fs::path> folder = models_folder(row.set);
    CHECK(folder.has_value() == !row.folder.empty());
    if (folder) {
      CHECK(folder->string() == row.folder);
    } else {
      CHECK(folder.error().kind == ErrorKind::environment);
    }
  }
}

TEST_CASE("IdentityFiles: named by digest and role; what is not that file is not installed") {
  const auto folder = TempDirectory::create("/tmp", "reshoot-models-test");
  REQUIRE(folder);
  const IdentityFiles files(folder->path());
  const IdentityModel voice = model_of("weights", IdentityRole::speaker_embedding);
  const IdentityModel face = model_of("weights", IdentityRole::face_embedding);
  CHECK(files.path_of(voice).filename() == sha256("weights").hex() + ".bin");
  CHECK(files.path_of(face).filename() == sha256("weights").hex() + ".onnx");

  CHECK(!files.installed(face));
  CHECK(files.check(face) == ModelFileState::missing);
  REQUIRE(write_file_atomically(files.path_of(face), "weights"));
  CHECK(files.installed(face) == files.path_of(face));
  CHECK(files.check(face) == ModelFileState::installed);
  REQUIRE(write_file_atomically(files.path_of(face), "WEIGHTS"));
  CHECK(files.check(face) == ModelFileState::damaged);
  REQUIRE(write_file_atomically(files.path_of(face), "weight"));
  CHECK(!files.installed(face));
  CHECK(files.check(face) == ModelFileState::damaged);
  REQUIRE(make_directories(files.path_of(voice)));
  CHECK(!files.installed(voice));
  CHECK(files.check(voice) == ModelFileState::damaged);
}

}  // namespace
}  // namespace reshoot
