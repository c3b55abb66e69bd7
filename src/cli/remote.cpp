// SPDX-License-Identifier: Apache-2.0
// Only what is missing here is asked for.

#include "cli/remote.h"

#include <algorithm>

#include "plan/remote_questions.h"
#include "store/transfer.h"

namespace reshoot {
namespace {

Result<void> ask(const SharedTakes& takes, const RemoteQuestions& questions, Facts& facts) {
  if (!questions.blobs.empty()) {
    TRY(check_begun(takes));
    TRY_ASSIGN(facts.shared, takes.present(questions.blobs));
  }
  for (const Digest& key : questions.keys) {
    TRY_ASSIGN(SharedList list, takes.takes_of(key));
    std::vector<TakeRecord>& offers = list.records;
    std::vector<Digest> blobs;
    for (const TakeRecord& offer : offers) {
      blobs.push_back(offer.blob);
    }
    TRY_ASSIGN(const auto there, takes.present(blobs));
    std::erase_if(offers, [&](const TakeRecord& offer) { return !there.contains(offer.blob); });
    facts.shared.insert(there.begin(), there.end());
    const bool none_is_of_use = std::all_of(offers.begin(), offers.end(),
                                            [](const TakeRecord& offer) { return offer.rejected; });
    if (none_is_of_use && !list.unusable.empty()) {
      return tl::unexpected(list.unusable.front());
    }
    if (!offers.empty()) {
      facts.offers.emplace(key, std::move(offers));
    }
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<SharedTakes>> open_remote(const Options& options, const Settings& settings) {
  if (options.offline || !settings.remote) {
    return std::unique_ptr<SharedTakes>();
  }
  TRY_ASSIGN(std::unique_ptr<Remote> folder, open_folder_remote(settings.remote->dir));
  return std::make_unique<SharedTakes>(std::move(folder));
}

RemoteAccess reach_remote(const Options& options, const Settings& settings, const Ledger& ledger) {
  RemoteAccess remote;
  auto opened = open_remote(options, settings);
  if (!opened) {
    remote.unreachable = opened.error();
    return remote;
  }
  if (*opened != nullptr) {
    if (const Result<void> checked = check_remote(ledger, **opened); !checked) {
      remote.unreachable = checked.error();
      return remote;
    }
  }
  remote.takes = *std::move(opened);
  return remote;
}

void ask_remote(RemoteAccess& remote, const Graph& graph, const Campaign& campaign,
                const std::vector<bool>& wanted, Facts& facts) {
  if (remote.takes == nullptr) {
    return;
  }
  const RemoteQuestions questions = questions_of(graph, campaign, wanted, facts);
  if (const auto asked = ask(*remote.takes, questions, facts); !asked) {
    remote.unreachable = asked.error();
    remote.takes.reset();
    facts.shared.clear();  // nothing can come from there any more
    facts.offers.clear();
  }
}

}  // namespace reshoot
