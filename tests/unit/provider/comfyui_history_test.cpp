// SPDX-License-Identifier: Apache-2.0
#include "provider/comfyui_history.h"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "support.h"

namespace reshoot {
namespace {

JobState state_of(const std::string& entry) {
  return comfyui_state(read_json(entry));
}

/// A run that went well, with these outputs.
JobState ended_with(const std::string& outputs) {
  return state_of(R"({"outputs":)" + outputs +
                  R"(,"status":{"status_str":"success","completed":true,"messages":[]}})");
}

}  // namespace

TEST_CASE("comfyui_state: the clip, whichever node names it") {
  const std::string clip =
      R"({"filename":"reshoot-6f1c_00001_.mp4","subfolder":"a b","type":"output"})";
  const std::string url = "/view?filename=reshoot-6f1c_00001_.mp4&subfolder=a%20b&type=output";
  for (const std::string& outputs :
       {R"({"5":{"images":[)" + clip + R"(],"animated":[true]}})",
        R"({"5":{"gifs":[)" + clip + "]}}", R"({"5":{"video":[)" + clip + "]}}",
        R"({"2":{"text":["hello"]},"3":{"images":[{"filename":"reshoot-6f1c.png"}]},)"
        R"("4":{"images":[{"filename":"other_00001_.mp4"}]},"5":{"x":[null,3,)" +
            clip + "]}}"}) {
    CAPTURE(outputs);
    const JobState state = ended_with(outputs);
    REQUIRE(std::holds_alternative<JobDone>(state));
    CHECK(std::get<JobDone>(state).url == url);
    CHECK(std::get<JobDone>(state).cost == Money{0});
    CHECK_FALSE(std::get<JobDone>(state).expires);
  }
  CHECK(std::get<JobDone>(state_of(R"({"outputs":{"5":{"gifs":[{"filename":"reshoot-1.WEBM"}]}}})"))
            .url == "/view?filename=reshoot-1.WEBM&subfolder=&type=output");
}

TEST_CASE("comfyui_state: runs that end without a clip") {
  struct Row {
    const char* entry;
    ErrorKind kind;
    const char* said;
  };
  const Row rows[] = {
      {R"({"outputs":{},"status":{"status_str":"success"}})", ErrorKind::campaign, "reshoot-"},
      {R"({"outputs":[1],"status":{"status_str":"success"}})", ErrorKind::campaign, "reshoot-"},
      {R"({"outputs":{"5":{"images":[{"filename":"ComfyUI_1.mp4"}]}},"status":{"status_str":"success"}})",
       ErrorKind::campaign, "filename_prefix"},
      {R"({"status":{"status_str":"error","messages":[["execution_start",{}],["execution_error",
          {"node_id":"4","node_type":"KSampler","exception_type":"ValueError",
           "exception_message":"shapes differ"}]]}})",
       ErrorKind::campaign, "node 4 (KSampler): ValueError: shapes differ"},
      {R"({"status":{"status_str":"error","messages":[["execution_error",{"node_id":7,
          "exception_type":"torch.OutOfMemoryError","exception_message":"full"}]]}})",
       ErrorKind::transient, "node 7: torch.OutOfMemoryError: full"},
      {R"({"status":{"status_str":"error","messages":"?"}})", ErrorKind::campaign, "node ?"},
      {R"({"status":{"status_str":"error","messages":[["execution_interrupted",{"node_id":"4"}]]}})",
       ErrorKind::needs_person, "interrupted"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.entry);
    const JobState state = state_of(row.entry);
    REQUIRE(std::holds_alternative<JobFailed>(state));
    const Error& error = std::get<JobFailed>(state).error;
    CHECK(error.kind == row.kind);
    const std::string all = error.message + error.help;
    CHECK_MESSAGE(all.find(row.said) != std::string::npos, all);
  }
}

TEST_CASE("comfyui_state: a word that is not known counts as running") {
  CHECK(std::holds_alternative<JobRunning>(state_of(R"({"status":{"status_str":"dreaming"}})")));
  CHECK(std::holds_alternative<JobRunning>(state_of(R"({"status":{}})")));
}

TEST_CASE("comfyui_node_errors: the first node that is wrong") {
  struct Row {
    const char* json;
    const char* words;
  };
  const Row rows[] = {
      {"{}", ""},
      {"[]", ""},
      {"null", ""},
      {R"({"6":{"class_type":"LoadImage","errors":[{"type":"t","message":"Invalid","details":"x.png"}]}})",
       "node 6 (LoadImage): Invalid: x.png"},
      {R"({"6":{"errors":[]}})", "node 6"},
      {R"({"6":7})", "node 6"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.json);
    CHECK(comfyui_node_errors(read_json(row.json)) == row.words);
  }
}

}  // namespace reshoot
