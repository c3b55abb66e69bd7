// SPDX-License-Identifier: Apache-2.0
#include "plan/cast_reasons.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace reshoot {
namespace {

constexpr std::string_view somebody_else = "(somebody else)";

/// What a key holds of each member, in cast order: equal text, equal member.
std::vector<std::string> members_of(const std::vector<KeyField>& fields) {
  constexpr std::string_view head = "cast[";
  std::vector<std::string> members;
  for (const KeyField& field : fields) {
    const std::size_t close = field.path.find(']');
    std::size_t index = 0;
    if (field.path.starts_with(head) && close != std::string::npos) {
      std::from_chars(field.path.data() + head.size(), field.path.data() + close, index);
      members.resize(std::max(members.size(), std::min(index, members.size()) + 1));
      members.back() += fmt::format("{}:{}\n", field.path.substr(close), field.value);
    }
  }
  return members;
}

/// The names of the cast that was. Who is not found by what the key held keeps the name that stands
/// there now, unless that one is found elsewhere: then it was edited in place.
std::vector<std::string> names_before(const std::vector<std::string>& was,
                                      const std::vector<std::string>& now,
                                      const std::vector<std::string>& names) {
  std::vector<std::string> before(was.size());
  for (std::size_t i = 0; i < was.size(); ++i) {
    const bool stayed = i < now.size() && was[i] == now[i];
    const auto found = stayed ? now.begin() + static_cast<std::ptrdiff_t>(i)
                              : std::find(now.begin(), now.end(), was[i]);
    if (found != now.end()) {
      before[i] = names[static_cast<std::size_t>(found - now.begin())];
    }
  }
  for (std::size_t i = 0; i < was.size(); ++i) {
    if (before[i].empty()) {
      const bool free = was.size() == now.size() &&
                        std::find(before.begin(), before.end(), names[i]) == before.end();
      before[i] = free ? names[i] : std::string(somebody_else);
    }
  }
  return before;
}

std::string name_at(std::string_view number, const std::vector<std::string>& names) {
  std::size_t index = 0;
  std::from_chars(number.data(), number.data() + number.size(), index);
  return index >= 1 && index <= names.size() ? names[index - 1] : std::string(number);
}

bool is_speaker(std::string_view field) {
  return field.starts_with("says[") && field.ends_with("].cast");
}

/// Nothing is left to say of a reason whose numbers changed and whose names did not; a speaker
/// whose line came or went is told with the line.
bool is_idle(const Reason& reason) {
  if (is_speaker(reason.field)) {
    return reason.was.empty() || reason.now.empty() || reason.was == reason.now;
  }
  return reason.field == "prompt" && reason.was == reason.now;
}

Reason cast_reason(const std::vector<std::string>& before, const std::vector<std::string>& names,
                   const std::vector<KeyField>& now) {
  const auto first = std::find_if(now.begin(), now.end(), [](const KeyField& field) {
    return field.path.starts_with("cast[");
  });
  return {"cast", fmt::format("{}", fmt::join(before, ", ")),
          fmt::format("{}", fmt::join(names, ", ")), first == now.end() ? Span{} : first->at};
}

}  // namespace

void name_cast(const std::vector<KeyField>& was, const std::vector<KeyField>& now,
               const std::vector<std::string>& names, std::vector<Reason>& reasons) {
  const std::vector<std::string> members = members_of(now);
  if (members.size() != names.size()) {
    return;  // a model that binds nobody: the key holds no cast
  }
  const std::vector<std::string> before = names_before(members_of(was), members, names);
  for (Reason& reason : reasons) {
    if (reason.field == "prompt") {
      reason.was = with_cast_names(reason.was, before);
      reason.now = with_cast_names(reason.now, names);
    } else if (is_speaker(reason.field)) {
      reason.was = name_at(reason.was, before);
      reason.now = name_at(reason.now, names);
    }
  }
  std::erase_if(reasons, is_idle);
  if (before != names) {
    std::erase_if(reasons, [](const Reason& reason) { return reason.field.starts_with("cast["); });
    reasons.insert(reasons.begin(), cast_reason(before, names, now));
  }
}

}  // namespace reshoot
