// SPDX-License-Identifier: Apache-2.0
// Actions in their order: a call leaves only when the row before it is durable.

#include "execute/shooter.h"

#include <utility>

#include "base/overloaded.h"
#include "store/crash_point.h"

namespace reshoot {
namespace {

/// Where the ledger cannot be asked, a job counts as another take's: nothing is adopted by mistake.
JobIsKnown known_to(const Ledger& ledger) {
  return [&ledger](const Shot& shot, const std::string& job) {
    return ledger.knows_job(shot.account.provider, shot.account.base_url, job).value_or(true);
  };
}

}  // namespace

Shooter::Shooter(DeskRules rules, Ledger& ledger, Transport& transport, const Clock& clock,
                 Objection objection)
    : ledger_(ledger),
      transport_(transport),
      clock_(clock),
      desk_(std::move(rules), known_to(ledger), std::move(objection)) {}

Result<void> Shooter::add(Shot shot) {
  return carry_out(desk_.add(std::move(shot), moment()));
}

Result<void> Shooter::on(const NetworkEvent& event) {
  return carry_out(desk_.on(event, moment()));
}

Result<void> Shooter::tick() {
  return carry_out(desk_.tick(moment()));
}

Result<void> Shooter::close() {
  return carry_out(desk_.close(moment()));
}

Result<void> Shooter::stop() {
  return carry_out(desk_.stop(moment()));
}

std::vector<ShotNews> Shooter::take_news() {
  return std::exchange(news_, {});
}

Result<void> Shooter::carry_out(DeskActions actions) {
  for (DeskAction& action : actions) {
    TRY(carry_out(action));
  }
  return {};
}

Result<void> Shooter::carry_out(DeskAction& action) {
  const auto tell = [&](auto& news) -> Result<void> {
    news_.emplace_back(std::move(news));
    return {};
  };
  return std::visit(
      overloaded{
          [&](const RecordIntent& a) { return ledger_.record_intent(a.take, a.sending); },
          [&](const RecordNotAccepted& a) { return ledger_.record_not_accepted(a.take); },
          [&](RecordSubmitted& a) -> Result<void> {
            TRY(ledger_.record_submitted(a.take, a.job));
            return tell(a);
          },
          [&](const RecordSucceeded& a) { return ledger_.record_succeeded(a.take, a.expires); },
          [&](const RecordDoubt& a) { return ledger_.record_in_doubt(a.take, a.why); },
          [&](const RecordRefused& a) { return ledger_.record_refused(a.take, a.why); },
          [&](const RecordFailed& a) { return ledger_.record_failed(a.take, a.why); },
          [&](const RecordLost& a) { return ledger_.record_lost(a.take, a.why); },
          [&](const RecordUpload& a) { return ledger_.record_upload(a.scope, a.upload); },
          [&](SendCall& a) -> Result<void> {
            transport_.start(a.id, std::move(a.call));
            crash_point("shot.sent");
            return {};
          },
          [&](const CancelCall& a) -> Result<void> {
            transport_.cancel(a.id);
            return {};
          },
          [&](ShotArrived& a) { return tell(a); },
          [&](ShotEnded& a) { return tell(a); },
          [&](AccountRefused& a) { return tell(a); },
      },
      action);
}

}  // namespace reshoot
