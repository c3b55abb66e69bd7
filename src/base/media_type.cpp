// SPDX-License-Identifier: Apache-2.0
// Magic numbers, read strictly enough that text with a fitting first word is not taken for media.

#include "base/media_type.h"

#include <algorithm>
#include <array>

#include "base/bytes.h"

namespace reshoot {
namespace {

using namespace std::string_view_literals;

/// `VP8 ` and `ALPH` are lossy, `VP8L` is lossless. An extended file names its picture after its
/// other chunks; where these are longer than the head, lossy is the guess, and the digest reads on.
MediaType sniff_webp(std::string_view head) {
  constexpr std::uint32_t animated = 0x02;
  std::size_t at = 12;
  while (at + 8 <= head.size()) {
    const std::string_view name = head.substr(at, 4);
    if (name == "VP8L") {
      return MediaType::webp_lossless;
    }
    if (name == "VP8 " || name == "ALPH") {
      return MediaType::webp_lossy;
    }
    if (name == "VP8X" && at + 9 <= head.size() && (byte_at(head, at + 8) & animated) != 0) {
      return MediaType::unknown;
    }
    const std::size_t size = little32(head, at + 4);
    at += 8 + size + (size & 1U);
  }
  return head.substr(12).starts_with("VP8X") ? MediaType::webp_lossy : MediaType::unknown;
}

MediaType sniff_riff(std::string_view head) {
  const std::string_view form = head.substr(8, 4);
  if (form == "WAVE") {
    return MediaType::wav;
  }
  return form == "WEBP" && head.starts_with("RIFF") ? sniff_webp(head) : MediaType::unknown;
}

/// ISO files by the major brand; pictures in such containers (HEIF, AVIF) are not taken.
MediaType sniff_iso(std::string_view head) {
  if (head.substr(4, 4) != "ftyp") {
    // QuickTime files from before 2001 begin with their movie or data atom.
    constexpr std::array atoms{"moov"sv, "mdat"sv, "wide"sv, "pnot"sv};
    const bool old = std::find(atoms.begin(), atoms.end(), head.substr(4, 4)) != atoms.end();
    return old && big32(head, 0) != 0 ? MediaType::mov : MediaType::unknown;
  }
  constexpr std::array pictures{"avif"sv, "avis"sv, "heic"sv, "heix"sv,
                                "hevc"sv, "mif1"sv, "msf1"sv, "crx "sv};
  const std::string_view brand = head.substr(8, 4);
  if (big32(head, 0) < 16 || std::find(pictures.begin(), pictures.end(), brand) != pictures.end()) {
    return MediaType::unknown;
  }
  return brand == "qt  " ? MediaType::mov : MediaType::mp4;
}

/// Bytes of the MPEG layer III frame that starts at `at`; 0: there is none.
std::size_t mp3_frame_size(std::string_view head, std::size_t at) {
  const std::uint32_t word = big32(head, at);
  const std::uint32_t version = word >> 19U & 3U;  // 3: MPEG 1, 2: MPEG 2, 0: MPEG 2.5
  const std::uint32_t layer = word >> 17U & 3U;    // 1: layer III
  const std::uint32_t bitrate = word >> 12U & 15U;
  const std::uint32_t rate = word >> 10U & 3U;
  if (word >> 21U != 0x7ff || version == 1 || layer != 1 || bitrate == 0 || bitrate == 15 ||
      rate == 3) {
    return 0;
  }
  constexpr std::array kbits_1{0U,   32U,  40U,  48U,  56U,  64U,  80U, 96U,
                               112U, 128U, 160U, 192U, 224U, 256U, 320U};
  constexpr std::array kbits_2{0U,  8U,  16U, 24U,  32U,  40U,  48U, 56U,
                               64U, 80U, 96U, 112U, 128U, 144U, 160U};
  constexpr std::array hertz{44100U, 48000U, 32000U};
  const bool first = version == 3;
  const std::uint32_t divisor = first ? 1 : version == 2 ? 2 : 4;
  const std::uint32_t bits = (first ? kbits_1[bitrate] : kbits_2[bitrate]) * 1000;
  return (first ? 144 : 72) * bits / (hertz[rate] / divisor) + (word >> 9U & 1U);
}

/// An ID3 tag, or two frames one behind the other.
bool is_mp3(std::string_view head) {
  if (head.starts_with("ID3") && head.size() >= 10) {
    const std::string_view size = head.substr(6, 4);
    return byte_at(head, 3) < 0xff &&
           std::all_of(size.begin(), size.end(), [](char c) { return (c & 0x80) == 0; });
  }
  const std::size_t frame = mp3_frame_size(head, 0);
  return frame != 0 && (frame + 4 > head.size() || mp3_frame_size(head, frame) != 0);
}

}  // namespace

MediaType sniff(std::string_view head) {
  constexpr std::size_t shortest = 12;  // as far as the fixed places below reach
  if (head.size() < shortest) {
    return MediaType::unknown;
  }
  if (head.starts_with("\x89PNG\r\n\x1a\n"sv)) {
    return MediaType::png;
  }
  if (head.starts_with("\xff\xd8\xff"sv)) {
    return MediaType::jpeg;
  }
  if (head.starts_with("RIFF") || head.starts_with("RF64")) {
    return sniff_riff(head);
  }
  if (head.starts_with("fLaC")) {
    return MediaType::flac;
  }
  const MediaType iso = sniff_iso(head);
  if (iso != MediaType::unknown) {
    return iso;
  }
  return is_mp3(head) ? MediaType::mp3 : MediaType::unknown;
}

std::string_view unsupported_format(std::string_view head) {
  struct Row {
    std::size_t at;
    std::string_view bytes;
    std::string_view name;
  };
  constexpr std::array rows{
      Row{0, "GIF8", "GIF"},
      Row{0, "BM", "BMP"},
      Row{0, "II*\0"sv, "TIFF"},
      Row{0, "MM\0*"sv, "TIFF"},
      Row{0, "8BPS", "Photoshop"},
      Row{0, "%PDF", "PDF"},
      Row{0, "<svg", "SVG"},
      Row{0, "<?xml", "XML"},
      Row{0, "\x1a\x45\xdf\xa3"sv, "WebM or Matroska"},
      Row{0, "OggS", "Ogg"},
      Row{8, "AVI ", "AVI"},
      Row{8, "WEBP", "an animated WebP"},
      Row{4, "ftypavif", "AVIF"},
      Row{4, "ftypavis", "AVIF"},
      Row{4, "ftyphei", "HEIC"},
      Row{4, "ftypmif1", "HEIC"},
  };
  for (const Row& row : rows) {
    if (head.substr(std::min(row.at, head.size())).starts_with(row.bytes)) {
      return row.name;
    }
  }
  return {};
}

bool is_image(MediaType type) {
  return type == MediaType::png || type == MediaType::jpeg || type == MediaType::webp_lossy ||
         type == MediaType::webp_lossless;
}

bool is_video(MediaType type) {
  return type == MediaType::mp4 || type == MediaType::mov;
}

bool is_audio(MediaType type) {
  return type == MediaType::wav || type == MediaType::flac || type == MediaType::mp3 ||
         type == MediaType::mp4;
}

std::string_view name_of(MediaType type) {
  switch (type) {
    case MediaType::unknown:
      return "unknown";
    case MediaType::png:
      return "PNG";
    case MediaType::jpeg:
      return "JPEG";
    case MediaType::webp_lossy:
    case MediaType::webp_lossless:
      return "WebP";
    case MediaType::wav:
      return "WAV";
    case MediaType::flac:
      return "FLAC";
    case MediaType::mp3:
      return "MP3";
    case MediaType::mp4:
      return "MP4";
    case MediaType::mov:
      return "MOV";
  }
  return "unknown";
}

}  // namespace reshoot
