// SPDX-License-Identifier: Apache-2.0
// `init`, `doctor`, `schema` and `completion`: getting started and finding out what is missing.

#include <fmt/format.h>

#include <cstdlib>

#include "assemble/fonts.h"
#include "campaign/load.h"
#include "campaign/settings.h"
#include "cli/accounts.h"
#include "cli/ci_guard.h"
#include "cli/commands.h"
#include "cli/git_check.h"
#include "cli/init.h"
#include "cli/model_rows.h"
#include "cli/project.h"
#include "cli/session.h"
#include "cli/shared_store.h"
#include "cli/workspace.h"
#include "cli/worktree.h"
#include "report/doctor_report.h"
#include "store/uuid.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

DoctorCheck failed(std::string name, const Error& error) {
  return {std::move(name), CheckState::fail, error.message, error.help};
}

DoctorCheck program_check(const std::string& name, const std::string& package) {
  const Result<fs::path> found = find_program(name);
  if (!found) {
    return failed(name, {found.error().kind, name + " is not installed",
                         "install the package '" + package + "'"});
  }
  return {name, CheckState::ok, found->string(), ""};
}

DoctorCheck fonts_check() {
  const Result<fs::path> found = find_fonts();
  return found ? DoctorCheck{"fonts", CheckState::ok, found->string(), ""}
               : failed("fonts", found.error());
}

DoctorCheck store_check(const Options& options, const fs::path& workspace) {
  const SystemClock clock;
  const Result<Store> store = open_store(options, workspace, true, clock);
  if (!store) {
    return failed("store", store.error());
  }
  std::error_code error;
  const fs::space_info space = fs::space(store->directory, error);
  constexpr std::uintmax_t few = 2ULL << 30U;
  if (!error && space.available < few) {
    return {
        "store", CheckState::warn,
        fmt::format("{}: only {} MB are free", store->directory.string(), space.available >> 20U),
        "free some space, or move the store with --store DIR or RESHOOT_STORE"};
  }
  return {"store", CheckState::ok, fmt::format("{}: can be written", store->directory.string()),
          ""};
}

/// Writes a small file into the remote, reads it back and removes it. Only where it has been begun:
/// a bare mount point must not become a remote.
Result<void> try_remote(const Remote& remote) {
  const std::string name = "incoming/check-" + new_uuid();
  const std::string text = "reshoot doctor\n";
  TRY_ASSIGN(const TempDirectory scratch,
             TempDirectory::create(fs::temp_directory_path(), "reshoot-"));
  TRY(write_file_atomically(scratch.path() / "sent", text));
  TRY(remote.put(name, scratch.path() / "sent", {}));
  TRY(remote.get(name, scratch.path() / "back", {}));
  TRY_ASSIGN(const std::string back, read_file(scratch.path() / "back", text.size()));
  TRY(remote.remove(name));
  if (back != text) {
    return fail(
        ErrorKind::environment,
        fmt::format("what was written to the remote '{}' came back changed", remote.place()),
        "check the drive and its cables before anything is pushed there");
  }
  return {};
}

DoctorCheck remote_check(const Options& options, const fs::path& workspace,
                         const Console& console) {
  const Result<std::unique_ptr<SharedTakes>> remote = workspace_remote(options, workspace, console);
  if (!remote) {
    return failed("remote", remote.error());
  }
  if (*remote == nullptr) {
    return {"remote", CheckState::ok, "none is set: takes are on this machine only", ""};
  }
  const Result<bool> begun = (*remote)->begun();
  if (begun && !*begun) {
    return {"remote", CheckState::warn,
            fmt::format("{}: empty as yet; the first push begins it", (*remote)->place()),
            "if the team has pushed there before, its drive is not mounted"};
  }
  if (const Result<void> tried = try_remote((*remote)->remote()); !tried) {
    return failed("remote", tried.error());
  }
  return {"remote", CheckState::ok,
          fmt::format("{}: a file was written, read back and removed", (*remote)->place()), ""};
}

