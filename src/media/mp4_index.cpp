// SPDX-License-Identifier: Apache-2.0
// ISO 14496-12: boxes within boxes, numbers big-endian, tables with a count before their rows.
// Whatever is not exactly as expected is left to ffprobe.

#include "media/mp4_index.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>

#include "base/bytes.h"
#include "base/io_error.h"
#include "base/unique_fd.h"
#include "media/limits.h"

namespace reshoot {
namespace {

constexpr std::size_t box_head = 8;
constexpr std::uint64_t most_index_bytes = 16U << 20U;  // some hours of pictures
constexpr int most_boxes = 1000;
constexpr std::uint64_t most_pictures = 4U << 20U;  // a day at 48 a second
constexpr std::array picture_codecs{"avc1", "avc3", "hvc1", "hev1", "av01", "vp09"};
constexpr std::array sound_codecs{"mp4a", "Opus", "fLaC", "ac-3", "ec-3"};

struct Box {
  std::string_view type;
  std::string_view body;
};

/// Takes the first box off; nullopt: there is none that makes sense.
std::optional<Box> next_box(std::string_view& bytes) {
  if (bytes.size() < box_head) {
    return std::nullopt;
  }
  const std::size_t size = big32(bytes, 0);
  if (size < box_head || size > bytes.size()) {
    return std::nullopt;
  }
  const Box box{bytes.substr(4, 4), bytes.substr(box_head, size - box_head)};
  bytes.remove_prefix(size);
  return box;
}

/// The body of the only box of that type; nullopt: none or several.
std::optional<std::string_view> only(std::string_view bytes, std::string_view type) {
  std::optional<std::string_view> found;
  while (const std::optional<Box> box = next_box(bytes)) {
    if (box->type == type) {
      if (found) {
        return std::nullopt;
      }
      found = box->body;
    }
  }
  return found;
}

bool has(std::string_view bytes, std::string_view type) {
  while (const std::optional<Box> box = next_box(bytes)) {
    if (box->type == type) {
      return true;
    }
  }
  return false;
}

/// The body of a box below boxes; empty: there is none.
std::string_view below(std::string_view bytes, std::initializer_list<std::string_view> path) {
  for (const std::string_view type : path) {
    bytes = only(bytes, type).value_or(std::string_view());
  }
  return bytes;
}

/// Rows of `width` bytes behind `head` bytes, the last four of which count them.
class Rows {
 public:
  Rows(std::string_view body, std::size_t head, std::size_t width) : width_(width) {
    if (body.size() >= head) {
      const std::size_t count = big32(body, head - 4);
      body.remove_prefix(head);
      is_whole_ = count <= body.size() / width;
      rows_ = is_whole_ ? body.substr(0, count * width) : std::string_view();
    }
  }
  [[nodiscard]] bool is_whole() const { return is_whole_; }
  [[nodiscard]] std::size_t size() const { return rows_.size() / width_; }
  [[nodiscard]] std::string_view operator[](std::size_t i) const {
    return rows_.substr(i * width_, width_);
  }

 private:
  std::size_t width_;
  std::string_view rows_;
  bool is_whole_ = false;
};

constexpr std::size_t table_head = 8;  // version and flags, count

/// How large each sample is.
struct Sizes {
  std::uint64_t count = 0;
  std::uint32_t each = 0;  ///< 0: as in `own`
  Rows own{{}, table_head, 4};

