// SPDX-License-Identifier: Apache-2.0
// Every message that a campaign can get, as people see it: tests/golden/diag.

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "base/render_diagnostics.h"
#include "campaign/load.h"
#include "small_workspace.h"
#include "support/golden.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

struct Checked {
  std::string text;
  std::set<Code> codes;
};

/// What `check` says to the file `name` with these bytes.
Checked check(const test::SmallWorkspace& workspace, const std::string& name,
              const std::string& bytes) {
  const bool is_catalog = bytes.starts_with("# catalog\n");
  workspace.put(is_catalog ? "models/" + name : name, bytes);
  SourceMap sources;
  Diagnostics diags;
  const Catalog catalog = Catalog::load(workspace.root(), sources, diags);
  if (!is_catalog) {
    const auto campaign =
        load_campaign({workspace.root(), workspace.root() / name}, catalog, sources, diags);
    CHECK(campaign.has_value() == !diags.has_errors());
  }
  Checked result{render_text(diags, sources, false), {}};
  for (const Diagnostic& d : diags.all()) {
    result.codes.insert(d.code);
  }
  return result;
}

TEST_CASE("diagnostics: every message is as its golden file says, and every code has one") {
  std::vector<fs::path> inputs;
  for (const auto& entry : fs::directory_iterator(RESHOOT_SOURCE_DIR "/tests/golden/diag")) {
    if (entry.path().extension() == ".yaml") {
      inputs.push_back(entry.path());
    }
  }
  std::sort(inputs.begin(), inputs.end());
  std::set<Code> seen;
  for (const fs::path& input : inputs) {
    const std::string name = input.filename().string();
    CAPTURE(name);
    const test::SmallWorkspace workspace;
    const auto bytes = read_file(input, 1U << 20U);
    REQUIRE(bytes);
    const Checked checked = check(workspace, name, *bytes);
    CHECK(!checked.codes.empty());
    check_golden("diag/" + input.stem().string() + ".txt", checked.text);
    seen.insert(checked.codes.begin(), checked.codes.end());
  }
  // A file over 64 MB is tested without one; two campaigns of one name are the finder's to report.
  seen.insert({Code::yaml_too_large, Code::duplicate_campaign});
  for (const CodeInfo& code : all_codes()) {
    CAPTURE(code.title);
    const bool of_the_lock = code.code >= Code::not_a_lock;  // tests/unit/store/lock_file_test.cpp
    CHECK((of_the_lock || seen.contains(code.code)));
  }
}

}  // namespace
}  // namespace reshoot
