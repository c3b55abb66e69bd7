// SPDX-License-Identifier: Apache-2.0
// Reads a lock and chooses the take of each of its clips, as every command does before it plans. In
// the facts each clip has one take, as if this machine had shot them all.

#include <fmt/format.h>

#include <ctime>
#include <iostream>

#include "base/check.h"
#include "base/files.h"
#include "base/render_diagnostics.h"
#include "plan/select.h"
#include "store/lock_file.h"

namespace reshoot {
namespace {

Take take_of(const LockedTake& pin) {
  Take take;
  take.state = TakeState::fetched;
  take.blob = pin.blob;
  take.bytes = pin.bytes;
  take.seed = pin.seed;
  return take;
}

/// Number of clips whose choice is what the lock says; nullopt: it cannot be read.
std::optional<std::size_t> count_choices(const std::string& file) {
  Result<std::string> text = read_file(file, lock_limit);
  if (!text) {
    std::cerr << text.error().message << "\n";
    return std::nullopt;
  }
  SourceMap sources;
  Diagnostics diags;
  const SourceId source = sources.add(file, std::move(*text));
  std::optional<LockReading> reading = parse_lock(source, sources, diags);
  if (!reading) {
    std::cerr << render_text(diags, sources, false);
    return std::nullopt;
  }
  Facts facts;
  facts.lock = LockPins(std::move(reading->lock));
  const std::vector<LockedTake>& clips = facts.lock.lock().clips;
  facts.takes.reserve(clips.size());
  for (const LockedTake& pin : clips) {
    facts.takes[pin.key].push_back(take_of(pin));
  }
  std::size_t chosen = 0;
  for (const LockedTake& pin : clips) {
    const std::optional<Choice> choice = select_take(facts, {pin.clip, pin.key, false});
    chosen += choice && choice->blob == pin.blob ? 1 : 0;
  }
  CHECK(chosen == clips.size());
  return chosen;
}

}  // namespace
}  // namespace reshoot

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: lock_select LOCK\n";
    return 2;
  }
  const std::optional<std::size_t> chosen = reshoot::count_choices(argv[1]);
  if (!chosen) {
    return 1;
  }
  const double ms = 1e3 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
  std::cout << fmt::format("{} clips, {:.1f} ms of processor time\n", *chosen, ms);
  return 0;
}
