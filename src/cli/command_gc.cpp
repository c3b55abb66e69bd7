// SPDX-License-Identifier: Apache-2.0
// `cache gc`: deletes what nobody needs, and paid takes only when a person types so.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <set>

#include "base/render_diagnostics.h"
#include "campaign/settings.h"
#include "cli/biometrics.h"
#include "cli/commands.h"
#include "cli/git.h"
#include "cli/lock_roots.h"
#include "cli/project.h"
#include "cli/remote.h"
#include "cli/session.h"
#include "cli/shared_store.h"
#include "cli/workspace.h"
#include "cli/worktree.h"
#include "graph/prepare.h"
#include "report/cache_report.h"
#include "report/figures.h"
#include "store/build_lock.h"
#include "store/garbage.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

/// Finds out what is needed, and why.
class Roots {
 public:
  Roots(const Options& options, const Console& console, const fs::path& workspace, Store& store,
        const Cancel& cancel)
      : options_(options),
        console_(console),
        workspace_(workspace),
        store_(store),
        cancel_(cancel) {}

  Result<GcFacts> find() {
    facts_.include_paid = options_.include_paid;
    TRY_ASSIGN(facts_.takes, store_.ledger.takes());
    TRY_ASSIGN(facts_.artifacts, store_.ledger.artifacts());
    TRY_ASSIGN(const std::vector<Biometric> biometrics, store_.ledger.biometrics());
    for (const Biometric& row : biometrics) {
      facts_.artifacts.push_back({row.key, row.blob, row.bytes});
    }
    TRY_ASSIGN(facts_.selections, store_.ledger.all_selections());
    TRY_ASSIGN(facts_.here, store_.blobs.sizes());
    std::vector<fs::path> campaigns = campaigns_of(options_, workspace_);
    if (git_root_of(workspace_)) {
      TRY(add_repository(campaigns));
    } else {
      TRY_ASSIGN(facts_.locked, locks_beside(campaigns, console_));
    }
    for (const fs::path& campaign : campaigns) {
      TRY(add_live_keys(campaign));
    }
    TRY(add_open_retakes());
    TRY(add_catalog_and_remote());
    return std::move(facts_);
  }

 private:
  /// Locks of all branches and work trees; campaigns of the linked worktrees that share this store.
  Result<void> add_repository(std::vector<fs::path>& campaigns) {
    TRY_ASSIGN(const Git git, Git::open(workspace_, cancel_));
    TRY_ASSIGN(facts_.locked, locks_in_git(git, console_));
    TRY_ASSIGN(const std::vector<Worktree> worktrees, git.worktrees());
    for (const Worktree& tree : worktrees) {
      const fs::path twin = (tree.path / git.prefix() / ".").lexically_normal().parent_path();
      std::error_code failed;
      const bool shares =
          !tree.bare && fs::is_directory(twin, failed) && twin != workspace_ &&
          store_directory(twin, options_.store, std::getenv("RESHOOT_STORE")) == store_.directory;
      if (shares) {
        const std::vector<fs::path> more = campaigns_in(twin);
        campaigns.insert(campaigns.end(), more.begin(), more.end());
      }
    }
    return {};
  }

  /// The keys that a campaign has now, as it is and as a draft.
  Result<void> add_live_keys(const fs::path& campaign) {
    const SystemClock clock;
    for (const bool draft : {false, true}) {
      Options one = options_;
      one.file = campaign.string();
      one.draft = draft;
      one.offline = true;  // keys do not depend on what the remote has
      TRY_ASSIGN(const Session session, look_for_settling(one, console_, clock, cancel_));
      TRY_ASSIGN(const Plan plan, plan_targets(session, one));
      for (const Decision& decision : plan.decisions) {
        if (decision.key) {
          facts_.live_keys.insert(*decision.key);
        }
        add_prepared(session.graph, decision.step);
      }
      for (const Digest& key : biometric_keys(session.graph, session.campaign(),
                                              session.project->identity_models(), session.facts)) {
        facts_.live_keys.insert(key);
      }
      names_.insert(session.campaign().name);
    }
    return {};
  }

  /// What a clip is sent with is made again easily, and not for nothing.
  void add_prepared(const Graph& graph, StepIndex step) {
    if (const auto* clip = std::get_if<GenerateStep>(&graph.steps[step].what)) {
      for (const Preparation& one : preparations_of(clip->request, graph.tools)) {
        facts_.live_keys.insert(one.key);
      }
    }
  }

  Result<void> add_open_retakes() {
    for (const Take& take : facts_.takes) {
      names_.insert(take.campaign);
    }
    for (const std::string& name : names_) {
      TRY_ASSIGN(const std::vector<RetakeRequest> open, store_.ledger.open_retakes(name));
      for (const RetakeRequest& request : open) {
        facts_.asked.insert(request.clip_key);
      }
    }
    return {};
  }

