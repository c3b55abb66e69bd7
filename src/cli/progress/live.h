// SPDX-License-Identifier: Apache-2.0
#pragma once
// One live block at the bottom of a terminal; what is worth keeping scrolls above it.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "cli/progress/output.h"
#include "cli/progress/tally.h"
#include "execute/observer.h"
#include "report/styled_text.h"

namespace reshoot {

/// Draws at most ten times a second, in one write each. The cursor is hidden from the first draw to
/// the end; the destructor clears what a build without an end has left.
class LiveProgress final : public Observer {
 public:
  LiveProgress(ProgressOutput& output, bool colour) : output_(output), colour_(colour) {}
  LiveProgress(const LiveProgress&) = delete;
  LiveProgress& operator=(const LiveProgress&) = delete;
  ~LiveProgress() override;

  void on(const BuildEvent& event, Steady now) override;
  [[nodiscard]] std::optional<Millis> tick() const override { return interval; }

 private:
  static constexpr Millis interval{100};

  void keep(const BuildEvent& event);
  void draw(Steady now);
  /// Moves to the first cell of the block as it is now shown in `columns` cells.
  [[nodiscard]] std::string to_top(std::size_t columns) const;
  void finish(const BuildFinished& end);

  ProgressOutput& output_;
  bool colour_;
  BuildTally tally_;
  std::string kept_;                 ///< lines for above the block that are not written yet
  std::vector<std::size_t> widths_;  ///< cells of each line of the block on the screen
  std::string shown_;                ///< the block on the screen
  std::size_t columns_ = 0;          ///< of the terminal when it was drawn
  std::optional<Steady> last_draw_;
};

}  // namespace reshoot
