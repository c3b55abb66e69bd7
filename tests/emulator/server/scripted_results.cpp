// SPDX-License-Identifier: Apache-2.0
#include "emulator/server/scripted_results.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "emulator/server/result_files.h"

namespace reshoot::emulator {

Result<ScriptedResults::Rule> ScriptedResults::read_rule(const nlohmann::json& json) {
  Rule rule;
  std::vector<std::string> paths;
  try {
    rule.holds = json.at("holds").get<std::string>();
    paths = json.at("files").get<std::vector<std::string>>();
    rule.exact = json.value("exact", false);
  } catch (const nlohmann::json::exception& e) {
    return fail(ErrorKind::usage, e.what());
  }
  if (json.size() != json.count("holds") + json.count("files") + json.count("exact")) {
    return fail(ErrorKind::usage, "a result has the keys holds, files and exact");
  }
  if (rule.holds.empty() || paths.empty()) {
    return fail(ErrorKind::usage, "a result needs a text and a file");
  }
  for (const std::string& path : paths) {
    TRY_ASSIGN(std::string bytes, read_file(path, largest_result));
    rule.files.push_back(std::move(bytes));
  }
  return rule;
}

Result<void> ScriptedResults::read(const nlohmann::json& json) {
  if (!json.is_array()) {
    return fail(ErrorKind::usage, "not a list of results");
  }
  std::vector<Rule> rules;
  for (const nlohmann::json& element : json) {
    TRY_ASSIGN(Rule rule, read_rule(element));
    rules.push_back(std::move(rule));
  }
  rules_ = std::move(rules);
  return {};
}

const ScriptedResults::Rule* ScriptedResults::rule_of(const Job& job) const {
  const auto rule = std::find_if(rules_.begin(), rules_.end(), [&](const Rule& r) {
    return job.sent.find(r.holds) != std::string::npos;
  });
  return rule == rules_.end() ? nullptr : &*rule;
}

std::string ScriptedResults::result_of(const Job& job, const JobDesk& jobs) const {
  const Rule* const rule = rule_of(job);
  if (rule == nullptr) {
    return others_(job);
  }
  std::size_t before = 0;
  for (const Job& other : jobs.all()) {
    if (other.id == job.id) {
      break;
    }
    before += rule_of(other) == rule ? 1 : 0;
  }
  const std::string& file = rule->files[std::min(before, rule->files.size() - 1)];
  return rule->exact ? file : marked(file, job);
}

}  // namespace reshoot::emulator