  Result<void> add_catalog_and_remote() {
    SourceMap sources;
    Diagnostics diags;
    const auto catalog = std::make_shared<Catalog>(Catalog::load(workspace_, sources, diags));
    facts_.is_free = [catalog](std::string_view model) {
      const Model* const row = catalog->find(model);
      return row != nullptr && row->free();
    };
    const Settings settings = load_settings(workspace_, sources, diags);
    return settings.remote ? ask_remote_for_copies(settings) : Result<void>();
  }

  /// Which takes the remote has; where it cannot be asked, which it had when last seen.
  Result<void> ask_remote_for_copies(const Settings& settings) {
    std::vector<Digest> takes;
    for (const Take& take : facts_.takes) {
      if (take.blob && facts_.here.contains(*take.blob)) {
        takes.push_back(*take.blob);
      }
    }
    const RemoteAccess remote = reach_remote(options_, settings, store_.ledger);
    if (remote.takes != nullptr) {
      if (auto there = remote.takes->present(takes)) {
        facts_.shared = *std::move(there);
        facts_.asked_remote = true;
        return {};
      }
    }
    TRY_ASSIGN(facts_.shared, store_.ledger.pushed(settings.remote->dir.string()));
    return {};
  }

  const Options& options_;
  const Console& console_;
  const fs::path& workspace_;
  Store& store_;
  const Cancel& cancel_;
  GcFacts facts_;
  std::set<std::string> names_;  ///< of campaigns
};

/// Asks for `phrase`, a sentence that nobody types by mistake. Nothing has been deleted yet.
Result<void> confirm_paid(const std::vector<GcItem>& items, const std::string& phrase,
                          const Console& console) {
  print_err(gc_paid_text(items, {static_cast<std::size_t>(console.width), console.err_colour}));
  if (::isatty(STDIN_FILENO) == 0 || !console.err_is_terminal) {
    return fail(ErrorKind::needs_person,
                "paid takes go only when a person types so at a terminal: nothing was deleted",
                "'reshoot cache gc --include-paid --dry-run' lists everything");
  }
  print_err(fmt::format("\ntype '{}' to go on: ", phrase));
  std::string typed;
  std::getline(std::cin, typed);
  if (typed != phrase) {
    return fail(ErrorKind::needs_person, "that was something else: nothing was deleted");
  }
  return {};
}

/// How many were shown to go, and stay.
std::int64_t spared(const std::vector<GcItem>& shown, const std::vector<GcItem>& now) {
  const auto goes = [](const GcItem& item) { return !item.keep; };
  return std::count_if(shown.begin(), shown.end(), goes) -
         std::count_if(now.begin(), now.end(), goes);
}

/// What people chose while this asked them counts too.
Result<std::vector<GcItem>> decide_again(const std::vector<GcItem>& shown, Roots roots) {
  TRY_ASSIGN(const GcFacts facts, roots.find());
  std::vector<GcItem> items = agreed_garbage(shown, decide_garbage(facts));
  if (const std::int64_t kept = spared(shown, items); kept > 0) {
    print_err(fmt::format("note: {} needed after all, and kept\n",
                          kept == 1 ? "1 blob is" : counted(kept, "blob") + " are"));
  }
  return items;
}

}  // namespace

Result<ExitCode> cache_gc(const Options& options, const Console& console) {
  const SystemClock clock;
  const Cancel cancel;
  TRY_ASSIGN(const fs::path workspace, workspace_of(options));
  TRY_ASSIGN(Store store, open_store(options, workspace, true, clock));
  TRY_ASSIGN(const std::optional<BuildLock> lock,
             BuildLock::try_acquire(store.lock_file(), "cache gc", clock));
  if (!lock) {
    return fail(ErrorKind::transient, "a build has this store; nothing was deleted",
                "run gc when it has ended");
  }
  if (options.biometrics) {
    TRY(remove_biometrics(options, store));
    return ExitCode::done;
  }
  const auto roots = [&] { return Roots(options, console, workspace, store, cancel); };
  TRY_ASSIGN(const GcFacts facts, roots().find());
  std::vector<GcItem> items = decide_garbage(facts);
  if (!options.dry_run) {
    if (const std::string phrase = gc_confirmation(items); !phrase.empty()) {
      TRY(confirm_paid(items, phrase, console));
      TRY_ASSIGN(items, decide_again(items, roots()));
    }
    TRY(collect_garbage(store.ledger, store.blobs, items));
  }
  print_out(options.json ? gc_json(items, options.dry_run)
                         : gc_text(items, options.dry_run, style_of(console)));
  return ExitCode::done;
}

}  // namespace reshoot
