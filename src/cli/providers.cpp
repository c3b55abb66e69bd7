// SPDX-License-Identifier: Apache-2.0
// Keys are read when a plan needs them, and never before.

#include "cli/providers.h"

#include <fmt/format.h>

#include <random>
#include <set>
#include <string>
#include <utility>

#include "cli/accounts.h"
#include "cli/version.h"
#include "network/curl_transport.h"

namespace reshoot {
namespace {

/// Calls `visit(step, clip)` for each step of the plan that a provider makes now.
template <class Visit>
Result<void> for_each_shot(const Graph& graph, const Plan& plan, Visit visit) {
  for (const Decision& decision : plan.decisions) {
    const auto* const clip = std::get_if<GenerateStep>(&graph.steps[decision.step].what);
    const bool shot = decision.kind == DecisionKind::run || decision.kind == DecisionKind::resume;
    if (clip != nullptr && shot && !clip->model->local()) {
      TRY(visit(graph.steps[decision.step], *clip));
    }
  }
  return {};
}

AccountLimits limits_of(const Project& project, std::string_view provider) {
  return project.settings.limits_of(provider, project.catalog.provider(provider).account);
}

}  // namespace

int shots_at_once(const Project& project, const Graph& graph, const Plan& plan, int jobs) {
  std::set<std::string_view> providers;
  bool here = false;
  for (const Decision& decision : plan.decisions) {
    const auto* const clip = std::get_if<GenerateStep>(&graph.steps[decision.step].what);
    const bool shot = decision.kind == DecisionKind::run || decision.kind == DecisionKind::resume;
    if (clip == nullptr || !shot) {
      continue;
    }
    if (clip->model->local()) {
      here = true;
    } else {
      providers.insert(clip->model->provider);
    }
  }
  int sum = here && !providers.empty() ? jobs : 0;
  for (const std::string_view provider : providers) {
    sum += limits_of(project, provider).at_once;
  }
  return sum;
}

Result<void> check_reachable(const Graph& graph, const Plan& plan, bool offline) {
  return for_each_shot(
      graph, plan, [&](const Step& step, const GenerateStep& clip) -> Result<void> {
        if (find_adapter(clip.model->provider) == nullptr) {
          return fail(
              ErrorKind::environment,
              fmt::format("{} wants {}, and this version of reshoot cannot call '{}'", step.id,
                          clip.model->id(), clip.model->provider),
              "nothing was shot; 'reshoot build --draft' previews it with animatic, for free");
        }
        if (offline) {
          return fail(ErrorKind::environment,
                      fmt::format("{} wants {}, which --offline forbids to call", step.id,
                                  clip.model->id()),
                      "nothing was shot; run again without --offline");
        }
        return {};
      });
}

Result<Accounts> accounts_of(const Options& options, const Project& project, const Graph& graph,
                             const Plan& plan, const std::vector<OpenJob>& jobs,
                             const Cancel& cancel) {
  std::set<std::string> needed;
  TRY(for_each_shot(graph, plan, [&](const Step&, const GenerateStep& clip) -> Result<void> {
    needed.insert(clip.model->provider);
    return {};
  }));
  std::set<std::string> of_jobs;
  if (!options.draft && !options.locked && !options.offline) {
    for (const OpenJob& job : jobs) {
      if (job.take.state != TakeState::in_doubt) {
        of_jobs.insert(job.provider);
      }
    }
  }
  Accounts accounts;
  if (needed.empty() && of_jobs.empty()) {
    return accounts;
  }
  const Variables environment = process_variables();
  TRY_ASSIGN(const Variables dotenv, read_dotenv(project.place.workspace, cancel));
  for (const std::string& provider : needed) {
    TRY_ASSIGN(Account account, account_of(provider, environment, dotenv));
    accounts.emplace(provider, std::move(account));
  }
  for (const std::string& provider : of_jobs) {
    if (Result<Account> account = account_of(provider, environment, dotenv)) {
      accounts.emplace(provider, *std::move(account));
    }
  }
  return accounts;
}

Result<Providers> reach_providers(const Project& project, Accounts accounts) {
  Providers providers;
  if (accounts.empty()) {
    return providers;
  }
  TransportOptions options;
  options.user_agent = fmt::format("reshoot/{}", version);
  options.proxy = proxy_of(process_variables());
  TRY_ASSIGN(providers.transport, CurlTransport::create(std::move(options)));
  std::map<std::string, AccountLimits> limits;
  for (const auto& [provider, account] : accounts) {
    limits[provider] = limits_of(project, provider);
  }
  providers.access.emplace(ProviderAccess{*providers.transport, std::move(accounts),
                                          std::move(limits), std::random_device{}()});
  return providers;
}

}  // namespace reshoot
