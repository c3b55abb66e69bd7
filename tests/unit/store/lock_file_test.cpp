// SPDX-License-Identifier: Apache-2.0
#include "store/lock_file.h"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/render_diagnostics.h"
#include "support/golden.h"

namespace reshoot {
namespace {

/// What was read from a text, and what was said of it.
struct Read {
  std::optional<LockReading> reading;
  Diagnostics diags;
  std::string said;  ///< the diagnostics as people see them
};

Read read(std::string text) {
  SourceMap sources;
  const SourceId id = sources.add("campaigns/spring/campaign.lock", std::move(text));
  Read result;
  result.reading = parse_lock(id, sources, result.diags);
  result.said = render_text(result.diags, sources, false);
  return result;
}

std::optional<Code> first_code(const Read& read) {
  return read.diags.all().empty() ? std::nullopt : std::optional(read.diags.all().front().code);
}

LockedTake take(std::string clip, std::string_view version = "1") {
  const std::string seed = fmt::format("{} {}", clip, version);
  LockedTake made;
  made.clip = std::move(clip);
  made.key = sha256("key of " + seed);
  made.blob = sha256("bytes of " + seed);
  made.bytes = 1000 + made.blob.bytes[0];
  made.model = "local/animatic";
  made.seed = made.blob.bytes[1];
  return made;
}

Lock lock_of(std::vector<LockedTake> clips) {
  return {{}, "ffmpeg version 5.1; libavutil 57.28", std::move(clips)};
}

Lock small_lock() {
  return lock_of({take("bye"), take("greeting@de/9:16"), take("offer")});
}

std::string replaced(std::string text, std::string_view what, std::string_view with) {
  const std::size_t at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), with);
}

std::string block_of(const LockedTake& take) {
  return fmt::format("id: {}\nkey: {}\nsha256: {}\nbytes: {}\nmodel: {}\nseed: {}\n\n", take.clip,
                     take.key.hex(), take.blob.hex(), take.bytes, take.model, take.seed);
}

/// A conflict as git marks it; with `base`, in its diff3 style.
std::string conflict(std::string_view ours, std::string_view theirs,
                     std::optional<std::string_view> base = std::nullopt) {
  return fmt::format("<<<<<<< HEAD\n{}{}=======\n{}>>>>>>> warm-light\n", ours,
                     base ? fmt::format("||||||| 1a2b3c4\n{}", *base) : "", theirs);
}

TEST_CASE("lock_path: beside its campaign, of the same name") {
  CHECK(lock_path("campaigns/spring/campaign.yaml") == "campaigns/spring/campaign.lock");
  CHECK(lock_path("spring.yaml") == "spring.lock");
}

TEST_CASE("lock_text: as its golden file says, and read back the same") {
  Lock lock = small_lock();
  lock.identity = {sha256("detector"), sha256("embedder")};
  check_golden("lock/small.lock", lock_text(lock));
  for (const Lock& l : {lock, small_lock(), Lock{}, lock_of({})}) {
    const Read back = read(lock_text(l));
    CHECK(back.said == "");
    REQUIRE(back.reading);
    CHECK(back.reading->lock == l);
    CHECK(back.reading->disputes.empty());
    CHECK(!back.reading->has_marks);
  }
}

TEST_CASE("lock_text: a reason stands behind the bytes that it is for") {
  LockedTake accepted = take("offer");
  accepted.accepted = "she wears a mask here: agreed with legal";
  const Lock lock = lock_of({take("bye"), accepted});
  const std::string text = lock_text(lock);
  CHECK(text.find("sha256: " + accepted.blob.hex() + "\naccepted: " + accepted.accepted +
                  "\nbytes: ") != std::string::npos);
  const Read back = read(text);
  REQUIRE(back.reading);
  CHECK(back.reading->lock == lock);
  for (const std::string& wrong :
       {std::string(), std::string(" "), std::string(" x"), std::string("x "), std::string("a\tb"),
        std::string("\xff"), std::string(201, 'x')}) {
    CAPTURE(wrong);
    CHECK_FALSE(read(replaced(text, accepted.accepted, wrong)).reading);
  }
}

TEST_CASE("lock_reason: one line that a lock can hold") {
  struct Row {
    std::string said, kept;
  };
  for (const Row& row : {Row{"better smile", "better smile"}, Row{"", ""}, Row{" \n\t ", ""},
                         Row{"  two\nlines\r\n", "two lines"}, Row{"none", "none"},
                         Row{"caf\xc3\xa9", "caf\xc3\xa9"}, Row{"bad \xff byte", "bad   byte"},
                         Row{std::string(300, 'x'), std::string(200, 'x')},
                         Row{std::string(199, 'x') + "\xc3\xa9", std::string(199, 'x')}}) {
    CAPTURE(row.said);
    CHECK(lock_reason(row.said) == row.kept);
    LockedTake pinned = take("offer");
    pinned.accepted = lock_reason(row.said);
    const Read back = read(lock_text(lock_of({pinned})));
    REQUIRE(back.reading);
    CHECK(back.reading->lock.clips[0] == pinned);
  }
}

