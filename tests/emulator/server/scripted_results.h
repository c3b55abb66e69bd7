// SPDX-License-Identifier: Apache-2.0
#pragma once
// Results by what was asked for: the n-th job whose request holds a text gets the n-th file.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "base/result.h"
#include "emulator/job_desk.h"
#include "emulator/storage_face.h"

namespace reshoot::emulator {

class ScriptedResults {
 public:
  /// `others` makes what jobs result in that no rule is for.
  explicit ScriptedResults(ResultMaker others) : others_(std::move(others)) {}

  /// Replaces all rules: `[{"holds": "a desk", "files": ["/a.mp4", "/b.mp4"], "exact": false}]`.
  /// The first rule counts whose text a job's request holds. Its last file serves all later jobs.
  /// `exact`: the file as it is, without the mark that makes two results differ. Files are read at
  /// once. Errors: `usage`, `environment`; then the rules stay as they were.
  Result<void> read(const nlohmann::json& json);

  /// `job` is one of `jobs`.
  [[nodiscard]] std::string result_of(const Job& job, const JobDesk& jobs) const;

 private:
  struct Rule {
    std::string holds;
    std::vector<std::string> files;  ///< their bytes
    bool exact = false;
  };
  static Result<Rule> read_rule(const nlohmann::json& json);
  [[nodiscard]] const Rule* rule_of(const Job& job) const;

  ResultMaker others_;
  std::vector<Rule> rules_;
};

}  // namespace reshoot::emulator
