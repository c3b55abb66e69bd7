// SPDX-License-Identifier: Apache-2.0
#include "cli/pull/model_puller.h"

#include <fmt/format.h>

#include "base/file_reader.h"
#include "base/files.h"
#include "cli/pull/model_edit.h"
#include "report/figures.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

/// `part` holds the whole source, or the result where the row has no edit.
Result<void> finish(PartFile& part, const IdentityModel& model, const IdentityFiles& files,
                    const Cancel& cancel) {
  TRY(part.verify());
  if (model.file.edit == IdentityEdit::none) {
    return part.publish(files.path_of(model));
  }
  TRY_ASSIGN(const std::string bytes, edited(model.file, part.path(), cancel));
  TRY(write_file_atomically(files.path_of(model), bytes));
  part.remove();
  return {};
}

/// What is kept is said after what went wrong.
Error with_kept(Error error, const PartFile& part, const IdentityModel& model) {
  if (part.size() > 0 && part.size() < model.file.bytes) {
    error.message +=
        fmt::format(" ({} of {} are kept)", bytes_text(part.size()), bytes_text(model.file.bytes));
    error.help += error.help.empty() ? "" : "; ";
    error.help += "'reshoot models pull' goes on from there";
  }
  return error;
}

/// The copy is checked, not the file: that may change at any moment.
Result<PartFile> copied(const fs::path& file, const Digest& digest, const IdentityFiles& files) {
  TRY_ASSIGN(PartFile part, PartFile::open(files.folder(), digest));
  TRY(part.clear());
  Result<void> written;
  TRY(read_blocks(file, [&](std::string_view block) {
    if (written) {
      written = part.append(block);
    }
  }));
  TRY(written);
  return part;
}

}  // namespace

Result<void> download_installed(const IdentityModel& model, const IdentityFiles& files,
                                const DownloadAccess& access) {
  if (model.file.url.empty()) {
    return fail(ErrorKind::environment, "nobody offers this file for download",
                "take it from a folder with --from DIR");
  }
  TRY_ASSIGN(PartFile part, PartFile::open(files.folder(), model.file.source));
  const Result<void> came = download_model(model.file.url, model.file.bytes, part, access);
  if (!came) {
    return tl::unexpected(with_kept(came.error(), part, model));
  }
  return finish(part, model, files, access.cancel);
}

Result<bool> take_installed(const IdentityModel& model, const IdentityFiles& files,
                            ModelFolder& from, const Cancel& cancel) {
  const IdentityFile& file = model.file;
  TRY_ASSIGN(const std::optional<fs::path> result,
             from.find(file.result, file.result_bytes, cancel));
  if (result) {
    TRY_ASSIGN(PartFile part, copied(*result, file.result, files));
    TRY(part.verify());
    TRY(part.publish(files.path_of(model)));
    return true;
  }
  TRY_ASSIGN(const std::optional<fs::path> source, from.find(file.source, file.bytes, cancel));
  if (!source) {
    return false;
  }
  TRY_ASSIGN(PartFile part, copied(*source, file.source, files));
  TRY(finish(part, model, files, cancel));
  return true;
}

}  // namespace reshoot
