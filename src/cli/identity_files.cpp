// SPDX-License-Identifier: Apache-2.0
#include "cli/identity_files.h"

#include <cstdlib>

#include "base/files.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

fs::path path_in(const char* variable) {
  return variable == nullptr ? fs::path() : fs::path(variable);
}

std::string_view suffix_of(IdentityRole role) {
  return role == IdentityRole::speaker_embedding ? ".bin" : ".onnx";
}

}  // namespace

ModelVariables ModelVariables::of_process() {
  return {std::getenv("RESHOOT_MODELS"), std::getenv("XDG_DATA_HOME"), std::getenv("HOME")};
}

Result<fs::path> models_folder(const ModelVariables& variables) {
  if (const fs::path own = path_in(variables.models); !own.empty()) {
    std::error_code ignored;
    return fs::absolute(own, ignored).lexically_normal();
  }
  if (const fs::path data = path_in(variables.data_home); data.is_absolute()) {
    return data / "reshoot/models";
  }
  if (const fs::path home = path_in(variables.home); home.is_absolute()) {
    return home / ".local/share/reshoot/models";
  }
  return fail(ErrorKind::environment, "there is no folder for identity models: HOME is not set",
              "set RESHOOT_MODELS to a folder");
}

Result<IdentityFiles> IdentityFiles::of_process() {
  TRY_ASSIGN(fs::path folder, models_folder(ModelVariables::of_process()));
  return IdentityFiles(std::move(folder));
}

fs::path IdentityFiles::path_of(const IdentityModel& model) const {
  return folder_ / (model.file.result.hex() + std::string(suffix_of(model.role)));
}

std::optional<fs::path> IdentityFiles::installed(const IdentityModel& model) const {
  fs::path path = path_of(model);
  const Result<std::optional<FileStat>> there = stat_file(path);
  const bool fits =
      there && there->has_value() && (*there)->is_file && (*there)->size == model.file.result_bytes;
  return fits ? std::optional(std::move(path)) : std::nullopt;
}

Result<ModelFileState> IdentityFiles::check(const IdentityModel& model) const {
  TRY_ASSIGN(const std::optional<FileStat> there, stat_file(path_of(model)));
  if (!there) {
    return ModelFileState::missing;
  }
  if (!there->is_file || there->size != model.file.result_bytes) {
    return ModelFileState::damaged;
  }
  TRY_ASSIGN(const FileDigests found, digest_file(path_of(model)));
  return found.sha256 == model.file.result ? ModelFileState::installed : ModelFileState::damaged;
}

}  // namespace reshoot
