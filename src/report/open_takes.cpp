// SPDX-License-Identifier: Apache-2.0
#include "report/open_takes.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "report/figures.h"
#include "report/table.h"

namespace reshoot {
namespace {

using Json = nlohmann::ordered_json;

bool in_doubt(const OpenTake& open) {
  return open.job.take.state == TakeState::in_doubt;
}

Json to_json(const OpenTake& open) {
  const OpenJob& job = open.job;
  return {{"clip", open.clip},
          {"take", job.take.number},
          {"uuid", job.take.uuid},
          {"state", name_of(job.take.state)},
          {"provider", job.provider},
          {"job", job.job.empty() ? Json() : Json(job.job)},
          {"sent", job.sent.iso()},
          {"expires", job.expires ? Json(job.expires->iso()) : Json()},
          {"reserved_micros", job.take.reserved.micros}};
}

}  // namespace

std::string whereabouts(const OpenJob& job) {
  const std::string until = job.expires ? " until " + wall_text(*job.expires) : "";
  switch (job.take.state) {
    case TakeState::submitted:
      return fmt::format("at {} since {}", job.provider, wall_text(job.sent));
    case TakeState::succeeded:
      return fmt::format("ready at {}{}", job.provider,
                         until.empty() ? ", sent " + wall_text(job.sent) : until);
    case TakeState::in_doubt:
      return fmt::format("sent to {} {}", job.provider, wall_text(job.sent)) +
             (job.job.empty() ? "" : ", there as job " + job.job);
    default:
      return fmt::format("sent to {} {}, not answered", job.provider, wall_text(job.sent));
  }
}

std::string open_takes_text(const std::vector<OpenTake>& takes, const TextStyle& style) {
  Table out({{"OUT"}, {"TAKE", true}, {"WHERE"}, {"SET ASIDE", true}});
  Table doubtful({{"IN DOUBT"}, {"TAKE", true}, {"WHERE"}, {"SET ASIDE", true}});
  for (const OpenTake& open : takes) {
    const Take& take = open.job.take;
    (in_doubt(open) ? doubtful : out)
        .add({StyledText(open.clip, Paint::bold), fmt::format("{}", take.number),
              whereabouts(open.job), take.reserved.micros > 0 ? take.reserved.text() : "?"},
             StyledText(in_doubt(open) ? take.note : "", Paint::dim));
  }
  std::string text = out.empty() ? "" : out.text(style);
  if (!doubtful.empty()) {
    text += (text.empty() ? "" : "\n") + doubtful.text(style) +
            "`reshoot resolve` says what to look for, and settles them\n";
  }
  return text;
}

Json open_takes_json(const std::vector<OpenTake>& takes) {
  Json list = Json::array();
  for (const OpenTake& open : takes) {
    list.push_back(to_json(open));
  }
  return list;
}

}  // namespace reshoot
