// SPDX-License-Identifier: Apache-2.0
#include "cli/progress/plain.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "cli/progress/json_events.h"
#include "sample_build.h"
#include "support/golden.h"

namespace reshoot {
namespace {

struct Text final : ProgressOutput {
  std::string text;
  void write(std::string_view more) override { text += more; }
  [[nodiscard]] TerminalSize size() const override { return {}; }
};

void run_to_end(SampleBuild& build) {
  build.begin();
  build.start(0);
  build.start(1);
  build.finish(0, 4'100);
  build.finish(1, 3'900, true, {"no voice for 'xx': \x1bspoken in English"});
  build.start(2);
  build.start(build.segment(0));
  build.finish(build.segment(0), 0, false);
  build.finish(build.segment(1), 1'200);
  build.finish(2, 4'000);
  build.finish(build.segment(2), 900);
  build.finish(build.cut(), 2'000);
  build.tell(VideoPublished{build.cut(), "out/acme/launch.mp4", 3'200'000});
  build.tell(all_done());
}

void run_into_failure(SampleBuild& build) {
  build.begin();
  build.start(0);
  build.start(1);
  build.fail(0, "the model answered with an error\nsecond line", "try again later");
  build.tell(BuildStopping{});
  BuildFinished end;
  end.end = BuildEnd::interrupted;
  end.generate.failed = 1;
  end.generate.not_started = 2;
  end.conform.blocked = 3;
  end.took = Millis{2'000};
  build.tell(end);
}

/// One clip is there, one runs: what is stopped counts neither as blocked nor as waiting.
void run_into_ctrl_c(SampleBuild& build) {
  build.begin();
  build.start(0);
  build.start(1);
  build.finish(0, 1'000);
  build.tell(BuildStopping{});
  BuildFinished end;
  end.end = BuildEnd::interrupted;
  end.generate.run = 1;
  end.generate.not_started = 1;
  end.conform.blocked = 1;
  build.tell(end);
}

OpenJob job_of(std::string clip, std::string id) {
  OpenJob job;
  job.take.uuid = "4b1d";
  job.take.campaign = "acme";
  job.take.clip = std::move(clip);
  job.provider = "gmi";
  job.job = std::move(id);
  return job;
}

/// One has an id, one was sent and not answered, one has lost its clip; the rest is too much.
void leave_jobs_out(SampleBuild& build) {
  build.begin();
  BuildFinished end;
  end.end = BuildEnd::interrupted;
  end.out = {job_of("hello", "j-\x1b[1"), job_of("bye", ""), job_of("", "j-3")};
  for (int i = 0; i < 19; ++i) {
    end.out.push_back(job_of("more", "j-4"));
  }
  build.tell(end);
}

template <class Progress>
std::string told(Progress&& progress, Text& output, void (*run)(SampleBuild&)) {
  SampleBuild build(3);
  build.watch(progress);
  run(build);
  return output.text;
}

}  // namespace

TEST_CASE("PlainProgress: a line for each thing that happened") {
  Text done;
  check_golden("report/progress_plain.txt", told(PlainProgress(done, false), done, run_to_end));
  Text failed;
  check_golden("report/progress_plain_failed.txt",
               told(PlainProgress(failed, false), failed, run_into_failure));
}

TEST_CASE("PlainProgress: after Ctrl-C all that is left to do is counted") {
  Text output;
  const std::string text = told(PlainProgress(output, false), output, run_into_ctrl_c);
  CHECK(text.find("open: 6 steps not done\n") != std::string::npos);
}

TEST_CASE("PlainProgress: the end lists the jobs that stay out") {
  Text output;
  const std::string text = told(PlainProgress(output, false), output, leave_jobs_out);
  for (const char* line :
       {"out: 22 jobs; the next `reshoot build` brings them home",
        "\n  hello: job j-\\x1b[1 at gmi\n", "\n  bye: sent, no answer yet, at gmi\n",
        "\n  take 4b1d: job j-3 at gmi\n", "\n  and 2 more\n"}) {
    CHECK_MESSAGE(text.find(line) != std::string::npos, line << " is not in\n" << text);
  }
  Text json;
  const std::string events = told(JsonProgress(json), json, leave_jobs_out);
  const auto end = nlohmann::json::parse(events.substr(events.rfind("\n{") + 1));
  REQUIRE(end["out"].size() == 22);
  CHECK(end["out"][0]["clip"] == "hello");
  CHECK(end["out"][1]["job"].is_null());
  CHECK(end["out"][2]["job"] == "j-3");
}

TEST_CASE("PlainProgress: what ends many steps is told once") {
  Text output;
  const std::string text = told(PlainProgress(output, false), output, [](SampleBuild& build) {
    build.begin();
    build.fail(0, "the disk is full", "free some space");
    build.fail(1, "the disk is full", "free some space");
    build.fail(2, "no such file", "");
  });
  CHECK(text.find("failed: generate scene-1\n  the disk is full\n  = help: free some space\n"
                  "failed: generate scene-2: as above\n"
                  "failed: generate scene-3\n  no such file\n") != std::string::npos);
}

TEST_CASE("PlainProgress: no control characters") {
  for (auto* run : {run_to_end, run_into_failure, leave_jobs_out}) {
    Text output;
    for (const char c : told(PlainProgress(output, false), output, run)) {
      CHECK((c == '\n' || static_cast<unsigned char>(c) >= 0x20));
    }
  }
}

TEST_CASE("JsonProgress: one object per line, the last is done") {
  Text done;
  check_golden("report/progress.jsonl", told(JsonProgress(done), done, run_to_end));
  Text failed;
  const std::string text = told(JsonProgress(failed), failed, run_into_failure);
  std::vector<nlohmann::json> events;
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    events.push_back(nlohmann::json::parse(text.substr(at, text.find('\n', at) - at)));
    CHECK(events.back()["schema_version"] == 1);
  }
  REQUIRE(events.size() == 6);
  CHECK(events[3]["error"]["kind"] == "transient");
  CHECK(events[4]["event"] == "stopping");
  CHECK(events.back()["event"] == "done");
  CHECK(events.back()["outcome"] == "interrupted");
  CHECK(events.back()["counts"]["generate"]["not_started"] == 2);
}

}  // namespace reshoot
