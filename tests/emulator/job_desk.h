// SPDX-License-Identifier: Apache-2.0
#pragma once
// The jobs of all accounts, their limits and the bill. A job's whole life is decided when it is
// accepted; what it looks like at a time is derived.

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <queue>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/clock.h"
#include "emulator/fault.h"
#include "emulator/random.h"
#include "emulator/settings.h"

namespace reshoot::emulator {

enum class JobEnd { success, failed, refused_content, rate_limited, cancelled };
std::string_view name_of(JobEnd end);
enum class JobPhase { queued, running, over };

/// What a provider's face found acceptable.
struct NewJob {
  std::string provider;
  std::string account;
  std::string model;
  std::string sent;       ///< the body as it came
  std::string canonical;  ///< the same with sorted keys, and uploads by what they hold
  Millis billed{0};
  std::int64_t micros = 0;
  std::string wished_id{};  ///< as the client chose it; empty: the provider makes one
};

struct Job : NewJob {
  std::string id;
  Wall created;
  Wall shown_created;  ///< as the provider's clock has it
  Wall listed_from;    ///< in no list before
  Wall starts;
  Wall ends;
  JobEnd end = JobEnd::success;
  bool has_url = true;
  std::optional<Wall> forgotten;  ///< since then its provider no longer knows it
  std::optional<Wall> told_over;  ///< when an answer about it first said that it is over

  [[nodiscard]] JobPhase phase(Wall now) const;
  /// Jobs that end without a result cost nothing.
  [[nodiscard]] bool refunded() const { return end != JobEnd::success; }
  [[nodiscard]] std::int64_t charged_micros() const { return refunded() ? 0 : micros; }
};

/// Two accepted jobs of one account that ask for the same, the second while the first was not known
/// to have failed, and was not forgotten.
struct DoubleSubmit {
  std::string first;
  std::string second;
};

class JobDesk {
 public:
  JobDesk(const Settings& settings, Ids& ids) : settings_(settings), ids_(ids) {}

  /// Whether the limits let one more job in. Counts the try where they do.
  bool admits_submit(const ProviderSettings& provider, const std::string& account, Wall now);
  bool admits_poll(const ProviderSettings& provider, const std::string& account, Wall now);
  /// Whether `account` can pay `micros` more.
  [[nodiscard]] bool has_credit(const AccountSettings& account, std::int64_t micros) const;

  const Job& accept(NewJob job, const ProviderSettings& provider, const FaultDraw& faults,
                    Wall now);
  /// The provider loses what it knew: jobs that are not over will never be.
  void forget_all(std::string_view provider, Wall now);
  /// False: it runs already, or is over.
  bool cancel(const std::string& id, Wall now);

  /// nullptr: there is none.
  [[nodiscard]] const Job* find(const std::string& id) const;
  /// Its client is told about it.
  void note_told(const Job& job, Wall now);
  /// In the order in which they were accepted; each is a line of the bill.
  [[nodiscard]] const std::deque<Job>& all() const { return jobs_; }
  /// Newest first: what a list would show of them now.
  [[nodiscard]] std::vector<const Job*> listed(const std::string& account, std::string_view model,
                                               Wall now) const;
  /// Those made by exactly that body.
  [[nodiscard]] std::vector<const Job*> made_by(std::string_view body) const;
  /// Of accepted jobs less those that failed or will fail.
  [[nodiscard]] std::int64_t bill_total() const;
  [[nodiscard]] std::vector<DoubleSubmit> double_submits() const;

 private:
  using Ends = std::priority_queue<Wall, std::vector<Wall>, std::greater<>>;
  struct Book {
    std::deque<Wall> minute, hour;  ///< submits within each
    std::deque<Wall> polls;         ///< within a second
    Ends running;                   ///< when each slot is free again
    Ends out;                       ///< when each unfinished job ends
  };

  /// Whether `calls` has `most` of them within the window; forgets older ones.
  bool is_full(std::deque<Wall>& calls, std::size_t most, Millis window, Wall now) const;
  Wall start_of(Book& book, const Limits& limits, Wall now) const;

  const Settings& settings_;
  Ids& ids_;
  std::deque<Job> jobs_;
  std::unordered_map<std::string, std::size_t> by_id_;
  std::map<std::string, Book> books_;  ///< by account
};

}  // namespace reshoot::emulator
