// SPDX-License-Identifier: Apache-2.0
#pragma once
// All that a build writes into the ledger, and the facts that follow it. Starts no work.

#include <filesystem>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/clock.h"
#include "campaign/model.h"
#include "execute/event.h"
#include "execute/observer.h"
#include "execute/take_check.h"
#include "graph/step.h"
#include "plan/facts.h"
#include "plan/plan.h"
#include "plan/select.h"
#include "store/shared_takes.h"
#include "store/store.h"

namespace reshoot {

/// How a build keeps its books.
struct BookRules {
  bool draft = false;                     ///< selections, key texts and lock are left alone
  bool locked = false;                    ///< the lock is left alone
  std::filesystem::path lock_file;        ///< not used by a draft
  std::optional<FileStat> campaign_stat;  ///< of the campaign's file as it was read
  IdentityModels identity;                ///< that clips are judged with; empty: none are
};

class Bookkeeper {
 public:
  /// The references outlive this.
  Bookkeeper(const Graph& graph, const Campaign& campaign, Facts facts, Store& store,
             const Clock& clock, BookRules rules);

  /// `workspace`: where finished videos go; an absolute path.
  Result<void> begin(const std::filesystem::path& workspace);

  /// The take that a clip uses as things stand; a draft has no regard for pins. nullopt: none.
  [[nodiscard]] std::optional<Choice> selected(const GenerateStep& step) const;
  /// A take of this clip was asked for, and is not made yet.
  [[nodiscard]] bool retakes(const GenerateStep& step) const;
  /// The bytes of all takes of this key that the ledger knows.
  [[nodiscard]] std::vector<Digest> blobs_of(const Digest& clip_key) const;
  /// What is known now; follows every write of this build.
  [[nodiscard]] const Facts& facts() const { return facts_; }
  /// Takes in what other processes have written since (`take use`, `take reject`).
  Result<void> refresh();
  /// Reads the takes of this clip's key again: those that failed are not in the facts.
  Result<void> reread(const GenerateStep& step);
  /// The same for the lock, which also git may have changed.
  Result<void> refresh_lock();

  /// The durable row of what is about to be shot: a new take, or the one that the decision names.
  Result<Take> take_for(const GenerateStep& step, const Decision& decision);
  /// The same for a take that goes to a provider: it is `reserved`, its intent follows when it is
  /// sent.
  Result<Take> reserve(const GenerateStep& step, const Decision& decision);
  /// Takes that were never sent and that no decision of `plan` goes on with give their money back.
  Result<void> release_unsent(const Plan& plan);
  /// The bytes of a take are in the store: money, request for a retake, pin, and what to know of
  /// it. Answers with what this cost.
  Result<Money> record_take(Take take, const GenerateStep& step, const Decision& decision,
                            const Made& made, const Settlement& settled,
                            const std::vector<std::string>& warnings);
  /// The same for a take that no clip waits for: it was paid for, and is kept for its own key. A
  /// request for a retake that it answers is closed, of whichever campaign; it becomes the pin,
  /// unless a person has chosen another take since.
  Result<void> record_stray(Take take, const Made& made, const Settlement& settled);
  /// The bytes of a take that somebody else has made, or that had gone missing, are in the store.
  Result<Made> record_fetched(const GenerateStep& step, const Decision& decision,
                              const FetchedTake& fetched, const SharedTakes* remote);
  /// The take of these bytes, with its provenance, as the remote keeps it.
  [[nodiscard]] TakeRecord shared_record(const GenerateStep& step, const Digest& blob) const;
  Result<void> record_pushed(const SharedTakes& remote, const Digest& blob);
  Result<void> record_artifact(const Digest& key, const Made& made);

  // Takes that must be judged: bookkeeper_verdicts.cpp.
  /// What a worker is to measure and compare.
  [[nodiscard]] CheckJob check_job(const GenerateStep& step, const Digest& blob) const;
  /// A take was compared: its rows, and the verdict that follows.
  Result<void> record_check(const GenerateStep& step, const Digest& blob,
                            const CheckedTake& checked);
  /// Why a take that was judged does not ship.
  [[nodiscard]] TakeFellShort shortfall(const GenerateStep& step, const Digest& blob) const;
  /// A take that falls short. Where it answered a request for a retake, it is the pin no longer:
  /// what was chosen before is. What a person has chosen by name stays.
  Result<void> unpin(const GenerateStep& step, const Digest& blob);

  /// Keeps the key text of a step that is done, for `why`.
  Result<void> remember_step(StepIndex step, const Digest& key,
                             const std::vector<std::optional<Made>>& made);
  /// Keeps which take a clip uses; closes a request for a retake that was made of what the clip no
  /// longer is.
  Result<void> remember_choice(const GenerateStep& step);

  /// Takes what this build has chosen into the lock: `built` tells of each generate step whether
  /// its choice is known, `cut` whether a video was cut or found. True where the campaign's file is
  /// not the one that was read any more: then the lock is left as it is.
  Result<bool> keep_lock(const std::vector<bool>& built, bool cut);

  /// Puts a video's blob under out/ where it is not there already; its path relative to the
  /// workspace where it was put, else nullopt.
  Result<std::optional<std::string>> publish(const CutStep& cut, const Digest& blob,
                                             const std::filesystem::path& workspace);

 private:
  /// A request for a retake that a take has answered.
  struct Answer {
    std::string clip;
    bool pins = true;  ///< the clip uses the take from now on
  };

  [[nodiscard]] const std::string& clip_name(const GenerateStep& step) const {
    return campaign_.scenes[step.scene].name;
  }
  [[nodiscard]] const Take* take_of(const Digest& clip_key, const Digest& blob) const;
  Result<Take> adopt(const GenerateStep& step, const FetchedTake& fetched,
                     const Decision& decision);
  [[nodiscard]] TakeRecord unrecorded(const GenerateStep& step, const FetchedTake& fetched) const;
  [[nodiscard]] TakeRecord provenance(const GenerateStep& step, const FetchedTake& fetched,
                                      const Decision& decision) const;
  [[nodiscard]] std::optional<LockedTake> locked_take(const GenerateStep& step) const;
  [[nodiscard]] const Scene& scene_of(const GenerateStep& step) const {
    return campaign_.scenes[step.scene];
  }
  void remember(const Take& take);
  Result<void> give_up_missing(const Digest& clip_key, std::uint32_t seed);
  void put_made(Take& take, const Made& made);
  Result<void> answer(const RetakeRequest& asked, const std::string& campaign, const Take& take);
  Result<std::optional<Answer>> answer_open_request(const Take& take);
  void remember_answer(const Answer& answered, const Take& take);

  const Graph& graph_;
  const Campaign& campaign_;
  Facts facts_;
  Store& store_;
  const Clock& clock_;
  BookRules rules_;
  Lock planned_;                                       ///< the lock that the plan was made with
  std::unordered_map<std::string, Digest> step_keys_;  ///< as of the last successful builds
  std::vector<Published> published_;
};

}  // namespace reshoot
