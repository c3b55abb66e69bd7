// SPDX-License-Identifier: Apache-2.0
#include "cli/worktree.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "base/files.h"
#include "cli/workspace.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

/// What git makes of a main worktree `main` and a linked one `side`, as far as we look.
struct Repository {
  TempDirectory folder = *TempDirectory::create(fs::temp_directory_path(), "reshoot-worktree-");
  fs::path top = fs::canonical(folder.path());
  fs::path main = top / "main";
  fs::path side = top / "side";
  fs::path records = main / ".git/worktrees/side";

  Repository() {
    fs::create_directories(records);
    fs::create_directories(side / "films");
    write(side / ".git", "gitdir: " + records.string() + "\n");
    write(records / "commondir", "../..\n");
    write(records / "gitdir", (side / ".git").string() + "\n");
  }
  static void write(const fs::path& file, const std::string& text) {
    REQUIRE(write_file_atomically(file, text));
  }
};

}  // namespace

TEST_CASE("main_worktree_of: a linked worktree") {
  const Repository git;
  CHECK(main_worktree_of(git.side) == git.main);
  CHECK(in_main_worktree(git.side) == git.main);
  CHECK(in_main_worktree(git.side / "films/deep") == git.main / "films/deep");
  CHECK_FALSE(main_worktree_of(git.main));
  CHECK(git_root_of(git.side / "films/not/there") == git.side);
  CHECK(git_root_of(git.main / "cache") == git.main);
  CHECK(store_directory(git.side / "films", "", nullptr) == git.main / "films/cache");
  CHECK(store_directory(git.side / "films", "/elsewhere", nullptr) == "/elsewhere");
  CHECK(store_directory(git.side / "films", "", "/there") == "/there");
  CHECK(store_directory(git.main, "", nullptr) == git.main / "cache");
}

TEST_CASE("main_worktree_of: with relative paths, as newer versions of git write them") {
  const Repository git;
  git.write(git.side / ".git", "gitdir: ../main/.git/worktrees/side\n");
  git.write(git.records / "gitdir", "../../../../side/.git\n");
  CHECK(main_worktree_of(git.side) == git.main);
}

TEST_CASE("main_worktree_of: what is no linked worktree keeps its own store") {
  const Repository git;
  struct Row {
    const char* why;
    void (*damage)(const Repository&);
  };
  const Row rows[] = {
      {"empty", [](const Repository& g) { g.write(g.side / ".git", ""); }},
      {"garbage", [](const Repository& g) { g.write(g.side / ".git", std::string(100, '\0')); }},
      {"no path", [](const Repository& g) { g.write(g.side / ".git", "gitdir: \n"); }},
      {"nowhere", [](const Repository& g) { g.write(g.side / ".git", "gitdir: /none/of/it\n"); }},
      {"endless",
       [](const Repository& g) {
         g.write(g.side / ".git", "gitdir: /" + std::string(1U << 20U, 'a'));
       }},
      {"a pipe",
       [](const Repository& g) {
         fs::remove(g.side / ".git");
         REQUIRE(::mkfifo((g.side / ".git").c_str(), 0600) == 0);
       }},
      {"a link to itself",
       [](const Repository& g) {
         fs::remove(g.side / ".git");
         fs::create_symlink(".git", g.side / ".git");
       }},
      {"a submodule",
       [](const Repository& g) {
         fs::create_directories(g.main / ".git/modules/side");
         g.write(g.side / ".git", "gitdir: ../main/.git/modules/side\n");
       }},
      {"the main one knows another place",
       [](const Repository& g) {
         fs::create_directories(g.top / "other");
         g.write(g.top / "other/.git", "gitdir: " + g.records.string() + "\n");
         g.write(g.records / "gitdir", (g.top / "other/.git").string() + "\n");
       }},
      {"no common folder", [](const Repository& g) { fs::remove(g.records / "commondir"); }},
      {"another common folder",
       [](const Repository& g) {
         fs::create_directories(g.top / "victim/.git");
         g.write(g.records / "commondir", (g.top / "victim/.git").string());
       }},
      {"a bare repository",
       [](const Repository& g) {
         fs::rename(g.main / ".git", g.main / "films.git");
         g.write(g.side / ".git",
                 "gitdir: " + (g.main / "films.git/worktrees/side").string() + "\n");
       }},
  };
  for (const Row& row : rows) {
    CAPTURE(row.why);
    const Repository damaged;
    row.damage(damaged);
    CHECK_FALSE(main_worktree_of(damaged.side));
    CHECK(store_directory(damaged.side, "", nullptr) == damaged.side / "cache");
  }
}

}  // namespace reshoot
