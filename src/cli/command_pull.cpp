// SPDX-License-Identifier: Apache-2.0
// `models pull`: brings the files of identity models here, one after the other; what one of them
// lacks does not stop the others.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "base/text.h"
#include "cli/accounts.h"
#include "cli/commands.h"
#include "cli/model_rows.h"
#include "cli/progress/transfer_line.h"
#include "cli/pull/model_puller.h"
#include "cli/session.h"
#include "cli/version.h"
#include "execute/interrupts.h"
#include "network/curl_transport.h"
#include "report/pull_report.h"

namespace reshoot {
namespace {

using Models = std::vector<const IdentityModel*>;

Result<const IdentityModel*> named_model(const IdentityCatalog& catalog, const std::string& id) {
  if (const IdentityModel* const model = catalog.find(id)) {
    return model;
  }
  std::vector<std::string> known;
  for (const IdentityModel& model : catalog.all()) {
    known.push_back(model.id);
  }
  const auto meant = closest(id, known);
  return fail(ErrorKind::usage, fmt::format("no identity model '{}' is known", printable(id)),
              meant ? fmt::format("did you mean '{}'?", *meant)
                    : "'reshoot models list' shows all of them");
}

/// Those that are named; else those that the workspace uses.
Result<Models> wanted_models(const ModelRows& rows, const std::vector<std::string>& ids) {
  if (ids.empty()) {
    return listed(rows.used);
  }
  Models models;
  for (const std::string& id : ids) {
    TRY_ASSIGN(const IdentityModel* const model, named_model(rows.identity, id));
    if (std::find(models.begin(), models.end(), model) == models.end()) {
      models.push_back(model);
    }
  }
  return models;
}

/// Tells the terminal how far all downloads are.
class PullProgress {
 public:
  PullProgress(const Models& models, const IdentityFiles& files, TransferLine& line) : line_(line) {
    for (const IdentityModel* const model : models) {
      if (!files.installed(*model)) {
        const std::uint64_t kept = PartFile::left_over(files.folder(), model->file.source);
        state_.total_bytes += model->file.bytes - std::min(kept, model->file.bytes);
        ++state_.total;
      }
    }
  }
  void came(std::uint64_t bytes) {
    state_.bytes += bytes;
    line_.on(state_);
  }
  void ended() { ++state_.done; }

 private:
  TransferLine& line_;
  TransferState state_;
};

PulledModel failed(const IdentityModel& model, Error error) {
  return {&model, PullState::failed, "", std::move(error)};
}

PulledModel here(const IdentityModel& model, PullState state, const IdentityFiles& files) {
  return {&model, state, files.path_of(model).string(), std::nullopt};
}

/// nullopt: it has to be brought.
std::optional<PulledModel> if_here(const IdentityModel& model, const IdentityFiles& files) {
  const Result<ModelFileState> state = files.check(model);
  if (!state) {
    return failed(model, state.error());
  }
  return *state == ModelFileState::installed ? std::optional(here(model, PullState::already, files))
                                             : std::nullopt;
}

Result<std::vector<PulledModel>> download(const Models& models, const IdentityFiles& files,
                                          const Console& console) {
  const SystemClock clock;
  Cancel cancel;
  TransportOptions network;
  network.user_agent = fmt::format("reshoot/{}", version);
  network.proxy = proxy_of(process_variables());
  TRY_ASSIGN(const std::unique_ptr<CurlTransport> transport,
             CurlTransport::create(std::move(network)));
  const Interrupts interrupts([&] {
    cancel.request();
    transport->wake();
  });
  FdOutput terminal(STDERR_FILENO);
  TransferLine line("pull", terminal, console.err_is_terminal, clock);
  PullProgress progress(models, files, line);
  const DownloadAccess access{*transport, clock, cancel,
                              [&](std::uint64_t bytes) { progress.came(bytes); }};
  std::vector<PulledModel> pulled;
  for (const IdentityModel* const model : models) {
    std::optional<PulledModel> outcome = if_here(*model, files);
    if (!outcome) {
      const Result<void> came = download_installed(*model, files, access);
      outcome = came ? here(*model, PullState::downloaded, files) : failed(*model, came.error());
      progress.ended();
    }
    pulled.push_back(*std::move(outcome));
    if (cancel.requested()) {
      break;
    }
  }
  return pulled;
}

/// Without names, whatever model lies in the folder is taken; those that are wanted must be there
/// or here in the end.
Result<std::vector<PulledModel>> take(const Models& wanted, const IdentityCatalog& catalog,
                                      bool named, const IdentityFiles& files,
                                      const std::string& folder) {
  Cancel cancel;
  const Interrupts interrupts([&] { cancel.request(); });
  TRY_ASSIGN(ModelFolder from, ModelFolder::open(folder));
  std::vector<PulledModel> pulled;
  for (const IdentityModel& model : catalog.all()) {
    const bool is_wanted = std::find(wanted.begin(), wanted.end(), &model) != wanted.end();
    if (named && !is_wanted) {
      continue;
    }
    if (std::optional<PulledModel> outcome = if_here(model, files)) {
      pulled.push_back(*std::move(outcome));
      continue;
    }
    const Result<bool> taken = take_installed(model, files, from, cancel);
    if (!taken) {
      pulled.push_back(failed(model, taken.error()));
    } else if (*taken) {
      pulled.push_back(here(model, PullState::taken, files));
    } else if (is_wanted) {
      pulled.push_back(failed(
          model, {ErrorKind::environment, fmt::format("no file in '{}' is this model", folder),
                  "files are known by their sha256, under any name"}));
    }
    if (cancel.requested()) {
      break;
    }
  }
  return pulled;
}

/// What a network or a tool refuses is for the user to mend on this machine.
ExitCode ending_of(const std::vector<PulledModel>& models) {
  ExitCode code = ExitCode::done;
  for (const PulledModel& one : models) {
    if (one.error) {
      code = worse(code, one.error->kind == ErrorKind::cancelled ? ExitCode::interrupted
                                                                 : ExitCode::environment);
    }
  }
  return code;
}

}  // namespace

Result<ExitCode> models_pull(const Options& options, const Console& console) {
  TRY_ASSIGN(const ModelRows rows, open_model_rows(options, console));
  TRY_ASSIGN(const IdentityFiles files, IdentityFiles::of_process());
  TRY_ASSIGN(const Models wanted, wanted_models(rows, options.targets));
  std::vector<PulledModel> pulled;
  TRY_ASSIGN(pulled, options.from.empty() ? download(wanted, files, console)
                                          : take(wanted, rows.identity, !options.targets.empty(),
                                                 files, options.from));
  const std::string folder = files.folder().string();
  print_out(options.json ? pull_json(pulled, folder)
                         : pull_text(pulled, folder, style_of(console)));
  return ending_of(pulled);
}

}  // namespace reshoot
