// SPDX-License-Identifier: Apache-2.0
// How values of the model are written.

#include "campaign/model.h"

namespace reshoot {

std::string_view name_of(CharacterKind kind) {
  switch (kind) {
    case CharacterKind::person:
      return "person";
    case CharacterKind::mascot:
      return "mascot";
    case CharacterKind::product:
      return "product";
  }
  return {};
}

std::string_view name_of(Fit fit) {
  switch (fit) {
    case Fit::crop:
      return "crop";
    case Fit::pad:
      return "pad";
    case Fit::blur:
      return "blur";
  }
  return {};
}

}  // namespace reshoot
