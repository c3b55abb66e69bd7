// SPDX-License-Identifier: Apache-2.0
#include "verify/model_file.h"

#include <fmt/core.h>

#include "base/files.h"
#include "base/text.h"

namespace reshoot {

Result<std::string> read_model(const std::filesystem::path& file, const IdentityModel& model) {
  constexpr std::uint64_t largest = 512ULL << 20U;
  TRY_ASSIGN(std::string bytes, read_file(file, largest));
  if (sha256(bytes) != model.file.result) {
    return unfit_model(model, fmt::format("is not what '{}' holds", printable(file.string())));
  }
  return bytes;
}

tl::unexpected<Error> unfit_model(const IdentityModel& model, std::string_view what) {
  return fail(ErrorKind::environment, fmt::format("the model '{}' {}", printable(model.id), what),
              "run `reshoot models pull` again, or correct the model's row");
}

}  // namespace reshoot
