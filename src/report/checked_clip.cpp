// SPDX-License-Identifier: Apache-2.0
#include "report/checked_clip.h"

namespace reshoot {

std::string_view name_of(ClipFate fate) {
  switch (fate) {
    case ClipFate::ships:
      return "ships";
    case ClipFate::ships_by_policy:
      return "ships_by_policy";
    case ClipFate::ships_by_person:
      return "ships_by_person";
    case ClipFate::ships_unjudged:
      return "ships_unjudged";
    case ClipFate::will_retake:
      return "will_retake";
    case ClipFate::held:
      return "held";
    case ClipFate::not_measured:
      return "not_measured";
    case ClipFate::no_take:
      return "no_take";
  }
  return "";
}

}  // namespace reshoot
