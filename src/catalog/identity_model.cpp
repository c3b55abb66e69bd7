// SPDX-License-Identifier: Apache-2.0
#include "catalog/identity_model.h"

#include "catalog/choice_text.h"
#include "catalog/identity_choices.h"

namespace reshoot {

std::string_view name_of(IdentityRole role) {
  return choice_text(role);
}

std::string_view name_of(IdentityEdit edit) {
  switch (edit) {
    case IdentityEdit::none:
      return "none";
    case IdentityEdit::bsdiff:
      return "bsdiff";
    case IdentityEdit::torch_zip:
      return "torch_zip";
  }
  return "";
}

}  // namespace reshoot
