// SPDX-License-Identifier: Apache-2.0
#include "store/shared_takes.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "base/files.h"
#include "support.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;
using test::digest_of;
using test::must;
using test::must_fail;

/// Two stores and one remote.
struct Team {
  Team() { fs::create_directories(root); }

  [[nodiscard]] SharedTakes shared() const { return SharedTakes(must(open_folder_remote(root))); }
  /// A take with these bytes in a store.
  [[nodiscard]] TakeRecord shoot(const BlobStore& blobs, const std::string& bytes,
                                 std::string_view key_text = "key") const {
    test::write(folder / "made", bytes);
    const Blob blob = must(blobs.put(folder / "made"));
    return {.uuid = "6f1c2a7e-0b1d-4c3e-9f00-1234567890ab",
            .clip_key = sha256(key_text),
            .key_text = std::string(key_text),
            .model = "gmi/wan2.7-r2v",
            .seed = 7,
            .campaign = "acme",
            .cost = Money{600'000},
            .created = Wall{1},
            .blob = blob.digest,
            .bytes = blob.bytes,
            .frames = 30,
            .has_sound = false,
            .note = {}};
  }
  [[nodiscard]] fs::path there(const Digest& blob) const {
    return root / "blobs" / blob.hex().substr(0, 2) / blob.hex();
  }
  [[nodiscard]] fs::path record(const TakeRecord& of) const {
    return root / "takes" / of.clip_key.hex() / (of.blob.hex() + ".json");
  }

  test::Folder folder;
  fs::path root = folder / "remote";
  BlobStore mine{folder / "mine/blobs"};
  BlobStore theirs{folder / "theirs/blobs"};
};

/// Other bytes in place of those of a file that cannot be written to.
void replace(const fs::path& file, std::string_view bytes) {
  fs::remove(file);
  test::write(file, bytes);
}

std::size_t files_in(const fs::path& folder) {
  return fs::exists(folder)
             ? static_cast<std::size_t>(std::distance(fs::recursive_directory_iterator(folder), {}))
             : 0;
}

}  // namespace

TEST_CASE("SharedTakes: what one pushes, another finds and fetches") {
  const Team team;
  const SharedTakes shared = team.shared();
  const TakeRecord take = team.shoot(team.mine, "bytes");
  CHECK(must(shared.present({take.blob})).empty());
  CHECK_FALSE(must(shared.find(take.clip_key, take.blob)).has_value());
  CHECK(must(shared.push(take, team.mine, {})) == 5);
  CHECK(must(shared.push(take, team.mine, {})) == 0);
  CHECK(must(shared.present({take.blob, digest_of("other")})).size() == 1);
  CHECK(must(shared.find(take.clip_key, take.blob)) == take);
  CHECK(must(shared.fetch(take.blob, take.bytes, team.theirs, {})).bytes == 5);
  CHECK(must(team.theirs.verify(take.blob)));
  CHECK(must(shared.verify(take.blob, team.theirs, {})));
  CHECK(files_in(team.theirs.scratch()) == 0);
}

TEST_CASE("SharedTakes: many blobs are looked up by folder") {
  const Team team;
  const SharedTakes shared = team.shared();
  const TakeRecord take = team.shoot(team.mine, "bytes");
  must(shared.push(take, team.mine, {}));
  std::vector<Digest> asked{take.blob};
  for (int i = 0; i < 600; ++i) {
    asked.push_back(digest_of(std::to_string(i)));
  }
  const auto there = must(shared.present(asked));
  CHECK(there.size() == 1);
  CHECK(there.contains(take.blob));
}

