// SPDX-License-Identifier: Apache-2.0
// The peer of `reshoot check` in the bench: yaml-cpp's own event parse of a file, and nothing else.

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>

namespace {

/// Counts events, so that none of the work can be left out.
class EventCount final : public YAML::EventHandler {
 public:
  void OnDocumentStart(const YAML::Mark&) override { ++count_; }
  void OnDocumentEnd() override { ++count_; }
  void OnNull(const YAML::Mark&, YAML::anchor_t) override { ++count_; }
  void OnAlias(const YAML::Mark&, YAML::anchor_t) override { ++count_; }
  void OnScalar(const YAML::Mark&, const std::string&, YAML::anchor_t,
                const std::string& value) override {
    ++count_;
    bytes_ += value.size();
  }
  void OnSequenceStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    ++count_;
  }
  void OnSequenceEnd() override { ++count_; }
  void OnMapStart(const YAML::Mark&, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    ++count_;
  }
  void OnMapEnd() override { ++count_; }

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  std::uint64_t count_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  std::ifstream file(argc == 2 ? argv[1] : "");
  if (!file) {
    std::fputs("usage: yaml_events FILE\n", stderr);
    return 2;
  }
  try {
    YAML::Parser parser(file);
    EventCount events;
    while (parser.HandleNextDocument(events)) {
    }
    std::printf("%llu events, %llu bytes of scalars\n",
                static_cast<unsigned long long>(events.count()),
                static_cast<unsigned long long>(events.bytes()));
  } catch (const YAML::Exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
