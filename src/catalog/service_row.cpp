// SPDX-License-Identifier: Apache-2.0
#include "catalog/service_row.h"

#include <algorithm>

#include "catalog/choice_text.h"

namespace reshoot {

namespace {

void put_evidence(ProviderFacts& facts, std::string_view figure, Evidence evidence) {
  const auto same = std::find_if(facts.evidence.begin(), facts.evidence.end(),
                                 [&](const FigureEvidence& one) { return one.figure == figure; });
  if (same != facts.evidence.end()) {
    same->evidence = std::move(evidence);
  } else {
    facts.evidence.push_back({std::string(figure), std::move(evidence)});
  }
}

}  // namespace

void apply(const ServiceRow& row, ProviderFacts& facts) {
  const auto take = [&](std::string_view figure, const auto& fact, auto put) {
    if (fact) {
      put(fact->is);
      put_evidence(facts, figure, {std::string(fact->source), fact->sure});
    }
  };
  const auto into = [](int& to) {
    return [&to](const auto& whole) { to = static_cast<int>(whole.value); };
  };
  take("at_once", row.at_once, into(facts.account.at_once));
  take("per_minute", row.per_minute, into(facts.account.per_minute));
  take("per_hour", row.per_hour, into(facts.account.per_hour));
  take("polls_per_second", row.polls_per_second, into(facts.account.polls_per_second));
  take("shortest_poll", row.shortest_poll,
       [&](Length length) { facts.account.poll_shortest = Millis{length.millis}; });
  take("idempotency", row.idempotency, [&](Idempotency is) { facts.idempotency = is; });
  take("lists_jobs", row.lists_jobs, [&](bool is) { facts.lists_jobs = is; });
  take("result_hours", row.result_hours,
       [&](const auto& whole) { facts.result_life = std::chrono::hours(whole.value); });
  take("public_uploads", row.public_uploads, [&](bool is) { facts.public_uploads = is; });
}

std::string_view name_of(Idempotency idempotency) {
  return choice_text(idempotency);
}

}  // namespace reshoot