TEST_CASE("SharedTakes: all takes of a key, oldest first, rejected ones last") {
  const Team team;
  const SharedTakes shared = team.shared();
  TakeRecord late = team.shoot(team.mine, "late");
  late.created = Wall{30};
  TakeRecord early = team.shoot(team.mine, "early");
  early.created = Wall{10};
  TakeRecord rejected = team.shoot(team.mine, "rejected");
  rejected.created = Wall{1};
  rejected.rejected = true;
  for (const TakeRecord& take :
       {rejected, late, early, team.shoot(team.mine, "other", "other key")}) {
    must(shared.push(take, team.mine, {}));
  }
  const SharedList list = must(shared.takes_of(sha256("key")));
  CHECK(list.records == std::vector{early, late, rejected});
  CHECK(list.unusable.empty());
  CHECK(must(shared.takes_of(digest_of("nobody"))).records.empty());
}

TEST_CASE("SharedTakes: whoever rejects a take tells the others") {
  const Team team;
  const SharedTakes shared = team.shared();
  TakeRecord take = team.shoot(team.mine, "bytes");
  must(shared.reject(take.clip_key, take.blob));  // nobody has shared it
  CHECK_FALSE(fs::exists(team.record(take)));
  must(shared.push(take, team.mine, {}));
  SUBCASE("at once") {
    must(shared.reject(take.clip_key, take.blob));
  }
  SUBCASE("by the next push") {
    take.rejected = true;
    must(shared.push(take, team.mine, {}));
  }
  take.rejected = true;
  CHECK(must(shared.find(take.clip_key, take.blob)) == take);
  take.rejected = false;
  must(shared.push(take, team.mine, {}));  // by a machine that has not heard of it
  CHECK(must(shared.find(take.clip_key, take.blob))->rejected);
}

TEST_CASE("SharedTakes: damage in the remote is found before use, moved aside there, and healed") {
  const Team team;
  const SharedTakes shared = team.shared();
  const TakeRecord take = team.shoot(team.mine, "bytes");
  must(shared.push(take, team.mine, {}));
  std::size_t aside = 0;
  for (const std::string_view damage : {"bytez", "byte", "", "bytes and more"}) {
    CAPTURE(damage);
    replace(team.there(take.blob), damage);
    CHECK_FALSE(must(shared.verify(take.blob, team.theirs, {})));
    const Error error = must_fail(shared.fetch(take.blob, {}, team.theirs, {}));
    CHECK(error.kind == ErrorKind::corrupt);
    CHECK(error.message.find(take.blob.text()) != std::string::npos);
    CHECK(error.help.find("damaged/" + take.blob.hex()) != std::string::npos);
    CHECK_FALSE(fs::exists(team.there(take.blob)));
    CHECK(files_in(team.root / "damaged") == ++aside);
    CHECK(must(team.theirs.list()).empty());
    CHECK(files_in(team.theirs.scratch()) == 0);
    CHECK(must(shared.push(take, team.mine, {})) == 5);
  }
  CHECK(must(shared.fetch(take.blob, take.bytes, team.theirs, {})).digest == take.blob);
}

TEST_CASE("SharedTakes: a copy of another size than is known is not copied") {
  const Team team;
  const SharedTakes shared = team.shared();
  const TakeRecord take = team.shoot(team.mine, "bytes");
  must(shared.push(take, team.mine, {}));
  for (const std::string_view damage : {"", "byte", "bytes and more"}) {
    CAPTURE(damage);
    replace(team.there(take.blob), damage);
    std::uint64_t copied = 0;
    const Transfer transfer{nullptr, [&](std::uint64_t more) { copied += more; }};
    const Error error = must_fail(shared.fetch(take.blob, take.bytes, team.theirs, transfer));
    CHECK(error.kind == ErrorKind::environment);
    CHECK(error.message.find("not 5") != std::string::npos);
    CHECK(copied == 0);
    CHECK(fs::exists(team.there(take.blob)));
  }
}

TEST_CASE("SharedTakes: a copy of the wrong size is replaced by a push") {
  const Team team;
  const SharedTakes shared = team.shared();
  const TakeRecord take = team.shoot(team.mine, "bytes");
  must(shared.push(take, team.mine, {}));
  replace(team.there(take.blob), "byte");
  CHECK(must(shared.push(take, team.mine, {})) == 5);
  CHECK(must(shared.verify(take.blob, team.mine, {})));
}

