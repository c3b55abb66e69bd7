// SPDX-License-Identifier: Apache-2.0
// reshoot-emulator: the emulated cloud over HTTP on a free loopback port. Ends by itself after a
// while, when told to, and with its parent.

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <csignal>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "emulator/gmi_face.h"
#include "emulator/server/control.h"
#include "emulator/server/http_server.h"
#include "emulator/server/result_files.h"
#include "emulator/settings_json.h"

namespace reshoot::emulator {
namespace {

struct Options {
  std::uint16_t port = 0;
  std::int64_t max_seconds = 600;
  std::optional<double> speed;
  std::string script;
  std::vector<std::string> results;
};

Result<Settings> settings_of(const Options& options, const std::string& origin) {
  Settings settings = usual_settings();
  if (!options.script.empty()) {
    TRY_ASSIGN(const std::string text, read_file(options.script, 16U << 20U));
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (json.is_discarded()) {
      return fail(ErrorKind::usage, fmt::format("'{}' is no JSON", options.script));
    }
    TRY(change_settings(settings, json));
  }
  settings.speed = options.speed.value_or(settings.speed);
  settings.origin = origin;
  return settings;
}

/// The kernel ends us with our parent; nobody else may stay behind a test that was killed.
void end_with_parent() {
  const pid_t parent = ::getppid();
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) {
    ::_exit(0);
  }
}

/// As many connections as the system lets us have.
void raise_file_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

void announce(const std::string& origin, std::uint16_t port) {
  const nlohmann::ordered_json line{{"port", port},
                                    {"origin", origin},
                                    {"gmi", origin + std::string(gmi_base_path)},
                                    {"dashscope", origin},
                                    {"heygen", origin},
                                    {"comfyui", origin},
                                    {"control", origin + std::string(control_path)}};
  fmt::print("{}\n", line.dump());
  std::fflush(stdout);
}

Result<void> serve(const Options& options) {
  TRY_ASSIGN(HttpServer server, HttpServer::listen(options.port));
  const std::string origin = fmt::format("http://127.0.0.1:{}", server.port());
  TRY_ASSIGN(Settings settings, settings_of(options, origin));
  TRY_ASSIGN(ResultMaker files, result_maker(options.results));
  ScriptedResults results(std::move(files));
  EmulatedCloud cloud(std::move(settings),
                      [&](const Job& job) { return results.result_of(job, cloud.jobs()); });
  const SystemClock clock;
  const auto handle = [&](const EmulatedRequest& request) {
    if (!request.target.starts_with(control_path)) {
      return cloud.handle(request, clock.wall());
    }
    if (request.target.substr(control_path.size()) == "stop") {
      server.stop();
      return json_delivery(200, "{}");
    }
    return control(cloud, results, request);
  };
  announce(origin, server.port());
  server.run(handle, clock.now() + std::chrono::seconds{options.max_seconds});
  return {};
}

}  // namespace
}  // namespace reshoot::emulator

int main(int argc, char** argv) {
  using namespace reshoot::emulator;
  CLI::App app("Emulates video providers on 127.0.0.1 for tests; prints its addresses as JSON.",
               "reshoot-emulator");
  Options options;
  app.add_option("--port", options.port, "port; 0 is any that is free");
  app.add_option("--max-seconds", options.max_seconds, "ends by itself after so long");
  app.add_option("--speed", options.speed, "divides latencies and the windows of limits")
      ->check(CLI::PositiveNumber);
  app.add_option("--script", options.script, "settings and faults, a JSON file");
  app.add_option("--result", options.results, "FILE or SECONDS=FILE: what jobs result in");
  CLI11_PARSE(app, argc, argv);
  end_with_parent();
  raise_file_limit();
  if (const auto served = serve(options); !served) {
    fmt::print(stderr, "reshoot-emulator: {}\n", served.error().message);
    return 1;
  }
  return 0;
}
