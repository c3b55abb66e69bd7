// SPDX-License-Identifier: Apache-2.0
#include "cli/pull/model_puller.h"

#include <doctest/doctest.h>

#include <string>

#include "base/files.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

IdentityModel model_of(const std::string& source, const std::string& result) {
  IdentityModel model;
  model.id = "test";
  model.file.source = sha256(source);
  model.file.bytes = source.size();
  model.file.result = sha256(result);
  model.file.result_bytes = result.size();
  return model;
}

struct Case {
  TempDirectory top = *TempDirectory::create("/tmp", "reshoot-puller-test");
  fs::path from = top.path() / "from";
  IdentityFiles files{top.path() / "models"};
  Cancel cancel;

  Case() { REQUIRE(make_directories(from / "deep")); }
  void put(const char* name, const std::string& bytes) const {
    REQUIRE(write_file_atomically(from / name, bytes));
  }
  Result<bool> take(const IdentityModel& model) {
    Result<ModelFolder> folder = ModelFolder::open(from);
    REQUIRE(folder);
    return take_installed(model, files, *folder, cancel);
  }
  /// Files that lie in the folder of models.
  [[nodiscard]] std::ptrdiff_t held() const {
    std::error_code none;
    return std::distance(fs::directory_iterator(files.folder(), none), fs::directory_iterator());
  }
};

/// A zip archive with one stored entry `e`.
std::string zip_of(const std::string& bytes) {
  const std::string size{static_cast<char>(bytes.size()), '\0', '\0', '\0'};
  const std::string none(12, '\0');
  const std::string head = "PK\x03\x04" + none + none.substr(2) + std::string("\x01\0\0\0e", 5);
  const std::string row = "PK\x01\x02" + none + none.substr(8) + size + size +
                          std::string("\x01\0", 2) + none + std::string(4, '\0') + "e";
  const std::string begin{static_cast<char>(head.size() + bytes.size()), '\0', '\0', '\0'};
  const std::string rows{static_cast<char>(row.size()), '\0', '\0', '\0'};
  return head + bytes + row + "PK\x05\x06" + none.substr(4) + rows + begin + std::string(2, '\0');
}

TEST_CASE("take_installed: by digest, whatever the file's name") {
  Case one;
  const IdentityModel model = model_of("network", "network");
  one.put("almost", "networK");
  CHECK(one.take(model) == false);
  CHECK(one.held() == 0);
  one.put("deep/any name.txt", "network");
  CHECK(one.take(model) == true);
  CHECK(one.files.check(model) == ModelFileState::installed);
  CHECK(one.held() == 1);
  CHECK(*read_file(one.from / "deep/any name.txt", 100) == "network");
}

TEST_CASE("take_installed: a source is edited, a result is taken as it is") {
  Case one;
  const std::string zip = zip_of("tensors");
  IdentityModel model = model_of(zip, "tensors");
  model.file.edit = IdentityEdit::torch_zip;
  model.file.entry = "e";
  one.put("weights.pt", zip);
  CHECK(one.take(model) == true);
  CHECK(*read_file(one.files.path_of(model), 100) == "tensors");
  CHECK(one.held() == 1);

  Case two;
  two.put("weights.bin", "tensors");
  CHECK(two.take(model) == true);
  CHECK(*read_file(two.files.path_of(model), 100) == "tensors");
}

TEST_CASE("take_installed: an edit that makes another file installs nothing") {
  Case one;
  const std::string zip = zip_of("tensors");
  IdentityModel model = model_of(zip, "tensorz");
  model.file.edit = IdentityEdit::torch_zip;
  model.file.entry = "e";
  one.put("weights.pt", zip);
  const Result<bool> taken = one.take(model);
  REQUIRE(!taken);
  CHECK(taken.error().kind == ErrorKind::corrupt);
  CHECK(!one.files.installed(model));
}

TEST_CASE("take_installed: mends a damaged file") {
  Case one;
  const IdentityModel model = model_of("network", "network");
  REQUIRE(make_directories(one.files.folder()));
  REQUIRE(write_file_atomically(one.files.path_of(model), "damaged"));
  one.put("n", "network");
  CHECK(one.take(model) == true);
  CHECK(one.files.check(model) == ModelFileState::installed);
}

TEST_CASE("ModelFolder: no folder, and a request to stop") {
  Case one;
  CHECK(ModelFolder::open(one.top.path() / "nowhere").error().kind == ErrorKind::usage);
  one.put("n", "network");
  one.cancel.request();
  const Result<bool> taken = one.take(model_of("network", "network"));
  REQUIRE(!taken);
  CHECK(taken.error().kind == ErrorKind::cancelled);
}

}  // namespace
}  // namespace reshoot
