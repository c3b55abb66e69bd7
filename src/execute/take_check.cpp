// SPDX-License-Identifier: Apache-2.0
#include "execute/take_check.h"

#include <fmt/format.h>

#include "base/text.h"
#include "identity/compare.h"
#include "store/scratch.h"

namespace reshoot {
namespace {

/// Measurements of an hour of clip stay far below it.
constexpr std::uint64_t largest_blob = 256ULL << 20U;

/// Where a blob lies is nobody's business that reads why a take could not be measured.
std::string without_path(std::string message, const std::filesystem::path& blob) {
  const std::string path = fmt::format("'{}'", printable(blob.string()));
  if (const std::size_t at = message.find(path); at != std::string::npos) {
    message.replace(at, path.size(), "the clip");
  }
  return message;
}

/// What hostile or spoilt bytes are worth: nothing could be measured, and the clip says why.
Measurement unreadable(const CheckJob& job, const BlobStore& blobs, const Error& error) {
  Measurement measurement;
  measurement.needs = job.needs;
  measurement.gaps.push_back(without_path(error.message, blobs.path_of(job.take)));
  return measurement;
}

/// What other bytes show is no verdict on the take: they are damaged, or were while it was looked
/// at.
Result<void> check_whole(const Digest& take, const BlobStore& blobs) {
  TRY_ASSIGN(const FileDigests found, digest_file(blobs.path_of(take)));
  if (found.sha256 != take) {
    return fail(ErrorKind::corrupt, fmt::format("blob {} is damaged", take.text()),
                "'reshoot cache verify' moves it aside, and brings it again where a remote has it");
  }
  return {};
}

Result<Measurement> measure(const CheckJob& job, const IdentityAccess& identity,
                            const BlobStore& blobs, const Cancel& cancel) {
  Result<Measurement> measured =
      identity.measurer->measure(blobs.path_of(job.take), MediaType::mp4, job.needs, cancel);
  if (!measured && measured.error().kind != ErrorKind::corrupt) {
    return measured;
  }
  TRY(check_whole(job.take, blobs));
  return measured ? std::move(measured) : unreadable(job, blobs, measured.error());
}

Comparison compare_with(const Measurement& measurement, const CheckJob& job,
                        const IdentityAccess& identity) {
  CompareQuestion question;
  for (const std::optional<Likeness>& likeness : identity.likenesses) {
    question.characters.push_back(likeness ? &*likeness : nullptr);
  }
  question.cast = job.part.cast;
  question.lines = job.part.lines;
  return compare(measurement, question);
}

}  // namespace

Result<Blob> put_bytes(const std::string& bytes, const BlobStore& blobs) {
  TRY_ASSIGN(const Scratch scratch, Scratch::create(blobs.scratch()));
  const std::filesystem::path file = scratch.path() / "bytes";
  TRY(write_file_atomically(file, bytes));
  return blobs.put(file);
}

Result<std::string> read_blob(const Digest& digest, const BlobStore& blobs) {
  TRY_ASSIGN(std::string bytes, read_file(blobs.path_of(digest), largest_blob));
  if (sha256(bytes) != digest) {
    return fail(ErrorKind::corrupt, fmt::format("blob {} is damaged", digest.text()),
                "'reshoot cache verify' moves it aside; it is measured again then");
  }
  return bytes;
}

namespace {

/// nullopt: nothing was measured yet, or what was cannot be read any more. It is measured anew
/// then.
std::optional<Measurement> known_measurement(const CheckJob& job, const BlobStore& blobs) {
  const auto bytes =
      job.measurement ? std::optional(read_blob(*job.measurement, blobs)) : std::nullopt;
  if (!bytes || !*bytes) {
    return std::nullopt;
  }
  Result<Measurement> measurement = measurement_from(**bytes);
  return measurement ? std::optional(*std::move(measurement)) : std::nullopt;
}

}  // namespace

Result<CheckedTake> check_take(const CheckJob& job, const IdentityAccess& identity,
                               const BlobStore& blobs, const Cancel& cancel) {
  CheckedTake checked;
  std::optional<Measurement> measurement = known_measurement(job, blobs);
  if (measurement) {
    checked.measurement = *job.measurement;
  } else {
    TRY_ASSIGN(measurement, measure(job, identity, blobs, cancel));
    TRY_ASSIGN(checked.measured, put_bytes(to_bytes(*measurement), blobs));
    checked.measurement = checked.measured->digest;
  }
  checked.comparison = compare_with(*measurement, job, identity);
  return checked;
}

}  // namespace reshoot
