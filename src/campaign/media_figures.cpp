// SPDX-License-Identifier: Apache-2.0
#include "campaign/media_figures.h"

#include <fcntl.h>
#include <unistd.h>

#include "base/unique_fd.h"
#include "campaign/media_headers.h"

namespace reshoot {

MediaFigures figures_of(MediaType type, std::uint64_t size, const BytesAt& bytes) {
  MediaFigures figures;
  figures.bytes = size;
  switch (type) {
    case MediaType::png:
      measure_png(bytes, figures);
      break;
    case MediaType::jpeg:
      measure_jpeg(bytes, figures);
      break;
    case MediaType::webp_lossy:
    case MediaType::webp_lossless:
      measure_webp(bytes, figures);
      break;
    case MediaType::mp4:
    case MediaType::mov:
      measure_movie(bytes, figures);
      break;
    case MediaType::wav:
      measure_wav(bytes, figures);
      break;
    case MediaType::mp3:
      measure_mp3(bytes, figures);
      break;
    case MediaType::flac:
    case MediaType::unknown:
      break;
  }
  return figures;
}

std::optional<MediaFigures> measure(const std::filesystem::path& path, MediaType type) {
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  const off_t size = fd.is_open() ? ::lseek(fd.get(), 0, SEEK_END) : -1;
  if (size < 0) {
    return std::nullopt;
  }
  const BytesAt bytes = [&fd](std::uint64_t at, std::size_t count) {
    std::string got(count, '\0');
    const ssize_t read = ::pread(fd.get(), got.data(), count, static_cast<off_t>(at));
    got.resize(read > 0 ? static_cast<std::size_t>(read) : 0);
    return got;
  };
  return figures_of(type, static_cast<std::uint64_t>(size), bytes);
}

}  // namespace reshoot