TEST_CASE("SharedTakes: damage here is not sent") {
  const Team team;
  const SharedTakes shared = team.shared();
  TakeRecord take = team.shoot(team.mine, "bytes");
  SUBCASE("flipped") {
    replace(team.mine.path_of(take.blob), "bytez");
  }
  SUBCASE("cut off") {
    replace(team.mine.path_of(take.blob), "byt");
  }
  SUBCASE("not of the size of its record") {
    take.bytes = 6;
  }
  CHECK(must_fail(shared.push(take, team.mine, {})).kind == ErrorKind::corrupt);
  CHECK_FALSE(fs::exists(team.there(take.blob)));
  CHECK_FALSE(fs::exists(team.record(take)));
}

TEST_CASE("SharedTakes: records that are of no use, and hostile ones") {
  const Team team;
  const SharedTakes shared = team.shared();
  const TakeRecord take = team.shoot(team.mine, "bytes");
  must(shared.push(take, team.mine, {}));
  const fs::path file = team.record(take);
  SUBCASE("garbage") {
    replace(file, "\xff\xfe{{{");
  }
  SUBCASE("empty") {
    replace(file, "");
  }
  SUBCASE("too large") {
    replace(file, record_json(take) + std::string(max_record_bytes, ' '));
  }
  SUBCASE("of another blob") {
    TakeRecord other = take;
    other.blob = digest_of("other");
    replace(file, record_json(other));
  }
  SUBCASE("of another key") {
    TakeRecord other = take;
    other.key_text = "other";
    other.clip_key = sha256("other");
    replace(file, record_json(other));
  }
  SUBCASE("a link") {
    test::write(team.folder / "secret", record_json(take));
    fs::remove(file);
    fs::create_symlink(team.folder / "secret", file);
  }
  CHECK_FALSE(must(shared.find(take.clip_key, take.blob)).has_value());
  const SharedList list = must(shared.takes_of(take.clip_key));
  CHECK(list.records.empty());
  REQUIRE(list.unusable.size() == (fs::is_symlink(file) ? 0 : 1));
  for (const Error& error : list.unusable) {
    CHECK(error.kind == ErrorKind::environment);
    CHECK(error.message.find(file.filename().string()) != std::string::npos);
    CHECK(error.help.find("nothing is bought") != std::string::npos);
  }
  // The next push puts a good one in its place.
  CHECK(must(shared.push(take, team.mine, {})) == 0);
  CHECK(must(shared.find(take.clip_key, take.blob)) == take);
}

TEST_CASE("SharedTakes: names in a key's folder that are no records") {
  const Team team;
  const SharedTakes shared = team.shared();
  const TakeRecord take = team.shoot(team.mine, "bytes");
  must(shared.push(take, team.mine, {}));
  test::write(team.record(take).parent_path() / "notes.json", "{}");
  test::write(team.record(take).parent_path() / "x", "{}");
  fs::create_directory(team.record(take).parent_path() / (digest_of("d").hex() + ".json"));
  const SharedList list = must(shared.takes_of(take.clip_key));
  CHECK(list.records.size() == 1);
  CHECK(list.unusable.empty());
}

