// SPDX-License-Identifier: Apache-2.0
// Each question is one short child; what comes back is split at NULs where names are in it.

#include "cli/git.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>

#include "base/files.h"
#include "base/text.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::minutes checkout_timeout{60};  // Git LFS may download gigabytes
constexpr std::uint64_t listing_cap = 512ULL << 20U;  // some five million files
constexpr std::uint64_t blobs_cap = 1ULL << 30U;      // hundreds of locks of 10,000 clips

/// A path from git's plain answers: everything but the line break at its end.
std::string without_line_break(std::string text) {
  if (text.ends_with('\n')) {
    text.pop_back();
  }
  return text;
}

/// The last line of git's complaint, without `fatal: `.
std::string complaint(const ProcessResult& result) {
  std::string_view text = result.errors;
  text = text.substr(0, text.find_last_not_of(" \n") + 1);
  text = text.substr(text.rfind('\n') + 1);
  for (const std::string_view head : {"fatal: ", "error: "}) {
    if (text.starts_with(head)) {
      text.remove_prefix(head.size());
    }
  }
  return text.empty() ? fmt::format("it ended with exit code {}", result.exit_code)
                      : printable(text);
}

std::string help_for(const ProcessResult& result) {
  if (result.errors.find("dubious ownership") != std::string::npos) {
    return "git trusts only work trees of your own: 'git config --global --add safe.directory DIR'";
  }
  if (result.errors.find("filter") != std::string::npos) {
    return "a filter of .gitattributes failed: for Git LFS, install git-lfs, then 'git lfs fetch'";
  }
  return {};
}

Error git_failed(std::string_view what, const ProcessResult& result) {
  return {ErrorKind::environment, fmt::format("git cannot {}: {}", what, complaint(result)),
          help_for(result)};
}

Error no_repository(const fs::path& folder, const ProcessResult& result) {
  if (result.errors.find("not a git repository") == std::string::npos) {
    return git_failed(fmt::format("look into {}", folder.string()), result);
  }
  return {ErrorKind::environment,
          fmt::format("{} is not in a git repository", printable(folder.string())),
          "keep campaigns in git: 'git init', then commit them"};
}

}  // namespace

Result<ProcessResult> Git::run(ProcessSpec spec) const {
  const std::vector<std::string> head{
      "git", "--no-optional-locks",  "-c", "core.hooksPath=/dev/null",
      "-c",  "core.fsmonitor=false", "-c", "core.splitIndex=false"};
  spec.argv.insert(spec.argv.begin(), head.begin(), head.end());
  spec.environment.emplace_back("GIT_TERMINAL_PROMPT=0");
  if (spec.directory.empty()) {
    spec.directory = folder_;
  }
  return run_process(spec, *cancel_);
}

Result<std::string> Git::ask(std::vector<std::string> arguments) const {
  ProcessSpec spec;
  spec.argv = std::move(arguments);
  spec.output_cap = listing_cap;
  const std::string verb = spec.argv.front();
  TRY_ASSIGN(ProcessResult result, run(std::move(spec)));
  if (result.exit_code != 0) {
    return tl::unexpected(git_failed(fmt::format("do '{}'", verb), result));
  }
  return std::move(result.output);
}

Result<Git> Git::open(const fs::path& folder, const Cancel& cancel) {
  Git git(folder, cancel);
  ProcessSpec spec;
  spec.argv = {"rev-parse", "--show-toplevel"};
  TRY_ASSIGN(const ProcessResult top, git.run(std::move(spec)));
  if (top.exit_code != 0) {
    return tl::unexpected(no_repository(folder, top));
  }
  git.root_ = without_line_break(top.output);
  TRY_ASSIGN(std::string prefix, git.ask({"rev-parse", "--show-prefix"}));
  git.prefix_ = without_line_break(std::move(prefix));
  TRY_ASSIGN(std::string git_folder, git.ask({"rev-parse", "--absolute-git-dir"}));
  std::error_code failed;
  git.git_folder_ = fs::canonical(without_line_break(std::move(git_folder)), failed);
  if (failed) {
    return fail(ErrorKind::environment,
                fmt::format("the repository of {} cannot be looked into: {}",
                            printable(folder.string()), failed.message()));
  }
  return git;
}

