// SPDX-License-Identifier: Apache-2.0
#pragma once
// How a row of the catalog names a ComfyUI workflow and its slots, and reading it.

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "catalog/workflow.h"
#include "yaml/bind.h"
#include "yaml/bind_scalars.h"

namespace reshoot {

/// Each is `"NODE.INPUT"`.
struct SlotsRow {
  using Slot = Spanned<std::string_view>;
  Slot prompt;
  Slot seed;
  Slot filename_prefix;
  std::vector<Slot> references;
  std::optional<Slot> first_frame;
  std::optional<Slot> last_frame;
  std::optional<Slot> width;
  std::optional<Slot> height;
  std::optional<Slot> seconds;
  std::optional<Slot> frames;
  std::optional<Slot> fps;
};

template <>
struct Table<SlotsRow> {
  using T = SlotsRow;
  static constexpr std::string_view name = "slots";
  static constexpr std::string_view noun = "'slots'";
  static constexpr std::array fields{
      field<&T::prompt>("prompt", "Where the prompt goes.", {.required = true}),
      field<&T::seed>("seed", "Where the seed goes.", {.required = true}),
      field<&T::filename_prefix>("filename_prefix", "Of the node that saves the clip.",
                                 {.required = true}),
      field<&T::references>("references", "Where pictures of characters go, in binding order."),
      field<&T::first_frame>("first_frame", "Where the first frame goes."),
      field<&T::last_frame>("last_frame", "Where the last frame goes."),
      field<&T::width>("width", "Pixels, in blocks of 8."),
      field<&T::height>("height", "Pixels, in blocks of 8."),
      field<&T::seconds>("seconds", "The length in seconds."),
      field<&T::frames>("frames", "The length in frames; goes with 'fps'."),
      field<&T::fps>("fps", "Frames per second; goes with 'frames'."),
  };
};

/// Reads the graph that `file` names, from the folder `models` of the workspace, and looks for the
/// slots in it. nullptr: mistakes, which were reported.
std::shared_ptr<const Workflow> read_workflow(const Spanned<std::string_view>& file,
                                              const SlotsRow& slots,
                                              const std::filesystem::path& workspace,
                                              Diagnostics& diags);

}  // namespace reshoot
