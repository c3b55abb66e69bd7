// SPDX-License-Identifier: Apache-2.0
// Locks of chance, and damage of every kind to small ones: what is accepted is what was written.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>

#include "store/lock_file.h"

namespace reshoot {
namespace {

std::optional<LockReading> parse(std::string text, Diagnostics& diags) {
  SourceMap sources;
  return parse_lock(sources.add("campaign.lock", std::move(text)), sources, diags);
}

/// Makes locks by a seed, which is printed where a check fails.
class Chance {
 public:
  explicit Chance(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(random_);
  }

  std::string word() {
    static constexpr std::string_view letters = "abzABZ019_-.@:/";
    std::string made;
    for (std::size_t i = below(12) + 1; i > 0; --i) {
      made += letters[below(letters.size())];
    }
    return made;
  }

  Digest digest() { return sha256(fmt::format("{}", random_())); }

  LockedTake take(std::string clip) {
    return {std::move(clip),
            digest(),
            digest(),
            random_() >> below(64),
            word(),
            static_cast<std::uint32_t>(random_() >> (32 + below(32))),
            below(4) == 0 ? word() + " " + word() : ""};
  }

  Lock lock(std::size_t most_clips) {
    Lock made;
    made.identity.resize(below(3));
    std::generate(made.identity.begin(), made.identity.end(), [this] { return digest(); });
    made.ffmpeg = below(2) == 0 ? "" : "ffmpeg version " + word();
    std::set<std::string> clips;
    for (std::size_t i = below(most_clips + 1); i > 0; --i) {
      clips.insert(word());
    }
    for (const std::string& clip : clips) {
      made.clips.push_back(take(clip));
    }
    return made;
  }

 private:
  std::mt19937_64 random_;
};

/// A text is either refused, with a reason, or it is just what a lock would be written as.
bool is_refused_or_canonical(const std::string& text) {
  Diagnostics diags;
  const std::optional<LockReading> reading = parse(text, diags);
  if (!reading) {
    return diags.has_errors();
  }
  return !diags.has_errors() && !reading->has_marks && lock_text(*reading) == text;
}

TEST_CASE("parse_lock: reads back what lock_text wrote, for locks of chance") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    const Lock lock = Chance(seed).lock(40);
    Diagnostics diags;
    const std::optional<LockReading> reading = parse(lock_text(lock), diags);
    REQUIRE(reading);
    CHECK(reading->lock == lock);
    CHECK(!reading->has_marks);
  }
}

TEST_CASE("parse_lock: what is left of a lock with disputes is read back the same") {
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    CAPTURE(seed);
    Chance chance(seed);
    LockReading reading;
    reading.lock = chance.lock(20);
    reading.ours_name = "HEAD";
    reading.theirs_name = "other branch";
    const bool has_base = chance.below(2) == 0;
    std::vector<LockedTake> settled;
    for (const LockedTake& take : reading.lock.clips) {
      if (chance.below(3) > 0) {
        settled.push_back(take);
        continue;
      }
      LockDispute dispute{take.clip, take, chance.take(take.clip), std::nullopt, {}};
      if (has_base) {
        dispute.base = chance.take(take.clip);
        (chance.below(2) == 0 ? dispute.ours : dispute.theirs).reset();
      }
      reading.disputes.push_back(std::move(dispute));
    }
    reading.lock.clips = settled;

    Diagnostics diags;
    const std::optional<LockReading> back = parse(lock_text(reading), diags);
    REQUIRE(back);
    CHECK(back->lock == reading.lock);
    CHECK(back->has_marks == !reading.disputes.empty());
    REQUIRE(back->disputes.size() == reading.disputes.size());
    for (std::size_t i = 0; i < reading.disputes.size(); ++i) {
      CHECK((back->disputes[i].ours == reading.disputes[i].ours));
      CHECK((back->disputes[i].theirs == reading.disputes[i].theirs));
      CHECK((back->disputes[i].base == reading.disputes[i].base));
    }
  }
}

TEST_CASE("parse_lock: every beginning of a lock is refused") {
  const std::string text = lock_text(Chance(7).lock(4));
  for (std::size_t size = 0; size < text.size(); ++size) {
    CAPTURE(size);
    Diagnostics diags;
    CHECK(!parse(text.substr(0, size), diags));
    REQUIRE(diags.errors() == 1);
    CHECK(diags.all().front().code == Code::lock_cut_off);
  }
}

TEST_CASE("parse_lock: one byte gone, changed or too much is seen, unless it makes another lock") {
  Chance chance(11);
  Lock lock;
  lock.clips = {chance.take("a"), chance.take("b")};
  const std::string text = lock_text(lock);
  for (std::size_t at = 0; at < text.size(); ++at) {
    CAPTURE(at);
    std::string damaged = text;
    damaged.erase(at, 1);
    CHECK(is_refused_or_canonical(damaged));
    for (unsigned bit = 0; bit < 8; ++bit) {
      damaged = text;
      damaged[at] = static_cast<char>(static_cast<unsigned char>(text[at]) ^ (1U << bit));
      CHECK(is_refused_or_canonical(damaged));
    }
    for (const char extra : {'\n', '\r', '\0', ' ', '0', '<', '='}) {
      damaged = text;
      damaged.insert(at, 1, extra);
      CHECK(is_refused_or_canonical(damaged));
    }
  }
}

TEST_CASE("parse_lock: every line of a lock gone, or there twice, is seen") {
  const std::string text = lock_text(Chance(13).lock(4));
  for (std::size_t from = 0; from < text.size();) {
    CAPTURE(from);
    const std::size_t size = text.find('\n', from) + 1 - from;
    std::string damaged = text;
    damaged.erase(from, size);
    Diagnostics diags;
    CHECK(!parse(damaged, diags));
    damaged = text;
    damaged.insert(from, text.substr(from, size));
    CHECK(!parse(damaged, diags));
    from += size;
  }
}

}  // namespace
}  // namespace reshoot
