// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where the files of identity models lie on this machine. They are named by their digests, so all
// workspaces share them and a new row never meets an old file.

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.h"
#include "catalog/identity_model.h"

namespace reshoot {

/// The variables that decide where model files lie; each may be nullptr.
struct ModelVariables {
  const char* models = nullptr;     ///< RESHOOT_MODELS
  const char* data_home = nullptr;  ///< XDG_DATA_HOME
  const char* home = nullptr;       ///< HOME

  static ModelVariables of_process();
};

/// `RESHOOT_MODELS`, else `$XDG_DATA_HOME/reshoot/models`, else `~/.local/share/reshoot/models`;
/// absolute. Empty variables count as unset, as does an XDG_DATA_HOME that is not absolute. Errors:
/// `environment`: none of them is set.
Result<std::filesystem::path> models_folder(const ModelVariables& variables);

/// What became of a model's file.
enum class ModelFileState : std::uint8_t {
  missing,
  damaged,  ///< something lies there under its name, and is not that file
  installed,
};

class IdentityFiles {
 public:
  explicit IdentityFiles(std::filesystem::path folder) : folder_(std::move(folder)) {}
  /// Errors: as models_folder().
  static Result<IdentityFiles> of_process();

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  /// Where the file lies once it is installed: `FOLDER/<digest of the result>.onnx`, `.bin` for
  /// voices.
  [[nodiscard]] std::filesystem::path path_of(const IdentityModel& model) const;
  /// path_of() where a file of the right size is there. Whoever uses it holds its bytes against the
  /// row's digest as it loads them.
  [[nodiscard]] std::optional<std::filesystem::path> installed(const IdentityModel& model) const;
  /// The same with the digest: reads the whole file.
  [[nodiscard]] Result<ModelFileState> check(const IdentityModel& model) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace reshoot
