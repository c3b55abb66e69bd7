// SPDX-License-Identifier: Apache-2.0
#include "cli/pull/stored_entry.h"

#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

namespace reshoot {
namespace {

std::string little(std::uint32_t value, std::size_t bytes) {
  std::string text;
  for (; text.size() < bytes; value >>= 8U) {
    text += static_cast<char>(value & 0xffU);
  }
  return text;
}

struct Entry {
  std::string name;
  std::string bytes;
  std::uint32_t method = 0;
  std::uint32_t flags = 0x0808;  ///< as PyTorch has it: sizes follow the bytes, names in UTF-8
};

/// A zip archive as PyTorch writes it: sizes only in the directory, padding in the heads.
std::string zip_of(const std::vector<Entry>& entries, const std::string& comment = {}) {
  std::string zip;
  std::string rows;
  for (const Entry& entry : entries) {
    const std::string padding(13, 'Z');
    const std::string common =
        little(0, 2) + little(entry.flags, 2) + little(entry.method, 2) + little(0, 8);
    const auto size = static_cast<std::uint32_t>(entry.bytes.size());
    const auto name_size = static_cast<std::uint32_t>(entry.name.size());
    rows += "PK\x01\x02" + little(0, 2) + common + little(size, 4) + little(size, 4) +
            little(name_size, 2) + little(0, 12) +
            little(static_cast<std::uint32_t>(zip.size()), 4) + entry.name;
    zip += "PK\x03\x04" + common + little(0, 8) + little(name_size, 2) +
           little(static_cast<std::uint32_t>(padding.size()), 2) + entry.name + padding +
           entry.bytes + "PK\x07\x08" + little(0, 4) + little(size, 4) + little(size, 4);
  }
  const auto count = static_cast<std::uint32_t>(entries.size());
  const auto begin = static_cast<std::uint32_t>(zip.size());
  return zip + rows + "PK\x05\x06" + little(0, 4) + little(count, 2) + little(count, 2) +
         little(static_cast<std::uint32_t>(rows.size()), 4) + little(begin, 4) +
         little(static_cast<std::uint32_t>(comment.size()), 2) + comment;
}

const std::vector<Entry> three{
    {"archive/data.pkl", "pickle"}, {"archive/data/0", "tensors"}, {"archive/version", "3\n"}};

std::string told(const Result<std::string_view>& answer) {
  return answer ? "" : answer.error().message;
}

TEST_CASE("stored_entry: finds an entry by its name, wherever it stands") {
  for (const std::string& comment :
       {std::string(), std::string("a note"), std::string(65'535, 'x')}) {
    const std::string zip = zip_of(three, comment);
    for (const Entry& entry : three) {
      CAPTURE(entry.name);
      const Result<std::string_view> found = stored_entry(zip, entry.name);
      REQUIRE(found);
      CHECK(*found == entry.bytes);
    }
  }
  CHECK(stored_entry(zip_of({{"empty", ""}}), "empty") == "");
}

TEST_CASE("stored_entry: what cannot be taken out is told") {
  struct Row {
    std::string zip;
    std::string_view told;
  };
  const std::string good = zip_of(three);
  std::string moved = good;
  moved[good.rfind("archive/data/0") - 4] ^= 1;  // the last field before a name: its place
  const Row rows[] = {
      {"", "it has no directory at its end"},
      {"PK", "it has no directory at its end"},
      {good.substr(0, good.size() - 1), "it has no directory at its end"},
      {good.substr(1), "its directory lies beyond its end"},
      {"x" + good, "its directory is cut off"},
      {moved, "'archive/data/0' is not where its directory says"},
      {zip_of({{"other", "x"}}), "it has no 'archive/data/0'"},
      {zip_of({}), "it has no 'archive/data/0'"},
      {zip_of({three[1], three[1]}), "it has 'archive/data/0' twice"},
      {zip_of({{"archive/data/0", "x", 8}}), "'archive/data/0' is compressed or encrypted"},
      {zip_of({{"archive/data/0", "x", 0, 1}}), "'archive/data/0' is compressed or encrypted"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.told);
    const auto answer = stored_entry(row.zip, "archive/data/0");
    CHECK(told(answer) == "the zip archive cannot be read: " + std::string(row.told));
    CHECK((!answer && answer.error().kind == ErrorKind::corrupt));
  }
}

TEST_CASE("stored_entry: numbers that lead beyond the archive") {
  const std::string good = zip_of({{"e", "bytes"}});
  const std::size_t row = good.find("PK\x01\x02");
  const std::size_t end = good.find("PK\x05\x06");
  struct Field {
    std::size_t at;
    std::size_t bytes;
  };
  for (const Field field : {Field{row + 42, 4}, Field{end + 12, 4}, Field{end + 16, 4},
                            Field{row + 28, 2}, Field{26, 2}, Field{28, 2}}) {
    CAPTURE(field.at);
    std::string zip = good;
    zip.replace(field.at, field.bytes, std::string(field.bytes, '\xff'));
    CHECK(!stored_entry(zip, "e"));
  }
  std::string long_entry = good;
  long_entry.replace(row + 20, 8, std::string(8, '\xff'));
  CHECK(told(stored_entry(long_entry, "e")) ==
        "the zip archive cannot be read: 'e' is longer than the archive");
}

TEST_CASE("stored_entry: any bytes are answered, and what is found lies within them") {
  const std::uint32_t seed = 20'261'120;
  std::mt19937 random(seed);
  const std::string good = zip_of(three, "note");
  for (int round = 0; round < 50'000; ++round) {
    std::string zip = good;
    const std::size_t flips = 1 + random() % 4;
    for (std::size_t i = 0; i < flips; ++i) {
      zip[random() % zip.size()] = static_cast<char>(random());
    }
    zip.resize(random() % 3 == 0 ? random() % (zip.size() + 1) : zip.size());
    const auto found = stored_entry(zip, "archive/data/0");
    if (found && !found->empty()) {
      CHECK(found->data() >= zip.data());
      CHECK(found->data() + found->size() <= zip.data() + zip.size());
    }
  }
}

}  // namespace
}  // namespace reshoot