  /// Of `count` samples from the first on; nullopt: one of them is empty, or they are not there.
  [[nodiscard]] std::optional<std::uint64_t> sum(std::uint64_t first, std::uint64_t number) const {
    if (first + number > count) {
      return std::nullopt;
    }
    if (each != 0) {
      return each * number;
    }
    std::uint64_t bytes = 0;
    for (std::uint64_t i = first; i < first + number; ++i) {
      const std::uint32_t size = big32(own[i], 0);
      if (size == 0) {
        return std::nullopt;
      }
      bytes += size;
    }
    return bytes;
  }
};

std::optional<Sizes> read_sizes(std::string_view samples) {
  const std::string_view body = below(samples, {"stsz"});
  constexpr std::size_t head = 12;  // version and flags, size of each, count
  if (body.size() < head) {
    return std::nullopt;
  }
  Sizes sizes{big32(body, 8), big32(body, 4), Rows(body, head, 4)};
  const bool is_whole = sizes.each != 0 || sizes.own.is_whole();
  return is_whole && sizes.count > 0 ? std::optional(sizes) : std::nullopt;
}

/// Whether the chunks hold all samples, and lie within the file.
bool lies_within(std::string_view samples, const Sizes& sizes, std::uint64_t file_size) {
  const bool wide = has(samples, "co64");
  const Rows chunks(below(samples, {wide ? "co64" : "stco"}), table_head, wide ? 8 : 4);
  const Rows runs(below(samples, {"stsc"}), table_head, 12);
  std::uint64_t sample = 0;
  std::size_t run = 0;
  for (std::size_t chunk = 0; chunk < chunks.size(); ++chunk) {
    while (run + 1 < runs.size() && big32(runs[run + 1], 0) <= chunk + 1) {
      ++run;
    }
    if (run >= runs.size() || big32(runs[run], 0) > chunk + 1 || big32(runs[run], 8) != 1) {
      return false;
    }
    const std::uint32_t number = big32(runs[run], 4);
    const std::uint64_t at = wide ? big64(chunks[chunk], 0) : big32(chunks[chunk], 0);
    const auto bytes = sizes.sum(sample, number);
    if (!bytes || at > file_size || *bytes > file_size - at) {
      return false;
    }
    sample += number;
  }
  return sample == sizes.count;
}

/// When the first and the last picture begin, in ticks of the track.
struct Span {
  std::int64_t first = 0;
  std::int64_t last = 0;
};

/// Walks a table of runs sample by sample: (number, value) each.
class Runs {
 public:
  explicit Runs(Rows rows) : rows_(rows) {}
  /// nullopt: there are no more.
  std::optional<std::uint32_t> next() {
    while (row_ < rows_.size() && used_ == big32(rows_[row_], 0)) {
      ++row_;
      used_ = 0;
    }
    if (row_ >= rows_.size()) {
      return std::nullopt;
    }
    ++used_;
    return big32(rows_[row_], 4);
  }

