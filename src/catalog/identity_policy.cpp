// SPDX-License-Identifier: Apache-2.0
#include "catalog/identity_policy.h"

namespace reshoot {

std::string_view name_of(IdentityLevel level) {
  switch (level) {
    case IdentityLevel::strict:
      return "strict";
    case IdentityLevel::normal:
      return "normal";
    case IdentityLevel::loose:
      return "loose";
    case IdentityLevel::off:
      return "off";
  }
  return "";
}

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return "pass";
    case Verdict::unsure:
      return "unsure";
    case Verdict::fail:
      return "fail";
    case Verdict::na:
      return "na";
  }
  return "";
}

std::string_view name_of(OnFail on_fail) {
  switch (on_fail) {
    case OnFail::retake:
      return "retake";
    case OnFail::hold:
      return "hold";
    case OnFail::warn:
      return "warn";
  }
  return "";
}

}  // namespace reshoot