TEST_CASE("SharedTakes: a record of a later version is said, and not written over") {
  const Team team;
  const SharedTakes shared = team.shared();
  const TakeRecord take = team.shoot(team.mine, "bytes");
  must(shared.push(take, team.mine, {}));
  std::string text = record_json(take);
  text.replace(text.find("_version\": 1"), 12, "_version\": 2");
  replace(team.record(take), text);
  const SharedList list = must(shared.takes_of(take.clip_key));
  CHECK(list.records.empty());
  REQUIRE(list.unusable.size() == 1);
  CHECK(list.unusable[0].message.find("version 2") != std::string::npos);
  must(shared.push(take, team.mine, {}));
  CHECK(must(read_file(team.record(take), 10'000)) == text);
}

TEST_CASE("SharedTakes: very many records of one key are not all read") {
  const Team team;
  const TakeRecord take = team.shoot(team.mine, "bytes");
  must(team.shared().push(take, team.mine, {}));
  for (int i = 0; i < 300; ++i) {
    const std::string name = digest_of(std::to_string(i)).hex() + ".json";
    test::write(team.record(take).parent_path() / name, "");
  }
  const SharedList list = must(team.shared().takes_of(take.clip_key));
  CHECK(list.records.size() + list.unusable.size() == 200);
}

TEST_CASE("SharedTakes: a first record stays, but for one that says more") {
  const Team team;
  const SharedTakes shared = team.shared();
  TakeRecord mute = team.shoot(team.mine, "bytes");
  mute.key_text.clear();
  must(shared.push(mute, team.mine, {}));
  const TakeRecord full = team.shoot(team.mine, "bytes");
  must(shared.push(full, team.mine, {}));
  CHECK(must(shared.find(full.clip_key, full.blob)) == full);
  TakeRecord other = full;
  other.note = "mine";
  must(shared.push(other, team.mine, {}));
  CHECK(must(shared.find(full.clip_key, full.blob)) == full);
}

TEST_CASE("SharedTakes: hostile blobs") {
  const Team team;
  const SharedTakes shared = team.shared();
  const TakeRecord take = team.shoot(team.mine, "bytes");
  must(shared.push(take, team.mine, {}));
  fs::remove(team.there(take.blob));
  SUBCASE("a link to the right bytes") {
    fs::create_symlink(team.mine.path_of(take.blob), team.there(take.blob));
    CHECK_FALSE(shared.fetch(take.blob, take.bytes, team.theirs, {}).has_value());
    CHECK(must(shared.present({take.blob})).empty());
    CHECK(must(shared.push(take, team.mine, {})) == 5);
    CHECK(fs::is_regular_file(fs::symlink_status(team.there(take.blob))));
  }
  SUBCASE("a folder") {
    fs::create_directory(team.there(take.blob));
    CHECK(must_fail(shared.fetch(take.blob, take.bytes, team.theirs, {})).kind ==
          ErrorKind::environment);
    CHECK(must_fail(shared.push(take, team.mine, {})).kind == ErrorKind::environment);
  }
  CHECK(must(team.theirs.list()).empty());
}

TEST_CASE("SharedTakes: killed between bytes and record, the next push ends it") {
  const Team team;
  const TakeRecord take = team.shoot(team.mine, "bytes");
  CHECK(test::was_killed(test::crash_at("push.before_record",
                                        [&] { must(team.shared().push(take, team.mine, {})); })));
  CHECK_FALSE(must(team.shared().find(take.clip_key, take.blob)).has_value());
  CHECK(must(team.shared().present({take.blob})).size() == 1);
  CHECK(must(team.shared().push(take, team.mine, {})) == 0);
  CHECK(must(team.shared().find(take.clip_key, take.blob)) == take);
}

TEST_CASE("SharedTakes: stopped on the way, nothing counts") {
  const Team team;
  const SharedTakes shared = team.shared();
  const TakeRecord take = team.shoot(team.mine, std::string(3'000'000, 'x'));
  Cancel cancel;
  const Transfer stopped{&cancel, [&](std::uint64_t) { cancel.request(); }};
  CHECK(must_fail(shared.push(take, team.mine, stopped)).kind == ErrorKind::cancelled);
  CHECK_FALSE(fs::exists(team.there(take.blob)));
  must(shared.push(take, team.mine, {}));
  CHECK(must_fail(shared.fetch(take.blob, take.bytes, team.theirs, stopped)).kind ==
        ErrorKind::cancelled);
  CHECK(must(team.theirs.list()).empty());
  CHECK(files_in(team.theirs.scratch()) == 0);
}

}  // namespace reshoot
