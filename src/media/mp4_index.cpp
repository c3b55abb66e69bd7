// SPDX-License-Identifier: Apache-2.0
// Whatever is not exactly as expected is left to ffprobe.

#include "media/mp4_index.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <limits>
#include <numeric>
#include <string>

#include "base/bytes.h"
#include "base/io_error.h"
#include "base/unique_fd.h"
#include "media/limits.h"
#include "media/mp4_box.h"
#include "media/mp4_size.h"

namespace reshoot {
namespace {

constexpr std::uint64_t most_index_bytes = 16U << 20U;  // some hours of pictures
constexpr int most_boxes = 1000;
constexpr std::uint64_t most_pictures = 4U << 20U;        // a day at 48 a second
constexpr std::int64_t finest = 1'000'000;                // ticks per second
constexpr std::int64_t longest = std::int64_t{1} << 40U;  // ticks; products stay in range
constexpr std::array picture_codecs{"avc1", "avc3", "hvc1", "hev1", "av01", "vp09"};
constexpr std::array sound_codecs{"mp4a", "Opus", "fLaC", "ac-3", "ec-3"};

/// How large each sample is.
struct Sizes {
  std::uint64_t count = 0;
  std::uint32_t each = 0;  ///< 0: as in `own`
  Mp4Rows own{{}, mp4_table_head, 4};

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
  const std::string_view body = box_below(samples, {"stsz"});
  constexpr std::size_t head = 12;  // version and flags, size of each, count
  if (body.size() < head) {
    return std::nullopt;
  }
  Sizes sizes{big32(body, 8), big32(body, 4), Mp4Rows(body, head, 4)};
  const bool is_whole = sizes.each != 0 || sizes.own.is_whole();
  return is_whole && sizes.count > 0 ? std::optional(sizes) : std::nullopt;
}

/// Whether the chunks hold all samples, and lie within the file.
bool lies_within(std::string_view samples, const Sizes& sizes, std::uint64_t file_size) {
  const bool wide = has_box(samples, "co64");
  const Mp4Rows chunks(box_below(samples, {wide ? "co64" : "stco"}), mp4_table_head, wide ? 8 : 4);
  const Mp4Rows runs(box_below(samples, {"stsc"}), mp4_table_head, 12);
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
  explicit Runs(Mp4Rows rows) : rows_(rows) {}
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
  Mp4Rows rows_;
  std::size_t row_ = 0;
  std::uint32_t used_ = 0;
};

std::optional<Span> shown_span(std::string_view samples, std::uint64_t count) {
  const bool reorders = has_box(samples, "ctts");
  Runs durations(Mp4Rows(box_below(samples, {"stts"}), mp4_table_head, 8));
  Runs offsets(Mp4Rows(box_below(samples, {"ctts"}), mp4_table_head, 8));
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

/// What the heads of the movie (`mvhd`) and of a track's media (`mdhd`) say of time.
struct Clock {
  std::int64_t per_second = 0;  ///< ticks; 0: not said
  std::int64_t duration = 0;    ///< ticks; 0 and less: not said
};

Clock clock_of(std::string_view head) {
  const bool wide = !head.empty() && head[0] == 1;
  const std::size_t at = wide ? 20 : 12;
  if (head.size() < at + (wide ? 12 : 8)) {
    return {};
  }
  const std::uint64_t duration = wide ? big64(head, at + 4) : big32(head, at + 4);
  return {big32(head, at), static_cast<std::int64_t>(duration)};
}

/// What of a track is shown.
struct Edit {
  std::int64_t duration = 0;  ///< ticks of the movie
  std::int64_t begin = 0;     ///< ticks of the track
};

/// The only edit, at usual speed; nullopt: the list is another one.
std::optional<Edit> only_edit(std::string_view track) {
  const std::string_view list = box_below(track, {"edts", "elst"});
  const Mp4Rows edits(list, mp4_table_head, 12);
  constexpr std::uint32_t usual_speed = 0x10000;
  if (list.empty() || list[0] != 0 || edits.size() != 1 || big32(edits[0], 8) != usual_speed) {
    return std::nullopt;
  }
  return Edit{big32(edits[0], 0), static_cast<std::int32_t>(big32(edits[0], 4))};
}

/// Whether all pictures are shown: no edit list, or one edit from the first to the last.
bool shows_all(std::string_view track, std::string_view media, std::string_view movie,
               std::uint64_t count) {
  const std::optional<Span> span = shown_span(box_below(media, {"minf", "stbl"}), count);
  if (!span) {
    return false;
  }
  if (!has_box(track, "edts")) {
    return true;
  }
  const std::optional<Edit> edit = only_edit(track);
  const std::int64_t of_movie = clock_of(box_below(movie, {"mvhd"})).per_second;
  const std::int64_t of_track = clock_of(box_below(media, {"mdhd"})).per_second;
  if (!edit || of_movie == 0 || of_movie > finest || of_track > finest || span->last > longest) {
    return false;
  }
  return edit->begin >= 0 && edit->begin <= span->first &&
         edit->duration * of_track > (span->last - edit->begin) * of_movie;
}

template <std::size_t count>
bool is_one_of(std::string_view type, const std::array<const char*, count>& codecs) {
  return std::find(codecs.begin(), codecs.end(), type) != codecs.end();
}

bool has_known_picture(std::string_view samples) {
  const std::optional<Mp4Box> entry = only_description(samples);
  if (!entry || !is_one_of(entry->type, picture_codecs)) {
    return false;
  }
  const Size size = described_size(entry->body);
  const std::uint64_t pixels =
      static_cast<std::uint64_t>(size.width) * static_cast<std::uint64_t>(size.height);
  return pixels > 0 && pixels <= max_picture_pixels;
}

bool has_known_sound(std::string_view samples) {
  const std::optional<Mp4Box> entry = only_description(samples);
  constexpr std::size_t channels_at = 16;
  constexpr std::size_t rate_at = 24;  // 16.16
  return entry && is_one_of(entry->type, sound_codecs) && entry->body.size() >= rate_at + 4 &&
         big16(entry->body, channels_at) > 0 && big32(entry->body, rate_at) > 0;
}

/// How long all samples take together, at least a tick; nullopt: one of them takes no sane time.
std::optional<std::int64_t> ticks_of(std::string_view samples) {
  const Mp4Rows rows(box_below(samples, {"stts"}), mp4_table_head, 8);
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::uint32_t each = big32(rows[i], 4);
    if (each == 0 || each > std::numeric_limits<std::int32_t>::max()) {
      return std::nullopt;
    }
    sum += std::uint64_t{big32(rows[i], 0)} * each;
    if (sum > longest) {
      return std::nullopt;
    }
  }
  return sum > 0 ? std::optional(static_cast<std::int64_t>(sum)) : std::nullopt;
}

/// Frames per second; nullopt: its parts are too large for ffprobe.
std::optional<Rate> average_rate(std::int64_t frames, std::int64_t per_second, std::int64_t ticks) {
  const std::int64_t num = frames * per_second;
  const std::int64_t common = std::gcd(num, ticks);
  constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
  if (num / common > most || ticks / common > most) {
    return std::nullopt;
  }
  return Rate{static_cast<std::int32_t>(num / common), static_cast<std::int32_t>(ticks / common)};
}

/// Of a track all of whose pictures are shown; nullopt: only a decoder knows.
std::optional<PlainPicture> plain_picture(std::string_view track, std::string_view media,
                                          std::string_view movie, std::int64_t frames) {
  const std::string_view samples = box_below(media, {"minf", "stbl"});
  const std::optional<Size> size = plain_size(track, movie);
  const std::optional<std::int64_t> ticks = ticks_of(samples);
  const Clock clock = clock_of(box_below(media, {"mdhd"}));
  if (!size || !ticks || clock.duration < 1 || clock.duration > longest || clock.per_second < 1 ||
      clock.per_second > finest) {
    return std::nullopt;
  }
  if (has_box(track, "edts")) {
    const std::optional<Edit> edit = only_edit(track);
    const std::int64_t of_movie = clock_of(box_below(movie, {"mvhd"})).per_second;
    if (!edit || edit->duration * clock.per_second < *ticks * of_movie) {
      return std::nullopt;
    }
  }
  const Rate second{1, static_cast<std::int32_t>(clock.per_second)};
  const std::optional<Rate> rate = average_rate(frames, clock.per_second, *ticks);
  const StreamTime time{second, 0, std::min(*ticks, clock.duration)};
  return rate ? std::optional(PlainPicture{*size, *rate, time}) : std::nullopt;
}

/// Adds what a track holds; false: it is not plain.
bool add_track(std::string_view track, std::string_view movie, std::uint64_t file_size,
               PlainClip& clip) {
  const std::string_view media = box_below(track, {"mdia"});
  const std::string_view handler = box_below(media, {"hdlr"});
  if (handler.size() < 12) {
    return false;
  }
  const std::string_view kind = handler.substr(8, 4);
  if (kind != "vide" && kind != "soun") {
    return true;
  }
  const std::string_view samples = box_below(media, {"minf", "stbl"});
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
  if (!shows_all(track, media, movie, sizes->count)) {
    return false;
  }
  clip.frames = static_cast<std::int64_t>(sizes->count);
  clip.picture = plain_picture(track, media, movie, clip.frames);
  return true;
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
    std::array<char, mp4_box_head + 8> buffer{};
    const std::string_view head(buffer.data(), read_at(file, at, buffer.data(), buffer.size()));
    if (head.size() < mp4_box_head || boxes == most_boxes) {
      return std::nullopt;
    }
    const bool is_wide = big32(head, 0) == 1 && head.size() == buffer.size();
    const std::uint64_t size = is_wide ? big64(head, mp4_box_head) : big32(head, 0);
    const std::string_view type = head.substr(4, 4);
    const bool begins_well = at > 0 || type == "ftyp";
    if (size < (is_wide ? buffer.size() : mp4_box_head) || size > file_size - at || !begins_well ||
        type == "moof" || (type == "moov" && (found || is_wide))) {
      return std::nullopt;
    }
    if (type == "moov") {
      found = Place{at + mp4_box_head, size - mp4_box_head};
    }
    at += size;
  }
  return found;
}

}  // namespace

std::optional<PlainClip> read_plain_clip(std::string_view movie, std::uint64_t file_size) {
  PlainClip clip;
  if (has_box(movie, "mvex") || has_box(movie, "cmov")) {
    return std::nullopt;
  }
  std::string_view rest = movie;
  while (const std::optional<Mp4Box> box = next_box(rest)) {
    if (box->type == "trak" && !add_track(box->body, movie, file_size, clip)) {
      return std::nullopt;
    }
  }
  return clip.frames > 0 && rest.empty() ? std::optional(clip) : std::nullopt;
}

Result<std::optional<PlainClip>> read_plain_clip(const std::filesystem::path& path) {
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
  return read_plain_clip(movie, size);
}

}  // namespace reshoot