TEST_CASE("parse_lock: the ends of every range") {
  LockedTake largest = take(std::string(256, 'z'));
  largest.bytes = std::numeric_limits<std::uint64_t>::max();
  largest.seed = std::numeric_limits<std::uint32_t>::max();
  LockedTake least = take("A");
  least.bytes = 0;
  least.seed = 0;
  const Lock lock = lock_of({least, largest});
  const Read back = read(lock_text(lock));
  REQUIRE(back.reading);
  CHECK(back.reading->lock == lock);
}

TEST_CASE("parse_lock: what is wrong with a lock, as people see it") {
  const std::string good = lock_text(small_lock());
  const std::string bye = block_of(take("bye"));
  const std::string offer = block_of(take("offer"));
  std::string crlf;
  for (const char c : good) {
    crlf += c == '\n' ? "\r\n" : std::string(1, c);
  }
  struct Row {
    std::string_view name;
    Code code;
    std::string text;
  };
  const std::vector<Row> rows{
      {"empty", Code::lock_cut_off, ""},
      {"cut_in_a_line", Code::lock_cut_off, good.substr(0, good.find("seed") + 3)},
      {"cut_between_blocks", Code::lock_cut_off, good.substr(0, good.find("id: offer"))},
      {"cut_in_the_title", Code::lock_cut_off, good.substr(0, 10)},
      {"no_last_line_break", Code::lock_cut_off, good.substr(0, good.size() - 1)},
      {"other_file", Code::not_a_lock, "reshoot: 1\ncampaign: spring\n"},
      {"newer", Code::lock_version, replaced(good, "reshoot-lock: 1", "reshoot-lock: 2")},
      {"older", Code::lock_version, replaced(good, "reshoot-lock: 1", "reshoot-lock: 0")},
      {"windows", Code::lock_line_endings, crlf},
      {"title", Code::lock_edited, replaced(good, "approved", "liked")},
      {"byte_order_mark", Code::lock_edited, "\xef\xbb\xbf" + good},
      {"version_spelled_otherwise", Code::lock_edited, replaced(good, "lock: 1", "lock: 01")},
      {"identity", Code::lock_edited, replaced(good, "identity: none", "identity: None")},
      {"ffmpeg_with_a_tab", Code::lock_edited, replaced(good, "version 5.1", "version\t5.1")},
      {"capital_hex", Code::lock_edited, replaced(good, "key: ", "key: A")},
      {"prefixed_digest", Code::lock_edited, replaced(good, "sha256: ", "sha256: sha256:")},
      {"leading_zero", Code::lock_edited, replaced(good, "bytes: ", "bytes: 0")},
      {"too_many_bytes", Code::lock_edited, replaced(good, "bytes: ", "bytes: 99999999999999999")},
      {"negative_seed", Code::lock_edited, replaced(good, "seed: ", "seed: -")},
      {"too_large_a_seed", Code::lock_edited, replaced(good, "seed: ", "seed: 4294967296")},
      {"two_blanks", Code::lock_edited, replaced(good, "id: bye", "id:  bye")},
      {"trailing_blank", Code::lock_edited, replaced(good, "id: bye", "id: bye ")},
      {"shell_in_a_name", Code::lock_edited, replaced(good, "id: bye", "id: $(bye)")},
      {"no_empty_line", Code::lock_edited, replaced(good, "\n\nid: offer", "\nid: offer")},
      {"line_missing", Code::lock_edited, replaced(good, "model: local/animatic\n", "")},
      {"comment", Code::lock_edited, replaced(good, "model", "# better light\nmodel")},
      {"after_the_end", Code::lock_edited, good + "id: more\n"},
      {"nul_byte", Code::lock_edited, replaced(good, "id: bye", std::string_view("id: b\0e", 7))},
      {"not_utf8", Code::lock_edited, replaced(good, "id: bye", "id: b\xff\xfe")},
      {"twice", Code::lock_order, replaced(good, "id: offer", "id: bye")},
      {"twice_in_a_row", Code::lock_order, replaced(good, bye, bye + bye)},
      {"out_of_order", Code::lock_order, replaced(replaced(good, offer, ""), bye, offer + bye)},
      {"almost_a_mark", Code::lock_edited, replaced(good, bye, bye + "======x\n")},
      {"mark_that_never_ends", Code::lock_bad_marks, replaced(good, bye, "<<<<<<< HEAD\n" + bye)},
      {"mark_in_a_mark", Code::lock_bad_marks,
       replaced(good, bye, conflict(conflict(bye, ""), bye))},
      {"lone_middle_mark", Code::lock_bad_marks, replaced(good, bye, bye + "=======\n")},
      {"no_middle_mark", Code::lock_bad_marks,
       replaced(good, bye, "<<<<<<< HEAD\n" + bye + ">>>>>>> warm-light\n")},
      {"edited_in_a_conflict", Code::lock_edited,
       replaced(good, bye, conflict(bye, replaced(bye, "seed: ", "seed: x")))},
  };
  std::string all;
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Read result = read(row.text);
    CHECK(!result.reading);
    CHECK(first_code(result) == row.code);
    CHECK(result.diags.all().size() == 1);
    all += fmt::format("# {}\n{}", row.name, result.said);
  }
  check_golden("lock/mistakes.txt", all);
}

