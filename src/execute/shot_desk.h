// SPDX-License-Identifier: Apache-2.0
#pragma once
// Brings paid takes home: uploads, submits, asks, downloads, and decides after trouble. Pure:
// events and time go in, actions come out; it sends, writes and waits for nothing itself.

#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <queue>
#include <string>
#include <unordered_map>
#include <vector>

#include "execute/account_pace.h"
#include "execute/shot.h"
#include "execute/upload_desk.h"

namespace reshoot {

struct DeskRules {
  std::filesystem::path folder;                   ///< downloads go there; it exists
  std::map<std::string, AccountLimits> limits;    ///< by provider
  Millis job_deadline{std::chrono::minutes(30)};  ///< then a job is left to a later run
  Millis look_up_after{5'000};                    ///< a list may lag behind an accepted job
  int look_ups = 3;                               ///< before a take is in doubt
  std::uint64_t seed = 0;                         ///< of the jitter
};

/// Why a take that is about to be sent must not be; nullopt: nothing is against it.
using Objection = std::function<std::optional<Error>(const Shot& shot)>;

/// Which jobs a provider has that this ledger knows as other takes: they are no match of a look-up.
using JobIsKnown = std::function<bool(const Shot& shot, const std::string& job)>;

class ShotDesk {
 public:
  /// An empty `objection` never objects.
  ShotDesk(DeskRules rules, JobIsKnown job_is_known, Objection objection = {});

  /// A take in state `reserved`, or one that an earlier run has left open. It is submitted, or
  /// asked for, by the next tick().
  DeskActions add(Shot shot, Moment at);
  /// What the transport told of a call that the desk asked for. What it makes room for is submitted
  /// by the next tick(): until then whoever is told of an end may close().
  DeskActions on(const NetworkEvent& event, Moment at);
  /// Does what is due, and submits what has a free slot.
  DeskActions tick(Moment at);
  /// When tick() has something to do; nullopt: only an answer can change anything.
  [[nodiscard]] std::optional<Steady> next(Steady now) const;
  /// Nothing more is submitted; what has been sent is brought home. What had not been sent ends as
  /// it was.
  DeskActions close(Moment at);
  /// Ctrl-C: nothing more is submitted, calls are ended, jobs stay out. What had not been sent ends
  /// as it was.
  DeskActions stop(Moment at);

  /// Shots that are not over.
  [[nodiscard]] std::size_t open() const { return open_; }

 private:
  enum class Stage : std::uint8_t {
    uploading,    ///< inputs are on their way
    queued,       ///< waits for a slot of its account
    submitting,   ///< the intent is durable and the request is out
    doubtful,     ///< nobody has said whether it was accepted: waits to clear that up
    looking_up,   ///< a list was asked for
    out,          ///< the provider has it: waits for the next question
    asking,       ///< a question is out
    searching,    ///< it was not shown when its time was over: lists are asked whether it is there
    downloading,  ///< its bytes are coming
    over,
  };
  /// One account: what it may be asked for, and who waits for it.
  struct Lane {
    AccountPace pace;
    std::deque<std::size_t> queue;          ///< shots that wait for a slot, first come first
    std::deque<std::size_t> due;            ///< questions that are due
    std::size_t unanswered = 0;             ///< submits on their way
    int silent = 0;                         ///< submits in a row that did not reach it
    bool refused = false;                   ///< nothing more is sent to it
    std::map<std::string, Millis> latency;  ///< from submit to result, as measured, by model
  };
  struct Entry {
    Shot shot;
    Lane* lane = nullptr;
    Stage stage = Stage::queued;
    std::size_t missing = 0;  ///< inputs without a place
    bool holds_slot = false;
    int attempt = 0;                      ///< of what it does now, without success
    std::optional<Steady> trouble_since;  ///< questions about it have failed since then
    int look_ups = 0;
    int page = 0;
    bool is_unsure = false;  ///< an earlier send of this take may have been accepted
    bool is_absent = false;  ///< they were not: that was proven before it was sent again
    int repeats = 0;         ///< sent again since then
    int downloads = 0;
    std::vector<FoundJob> found;
    Steady submitted_at{};   ///< also where an earlier run has sent it
    Steady watched_since{};  ///< by this run
    std::string why;         ///< why it is in doubt
    std::optional<Money> cost;
    std::optional<Wall> expires;  ///< of the result, as it was last told
    std::filesystem::path file;
  };
  struct Timer {
    Steady at;
    std::size_t shot;
    std::uint32_t round;  ///< a timer of an earlier round has no effect
    bool operator>(const Timer& other) const { return at > other.at; }
  };
  using Index = std::size_t;

