// SPDX-License-Identifier: Apache-2.0
#include "media/content_digest.h"

#include <doctest/doctest.h>

#include "media_files.h"

namespace reshoot {
namespace {

using namespace std::string_literals;
namespace fs = std::filesystem;

MediaType type_of(const fs::path& path) {
  return sniff(*read_head(path, sniff_size));
}

Result<std::string> describe(const fs::path& path, const Tools& tools = test::tools()) {
  return describe_content(path, type_of(path), tools, Cancel());
}

/// The canonical text, or the error as text that equals no other.
std::string text(const fs::path& path) {
  static int errors = 0;
  const auto described = describe(path);
  return described ? *described
                   : "error " + std::to_string(++errors) + ": " + described.error().message;
}

/// The tools as on a processor without vector instructions.
Tools plain_processor() {
  Tools tools = test::tools();
  tools.extra = {"-cpuflags", "0"};
  return tools;
}

const std::string picture = "-f lavfi -i testsrc=s=61x33 -frames:v 1 ";
const std::string clip =
    "-f lavfi -i testsrc2=s=64x48:r=10:d=1 -f lavfi -i sine=d=1 -c:v libx264 -c:a aac ";

/// `bytes` with `chunk` put behind the PNG header.
std::string with_png_chunk(std::string bytes, const std::string& chunk) {
  constexpr std::size_t behind_header = 33;
  return bytes.insert(behind_header, chunk);
}

}  // namespace

TEST_CASE("content_digest: PNG by samples, not by metadata, compression or how samples are kept") {
  const TempDirectory folder = test::new_folder();
  const auto a = test::make(folder, "a.png", picture + "-pix_fmt rgb24");
  const std::string plain = text(a);
  CHECK(plain.starts_with("reshoot-image-1\nsize 61x33\norientation 1\nsamples "));
  CHECK(text(test::make(folder, "b.png", "-i a.png -compression_level 0 -pred none")) == plain);
  CHECK(text(test::make(folder, "c.png", "-i a.png -pix_fmt rgba")) == plain);
  CHECK(text(test::make(folder, "e.webp", "-i a.png -c:v libwebp -lossless 1 -pix_fmt bgra")) ==
        plain);
  const std::string bytes = test::read(a);
  CHECK(text(test::write(folder, "f.png",
                         with_png_chunk(bytes, test::png_chunk("tEXt", "by\0me"s)))) == plain);
  CHECK(text(test::write(folder, "g.png",
                         with_png_chunk(bytes, test::png_chunk("tIME", "1234567")))) == plain);
  CHECK(text(test::write(
            folder, "h.png",
            with_png_chunk(bytes, test::png_chunk("eXIf", test::tiff_orientation(6))))) != plain);
  CHECK(text(test::make(folder, "i.png", "-i a.png -vf negate")) != plain);
  CHECK(text(test::make(folder, "j.png", "-i a.png -vf crop=60:33:0:0")) != plain);
}

TEST_CASE("content_digest: grey, palette and bits give the digest of their colours") {
  const TempDirectory folder = test::new_folder();
  // A black and a white pixel in every form that PNG has, without a scaler between.
  struct Row {
    std::string format, raw;
  };
  const std::string palette = "\0\0\0\xff\xff\xff\xff\xff"s + std::string(1016, '\0');
  const Row rows[] = {
      {"rgb24", "\0\0\0\xff\xff\xff"s},
      {"gray", "\0\xff"s},
      {"gray16be", "\0\0\xff\xff"s},
      {"ya8", "\0\xff\xff\xff"s},
      {"ya16be", "\0\0\xff\xff\xff\xff\xff\xff"s},
      {"pal8", "\0\1"s + palette},
      {"monob", "\x40"s},
      {"rgba", "\0\0\0\xff\xff\xff\xff\xff"s},
      {"rgb48be", std::string(6, '\0') + std::string(6, '\xff')},
      {"rgba64be", std::string(6, '\0') + std::string(10, '\xff')},
  };
  std::string first;
  for (const Row& row : rows) {
    CAPTURE(row.format);
    test::write(folder, "raw", row.raw);
    const std::string described = text(
        test::make(folder, row.format + ".png",
                   "-f rawvideo -video_size 2x1 -pixel_format " + row.format + " -i raw -c:v png"));
    first = first.empty() ? described : first;
    CHECK(described == first);
  }
  CHECK(first.starts_with("reshoot-image-1\nsize 2x1\n"));
}

TEST_CASE("content_digest: the same on a processor without vector instructions") {
  const TempDirectory folder = test::new_folder();
  const fs::path files[] = {
      test::make(folder, "a.png", picture),
      test::make(folder, "a16.png", picture + "-pix_fmt rgba64be"),
      test::make(folder, "a.jpg", picture),
      test::make(folder, "a.webp", picture + "-c:v libwebp"),
      test::make(folder, "l.webp", picture + "-c:v libwebp -lossless 1"),
      test::make(folder, "a.wav", "-f lavfi -i sine=d=0.3"),
      test::make(folder, "a.flac", "-f lavfi -i sine=d=0.3"),
      test::make(folder, "a.mp3", "-f lavfi -i sine=d=0.3"),
      test::make(folder, "a.mp4", clip),
  };
  for (const fs::path& file : files) {
    CAPTURE(file.filename().string());
    const auto usual = describe(file);
    const auto plain = describe(file, plain_processor());
    REQUIRE(usual);
    REQUIRE(plain);
    CHECK(*usual == *plain);
    const auto digest = content_digest(file, type_of(file), test::tools(), Cancel());
    REQUIRE(digest);
    CHECK(*digest == sha256(*usual));
  }
}

TEST_CASE("content_digest: JPEG and lossy WebP by what is coded") {
  const TempDirectory folder = test::new_folder();
  const auto jpeg = test::make(folder, "a.jpg", picture);
  const std::string bytes = test::read(jpeg);
  CHECK(text(jpeg).starts_with("reshoot-jpeg-1\n"));
  const std::string with_comment =
      "\xff\xd8"s + test::jpeg_segment(0xfe, "hello") + bytes.substr(2);
  CHECK(text(test::write(folder, "b.jpg", with_comment)) == text(jpeg));
  CHECK(text(test::make(folder, "c.jpg", picture + "-q:v 20")) != text(jpeg));

  const auto webp = test::make(folder, "a.webp", picture + "-c:v libwebp");
  CHECK(text(webp).starts_with("reshoot-webp-1\n"));
  const std::string chunks = test::read(webp).substr(12) + test::riff_chunk("XMP ", "<x/>");
  const std::string tagged =
      "RIFF" + test::little32(static_cast<std::uint32_t>(chunks.size() + 4)) + "WEBP" + chunks;
  CHECK(text(test::write(folder, "b.webp", tagged)) == text(webp));
}

TEST_CASE("content_digest: the FLAC of a WAV is the WAV, whatever its depth and tags") {
  const TempDirectory folder = test::new_folder();
  const auto wav = test::make(folder, "a.wav", "-f lavfi -i sine=r=44100:d=0.3 -c:a pcm_s16le");
  const std::string plain = text(wav);
  CHECK(plain.starts_with("reshoot-sound-1\nrate 44100\nchannels 1\nsamples integer "));
  CHECK(text(test::make(folder, "a.flac", "-i a.wav")) == plain);
  CHECK(text(test::make(folder, "tagged.flac", "-i a.wav -metadata title=x")) == plain);
  CHECK(text(test::make(folder, "tagged.wav", "-i a.wav -c:a copy -metadata title=x")) == plain);
  CHECK(text(test::make(folder, "b24.wav", "-i a.wav -c:a pcm_s24le")) == plain);
  CHECK(text(test::make(folder, "b32.wav", "-i a.wav -c:a pcm_s32le")) == plain);
  CHECK(text(test::make(folder, "louder.wav", "-i a.wav -af volume=2")) != plain);
  CHECK(text(test::make(folder, "stereo.wav", "-i a.wav -ac 2")) != plain);
  CHECK(text(test::make(folder, "rate.wav", "-i a.wav -ar 22050")) != plain);
}

TEST_CASE("content_digest: MP3 without tags and covers") {
  const TempDirectory folder = test::new_folder();
  const auto mp3 =
      test::make(folder, "a.mp3", "-f lavfi -i sine=d=0.3 -id3v2_version 0 -write_xing 0");
  test::make(folder, "cover.png", picture);
  CHECK(text(mp3).starts_with("reshoot-mp3-1\n"));
  CHECK(text(test::make(folder, "tagged.mp3",
                        "-i a.mp3 -c copy -write_xing 0 -metadata title=x -write_id3v1 1")) ==
        text(mp3));
  CHECK(text(test::make(folder, "cover.mp3",
                        "-i a.mp3 -i cover.png -map 0 -map 1 -c copy -write_xing 0")) == text(mp3));
  CHECK(text(test::make(folder, "b.mp3", "-f lavfi -i sine=f=700:d=0.3 -id3v2_version 0")) !=
        text(mp3));
}

TEST_CASE("content_digest: MP4 and MOV by packets, not by metadata or where the index lies") {
  const TempDirectory folder = test::new_folder();
  const auto mp4 = test::make(folder, "a.mp4", clip);
  const std::string plain = text(mp4);
  CHECK(plain.starts_with("reshoot-packets-1\npicture h264 64x48 "));
  CHECK(plain.find("\nsound aac ") != std::string::npos);
  CHECK(text(test::make(folder, "fast.mp4", "-i a.mp4 -c copy -movflags +faststart")) == plain);
  CHECK(text(test::make(folder, "tagged.mp4",
                        "-i a.mp4 -c copy -metadata title=x -metadata:s:v:0 handler_name=me "
                        "-metadata creation_time=2020-01-01T00:00:00")) == plain);
  CHECK(text(test::make(folder, "turned.mp4", "-i a.mp4 -c copy -metadata:s:v:0 rotate=90")) !=
        plain);
  CHECK(text(test::make(folder, "silent.mp4", "-i a.mp4 -c copy -an")) != plain);
  CHECK(text(test::make(folder, "other.mp4", clip + "-crf 40")) != plain);
  CHECK(text(test::make(folder, "a.m4a", "-i a.mp4 -c copy -vn")).find("picture") ==
        std::string::npos);
  test::make(folder, "cover.png", picture);
  CHECK(text(test::make(
            folder, "cover.mp4",
            "-i a.mp4 -i cover.png -map 0 -map 1 -c copy -disposition:v:1 attached_pic")) == plain);
}

TEST_CASE("content_digest: files that were cut short are refused") {
  const TempDirectory folder = test::new_folder();
  const fs::path files[] = {
      test::make(folder, "a.png", picture),
      test::make(folder, "a.jpg", picture),
      test::make(folder, "a.webp", picture + "-c:v libwebp"),
      test::make(folder, "l.webp", picture + "-c:v libwebp -lossless 1"),
      test::make(folder, "a.wav", "-f lavfi -i sine=d=1"),
      test::make(folder, "a.flac", "-f lavfi -i sine=d=1"),
      test::make(folder, "a.mp4", clip + "-movflags +faststart"),
      test::make(folder, "b.mp4", clip),
  };
  for (const fs::path& file : files) {
    CAPTURE(file.filename().string());
    const std::string bytes = test::read(file);
    for (const std::size_t percent : {10U, 50U, 90U}) {
      CAPTURE(percent);
      const auto cut = test::write(folder, "cut", bytes.substr(0, bytes.size() * percent / 100));
      const auto described = describe_content(cut, type_of(file), test::tools(), Cancel());
      REQUIRE_FALSE(described);
      CHECK(described.error().kind == ErrorKind::corrupt);
      CHECK(described.error().message.find(cut.string()) != std::string::npos);
    }
  }
}

TEST_CASE("content_digest: garbage behind a right beginning is refused") {
  const TempDirectory folder = test::new_folder();
  const std::string noise = [] {
    std::string out(5000, '\0');
    std::uint32_t state = 1;
    for (char& c : out) {
      state = state * 1664525 + 1013904223;
      c = static_cast<char>(state >> 24U);
    }
    return out;
  }();
  struct Row {
    MediaType type;
    std::string head;
  };
  const Row rows[] = {
      {MediaType::png, "\x89PNG\r\n\x1a\n"s},
      {MediaType::png,
       "\x89PNG\r\n\x1a\n"s +
           test::png_chunk("IHDR", test::big32(64) + test::big32(64) + "\x08\2\0\0\0"s) +
           test::png_chunk("IDAT", noise) + test::png_chunk("IEND", "")},
      {MediaType::jpeg, "\xff\xd8\xff"s},
      {MediaType::webp_lossy, "RIFF\x08\0\0\0WEBPVP8 "s},
      {MediaType::webp_lossless, "RIFF"s + test::little32(5016) + "WEBPVP8L" +
                                     test::little32(5000) + "\x2f" +
                                     test::little32(63 | 63U << 14U)},
      {MediaType::wav, "RIFF\xff\xff\0\0WAVE"s},
      {MediaType::flac, "fLaC"s},
      {MediaType::mp3, "ID3\4\0\0\0\0\0\0"s},
      {MediaType::mp4, test::box("ftyp", "isom\0\0\0\0"s) + test::box("moov", "")},
      {MediaType::mov, test::box("ftyp", "qt  \0\0\0\0"s)},
      {MediaType::unknown, ""},
  };
  for (const Row& row : rows) {
    CAPTURE(name_of(row.type));
    const auto path = test::write(folder, "file", row.head + noise);
    const auto described = describe_content(path, row.type, test::tools(), Cancel());
    REQUIRE_FALSE(described);
    CHECK(described.error().kind == ErrorKind::corrupt);
  }
}

TEST_CASE("content_digest: lists that name other files are never followed") {
  const TempDirectory folder = test::new_folder();
  test::make(folder, "secret.mp4", clip);
  test::make(folder, "secret.png", picture);
  const std::string lists[] = {
      "ffconcat version 1.0\nfile secret.mp4\n",
      "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nsecret.mp4\n#EXT-X-ENDLIST\n",
      "file:secret.mp4\n", "concat:secret.mp4|secret.mp4\n"};
  for (const std::string& list : lists) {
    const auto path = test::write(folder, "list.mp4", list);
    for (const MediaType type :
         {MediaType::mp4, MediaType::mov, MediaType::png, MediaType::jpeg, MediaType::webp_lossy,
          MediaType::wav, MediaType::flac, MediaType::mp3}) {
      CHECK_FALSE(describe_content(path, type, test::tools(), Cancel()));
    }
  }
}

TEST_CASE("content_digest: too large files are refused before they are read") {
  const TempDirectory folder = test::new_folder();
  const auto path = test::write(folder, "a.png", "\x89PNG\r\n\x1a\n");
  fs::resize_file(path, (64U << 20U) + 1);  // sparse
  const auto described = describe_content(path, MediaType::png, test::tools(), Cancel());
  REQUIRE_FALSE(described);
  CHECK(described.error().message.find("a PNG file may have at most 64 MB") != std::string::npos);
  CHECK_FALSE(describe_content("/nowhere", MediaType::png, test::tools(), Cancel()));
}

TEST_CASE("content_digest: a cancel stops it") {
  const TempDirectory folder = test::new_folder();
  const auto path = test::make(folder, "a.png", picture);
  Cancel cancel;
  cancel.request();
  CHECK(describe_content(path, MediaType::png, test::tools(), cancel).error().kind ==
        ErrorKind::cancelled);
}

}  // namespace reshoot
