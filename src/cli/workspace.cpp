// SPDX-License-Identifier: Apache-2.0
// Looks upwards for the workspace, then for campaigns in it.

#include "cli/workspace.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "base/files.h"
#include "cli/worktree.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

constexpr const char* campaign_file = "campaign.yaml";

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

bool is_folder(const fs::path& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

fs::path real(const fs::path& path) {
  std::error_code ignored;
  fs::path found = fs::weakly_canonical(fs::absolute(path, ignored), ignored);
  return found.empty() ? path : found;
}

std::optional<fs::path> upwards(fs::path from, const char* name) {
  while (true) {
    if (is_there(from / name)) {
      return from;
    }
    if (!from.has_relative_path()) {
      return std::nullopt;
    }
    from = from.parent_path();
  }
}

bool is_within(const fs::path& inner, const fs::path& outer) {
  const auto [end, ignored] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
  return end == outer.end();
}

CampaignPlace place_of(const fs::path& file) {
  const fs::path absolute = real(file);
  const fs::path folder = absolute.parent_path();
  return {find_workspace(folder).value_or(folder), absolute};
}

std::string listed(const std::vector<fs::path>& files, const fs::path& here) {
  std::string text;
  for (const fs::path& file : files) {
    text += fmt::format("{}-f {}", text.empty() ? "" : ", ",
                        file.parent_path().lexically_relative(here).string());
  }
  return text;
}

/// The only one below a folder's `campaigns/`. `none` is the error where there is none.
Result<CampaignPlace> only_campaign(const fs::path& folder, const fs::path& here, Error none) {
  const std::vector<fs::path> all = campaigns_in(folder);
  if (all.size() == 1) {
    return place_of(all.front());
  }
  if (all.empty()) {
    return tl::unexpected(std::move(none));
  }
  return fail(ErrorKind::usage, "there are several campaigns here",
              "say which: " + listed(all, here));
}

Result<CampaignPlace> named_campaign(const fs::path& here, const std::string& named) {
  const fs::path path = here / named;
  if (!is_folder(path)) {
    return is_there(path) ? Result<CampaignPlace>(place_of(path))
                          : fail(ErrorKind::usage, fmt::format("there is no file '{}'", named),
                                 "-f takes a campaign file, its folder, or a workspace");
  }
  if (is_there(path / campaign_file)) {
    return place_of(path / campaign_file);
  }
  return only_campaign(real(path), real(here),
                       {ErrorKind::usage, fmt::format("there is no campaign at '{}'", named),
                        "-f takes a campaign file, its folder, or a workspace with one campaign"});
}

/// The value of a top-level `campaign:` line, without quotes and comment.
std::string campaign_name_in(const std::string& head) {
  std::istringstream lines(head);
  for (std::string line; std::getline(lines, line);) {
    constexpr std::string_view key = "campaign:";
    if (!line.starts_with(key)) {
      continue;
    }
    std::string value = line.substr(key.size(), line.find(" #") - key.size());
    std::erase_if(value, [](char c) { return c == '"' || c == '\'' || c == ' ' || c == '\r'; });
    return value;
  }
  return {};
}

}  // namespace

std::optional<fs::path> find_workspace(const fs::path& start) {
  const fs::path from = real(start);
  if (auto settings = upwards(from, "reshoot.yaml")) {
    return settings;
  }
  return upwards(from, ".git");
}

std::vector<fs::path> campaigns_in(const fs::path& workspace) {
  std::vector<fs::path> found;
  std::error_code error;
  for (fs::directory_iterator at(workspace / "campaigns", error), end; !error && at != end;
       at.increment(error)) {
    if (is_there(at->path() / campaign_file)) {
      found.push_back(at->path() / campaign_file);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

Result<CampaignPlace> find_campaign(const fs::path& here, const std::string& named) {
  if (!named.empty()) {
    return named_campaign(here, named);
  }
  const fs::path from = real(here);
  const fs::path workspace = find_workspace(from).value_or(from);
  const auto above = upwards(from, campaign_file);
  if (above && is_within(*above, workspace)) {
    return place_of(*above / campaign_file);
  }
  return only_campaign(
      workspace, from,
      {ErrorKind::usage, "there is no campaign here",
       "go to a folder with a campaign.yaml, name one with -f, or make one with 'reshoot init'"});
}

fs::path store_directory(const fs::path& workspace, const std::string& named,
                         const char* from_environment) {
  if (!named.empty()) {
    return real(named);
  }
  if (from_environment != nullptr && *from_environment != '\0') {
    return real(from_environment);
  }
  return in_main_worktree(workspace).value_or(workspace) / "cache";
}

std::optional<fs::path> same_name_elsewhere(const CampaignPlace& place, std::string_view name) {
  for (const fs::path& file : campaigns_in(place.workspace)) {
    if (file == place.file) {
      continue;
    }
    const Result<std::string> head = read_head(file, 4096);
    if (head && campaign_name_in(*head) == name) {
      return file;
    }
  }
  return std::nullopt;
}

}  // namespace reshoot
