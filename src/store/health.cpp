// SPDX-License-Identifier: Apache-2.0
// Compares the ledger's rows with the blob folder.

#include "store/health.h"

#include <algorithm>

namespace reshoot {
namespace {

struct Verifier {
  const BlobStore& blobs;
  const VerifyOptions& options;
  std::unordered_map<Digest, std::uint64_t, DigestHash> here;
  std::vector<Finding> findings;

  /// Looks at one blob that is here: is it whole?
  Result<bool> is_whole(const Digest& digest, std::uint64_t size, const ExpectedBlob& expected) {
    if (size != expected.bytes) {
      return false;
    }
    TRY_ASSIGN(const bool whole, blobs.verify(digest));
    if (options.progress) {
      options.progress(size);
    }
    return whole;
  }

  Result<void> check(const Digest& digest, const ExpectedBlob& expected) {
    Finding finding{FindingKind::missing,  digest, expected.bytes, expected.role, expected.takes,
                    blobs.path_of(digest), false};
    const auto found = here.find(digest);
    if (found != here.end()) {
      TRY_ASSIGN(const bool whole, is_whole(digest, found->second, expected));
      if (whole) {
        return {};
      }
      finding.kind = FindingKind::damaged;
      if (options.quarantine) {
        TRY(blobs.quarantine(digest));
        finding.quarantined = true;
      }
    }
    findings.push_back(std::move(finding));
    return {};
  }

  Result<void> collect_strays(const ExpectedBlobs& expected) {
    for (const auto& [digest, size] : here) {
      if (!expected.contains(digest)) {
        findings.push_back({FindingKind::stray,
                            digest,
                            size,
                            BlobRole::unknown,
                            {},
                            blobs.path_of(digest),
                            false});
      }
    }
    TRY_ASSIGN(const std::vector<std::filesystem::path> foreign, blobs.foreign_files());
    for (const std::filesystem::path& file : foreign) {
      TRY_ASSIGN(const std::optional<FileStat> stat, stat_file(file));
      findings.push_back({FindingKind::stray,
                          std::nullopt,
                          stat ? stat->size : 0,
                          BlobRole::unknown,
                          {},
                          file,
                          false});
    }
    return {};
  }
};

}  // namespace

std::string_view name_of(FindingKind kind) {
  switch (kind) {
    case FindingKind::damaged:
      return "damaged";
    case FindingKind::missing:
      return "missing";
    case FindingKind::stray:
      return "stray";
  }
  return "stray";
}

ExpectedBlobs expected_blobs(const std::vector<Take>& takes,
                             const std::vector<Artifact>& artifacts) {
  ExpectedBlobs out;
  for (const Artifact& artifact : artifacts) {
    out[artifact.blob] = {artifact.bytes, BlobRole::artifact, {}};
  }
  for (const Take& take : takes) {
    if (take.state == TakeState::fetched && take.blob && !take.collected) {
      ExpectedBlob& blob = out[*take.blob];
      blob.bytes = take.bytes;
      blob.role = BlobRole::take;
      blob.takes.push_back(take.uuid);
    }
  }
  return out;
}

Result<std::vector<Finding>> verify_store(const Ledger& ledger, const BlobStore& blobs,
                                          const VerifyOptions& options) {
  TRY_ASSIGN(const std::vector<Take> takes, ledger.takes());
  TRY_ASSIGN(std::vector<Artifact> artifacts, ledger.artifacts());
  TRY_ASSIGN(const std::vector<Biometric> biometrics, ledger.biometrics());
  for (const Biometric& row : biometrics) {
    artifacts.push_back({row.key, row.blob, row.bytes});
  }
  const ExpectedBlobs expected = expected_blobs(takes, artifacts);
  Verifier verifier{blobs, options, {}, {}};
  TRY_ASSIGN(verifier.here, blobs.sizes());
  for (const auto& [digest, blob] : expected) {
    if (options.cancel != nullptr && options.cancel->requested()) {
      return fail(ErrorKind::cancelled, "stopped while the store was verified");
    }
    TRY(verifier.check(digest, blob));
  }
  TRY(verifier.collect_strays(expected));
  std::sort(verifier.findings.begin(), verifier.findings.end(),
            [](const Finding& a, const Finding& b) { return a.file < b.file; });
  return std::move(verifier.findings);
}

}  // namespace reshoot
