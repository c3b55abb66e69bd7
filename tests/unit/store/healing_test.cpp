// SPDX-License-Identifier: Apache-2.0
#include "store/healing.h"

#include <doctest/doctest.h>

#include <string>

#include "store/store.h"
#include "support.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;
using test::digest_of;
using test::must;
using test::must_fail;

/// A store with one take that is in the remote too.
struct Machine {
  Machine() {
    fs::create_directories(root);
    const Take take =
        must(store.ledger.reserve({digest_of("key"), "gmi/m", std::nullopt, "acme", Money{1}}));
    must(store.ledger.record_intent(take.id));
    test::write(folder / "made", "bytes");
    blob = must(store.blobs.put(folder / "made")).digest;
    must(store.ledger.record_fetched(take.id, {take.clip_key, blob, 5, 30, true}, Money{1}));
    must(push_takes(store.ledger, store.blobs, remote(), {}));
  }
  [[nodiscard]] SharedTakes remote() const { return SharedTakes(must(open_folder_remote(root))); }
  [[nodiscard]] fs::path here() const { return store.blobs.path_of(blob); }
  [[nodiscard]] fs::path there() const { return root / SharedTakes::name_of(blob); }
  std::vector<Finding> verify() {
    std::vector<Finding> findings = must(verify_store(store.ledger, store.blobs, {true, {}, {}}));
    must(heal_store(findings, store.ledger, store.blobs, remote(), {}));
    return findings;
  }

  test::Folder folder;
  fs::path root = folder / "remote";
  ManualClock clock;
  Store store = must(Store::open(folder / "store", Ledger::Access::read_write, clock));
  Digest blob;
};

void replace(const fs::path& file, std::string_view bytes) {
  fs::remove(file);
  test::write(file, bytes);
}

}  // namespace

TEST_CASE("heal_store: each side from the other, and nothing where both are bad") {
  struct Row {
    std::string here, there;  // what the file holds; `-`: it is not there
    std::string found;        // kind and side, `+` where healed
    bool here_after, there_after;
  };
  for (const Row& row :
       {Row{"bytes", "bytes", "", true, true}, Row{"bytez", "bytes", "damaged here+", true, true},
        Row{"-", "bytes", "missing here+", true, true},
        Row{"bytes", "bytez", "damaged there+", true, true},
        Row{"bytes", "byte", "damaged there+", true, true},
        Row{"bytes", "-", "missing there+", true, true},
        Row{"bytez", "byteZ", "damaged here damaged there", false, false},
        Row{"-", "bytez", "missing here damaged there", false, false},
        Row{"-", "-", "missing here missing there", false, false}}) {
    CAPTURE(row.here);
    CAPTURE(row.there);
    Machine machine;
    for (const auto& [file, bytes] :
         {std::pair{machine.here(), row.here}, std::pair{machine.there(), row.there}}) {
      replace(file, bytes);
      if (bytes == "-") {
        fs::remove(file);
      }
    }
    const std::vector<Finding> findings = machine.verify();
    std::string here;
    std::string there;
    for (const Finding& finding : findings) {
      std::string& side = finding.in_remote ? there : here;
      side += std::string(name_of(finding.kind)) + (finding.in_remote ? " there" : " here") +
              (finding.healed ? "+" : "");
      CHECK(finding.digest == machine.blob);
      CHECK(finding.takes.size() == 1);
    }
    CHECK(here + (here.empty() || there.empty() ? "" : " ") + there == row.found);
    CHECK((fs::exists(machine.here()) && test::read(machine.here()) == "bytes") == row.here_after);
    CHECK((fs::exists(machine.there()) && test::read(machine.there()) == "bytes") ==
          row.there_after);
    // What the ledger counts as safe in the remote is there.
    CHECK(must(machine.store.ledger.pushed(machine.remote().place())).contains(machine.blob) ==
          row.there_after);
    if (row.here_after) {
      CHECK(machine.verify().empty());
    }
  }
}

TEST_CASE("heal_store: a take that was never pushed is no finding") {
  Machine machine;
  must(machine.store.ledger.forget_pushed(machine.remote().place(), machine.blob));
  fs::remove(machine.there());
  CHECK(machine.verify().empty());
}

TEST_CASE("heal_store: something else in place of the remote's copy does not stop the rest") {
  Machine machine;
  fs::remove(machine.there());
  fs::create_directory(machine.there());
  const std::vector<Finding> findings = machine.verify();
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].in_remote);
  CHECK_FALSE(findings[0].healed);
}

TEST_CASE("heal_store: writes nothing into the bare mount point of a drive") {
  Machine machine;
  fs::rename(machine.root, machine.folder / "unmounted");
  fs::create_directory(machine.root);
  std::vector<Finding> findings;
  CHECK(must_fail(
            heal_store(findings, machine.store.ledger, machine.store.blobs, machine.remote(), {}))
            .kind == ErrorKind::environment);
  CHECK(fs::is_empty(machine.root));
}

TEST_CASE("heal_store: stopped, and a remote that goes away") {
  Machine machine;
  std::vector<Finding> findings;
  const SharedTakes remote = machine.remote();
  Cancel cancel;
  cancel.request();
  CHECK(must_fail(
            heal_store(findings, machine.store.ledger, machine.store.blobs, remote, {&cancel, {}}))
            .kind == ErrorKind::cancelled);
  fs::rename(machine.root, machine.folder / "gone");
  CHECK(
      must_fail(heal_store(findings, machine.store.ledger, machine.store.blobs, remote, {})).kind ==
      ErrorKind::environment);
}

}  // namespace reshoot
