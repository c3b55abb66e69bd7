// SPDX-License-Identifier: Apache-2.0
// What comes out of a remote is hashed before it counts, and what goes in is hashed before it
// leaves.

#include "store/shared_takes.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "base/files.h"
#include "store/crash_point.h"
#include "store/remote_marker.h"
#include "store/scratch.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t max_record_bytes = std::uint64_t{4} << 20U;
constexpr std::size_t max_records_of_key = 1000;  // nobody shoots a clip so often
// From here on, listing the 256 folders asks a remote less than asking for each blob.
constexpr std::size_t many_blobs = 512;

std::string folder_of(std::string_view hex) {
  return fmt::format("blobs/{}", hex.substr(0, 2));
}

std::string records_folder(const Digest& clip_key) {
  return fmt::format("takes/{}", clip_key.hex());
}

std::string record_name(const Digest& clip_key, const Digest& blob) {
  return fmt::format("{}/{}.json", records_folder(clip_key), blob.hex());
}

Error damaged_there(const Digest& blob, const std::string& place, bool removed) {
  return {ErrorKind::corrupt,
          fmt::format("the copy of {} in the remote '{}' is damaged", blob.text(), place),
          removed ? "it was removed there and not used; whoever has the take puts it back with "
                    "`reshoot cache push`"
                  : "it was not used, and could not be removed there; whoever has the take puts it "
                    "back with `reshoot cache push`"};
}

/// A blob of a remote in a scratch folder, and what its bytes are.
struct Arrived {
  Scratch scratch;
  fs::path file;
  Digest digest;
};

Result<Arrived> get_and_hash(const Remote& remote, const Digest& blob, const BlobStore& blobs,
                             const Transfer& transfer) {
  TRY_ASSIGN(Scratch scratch, Scratch::create(blobs.scratch()));
  fs::path file = scratch.path() / "blob";
  TRY(remote.get(SharedTakes::name_of(blob), file, transfer));
  TRY_ASSIGN(const FileDigests digests, digest_file(file));
  return Arrived{std::move(scratch), std::move(file), digests.sha256};
}

/// The text of a file of the remote; nullopt: it is not there, or larger than a record can be.
Result<std::optional<std::string>> read_record(const Remote& remote, const std::string& name) {
  TRY_ASSIGN(const std::optional<std::uint64_t> size, remote.size(name));
  if (!size || *size > max_record_bytes) {
    return std::nullopt;
  }
  TRY_ASSIGN(const TempDirectory scratch,
             TempDirectory::create(fs::temp_directory_path(), "reshoot-"));
  TRY(remote.get(name, scratch.path() / "record", {}));
  return read_file(scratch.path() / "record", max_record_bytes);
}

Result<void> put_record(const Remote& remote, const TakeRecord& record) {
  TRY_ASSIGN(const TempDirectory scratch,
             TempDirectory::create(fs::temp_directory_path(), "reshoot-"));
  const fs::path file = scratch.path() / "record";
  TRY(write_file_atomically(file, record_json(record)));
  return remote.put(record_name(record.clip_key, record.blob), file, {});
}

/// Bytes here that are not what the record says: sent, they would spread the damage.
Result<void> refuse_damaged(const TakeRecord& record, const BlobStore& blobs) {
  TRY_ASSIGN(const FileDigests here, digest_file(blobs.path_of(record.blob)));
  if (here.sha256 == record.blob && here.size == record.bytes) {
    return {};
  }
  return fail(ErrorKind::corrupt,
              fmt::format("the bytes of take {} here are damaged ({})", record.uuid,
                          blobs.path_of(record.blob).string()),
              "they were not sent; `reshoot cache verify` looks for a whole copy in the remote");
}

using Digests = std::unordered_set<Digest, DigestHash>;

/// By asking for each one.
Result<Digests> ask_for_each(const Remote& remote, const std::vector<Digest>& blobs) {
  Digests there;
  for (const Digest& blob : blobs) {
    TRY_ASSIGN(const std::optional<std::uint64_t> size, remote.size(SharedTakes::name_of(blob)));
    if (size) {
      there.insert(blob);
    }
  }
  return there;
}

/// By listing the folders that they would be in.
Result<Digests> look_through_folders(const Remote& remote, const std::vector<Digest>& blobs) {
  std::set<std::string> folders;
  for (const Digest& blob : blobs) {
    folders.insert(folder_of(blob.hex()));
  }
  Digests all;
  for (const std::string& folder : folders) {
    TRY_ASSIGN(const std::vector<std::string> names, remote.list(folder));
    for (const std::string& name : names) {
      const auto digest = Digest::parse(name);
      if (digest && SharedTakes::name_of(*digest) == fmt::format("{}/{}", folder, name)) {
        all.insert(*digest);
      }
    }
  }
  Digests there;
  for (const Digest& blob : blobs) {
    if (all.contains(blob)) {
      there.insert(blob);
    }
  }
  return there;
}

}  // namespace

