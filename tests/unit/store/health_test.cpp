// SPDX-License-Identifier: Apache-2.0
#include "store/health.h"

#include <doctest/doctest.h>

#include <map>

#include "store/store.h"
#include "support.h"

namespace reshoot {
namespace {

using test::artifact;
using test::must;
using test::must_fail;
using test::new_take;

struct Fixture {
  test::Folder folder;
  ManualClock clock;
  Store store = must(Store::open(folder / "cache", Ledger::Access::read_write, clock));

  void put(std::string_view bytes) const {
    test::write(folder / "new", bytes);
    must(store.blobs.put(folder / "new"));
  }
  std::string take(std::string_view key, std::string_view bytes) {
    const Take take = must(store.ledger.reserve(new_take(key)));
    must(store.ledger.record_intent(take.id));
    must(store.ledger.record_fetched(take.id, artifact(key, bytes), Money{}));
    return take.uuid;
  }
  void damage(std::string_view bytes, std::string_view now) const {
    const auto file = store.blobs.path_of(sha256(bytes));
    std::filesystem::remove(file);
    test::write(file, now);
  }
  std::map<Digest, Finding> verify(bool quarantine = false) const {
    VerifyOptions options;
    options.quarantine = quarantine;
    std::map<Digest, Finding> out;
    for (const Finding& finding : must(verify_store(store.ledger, store.blobs, options))) {
      out.emplace(finding.digest.value_or(Digest{}), finding);
    }
    return out;
  }
};

}  // namespace

TEST_CASE("verify_store: damaged, missing and stray, with what they were") {
  Fixture f;
  for (const std::string_view bytes : {"take", "made", "flipped", "short", "stray"}) {
    f.put(bytes);
  }
  f.take("k1", "take");
  must(f.store.ledger.record_artifact(artifact("k2", "made")));
  CHECK(f.verify().size() == 3);  // strays only

  const std::string flipped = f.take("k3", "flipped");
  must(f.store.ledger.record_artifact(artifact("k4", "short")));
  const std::string missing = f.take("k5", "missing");
  f.damage("flipped", "fl1pped");
  f.damage("short", "shor");
  test::write(f.folder / "cache/blobs/readme", "hello");

  const auto found = f.verify();
  REQUIRE(found.size() == 5);
  CHECK(found.at(sha256("flipped")).kind == FindingKind::damaged);
  CHECK(found.at(sha256("flipped")).role == BlobRole::take);
  CHECK(found.at(sha256("flipped")).takes == std::vector<std::string>{flipped});
  CHECK(found.at(sha256("short")).kind == FindingKind::damaged);
  CHECK(found.at(sha256("short")).role == BlobRole::artifact);
  CHECK(found.at(sha256("missing")).kind == FindingKind::missing);
  CHECK(found.at(sha256("missing")).bytes == 7);
  CHECK(found.at(sha256("missing")).takes == std::vector<std::string>{missing});
  CHECK(found.at(sha256("stray")).kind == FindingKind::stray);
  CHECK(found.at(sha256("stray")).bytes == 5);
  CHECK(found.at(Digest{}).file.filename() == "readme");
  CHECK(name_of(FindingKind::missing) == "missing");
}

TEST_CASE("verify_store: damaged blobs are moved aside when asked, and then missing") {
  Fixture f;
  f.put("bytes");
  f.take("k", "bytes");
  f.damage("bytes", "b?tes");
  CHECK_FALSE(f.verify().at(sha256("bytes")).quarantined);
  CHECK(f.verify(true).at(sha256("bytes")).quarantined);
  CHECK(test::read(f.store.blobs.damaged() / sha256("bytes").hex()) == "b?tes");
  CHECK(f.verify().at(sha256("bytes")).kind == FindingKind::missing);
}

TEST_CASE("verify_store: what was collected is not missing; progress and cancel") {
  Fixture f;
  f.put("one");
  f.put("three");
  f.take("k1", "one");
  f.take("k2", "three");
  f.take("k3", "dropped");
  must(f.store.ledger.forget_blob(sha256("dropped")));
  std::uint64_t read = 0;
  VerifyOptions options;
  options.progress = [&](std::uint64_t bytes) { read += bytes; };
  CHECK(must(verify_store(f.store.ledger, f.store.blobs, options)).empty());
  CHECK(read == 8);
  Cancel cancel;
  cancel.request();
  options.cancel = &cancel;
  CHECK(must_fail(verify_store(f.store.ledger, f.store.blobs, options)).kind ==
        ErrorKind::cancelled);
}

}  // namespace reshoot