TEST_CASE("parse_lock: long lines and large files are answered, not read on and on") {
  const std::string good = lock_text(small_lock());
  const std::string megabytes(std::size_t{4} << 20U, 'x');
  CHECK(first_code(read(replaced(good, "id: bye", "id: " + megabytes))) == Code::lock_edited);
  CHECK(first_code(read(megabytes)) == Code::not_a_lock);
  CHECK(first_code(read(std::string(lock_limit + 1, '\n'))) == Code::lock_too_large);
  CHECK(first_code(read("<<<<<<< " + megabytes + "\n" + good)) == Code::lock_bad_marks);
}

TEST_CASE("parse_lock: conflicts, table of what both sides have") {
  const LockedTake bye = take("bye");
  const LockedTake old = take("greeting");
  const LockedTake mine = take("greeting", "2");
  const LockedTake other = take("greeting", "3");
  const LockedTake added = take("hello");
  const LockedTake also_added = take("hi");
  const std::string none;
  using Takes = std::vector<LockedTake>;
  struct Row {
    std::string_view name;
    std::string ours, theirs;
    std::optional<std::string_view> base;
    Takes settled;  // beside `bye`
    std::vector<std::pair<std::optional<LockedTake>, std::optional<LockedTake>>> disputes;
  };
  const std::string old_block = block_of(old);
  const std::vector<Row> rows{
      {"both changed it", block_of(mine), block_of(other), {}, {}, {{mine, other}}},
      {"both, with base", block_of(mine), block_of(other), old_block, {}, {{mine, other}}},
      {"two neighbours", block_of(added), block_of(also_added), {}, {added, also_added}, {}},
      {"neighbours, with base",
       block_of(added),
       block_of(also_added),
       none,
       {added, also_added},
       {}},
      {"the same and one more",
       block_of(mine),
       block_of(mine) + block_of(added),
       {},
       {mine, added},
       {}},
      {"changed beside a new one",
       block_of(mine) + block_of(added),
       block_of(other),
       {},
       {added},
       {{mine, other}}},
      {"gone or changed, base unknown", none, block_of(other), {}, {other}, {}},
      {"gone here, changed there", none, block_of(other), old_block, {}, {{{}, other}}},
      {"changed here, gone there", block_of(mine), none, old_block, {}, {{mine, {}}}},
      {"gone here, as it was there", none, old_block + block_of(added), old_block, {added}, {}},
      {"as it was here, changed there", old_block, block_of(other), old_block, {other}, {}},
      {"a base of zdiff3, which is no lock",
       block_of(mine),
       block_of(other),
       "bytes: 5\n",
       {},
       {{mine, other}}},
      {"a merge in the base",
       block_of(mine),
       block_of(other),
       "<<<<<<<<< Temporary merge branch 1\nseed: 1\n=========\nseed: 2\n>>>>>>>>> branch 2\n",
       {},
       {{mine, other}}},
  };
  const std::string text = lock_text(lock_of({bye}));
  for (const Row& row : rows) {
    CAPTURE(row.name);
    const Read result =
        read(replaced(text, "end: ", conflict(row.ours, row.theirs, row.base) + "end: "));
    CHECK(result.said == "");
    REQUIRE(result.reading);
    Takes settled{bye};
    settled.insert(settled.end(), row.settled.begin(), row.settled.end());
    CHECK((result.reading->lock.clips == settled));
    CHECK(result.reading->has_marks);
    CHECK(result.reading->ours_name == "HEAD");
    CHECK(result.reading->theirs_name == "warm-light");
    REQUIRE(result.reading->disputes.size() == row.disputes.size());
    for (std::size_t i = 0; i < row.disputes.size(); ++i) {
      const LockDispute& dispute = result.reading->disputes[i];
      CHECK(dispute.clip == "greeting");
      CHECK((dispute.ours == row.disputes[i].first));
      CHECK((dispute.theirs == row.disputes[i].second));
      CHECK(dispute.at.begin == text.find("end: "));
    }
  }
}