Result<std::string> Git::commit_of(const std::string& revision) const {
  const auto resolve = [&](const std::string& word) -> Result<std::string> {
    ProcessSpec spec;
    spec.argv = {"rev-parse", "--verify", "--end-of-options", word};
    TRY_ASSIGN(ProcessResult result, run(std::move(spec)));
    std::string oid = without_line_break(std::move(result.output));
    return result.exit_code == 0 && is_oid(oid) ? oid : std::string();
  };
  // No name of git begins with a dash; old versions take such a word for an option even here.
  std::string oid;
  if (!revision.empty() && !revision.starts_with('-')) {
    TRY_ASSIGN(oid, resolve(revision));
  }
  if (oid.empty()) {
    return tl::unexpected(unknown_revision(revision));
  }
  TRY_ASSIGN(const std::string commit, resolve(oid + "^{commit}"));
  if (commit.empty()) {
    return fail(ErrorKind::usage, fmt::format("'{}' is no commit", printable(revision)),
                "name a commit, a branch or a tag");
  }
  return commit;
}

Error Git::unknown_revision(const std::string& revision) const {
  Error error{ErrorKind::usage, fmt::format("git knows no revision '{}' here", printable(revision)),
              "'git log --oneline --all' lists commits"};
  if (const auto shallow = ask({"rev-parse", "--is-shallow-repository"});
      shallow && shallow->starts_with("true")) {
    error.message += ": this clone is shallow";
    error.help =
        "'git fetch --deepen=100' or 'git fetch --unshallow' brings older commits, "
        "'git fetch origin BRANCH:BRANCH' another branch";
    return error;
  }
  const auto refs = ask({"for-each-ref", "--count=5000", "--format=%(refname:short)", "refs/heads",
                         "refs/tags", "refs/remotes"});
  std::vector<std::string> names{"HEAD"};
  for (std::string_view rest = refs ? std::string_view(*refs) : ""; !rest.empty();) {
    names.emplace_back(take_until(rest, '\n'));
  }
  if (names.size() == 1 && revision == "HEAD") {
    error.message = "nothing has been committed here yet";
    error.help = "'git commit' the campaign first: diff compares with what is committed";
  } else if (revision.find_first_of("~^@:") != std::string::npos) {
    error.help = "'git log' lists how far back it goes";  // HEAD is close to HEAD~9, and no answer
  } else if (const auto meant = closest(revision, names)) {
    error.help = fmt::format("did you mean '{}'?", printable(*meant));
  }
  return error;
}

Result<std::vector<TreeFile>> Git::tree(const std::string& commit,
                                        const std::vector<std::string>& paths) const {
  std::vector<std::string> arguments{"ls-tree", "-r", "-z", "--full-tree", commit, "--"};
  arguments.insert(arguments.end(), paths.begin(), paths.end());
  TRY_ASSIGN(const std::string listing, ask(std::move(arguments)));
  return parse_tree(listing);
}

Result<std::vector<std::string>> Git::read_blobs(const std::vector<std::string>& oids) const {
  ProcessSpec spec;
  spec.argv = {"cat-file", "--batch"};
  for (const std::string& oid : oids) {
    spec.input += oid + "\n";
  }
  spec.output_cap = blobs_cap;
  TRY_ASSIGN(const ProcessResult result, run(std::move(spec)));
  if (result.exit_code != 0) {
    return tl::unexpected(git_failed("read files", result));
  }
  std::vector<std::string> blobs;
  for (std::string_view answers = result.output; blobs.size() < oids.size();) {
    std::optional<std::string> blob = take_blob(answers);
    if (!blob) {
      return fail(ErrorKind::environment,
                  fmt::format("git has no object {}", oids[blobs.size()].substr(0, 12)),
                  "the repository is damaged, or cloned in part: 'git fsck' tells which");
    }
    blobs.push_back(*std::move(blob));
  }
  return blobs;
}