 private:
  Rows rows_;
  std::size_t row_ = 0;
  std::uint32_t used_ = 0;
};

std::optional<Span> shown_span(std::string_view samples, std::uint64_t count) {
  const bool reorders = has(samples, "ctts");
  Runs durations(Rows(below(samples, {"stts"}), table_head, 8));
  Runs offsets(Rows(below(samples, {"ctts"}), table_head, 8));
  std::optional<Span> span;
  std::int64_t decoded = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::optional<std::uint32_t> duration = durations.next();
    const std::optional<std::uint32_t> offset =
        reorders ? offsets.next() : std::optional<std::uint32_t>(0);
    if (!duration || !offset) {
      return std::nullopt;
    }
    const std::int64_t shown = decoded + static_cast<std::int32_t>(*offset);
    span =
        span ? Span{std::min(span->first, shown), std::max(span->last, shown)} : Span{shown, shown};
    decoded += *duration;
  }
  return durations.next() ? std::nullopt : span;
}

std::uint32_t ticks_per_second(std::string_view header) {
  const std::size_t at = !header.empty() && header[0] == 1 ? 20 : 12;
  return header.size() >= at + 4 ? big32(header, at) : 0;
}

/// Whether all pictures are shown: no edit list, or one edit from the first to the last.
bool shows_all(std::string_view track, std::string_view media, std::string_view movie,
               std::uint64_t count) {
  const std::optional<Span> span = shown_span(below(media, {"minf", "stbl"}), count);
  if (!span) {
    return false;
  }
  if (!has(track, "edts")) {
    return true;
  }
  const std::string_view list = below(track, {"edts", "elst"});
  const Rows edits(list, table_head, 12);
  const std::int64_t of_movie = ticks_per_second(below(movie, {"mvhd"}));
  const std::int64_t of_track = ticks_per_second(below(media, {"mdhd"}));
  constexpr std::uint32_t usual_speed = 0x10000;
  constexpr std::int64_t finest = 1'000'000;                // ticks per second
  constexpr std::int64_t longest = std::int64_t{1} << 40U;  // ticks; products stay in range
  if (list.empty() || list[0] != 0 || edits.size() != 1 || big32(edits[0], 8) != usual_speed ||
      of_movie == 0 || of_movie > finest || of_track > finest || span->last > longest) {
    return false;
  }
  const std::int64_t duration = big32(edits[0], 0);
  const auto begin = static_cast<std::int32_t>(big32(edits[0], 4));
  return begin >= 0 && begin <= span->first &&
         duration * of_track > (span->last - begin) * of_movie;
}

/// The only description of the samples, where it is of one of these codecs; empty: it is not.
template <std::size_t count>
std::string_view description(std::string_view samples,
                             const std::array<const char*, count>& codecs) {
  std::string_view body = below(samples, {"stsd"});
  if (body.size() < table_head || big32(body, 4) != 1) {
    return {};
  }
  body.remove_prefix(table_head);
  const std::optional<Box> entry = next_box(body);
  const bool is_known =
      entry && std::find(codecs.begin(), codecs.end(), entry->type) != codecs.end();
  return is_known ? entry->body : std::string_view();
}

bool has_known_picture(std::string_view samples) {
  const std::string_view entry = description(samples, picture_codecs);
  constexpr std::size_t width_at = 24;
  if (entry.size() < width_at + 4) {
    return false;
  }
  const std::uint64_t pixels = std::uint64_t{big16(entry, width_at)} * big16(entry, width_at + 2);
  return pixels > 0 && pixels <= max_picture_pixels;
}

bool has_known_sound(std::string_view samples) {
  const std::string_view entry = description(samples, sound_codecs);
  constexpr std::size_t channels_at = 16;
  constexpr std::size_t rate_at = 24;  // 16.16
  return entry.size() >= rate_at + 4 && big16(entry, channels_at) > 0 && big32(entry, rate_at) > 0;
}

/// Adds what a track holds; false: it is not plain.
bool add_track(std::string_view track, std::string_view movie, std::uint64_t file_size,
               ClipCount& clip) {
  const std::string_view media = below(track, {"mdia"});
  const std::string_view handler = below(media, {"hdlr"});
  if (handler.size() < 12) {
    return false;
  }
  const std::string_view kind = handler.substr(8, 4);
  if (kind != "vide" && kind != "soun") {
    return true;
  }
  const std::string_view samples = below(media, {"minf", "stbl"});
  const std::optional<Sizes> sizes = read_sizes(samples);
  if (!sizes || !lies_within(samples, *sizes, file_size)) {
    return false;
  }
  if (kind == "soun") {
    clip.has_sound = true;
    return has_known_sound(samples);
  }
  if (!has_known_picture(samples) || sizes->count > most_pictures || clip.frames != 0) {
    return false;
  }
  clip.frames = static_cast<std::int64_t>(sizes->count);
  return shows_all(track, media, movie, sizes->count);
}

/// Where the movie's index is in a file.
struct Place {
  std::uint64_t at = 0;
  std::uint64_t size = 0;
};

std::size_t read_at(const UniqueFd& file, std::uint64_t at, char* into, std::size_t size) {
  const ssize_t got = ::pread(file.get(), into, size, static_cast<off_t>(at));
  return got > 0 ? static_cast<std::size_t>(got) : 0;
}

/// The body of `moov`, where the boxes at the top are those of a plain MP4.
std::optional<Place> find_index(const UniqueFd& file, std::uint64_t file_size) {
  std::optional<Place> found;
  std::uint64_t at = 0;
  for (int boxes = 0; at < file_size; ++boxes) {
    std::array<char, box_head + 8> buffer{};
    const std::string_view head(buffer.data(), read_at(file, at, buffer.data(), buffer.size()));
    if (head.size() < box_head || boxes == most_boxes) {
      return std::nullopt;
    }
    const bool is_wide = big32(head, 0) == 1 && head.size() == buffer.size();
    const std::uint64_t size = is_wide ? big64(head, box_head) : big32(head, 0);
    const std::string_view type = head.substr(4, 4);
    const bool begins_well = at > 0 || type == "ftyp";
    if (size < (is_wide ? buffer.size() : box_head) || size > file_size - at || !begins_well ||
        type == "moof" || (type == "moov" && (found || is_wide))) {
      return std::nullopt;
    }
    if (type == "moov") {
      found = Place{at + box_head, size - box_head};
    }
    at += size;
  }
  return found;
}

}  // namespace

std::optional<ClipCount> count_clip(std::string_view movie, std::uint64_t file_size) {
  ClipCount clip;
  if (has(movie, "mvex") || has(movie, "cmov")) {
    return std::nullopt;
  }
  std::string_view rest = movie;
  while (const std::optional<Box> box = next_box(rest)) {
    if (box->type == "trak" && !add_track(box->body, movie, file_size, clip)) {
      return std::nullopt;
    }
  }
  return clip.frames > 0 && rest.empty() ? std::optional(clip) : std::nullopt;
}

Result<std::optional<ClipCount>> count_clip(const std::filesystem::path& path) {
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  const off_t end = file.is_open() ? ::lseek(file.get(), 0, SEEK_END) : -1;
  if (end < 0) {
    return io_failure("read", path, errno);
  }
  const auto size = static_cast<std::uint64_t>(end);
  const std::optional<Place> place = find_index(file, size);
  if (!place || place->size > most_index_bytes) {
    return std::nullopt;
  }
  std::string movie(place->size, '\0');
  if (read_at(file, place->at, movie.data(), movie.size()) != movie.size()) {
    return std::nullopt;
  }
  return count_clip(movie, size);
}

}  // namespace reshoot
