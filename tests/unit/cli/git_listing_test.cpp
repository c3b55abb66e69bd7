// SPDX-License-Identifier: Apache-2.0
#include "cli/git_listing.h"

#include <doctest/doctest.h>

namespace reshoot {
namespace {

using namespace std::string_literals;

const std::string oid(40, 'a');

std::string entry(const std::string& mode, const std::string& type, const std::string& path) {
  return mode + " " + type + " " + oid + "\t" + path + '\0';
}

}  // namespace

TEST_CASE("parse_tree: files with any name; no submodules") {
  const std::string listing = entry("100644", "blob", "films/reshoot.yaml") +
                              entry("100755", "blob", "a\nb \"c\"\té") +
                              entry("120000", "blob", "link") + entry("160000", "commit", "sub");
  const std::vector<TreeFile> files = parse_tree(listing);
  REQUIRE(files.size() == 3);
  CHECK(files[0] == TreeFile{"films/reshoot.yaml", oid, "100644"});
  CHECK(files[1].path == "a\nb \"c\"\té");
  CHECK_FALSE(files[1].is_link());
  CHECK(files[2].is_link());
}

TEST_CASE("parse_tree: names that would leave the folder are left out") {
  for (const char* path :
       {"../x", "a/../../x", "/etc/x", ".git/config", "a/.GIT/hooks/x", "a//b", "a/./b", ".."}) {
    CAPTURE(path);
    CHECK(parse_tree(entry("100644", "blob", path)).empty());
  }
  CHECK(parse_tree(entry("100644", "blob", ".gitattributes")).size() == 1);
  CHECK(parse_tree(entry("100644", "blob", "..a/b..")).size() == 1);
}

TEST_CASE("parse_tree: any bytes are answered") {
  for (const std::string& listing : {""s, "\0"s, "100644"s, "100644 blob\0\0"s,
                                     "100644 blob xyz\ta\0"s, std::string(1000, ' ')}) {
    CHECK(parse_tree(listing).empty());
  }
}

TEST_CASE("parse_worktrees: paths, and the one without files") {
  const std::vector<Worktree> found = parse_worktrees(
      "worktree /films.git\nbare\n\nworktree /a b\nHEAD 1234\nbranch refs/heads/main\n\n"
      "worktree /c\nHEAD 1234\ndetached\nprunable gitdir file points to non-existent location\n\n");
  CHECK(found == std::vector<Worktree>{{"/films.git", true}, {"/a b", false}, {"/c", false}});
  CHECK(parse_worktrees("").empty());
  CHECK(parse_worktrees("bare\nHEAD\n").empty());
}

TEST_CASE("parse_branches: names with slashes") {
  const std::vector<Branch> found = parse_branches("12ab main\n34cd team/spring\n");
  REQUIRE(found.size() == 2);
  CHECK(found[1].name == "team/spring");
  CHECK(found[1].commit == "34cd");
}

TEST_CASE("take_blob: one after the other, with any bytes; then what is no blob") {
  std::string_view answers = "1 blob 3\na\nb\n2 blob 0\n\n3 missing\n";
  CHECK(take_blob(answers) == "a\nb");
  CHECK(take_blob(answers) == "");
  CHECK_FALSE(take_blob(answers));
  for (std::string_view broken : {"1 blob 9\nabc\n", "1 tree 1\na\n", "1 blob x\na\n", "",
                                  "1 blob 99999999999999999999\na\n", "1 blob 3\nabc"}) {
    CHECK_FALSE(take_blob(broken));
  }
}

}  // namespace reshoot