Result<void> Git::lay_out(const std::vector<TreeFile>& files, const fs::path& folder,
                          const fs::path& index) const {
  if (files.empty()) {
    return {};
  }
  // An index of its own makes git do all of a checkout, and `cat-file --filters` only some of it:
  // that one takes attributes from the work tree, not from the revision, and holds files whole.
  ProcessSpec spec;
  spec.directory = folder;
  spec.environment = {"GIT_INDEX_FILE=" + index.string()};
  const std::vector<std::string> place{"--git-dir=" + git_folder_.string(),
                                       "--work-tree=" + folder.string()};
  ProcessSpec add = spec;
  add.argv = place;
  add.argv.insert(add.argv.end(), {"update-index", "-z", "--index-info"});
  ProcessSpec write = spec;
  write.argv = place;
  write.argv.insert(write.argv.end(), {"checkout-index", "-z", "--stdin"});
  write.timeout = checkout_timeout;
  for (const TreeFile& file : files) {
    add.input += fmt::format("{} {}\t{}", file.mode, file.oid, file.path) + '\0';
    write.input += file.path + '\0';
  }
  for (ProcessSpec* const step : {&add, &write}) {
    TRY_ASSIGN(const ProcessResult result, run(std::move(*step)));
    if (result.exit_code != 0) {
      return tl::unexpected(git_failed("lay out files", result));
    }
  }
  return {};
}

Result<std::vector<Branch>> Git::branches() const {
  TRY_ASSIGN(const std::string listing,
             ask({"for-each-ref", "--format=%(objectname) %(refname:lstrip=2)", "refs/heads"}));
  return parse_branches(listing);
}

Result<std::vector<Worktree>> Git::worktrees() const {
  TRY_ASSIGN(const std::string listing, ask({"worktree", "list", "--porcelain"}));
  std::vector<Worktree> found = parse_worktrees(listing);
  if (!found.empty() && !found.front().bare) {
    TRY_ASSIGN(found.front().path, main_root(found.front().path));
  }
  return found;
}

/// Git lists the main work tree by where its repository lies. For a submodule that is elsewhere.
Result<fs::path> Git::main_root(const fs::path& listed) const {
  TRY_ASSIGN(std::string common, ask({"rev-parse", "--git-common-dir"}));
  std::error_code failed;
  const fs::path own = fs::canonical(folder_ / without_line_break(std::move(common)), failed);
  if (!failed && own == git_folder_) {
    return root_;
  }
  if (!fs::is_directory(listed, failed)) {
    return listed;
  }
  ProcessSpec spec;
  spec.argv = {"rev-parse", "--show-toplevel"};
  spec.directory = listed;
  TRY_ASSIGN(ProcessResult top, run(std::move(spec)));
  return top.exit_code == 0 ? fs::path(without_line_break(std::move(top.output))) : listed;
}

Result<std::vector<std::string>> Git::files_like(const fs::path& worktree,
                                                 const std::string& pattern) const {
  ProcessSpec spec;
  spec.argv = {"ls-files", "-z", "--cached", "--others", "--", pattern};
  spec.directory = worktree;
  spec.output_cap = listing_cap;
  TRY_ASSIGN(const ProcessResult result, run(std::move(spec)));
  if (result.exit_code != 0) {
    return tl::unexpected(git_failed(fmt::format("list files of {}", worktree.string()), result));
  }
  std::vector<std::string> names;
  for (std::string_view rest = result.output; !rest.empty();) {
    names.emplace_back(take_until(rest, '\0'));
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

Result<bool> Git::tracks(const std::string& name) const {
  TRY_ASSIGN(const std::string listed,
             ask({"ls-files", "-z", "--cached", "--", ":(literal)" + name}));
  return !listed.empty();
}

}  // namespace reshoot
