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
#include "store/uuid.h"

namespace reshoot {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_records_of_key = 200;  // nobody shoots a clip so often
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

tl::unexpected<Error> damaged_there(const Digest& blob, const std::string& place,
                                    const std::string& aside, bool moved) {
  return fail(ErrorKind::corrupt,
              fmt::format("the copy of {} in the remote '{}' is damaged", blob.text(), place),
              fmt::format("it was not used, and {}; whoever has the take puts it back with "
                          "`reshoot cache push`",
                          moved ? fmt::format("is now '{}' there", aside)
                                : "could not be moved aside there"));
}

tl::unexpected<Error> of_another_size(const Digest& blob, const std::string& place,
                                      std::uint64_t there, std::uint64_t expected) {
  return fail(ErrorKind::environment,
              fmt::format("the copy of {} in the remote '{}' has {} bytes, not {}", blob.text(),
                          place, there, expected),
              "it was not copied; whoever has the take puts it right with `reshoot cache verify`");
}

Error unusable_there(const std::string& name, const std::string& place, const Error& why) {
  return {
      ErrorKind::environment,
      fmt::format("the remote '{}' has '{}', which cannot be used: {}", place, name, why.message),
      "nothing is bought while it is there: update reshoot or remove the file"};
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

/// What lies where a record should be: one of both, or nothing.
struct RecordFile {
  std::optional<TakeRecord> record;
  std::optional<Error> unusable;
};

Result<RecordFile> read_record(const Remote& remote, const Digest& clip_key, const Digest& blob) {
  const std::string name = record_name(clip_key, blob);
  TRY_ASSIGN(const std::optional<std::uint64_t> size, remote.size(name));
  if (!size) {
    return RecordFile{};
  }
  if (*size > max_record_bytes) {
    return RecordFile{{}, Error{ErrorKind::corrupt, "it is too large", {}}};
  }
  TRY_ASSIGN(const TempDirectory scratch,
             TempDirectory::create(fs::temp_directory_path(), "reshoot-"));
  TRY(remote.get(name, scratch.path() / "record", {}));
  TRY_ASSIGN(const std::string text, read_file(scratch.path() / "record", max_record_bytes));
  Result<TakeRecord> record = parse_record(text);
  if (!record) {
    return RecordFile{{}, std::move(record).error()};
  }
  if (record->clip_key != clip_key || record->blob != blob) {
    return RecordFile{{}, Error{ErrorKind::corrupt, "it is that of another take", {}}};
  }
  return RecordFile{*std::move(record), {}};
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

Result<Blob> SharedTakes::fetch(const Digest& blob, std::optional<std::uint64_t> expected_bytes,
                                const BlobStore& blobs, const Transfer& transfer) const {
  TRY_ASSIGN(const std::optional<std::uint64_t> size, remote_->size(name_of(blob)));
  if (size && expected_bytes && *size != *expected_bytes) {
    return of_another_size(blob, place(), *size, *expected_bytes);
  }
  TRY_ASSIGN(const Arrived arrived, get_and_hash(*remote_, blob, blobs, transfer));
  if (arrived.digest == blob) {
    return blobs.put(arrived.file);
  }
  // What was read may have been damaged on its way: only what is damaged twice is moved.
  TRY_ASSIGN(const bool whole, verify(blob, blobs, {transfer.cancel, {}}));
  if (whole) {
    return fail(ErrorKind::transient,
                fmt::format("the copy of {} from the remote '{}' was damaged on its way",
                            blob.text(), place()),
                "it was not used; run the same command again");
  }
  // Never removed: it may be this machine that reads badly.
  const std::string aside = fmt::format("damaged/{}-{}", blob.hex(), new_uuid());
  const Result<void> moved = remote_->move(name_of(blob), aside);
  return damaged_there(blob, place(), aside, moved.has_value());
}

Result<std::optional<TakeRecord>> SharedTakes::find(const Digest& clip_key,
                                                    const Digest& blob) const {
  TRY_ASSIGN(RecordFile file, read_record(*remote_, clip_key, blob));
  return std::move(file.record);
}

Result<SharedList> SharedTakes::takes_of(const Digest& clip_key) const {
  constexpr std::string_view ending = ".json";
  TRY_ASSIGN(std::vector<std::string> names, remote_->list(records_folder(clip_key)));
  names.resize(std::min(names.size(), max_records_of_key));
  SharedList list;
  for (const std::string& name : names) {
    const auto blob = name.ends_with(ending)
                          ? Digest::parse(name.substr(0, name.size() - ending.size()))
                          : std::nullopt;
    if (!blob) {
      continue;
    }
    TRY_ASSIGN(RecordFile file, read_record(*remote_, clip_key, *blob));
    if (file.record) {
      list.records.push_back(*std::move(file.record));
    } else if (file.unusable) {
      list.unusable.push_back(
          unusable_there(record_name(clip_key, *blob), place(), *file.unusable));
    }
  }
  std::sort(list.records.begin(), list.records.end(), [](const TakeRecord& a, const TakeRecord& b) {
    return std::tie(a.rejected, a.created, a.uuid) < std::tie(b.rejected, b.created, b.uuid);
  });
  return list;
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
  TRY_ASSIGN(const RecordFile known, read_record(*remote_, record.clip_key, record.blob));
  if (known.unusable && known.unusable->kind == ErrorKind::environment) {
    return {};  // a newer reshoot wrote it
  }
  const bool says_more =
      known.record && ((known.record->key_text.empty() && !record.key_text.empty()) ||
                       (record.rejected && !known.record->rejected));
  return !known.record || says_more ? put_record(*remote_, record) : Result<void>();
}

Result<void> SharedTakes::reject(const Digest& clip_key, const Digest& blob) const {
  TRY_ASSIGN(std::optional<TakeRecord> record, find(clip_key, blob));
  if (!record || record->rejected) {
    return {};
  }
  record->rejected = true;
  return put_record(*remote_, *record);
}

Result<bool> SharedTakes::verify(const Digest& blob, const BlobStore& blobs,
                                 const Transfer& transfer) const {
  TRY_ASSIGN(const Arrived arrived, get_and_hash(*remote_, blob, blobs, transfer));
  return arrived.digest == blob;
}

}  // namespace reshoot