TEST_CASE("parse_lock: of head lines that differ ours count") {
  const std::string text = lock_text(small_lock());
  const std::string line =
      text.substr(text.find("ffmpeg: "), text.find("\n\nid") + 1 - text.find("ffmpeg: "));
  const Read result = read(replaced(text, line, conflict(line, "ffmpeg: 7.1\n")));
  REQUIRE(result.reading);
  CHECK(result.reading->lock == small_lock());
  CHECK(result.reading->disputes.empty());
  CHECK(result.reading->has_marks);
  CHECK(result.reading->first_mark.begin == text.find(line));
}

TEST_CASE("parse_lock: a conflict in the middle of a block") {
  const LockedTake mine = take("offer");
  LockedTake other = mine;
  other.seed = 7;
  const std::string text = lock_text(small_lock());
  const std::string line = fmt::format("seed: {}\n", mine.seed);
  const std::size_t at = text.rfind(line);
  std::string marked = text;
  marked.replace(at, line.size(), conflict(line, "seed: 7\n"));
  const Read result = read(marked);
  REQUIRE(result.reading);
  REQUIRE(result.reading->disputes.size() == 1);
  CHECK((result.reading->disputes[0].ours == mine));
  CHECK((result.reading->disputes[0].theirs == other));
  CHECK(result.reading->disputes[0].at.begin == at);
}

TEST_CASE("parse_lock: conflicts as git leaves them (tests/cli/lock_merge_test.py)") {
  struct Row {
    std::string_view style;
    std::vector<std::string> settled, disputed;
    std::uint32_t second_mark;  // line of the mark of the second dispute, if there is one
  };
  const std::string greeting = "greeting@de/9:16";  // gone on our side, changed on theirs
  const std::vector<Row> rows{
      {"merge", {greeting, "offer", "x-ours", "x-theirs"}, {"bye"}, 0},
      {"diff3", {"offer", "x-ours", "x-theirs"}, {"bye", greeting}, 21},
      // Its bases cannot be put together again.
      {"zdiff3", {greeting, "offer", "x-ours", "x-theirs"}, {"bye"}, 0},
  };
  for (const Row& row : rows) {
    CAPTURE(row.style);
    const auto text = read_file(
        fmt::format("{}/tests/golden/lock/git_{}.lock", RESHOOT_SOURCE_DIR, row.style), lock_limit);
    REQUIRE(text);
    const Read result = read(*text);
    CHECK(result.said == "");
    REQUIRE(result.reading);
    std::vector<std::string> settled;
    for (const LockedTake& take : result.reading->lock.clips) {
      settled.push_back(take.clip);
    }
    CHECK(settled == row.settled);
    REQUIRE(result.reading->disputes.size() == row.disputed.size());
    const Source source("campaign.lock", *text);
    for (std::size_t i = 0; i < row.disputed.size(); ++i) {
      const LockDispute& dispute = result.reading->disputes[i];
      CHECK(dispute.clip == row.disputed[i]);
      CHECK(source.place(dispute.at.begin).line == (i == 0 ? 7 : row.second_mark));
    }
    CHECK(result.reading->disputes[0].ours->bytes == 2001);
    CHECK(result.reading->disputes[0].theirs->bytes == 2002);
  }
}

TEST_CASE("report_disputes: both sides, what fits, and the commands, as people see them") {
  LockedTake same_bytes = take("same-bytes", "2");
  same_bytes.blob = take("same-bytes").blob;
  const std::vector<std::pair<LockedTake, LockedTake>> both{
      {take("fits-neither"), take("fits-neither", "2")},
      {take("fits-ours"), take("fits-ours", "2")},
      {take("fits-theirs"), take("fits-theirs", "2")},
      {take("no-such-clip"), take("no-such-clip", "2")},
      {take("same-bytes"), same_bytes}};
  std::string marks;
  for (const auto& [ours, theirs] : both) {
    marks += conflict(block_of(ours), block_of(theirs), block_of(take(ours.clip, "0")));
  }
  marks += conflict("", block_of(take("was-removed", "2")), block_of(take("was-removed")));
  SourceMap sources;
  Diagnostics diags;
  const SourceId id =
      sources.add("campaigns/spring/campaign.lock",
                  replaced(lock_text(lock_of({take("bye")})), "end: ", marks + "end: "));
  const auto reading = parse_lock(id, sources, diags);
  REQUIRE(reading);
  CHECK(reading->disputes.size() == 6);
  const KeyNow key_now = [](const std::string& clip) -> std::optional<Digest> {
    if (clip == "no-such-clip") {
      return std::nullopt;
    }
    return take(clip, clip == "fits-neither" ? "9" : clip == "fits-ours" ? "1" : "2").key;
  };
  report_disputes(*reading, "campaigns/spring/campaign.lock", key_now, diags);
  check_golden("lock/disputes.txt", render_text(diags, sources, false));
}

}  // namespace
}  // namespace reshoot
