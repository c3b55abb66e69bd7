// SPDX-License-Identifier: Apache-2.0
// Disputes as diagnostics: both sides in words, the one that fits the campaign first among the
// commands.

#include <fmt/format.h>

#include "base/text.h"
#include "store/lock_file.h"

namespace reshoot {
namespace {

constexpr std::size_t name_cells = 60;  // names of branches can be long

std::string short_digest(const Digest& digest) {
  constexpr std::size_t digits = 12;
  return digest.hex().substr(0, digits);
}

/// One side of a dispute, with what is to be said of it.
struct Side {
  std::string name;
  const std::optional<LockedTake>& take;
  bool fits = false;  ///< made for the clip's present key
};

Side side_of(std::string_view name, std::string_view unnamed, const std::optional<LockedTake>& take,
             const std::optional<Digest>& key) {
  return {name.empty() ? std::string(unnamed) : ellipsize(name, name_cells), take,
          take && take->key == key};
}

std::string describe(const Side& side, bool clip_exists) {
  if (!side.take) {
    return fmt::format("{}: has no take of it any more", side.name);
  }
  const std::string_view fits = !clip_exists ? ""
                                : side.fits  ? "; fits the campaign as it is now"
                                             : "; does not fit the campaign as it is now";
  return fmt::format("{}: take {}, {}, seed {}{}", side.name, short_digest(side.take->blob),
                     side.take->model, side.take->seed, fits);
}

std::string headline(const LockDispute& dispute) {
  return dispute.ours && dispute.theirs
             ? fmt::format("two branches chose different takes of '{}'", dispute.clip)
             : fmt::format("one branch has removed '{}', the other chose a new take of it",
                           dispute.clip);
}

void note_misfit(Diagnostic& d, const Side& ours, const Side& theirs,
                 const std::optional<Digest>& key) {
  if (!key) {
    d.note("the campaign has no such clip now: whichever is chosen, the next build drops it");
  } else if (!ours.fits && !theirs.fits) {
    d.note(
        "neither fits: once this is settled, the clip is shot anew, or the campaign is set back to "
        "what one of them was made for");
  }
}

void help_use(Diagnostic& d, const LockDispute& dispute, const Side& side) {
  if (side.take) {
    d.help(fmt::format("'reshoot take use {} {}' takes that of {}", dispute.clip,
                       short_digest(side.take->blob), side.name));
  }
}

/// The same bytes on both sides, for different keys: one command, and there is nothing to choose.
bool has_same_bytes(const LockDispute& dispute) {
  return dispute.ours && dispute.theirs && dispute.ours->blob == dispute.theirs->blob;
}

void help_settle(Diagnostic& d, const LockDispute& dispute, const Side& ours, const Side& theirs) {
  if (has_same_bytes(dispute)) {
    d.help(fmt::format("both are the same bytes: 'reshoot take use {} {}' settles it", dispute.clip,
                       short_digest(dispute.ours->blob)));
    return;
  }
  const bool theirs_first = theirs.fits && !ours.fits;
  help_use(d, dispute, theirs_first ? theirs : ours);
  help_use(d, dispute, theirs_first ? ours : theirs);
}

}  // namespace

void report_disputes(const LockReading& reading, std::string_view lock_name, const KeyNow& key_now,
                     Diagnostics& diags) {
  Diagnostic* last = nullptr;
  for (const LockDispute& dispute : reading.disputes) {
    const std::optional<Digest> key = key_now(dispute.clip);
    const Side ours = side_of(reading.ours_name, "ours", dispute.ours, key);
    const Side theirs = side_of(reading.theirs_name, "theirs", dispute.theirs, key);
    Diagnostic& d = diags.report(Code::lock_disputed, headline(dispute));
    last = &d;
    d.at(dispute.at);
    d.note(describe(ours, key.has_value())).note(describe(theirs, key.has_value()));
    note_misfit(d, ours, theirs, key);
    help_settle(d, dispute, ours, theirs);
  }
  if (last != nullptr) {
    last->help(fmt::format(
        "when all are settled, {} has no conflict marks any more: 'git add' it, as git wants",
        lock_name));
  }
}

}  // namespace reshoot