  Lane& lane_of(const Shot& shot);
  void set_stage(Index i, Stage to);
  void wake_at(Index i, Steady at);
  void send(Index i, HttpRequest request, Deadlines deadlines, bool chosen_by_provider);

  void answer(Index i, const NetworkEvent& event);
  void wake(Index i);
  void begin(Index i);
  void enter_queue(Index i);
  void place_input(Index i, const Digest& content, const std::string& place);
  void end_uploads();
  void after_refused_upload(Index i, const Refusal& refusal);
  void give_up_account(Lane& lane, const std::string& provider, const Error& error);
  [[nodiscard]] std::optional<Steady> next_submit(const Lane& lane, Steady now) const;
  void drain(Lane& lane);
  void drain_all();
  void submit(Index i);
  void on_submit(Index i, const NetworkEvent& event);
  void after_refused_submit(Index i, const Refusal& refusal);
  void accept(Index i, const std::string& job, const JobState& state);
  void send_again_later(Index i, const Refusal& refusal);
  void give_up(Index i, const Error& error, bool may_try_again = false);
  void refuse(Index i, const Error& error);
  void doubt(Index i, std::string why);
  static std::optional<HttpRequest> submit_again(const Entry& entry, const SentOrder& sent);
  void clear_up(Index i);
  void send_again(Index i, HttpRequest request);
  void after_refused_repeat(Index i, const Refusal& refusal);
  [[nodiscard]] SentOrder sent_order(const Entry& entry) const;
  Reply<LookUpPage> read_page(const Entry& entry, const NetworkEvent& event) const;
  void look_up(Index i);
  void on_look_up(Index i, const NetworkEvent& event);
  void conclude_look_up(Index i);
  void on_absent(Index i);
  void ask(Index i);
  void on_poll(Index i, const NetworkEvent& event);
  void take_state(Index i, const JobState& state);
  void search(Index i);
  void on_search(Index i, const NetworkEvent& event);
  void on_job_absent(Index i);
  void on_failed_job(Index i, const Error& error);
  void on_vanished(Index i, const Error& error);
  void ask_later(Index i);
  bool waits_out_trouble(Index i, std::optional<Millis> retry_after);
  void ask_after_trouble(Index i, std::optional<Millis> retry_after, const Error& error);
  void download(Index i, const JobDone& done);
  void on_download(Index i, const NetworkEvent& event);
  [[nodiscard]] Millis expected(const Entry& entry) const;
  void learn_latency(const Entry& entry);
  void leave_out(Index i, const Error& error);
  void finish(Index i, Error error, bool may_try_again);
  void release_slot(Index i);

  DeskRules rules_;
  JobIsKnown job_is_known_;
  Objection objection_;
  Random random_;
  Moment at_;
  DeskActions actions_;
  UploadDesk uploads_;
  std::vector<UploadEnd> ends_;
  std::map<std::string, Lane> lanes_;  ///< by provider and base URL
  std::deque<Entry> entries_;
  std::vector<std::uint32_t> rounds_;  ///< per entry: counts its stages
  std::priority_queue<Timer, std::vector<Timer>, std::greater<>> timers_;
  std::unordered_map<RequestId, Index> requests_;
  RequestId next_id_ = 1;
  std::size_t open_ = 0;
  bool closed_ = false;   ///< nothing more is submitted
  bool stopped_ = false;  ///< nothing at all is begun
};

}  // namespace reshoot
