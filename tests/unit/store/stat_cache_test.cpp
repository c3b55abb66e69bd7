// SPDX-License-Identifier: Apache-2.0
#include "store/stat_cache.h"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <string>

#include "store/stat_table.h"
#include "support.h"

namespace reshoot {
namespace {

using test::must;
using test::must_fail;

/// A clock that starts `after` a file's own times, which are the machine's.
ManualClock clock_after(const std::filesystem::path& file, Millis after) {
  const FileStat stat = must(stat_file(file)).value();
  ManualClock clock;
  clock.wall_time.ns =
      std::max(stat.mtime_ns, stat.ctime_ns) + std::chrono::nanoseconds(after).count();
  return clock;
}

/// Writes other bytes of the same length into the file and sets its time of change back.
void rewrite_unseen(const std::filesystem::path& file, std::string_view bytes) {
  struct stat before {};
  REQUIRE(::stat(file.c_str(), &before) == 0);
  test::write(file, bytes);
  const std::array<timespec, 2> times{before.st_atim, before.st_mtim};
  REQUIRE(::utimensat(AT_FDCWD, file.c_str(), times.data(), 0) == 0);
}

/// Counts how often the content of a file is computed from its bytes.
struct Computer {
  std::filesystem::path file;
  int calls = 0;
  Result<Digest> operator()() {
    ++calls;
    return sha256("content of " + test::read(file));
  }
};

KnownFile content(StatCache& cache, const std::filesystem::path& file, Computer& computer) {
  return must(cache.content(file, std::ref(computer)));
}

}  // namespace

TEST_CASE("is_settled: two seconds after the later of both times") {
  constexpr std::int64_t second = 1'000'000'000;
  struct Case {
    std::int64_t mtime, ctime, read;
    bool settled;
  };
  for (const Case& row :
       {Case{10, 10, 12, true}, Case{10, 10, 11, false}, Case{10, 11, 12, false},
        Case{11, 10, 12, false}, Case{10, 10, 9, false}, Case{99, 10, 50, false}}) {
    FileStat stat;
    stat.mtime_ns = row.mtime * second;
    stat.ctime_ns = row.ctime * second;
    CHECK(is_settled(stat, Wall{row.read * second}) == row.settled);
    CHECK_FALSE(is_settled(stat, Wall{std::max(row.mtime, row.ctime) * second + racy_ns - 1}));
  }
}

TEST_CASE("StatCache: what the bytes are, and that it is remembered") {
  const test::Folder folder;
  const auto file = folder / "a.png";
  test::write(file, "picture");
  const ManualClock clock = clock_after(file, Millis(5000));
  Computer computer{file};
  {
    StatCache cache = must(StatCache::open(folder / "stat.db", clock));
    const KnownFile known = content(cache, file, computer);
    CHECK(known.sha256 == sha256("picture"));
    CHECK(known.xxh128 == xxh128("picture"));
    CHECK(known.content == sha256("content of picture"));
    CHECK(known.stat.size == 7);
    CHECK(must(cache.facts(file, [] { return Result<std::string>("7.1"); })).facts == "7.1");
    content(cache, file, computer);
    CHECK(computer.calls == 1);
    must(cache.flush());
  }
  StatCache again = must(StatCache::open(folder / "stat.db", clock));
  const KnownFile known = content(again, file, computer);
  CHECK(computer.calls == 1);
  CHECK(known.content == sha256("content of picture"));
  CHECK(known.sha256 == sha256("picture"));
  CHECK(known.facts == "7.1");
}

TEST_CASE("StatCache: a settled entry is trusted without reading") {
  const test::Folder folder;
  const auto file = folder / "a";
  test::write(file, "bytes");
  const ManualClock clock = clock_after(file, Millis(2000));
  {
    // Plants a wrong digest under the right stat: who reads the file would notice.
    StatTable table = StatTable::open(folder / "stat.db");
    StatEntries entries;
    const FileStat stat = must(stat_file(file)).value();
    entries[{stat.dev, stat.inode}] = {
        KnownFile{stat, xxh128("planted"), sha256("planted"), std::nullopt, {}}, clock.wall(),
        true};
    must(table.write(entries));
  }
  StatCache cache = must(StatCache::open(folder / "stat.db", clock));
  CHECK(must(cache.digests(file)).sha256 == sha256("planted"));
}

TEST_CASE("StatCache: fresh times are not trusted") {
  const test::Folder folder;
  const auto file = folder / "a";
  test::write(file, "aaaa");
  ManualClock clock = clock_after(file, Millis(1999));
  const FileStat stat = must(stat_file(file)).value();
  Computer computer{file};
  const auto plant = [&](std::string_view bytes) {
    StatTable table = StatTable::open(folder / "stat.db");
    StatEntries entries;
    entries[{stat.dev, stat.inode}] = {
        KnownFile{stat, xxh128(bytes), sha256(bytes), sha256("kept"), {}}, clock.wall(), true};
    must(table.write(entries));
  };
  SUBCASE("other bytes with the same stat are found out") {
    plant("bbbb");
    StatCache cache = must(StatCache::open(folder / "stat.db", clock));
    const KnownFile known = content(cache, file, computer);
    CHECK(known.sha256 == sha256("aaaa"));
    CHECK(known.content == sha256("content of aaaa"));
  }
  SUBCASE("equal bytes keep what was derived, and settle") {
    plant("aaaa");
    clock.advance(Millis(1));
    StatCache cache = must(StatCache::open(folder / "stat.db", clock));
    CHECK(content(cache, file, computer).content == sha256("kept"));
    CHECK(computer.calls == 0);
    must(cache.flush());
    StatTable table = StatTable::open(folder / "stat.db");
    CHECK(table.find({stat.dev, stat.inode})->read_at == clock.wall());
  }
}

TEST_CASE("StatCache: a changed file is seen, whatever changed") {
  const test::Folder folder;
  const auto file = folder / "a";
  test::write(file, "aaaa");
  ManualClock clock = clock_after(file, Millis(60'000));
  Computer computer{file};
  StatCache cache = must(StatCache::open(folder / "stat.db", clock));
  content(cache, file, computer);
  SUBCASE("longer") {
    test::write(file, "aaaab");
    CHECK(content(cache, file, computer).sha256 == sha256("aaaab"));
    CHECK(computer.calls == 2);
  }
  SUBCASE("same length, its time set back: the inode's own time tells") {
    rewrite_unseen(file, "bbbb");
    CHECK(content(cache, file, computer).sha256 == sha256("bbbb"));
    CHECK(computer.calls == 2);
  }
  SUBCASE("another file in its place") {
    test::write(folder / "b", "cccc");
    std::filesystem::rename(folder / "b", file);
    CHECK(content(cache, file, computer).sha256 == sha256("cccc"));
    CHECK(computer.calls == 2);
  }
  SUBCASE("only touched: what was derived still holds") {
    std::filesystem::last_write_time(file, std::filesystem::file_time_type::clock::now());
    CHECK(content(cache, file, computer).sha256 == sha256("aaaa"));
    CHECK(computer.calls == 1);
  }
  SUBCASE("moved: what was derived still holds") {
    std::filesystem::rename(file, folder / "elsewhere");
    CHECK(content(cache, folder / "elsewhere", computer).sha256 == sha256("aaaa"));
    CHECK(computer.calls == 1);
  }
}

TEST_CASE("StatCache: a file that changes under the computation is computed again") {
  const test::Folder folder;
  const auto file = folder / "a";
  test::write(file, "aaaa");
  const ManualClock clock = clock_after(file, Millis(60'000));
  StatCache cache = must(StatCache::open(folder / "stat.db", clock));
  int calls = 0;
  const auto changes_once = [&]() -> Result<Digest> {
    const std::string bytes = test::read(file);
    if (++calls == 1) {
      test::write(file, "longer");
    }
    return sha256(bytes);
  };
  CHECK(must(cache.content(file, changes_once)).content == sha256("longer"));
  CHECK(calls == 2);
  const auto changes_always = [&]() -> Result<Digest> {
    test::write(file, test::read(file) + "x");
    return sha256("never");
  };
  test::write(file, "new");
  CHECK(must_fail(cache.content(file, changes_always)).kind == ErrorKind::transient);
}

TEST_CASE("StatCache: failures") {
  const test::Folder folder;
  const ManualClock clock;
  StatCache cache = must(StatCache::open(folder / "stat.db", clock));
  CHECK(must_fail(cache.digests(folder / "missing")).kind == ErrorKind::environment);
  CHECK(must_fail(cache.digests(folder.path())).kind == ErrorKind::environment);
  test::write(folder / "a", "x");
  const auto failing = [] { return Result<Digest>(fail(ErrorKind::corrupt, "not a picture")); };
  CHECK(must_fail(cache.content(folder / "a", failing)).message == "not a picture");
}

TEST_CASE("StatCache: what cannot be kept costs time only") {
  const test::Folder folder;
  test::write(folder / "a", "bytes");
  const ManualClock clock = clock_after(folder / "a", Millis(60'000));
  auto where = folder / "stat.db";
  SUBCASE("no folder: none is made") {
    where = folder / "no/stat.db";
  }
  SUBCASE("not a database") {
    test::write(where, std::string(5000, 'x'));
  }
  SUBCASE("a folder in its place") {
    std::filesystem::create_directory(where);
  }
  StatCache cache = must(StatCache::open(where, clock));
  CHECK(must(cache.digests(folder / "a")).sha256 == sha256("bytes"));
  must(cache.flush());
  CHECK_FALSE(std::filesystem::exists(folder / "no"));
}

TEST_CASE("StatCache: damaged rows are forgotten, not believed") {
  const test::Folder folder;
  test::write(folder / "a", "bytes");
  const ManualClock clock = clock_after(folder / "a", Millis(60'000));
  {
    StatCache cache = must(StatCache::open(folder / "stat.db", clock));
    must(cache.digests(folder / "a"));
    must(cache.flush());
    Db db = must(Db::open(folder / "stat.db", "x", Db::Mode::create, Db::Durability::none));
    must(db.execute("UPDATE files_v1 SET sha256 = x'00'"));
  }
  StatCache cache = must(StatCache::open(folder / "stat.db", clock));
  CHECK(must(cache.digests(folder / "a")).sha256 == sha256("bytes"));
}

TEST_CASE("StatCache: many files, by single questions and then by the whole table") {
  const test::Folder folder;
  constexpr int files = 1000;
  const auto name = [&](int i) { return folder / ("f" + std::to_string(i)); };
  for (int i = 0; i < files; ++i) {
    test::write(name(i), std::to_string(i));
  }
  const ManualClock clock = clock_after(name(files - 1), Millis(60'000));
  for (int round = 0; round < 2; ++round) {
    StatCache cache = must(StatCache::open(folder / "stat.db", clock));
    int computed = 0;
    for (int i = 0; i < files; ++i) {
      const auto compute = [&]() -> Result<Digest> {
        ++computed;
        return sha256(std::to_string(-i));
      };
      CHECK(must(cache.content(name(i), compute)).content == sha256(std::to_string(-i)));
    }
    CHECK(computed == (round == 0 ? files : 0));
    must(cache.flush());
  }
}

}  // namespace reshoot
