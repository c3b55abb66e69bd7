// SPDX-License-Identifier: Apache-2.0
#include "cli/upload_rules.h"

#include <set>
#include <string>

#include "cli/accounts.h"
#include "cli/dotenv.h"

namespace reshoot {
namespace {

std::set<std::string> providers_of(const Campaign& campaign) {
  std::set<std::string> providers;
  for (const Scene& scene : campaign.scenes) {
    if (scene.model.value != nullptr && !scene.model.value->local()) {
      providers.insert(scene.model.value->provider);
    }
  }
  return providers;
}

}  // namespace

UploadRules upload_rules(const Project& project, const Clock& clock, const Cancel& cancel) {
  UploadRules rules;
  rules.public_uploads = project.settings.public_uploads;
  rules.today = Date::of(clock.wall());
  const std::set<std::string> providers = providers_of(*project.campaign);
  if (providers.empty()) {
    return rules;  // reading `.env` asks git
  }
  const Variables environment = process_variables();
  const Variables dotenv =
      read_dotenv(project.place.workspace, cancel).value_or(Variables{});  // a build reports it
  for (const std::string& provider : providers) {
    rules.places.push_back({provider, host_of(provider, environment, dotenv),
                            project.catalog.provider(provider).public_uploads});
  }
  return rules;
}

}  // namespace reshoot