DoctorCheck git_check_of(const Options& options, const fs::path& workspace) {
  const SystemClock clock;
  SourceMap sources;
  Diagnostics diags;  // remote_check() shows them
  const char* const named = std::getenv("RESHOOT_STORE");
  GitPlaces places;
  places.root = git_root_of(workspace);
  places.store = store_directory(workspace, options.store, named);
  places.store_root = git_root_of(places.store);
  const auto main = in_main_worktree(workspace);
  places.is_main_worktrees = main && places.store == *main / "cache";
  places.ci = is_ci(std::getenv("CI"));
  places.has_remote = load_settings(workspace, sources, diags).remote.has_value();
  const Result<Store> store = open_store(options, workspace, false, clock);
  const Result<std::vector<Take>> takes =
      store ? store->ledger.takes() : std::vector<Take>();  // store_check() says what is wrong
  return git_check(places, takes.value_or(std::vector<Take>()));
}

/// Whether the models that this workspace measures with are here, by their names and sizes.
DoctorCheck identity_check(const std::optional<fs::path>& workspace) {
  SourceMap sources;
  Diagnostics diags;  // `check` shows them
  const Result<IdentityFiles> files = IdentityFiles::of_process();
  if (!files) {
    return failed("identity models", files.error());
  }
  const fs::path root = workspace.value_or(fs::path());
  const IdentityCatalog catalog = IdentityCatalog::load(root, sources, diags);
  const Settings settings = workspace ? load_settings(root, sources, diags) : Settings();
  std::string missing;
  for (const IdentityModel* const model : listed(catalog.models(settings.identity))) {
    if (!files->installed(*model)) {
      missing += (missing.empty() ? "" : ", ") + model->id;
    }
  }
  if (!missing.empty()) {
    return {"identity models", CheckState::warn, "not here: " + missing,
            "'reshoot models pull' brings them; without them faces and voices are not measured"};
  }
  return {"identity models", CheckState::ok, files->folder().string(), ""};
}

}  // namespace

Result<ExitCode> init(const Options& options, const Console& /*console*/) {
  const std::string folder = options.targets.empty() ? "." : options.targets.front();
  TRY_ASSIGN(const std::vector<std::string> written, write_starter(folder));
  for (const std::string& file : written) {
    print_out(fmt::format("wrote {}\n", (fs::path(folder) / file).lexically_normal().string()));
  }
  const std::string in_folder = folder == "." ? "" : fmt::format("cd {} && ", folder);
  print_out(fmt::format("\nnext: {}reshoot build\n", in_folder));
  return ExitCode::done;
}

Result<ExitCode> doctor(const Options& options, const Console& console) {
  const fs::path here = fs::current_path();
  const Result<CampaignPlace> place = find_campaign(here, options.file);
  const std::optional<fs::path> workspace = place ? place->workspace : find_workspace(here);
  std::vector<DoctorCheck> checks{program_check("ffmpeg", "ffmpeg"),
                                  program_check("ffprobe", "ffmpeg"),
                                  program_check("espeak-ng", "espeak-ng"), fonts_check()};
  checks.push_back(identity_check(workspace));
  if (workspace) {  // nowhere else a store is made
    checks.push_back({"workspace", CheckState::ok, workspace->string(), ""});
    checks.push_back(git_check_of(options, *workspace));
    checks.push_back(keys_check(process_variables(), read_dotenv(*workspace, Cancel())));
    checks.push_back(store_check(options, *workspace));
    checks.push_back(remote_check(options, *workspace, console));
  } else {
    checks.push_back({"workspace", CheckState::warn, "there is none here", ""});
  }
  if (place) {
    checks.push_back({"campaign", CheckState::ok, place->file.string(), ""});
  } else {
    checks.push_back({"campaign", CheckState::warn, place.error().message, place.error().help});
  }
  print_out(options.json ? doctor_json(checks) : doctor_text(checks, style_of(console)));
  const bool all_well = std::none_of(checks.begin(), checks.end(), [](const DoctorCheck& c) {
    return c.state == CheckState::fail;
  });
  return all_well ? ExitCode::done : ExitCode::environment;
}

Result<ExitCode> schema(const Options& /*options*/, const Console& /*console*/) {
  print_out(campaign_schema());
  return ExitCode::done;
}

Result<ExitCode> completion(const Options& options, const Console& /*console*/) {
  const std::optional<std::string> script = completion_script(options.targets.front());
  if (!script) {
    return fail(ErrorKind::usage, "no completion for the shell '" + options.targets.front() + "'",
                "bash, zsh and fish are known");
  }
  print_out(*script);
  return ExitCode::done;
}

}  // namespace reshoot
