// SPDX-License-Identifier: Apache-2.0
#pragma once
// What was uploaded, or may be: by presigned PUT (GMI's way) or by policy and form (DashScope's).

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace reshoot::emulator {

enum class Medium { image, video, audio, other };
std::string_view name_of(Medium medium);
/// By the extension of a name.
Medium medium_of(std::string_view name);

/// A place that a file may be put to. It is a URL once `bytes` are there.
struct StoredObject {
  std::string place;  ///< what a request names it by: a URL, or `oss://...`
  std::string account;
  std::string model;            ///< the only one that may read it; empty: any
  std::string content_type;     ///< the one that must be sent
  std::string signature;        ///< of the presigned URL
  Wall put_until;               ///< until then it may be put
  std::optional<Wall> expires;  ///< nullopt: for good
  std::optional<std::string> bytes;
  std::string digest;  ///< `sha256:...` of bytes
};

/// A policy: a folder that forms may be posted to.
struct UploadPolicy {
  std::string folder;
  std::string account;
  std::string model;
  std::string policy;
  std::string signature;
  std::string key_id;
  Wall post_until;
};

class ObjectStore {
 public:
  StoredObject& add(StoredObject object);
  void put(StoredObject& object, std::string bytes);
  UploadPolicy& add(UploadPolicy policy);

  /// By place; nullptr: there is none.
  StoredObject* find(std::string_view place);
  /// By folder; nullptr: there is none.
  const UploadPolicy* find_policy(std::string_view folder) const;
  /// Places that hold something are told by their digest: equal files at two places are equal.
  [[nodiscard]] std::string name_by_content(const std::string& text) const;
  [[nodiscard]] std::size_t stored() const;

 private:
  std::map<std::string, StoredObject, std::less<>> objects_;
  std::map<std::string, UploadPolicy, std::less<>> policies_;
};

/// How long an MP4 plays, by its mvhd box; 0 where that is not there.
Millis mp4_length(std::string_view bytes);

}  // namespace reshoot::emulator
