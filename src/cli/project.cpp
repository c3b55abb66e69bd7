// SPDX-License-Identifier: Apache-2.0
// Wiring from the command line to campaign, store, tools and graph.

#include "cli/project.h"

#include <fmt/format.h>

#include <cstdlib>

#include "assemble/fonts.h"
#include "base/render_diagnostics.h"
#include "cli/workspace.h"
#include "execute/input_digests.h"
#include "graph/expand.h"
#include "store/lock_io.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

void check_name_is_unique(Project& project) {
  if (!project.campaign) {
    return;
  }
  const auto other = same_name_elsewhere(project.place, project.campaign->name);
  if (other) {
    project.diags
        .report(Code::duplicate_campaign,
                fmt::format("another campaign of this workspace is called '{}' too",
                            project.campaign->name))
        .note("the other one is " + other->lexically_relative(project.place.workspace).string())
        .help(
            "give one of them another 'campaign:' name: takes and finished videos are kept by it");
    project.campaign.reset();
  }
}

std::string relative_name(const Project& project, const fs::path& file) {
  return file.lexically_relative(project.place.workspace).string();
}

Error mistakes_in(const Project& project) {
  const std::size_t count = project.diags.errors();
  const bool only_lock = project.campaign && !project.lock;
  return {ErrorKind::campaign,
          fmt::format("{} mistake{} in {}", count, count == 1 ? "" : "s",
                      only_lock ? project.lock_name() : relative_name(project, project.place.file)),
          "nothing was run; mend and try again"};
}

/// By clip name; clips of a scene that stands in several cells are told apart by their names.
std::unordered_map<std::string, Digest> clip_keys(const Graph& graph, const Campaign& campaign) {
  std::unordered_map<std::string, Digest> keys;
  for (const Step& step : graph.steps) {
    if (const auto* clip = std::get_if<GenerateStep>(&step.what)) {
      keys.emplace(campaign.scenes[clip->scene].name, clip->key);
    }
  }
  return keys;
}

}  // namespace

std::string Project::lock_name() const {
  return lock_path(place.file).lexically_relative(place.workspace).string();
}

Result<std::unique_ptr<Project>> read_project(const Options& options) {
  auto project = std::make_unique<Project>();
  TRY_ASSIGN(project->place, find_campaign(fs::current_path(), options.file));
  project->catalog = Catalog::load(project->place.workspace, project->sources, project->diags);
  project->identity =
      IdentityCatalog::load(project->place.workspace, project->sources, project->diags);
  project->campaign_stat = stat_file(project->place.file).value_or(std::nullopt);
  project->campaign =
      load_campaign(project->place, project->catalog, project->sources, project->diags);
  check_name_is_unique(*project);
  project->settings = load_settings(project->place.workspace, project->sources, project->diags);
  check_identity(project->settings, project->identity, project->diags);
  project->lock = load_lock(lock_path(project->place.file), project->lock_name(), project->sources,
                            project->diags);
  return project;
}

Result<std::unique_ptr<Project>> open_project(const Options& options, const Console& console) {
  TRY_ASSIGN(std::unique_ptr<Project> project, read_project(options));
  print_err(render_text(project->diags, project->sources, console.err_colour));
  if (!project->campaign || project->diags.has_errors()) {
    return tl::unexpected(mistakes_in(*project));
  }
  return project;
}

Result<Store> open_store(const Options& options, const fs::path& workspace, bool create,
                         const Clock& clock) {
  const fs::path directory =
      store_directory(workspace, options.store, std::getenv("RESHOOT_STORE"));
  std::error_code ignored;
  if (create || fs::exists(directory / "reshoot.db", ignored)) {
    Result<Store> writable = Store::open(directory, Ledger::Access::read_write, clock);
    if (writable || create) {
      return writable;
    }
  }
  return Store::open(directory, Ledger::Access::read_only, clock);
}

Result<FoundTools> find_toolbox(StatCache& stats, const Cancel& cancel) {
  FoundTools found;
  Tools& tools = found.toolbox.tools;
  TRY_ASSIGN(tools, find_tools());
  TRY_ASSIGN(found.toolbox.fonts, find_fonts());
  TRY_ASSIGN(const KnownFile ffmpeg,
             stats.facts(tools.ffmpeg, [&] { return ask_ffmpeg_version(tools.ffmpeg, cancel); }));
  TRY_ASSIGN(const KnownFile espeak,
             stats.facts(tools.espeak, [&] { return ask_espeak_version(tools.espeak, cancel); }));
  tools.ffmpeg_version = ffmpeg.facts;
  tools.espeak_version = espeak.facts;
  found.versions.render = ffmpeg.facts;
  found.versions.shoot = fmt::format("{}; {}", ffmpeg.facts, espeak.facts);
  for (const fs::path& font : font_files(found.toolbox.fonts)) {
    TRY_ASSIGN(const KnownFile known, stats.digests(font));
    found.versions.shoot +=
        fmt::format("; {} {}", font.filename().string(), known.sha256.hex().substr(0, 16));
  }
  return found;
}

Result<Graph> open_graph(Project& project, Store& store, const FoundTools& tools, bool draft,
                         const Cancel& cancel, const Console& console) {
  InputDigests digests(store.stats, tools.toolbox.tools, cancel);
  Diagnostics diags;
  std::optional<Graph> graph =
      expand(*project.campaign, project.catalog, digests, {draft, tools.versions}, diags);
  print_err(render_text(diags, project.sources, console.err_colour));
  if (!graph) {
    return fail(ErrorKind::campaign, "some inputs cannot be used", "nothing was run");
  }
  return *std::move(graph);
}

Result<void> reread_lock(Project& project, const Console& console) {
  Diagnostics diags;
  project.lock =
      load_lock(lock_path(project.place.file), project.lock_name(), project.sources, diags);
  print_err(render_text(diags, project.sources, console.err_colour));
  if (!project.lock) {
    return fail(ErrorKind::campaign, project.lock_name() + " cannot be used",
                "what was made is kept; mend it and run again");
  }
  return {};
}

KeyNow keys_now(const Graph& graph, const Campaign& campaign) {
  return [keys = clip_keys(graph, campaign)](const std::string& clip) {
    const auto found = keys.find(clip);
    return found == keys.end() ? std::nullopt : std::optional(found->second);
  };
}

Result<void> refuse_disputes(Project& project, const Graph& graph, const Console& console) {
  if (project.lock->disputes.empty()) {
    return {};
  }
  Diagnostics diags;
  report_disputes(*project.lock, project.lock_name(), keys_now(graph, *project.campaign), diags);
  print_err(render_text(diags, project.sources, console.err_colour));
  return fail(ErrorKind::campaign,
              fmt::format("a merge left {} open in {}",
                          project.lock->disputes.size() == 1
                              ? std::string("one choice")
                              : fmt::format("{} choices", project.lock->disputes.size()),
                          project.lock_name()),
              "nothing was run; settle it with the commands above, then go on");
}

}  // namespace reshoot
