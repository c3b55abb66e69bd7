// SPDX-License-Identifier: Apache-2.0
// Shapes as ComfyUI's server.py and execution.py write them (read 2026-11).

#include "provider/comfyui_history.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "provider/comfyui_request.h"
#include "provider/failure.h"
#include "provider/http_text.h"
#include "provider/words.h"

namespace reshoot {
namespace {

bool is_clip(std::string_view name) {
  constexpr std::array endings{".mp4", ".mov", ".webm"};
  const std::string lower = lower_case(name);
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view end) { return lower.ends_with(end); });
}

/// A file of the job as a path below the server; empty: it is no clip of ours.
std::string clip_path(const Json& file) {
  const std::string_view name = text_of(member(file, "filename"));
  if (!name.starts_with(comfyui_prefix) || !is_clip(name)) {
    return {};
  }
  const std::string_view type = text_of(member(file, "type"));
  return fmt::format("/view?filename={}&subfolder={}&type={}", percent_encoded(name),
                     percent_encoded(text_of(member(file, "subfolder"))),
                     percent_encoded(type.empty() ? "output" : type));
}

/// Nodes name their files under keys of their own: images, gifs, video ...
std::string find_clip(const Json& outputs) {
  if (!outputs.is_object()) {
    return {};
  }
  for (const Json& node : outputs) {
    if (!node.is_object()) {
      continue;
    }
    for (const Json& files : node) {
      if (!files.is_array()) {
        continue;
      }
      for (const Json& file : files) {
        if (std::string path = clip_path(file); !path.empty()) {
          return path;
        }
      }
    }
  }
  return {};
}

/// The body of the first message of that name; null: there is none.
const Json& message_named(const Json& messages, std::string_view name) {
  static const Json none;
  if (!messages.is_array()) {
    return none;
  }
  for (const Json& message : messages) {
    if (message.is_array() && message.size() == 2 && text_of(message[0]) == name) {
      return message[1];
    }
  }
  return none;
}

std::string node_words(std::string_view id, std::string_view type, std::string_view why) {
  std::string words = fmt::format("node {}", id.empty() ? "?" : id);
  if (!type.empty()) {
    words += fmt::format(" ({})", type);
  }
  return why.empty() ? words : fmt::format("{}: {}", words, why);
}

JobFailed failed(const Json& messages) {
  const Json& error = message_named(messages, "execution_error");
  const std::string id = id_of(member(error, "node_id")).value_or("");
  const std::string_view type = text_of(member(error, "exception_type"));
  const std::string why = joined_words(type, text_of(member(error, "exception_message")));
  const bool for_memory = lower_case(why).find("outofmemory") != std::string::npos ||
                          lower_case(why).find("out of memory") != std::string::npos;
  const std::string words = quotable(node_words(id, text_of(member(error, "node_type")), why));
  return {{for_memory ? ErrorKind::transient : ErrorKind::campaign,
           fmt::format("ComfyUI made no clip: {}", words),
           for_memory ? "the machine has too little memory just now" : "mend the workflow"}};
}

JobFailed interrupted() {
  return {{ErrorKind::needs_person, "the job was interrupted at ComfyUI",
           "somebody stopped it there; build again to ask anew"}};
}

JobFailed no_clip() {
  return {{ErrorKind::campaign,
           fmt::format("ComfyUI ran the workflow, but none of its nodes saved a video whose name "
                       "begins with {}",
                       comfyui_prefix),
           "let the slot 'filename_prefix' be that of the node that saves the clip as MP4"}};
}

}  // namespace

JobState comfyui_state(const Json& entry) {
  const Json& status = member(entry, "status");
  const Json& messages = member(status, "messages");
  if (!message_named(messages, "execution_interrupted").is_null()) {
    return interrupted();
  }
  const std::string word = lower_case(text_of(member(status, "status_str")));
  if (word == "error") {
    return failed(messages);
  }
  // Servers of before 2024 write no status.
  if (word != "success" && !status.is_null()) {
    return JobRunning{quotable(word)};
  }
  std::string path = find_clip(member(entry, "outputs"));
  return path.empty() ? JobState{no_clip()}
                      : JobState{JobDone{std::move(path), std::nullopt, Money{0}}};
}

std::string comfyui_node_errors(const Json& node_errors) {
  if (!node_errors.is_object() || node_errors.empty()) {
    return {};
  }
  const auto first = node_errors.begin();
  const Json& errors = member(*first, "errors");
  const Json& error = errors.is_array() && !errors.empty() ? errors.front() : errors;
  return node_words(
      first.key(), text_of(member(*first, "class_type")),
      joined_words(text_of(member(error, "message")), text_of(member(error, "details"))));
}

}  // namespace reshoot