std::string SharedTakes::name_of(const Digest& blob) {
  const std::string hex = blob.hex();
  return fmt::format("{}/{}", folder_of(hex), hex);
}

Result<bool> SharedTakes::begun() const {
  TRY_ASSIGN(const std::optional<std::uint64_t> marker, remote_->size(remote_marker));
  return marker.has_value();
}

Result<std::unordered_set<Digest, DigestHash>> SharedTakes::present(
    const std::vector<Digest>& blobs) const {
  return blobs.size() < many_blobs ? ask_for_each(*remote_, blobs)
                                   : look_through_folders(*remote_, blobs);
}

Result<Blob> SharedTakes::fetch(const Digest& blob, const BlobStore& blobs,
                                const Transfer& transfer) const {
  TRY_ASSIGN(const Arrived arrived, get_and_hash(*remote_, blob, blobs, transfer));
  if (arrived.digest == blob) {
    return blobs.put(arrived.file);
  }
  // What was read may have been damaged on its way: only what is damaged twice is removed.
  TRY_ASSIGN(const bool whole, verify(blob, blobs, {transfer.cancel, {}}));
  if (whole) {
    return fail(ErrorKind::transient,
                fmt::format("the copy of {} from the remote '{}' was damaged on its way",
                            blob.text(), place()),
                "it was not used; run the same command again");
  }
  const Result<void> removed = remote_->remove(name_of(blob));
  return tl::unexpected(damaged_there(blob, place(), removed.has_value()));
}

Result<std::optional<TakeRecord>> SharedTakes::find(const Digest& clip_key,
                                                    const Digest& blob) const {
  TRY_ASSIGN(const std::optional<std::string> text,
             read_record(*remote_, record_name(clip_key, blob)));
  if (!text) {
    return std::nullopt;
  }
  Result<TakeRecord> record = parse_record(*text);
  const bool of_use = record && record->clip_key == clip_key && record->blob == blob;
  return of_use ? std::optional(*std::move(record)) : std::nullopt;
}

Result<std::vector<TakeRecord>> SharedTakes::takes_of(const Digest& clip_key) const {
  constexpr std::string_view ending = ".json";
  TRY_ASSIGN(std::vector<std::string> names, remote_->list(records_folder(clip_key)));
  names.resize(std::min(names.size(), max_records_of_key));
  std::vector<TakeRecord> records;
  for (const std::string& name : names) {
    const auto blob = name.ends_with(ending)
                          ? Digest::parse(name.substr(0, name.size() - ending.size()))
                          : std::nullopt;
    if (!blob) {
      continue;
    }
    TRY_ASSIGN(std::optional<TakeRecord> record, find(clip_key, *blob));
    if (record) {
      records.push_back(*std::move(record));
    }
  }
  std::sort(records.begin(), records.end(), [](const TakeRecord& a, const TakeRecord& b) {
    return std::tie(a.created, a.uuid) < std::tie(b.created, b.uuid);
  });
  return records;
}

Result<std::uint64_t> SharedTakes::push(const TakeRecord& record, const BlobStore& blobs,
                                        const Transfer& transfer) const {
  TRY_ASSIGN(const std::optional<std::uint64_t> there, remote_->size(name_of(record.blob)));
  if (there != record.bytes) {
    TRY(replace(record, blobs, transfer));
    return record.bytes;
  }
  TRY(put_record_if_better(record));
  return 0;
}

Result<void> SharedTakes::replace(const TakeRecord& record, const BlobStore& blobs,
                                  const Transfer& transfer) const {
  TRY(refuse_damaged(record, blobs));
  TRY(remote_->put(name_of(record.blob), blobs.path_of(record.blob), transfer));
  crash_point("push.before_record");
  return put_record_if_better(record);
}

Result<void> SharedTakes::put_record_if_better(const TakeRecord& record) const {
  TRY_ASSIGN(const std::optional<TakeRecord> known, find(record.clip_key, record.blob));
  const bool says_more = known && known->key_text.empty() && !record.key_text.empty();
  return !known || says_more ? put_record(*remote_, record) : Result<void>();
}

Result<bool> SharedTakes::verify(const Digest& blob, const BlobStore& blobs,
                                 const Transfer& transfer) const {
  TRY_ASSIGN(const Arrived arrived, get_and_hash(*remote_, blob, blobs, transfer));
  return arrived.digest == blob;
}

}  // namespace reshoot
