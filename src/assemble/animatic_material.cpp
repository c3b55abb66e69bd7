// SPDX-License-Identifier: Apache-2.0
// Has ffmpeg decode an animatic's pictures and set its text, in one process.
#include "assemble/animatic_material.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "assemble/pam.h"
#include "base/files.h"
#include "media/ffmpeg.h"

namespace reshoot {
namespace {

constexpr std::uint64_t most_picture_bytes = 1ULL << 30U;
constexpr std::string_view script_name = "pages.ass";
constexpr std::string_view fonts_name = "fonts";
constexpr std::string_view pages_name = "pages.pam";

std::string picture_name(std::size_t i) {
  return fmt::format("picture{}.pam", i);
}

/// Square pixels, no larger than asked; of a clip the frame that differs least from its neighbours.
std::string filter_of(const WantedPicture& wanted) {
  return fmt::format(
      "scale=w='trunc(iw*sar)':h=ih,scale=w='min(iw\\,{})':h='min(ih\\,{})':force_original_aspect_"
      "ratio={}:flags=area+accurate_rnd+bitexact{},format=rgba",
      wanted.box.width, wanted.box.height, wanted.cover ? "increase" : "decrease",
      is_video(wanted.file->type) ? ",thumbnail=n=12" : "");
}

Result<void> add_input(const WantedPicture& wanted, Arguments& arguments) {
  const InputFile& file = *wanted.file;
  if (!is_image(file.type) && !is_video(file.type)) {
    return fail(ErrorKind::corrupt,
                fmt::format("'{}' is neither a picture nor a clip", file.path.string()));
  }
  append(arguments, {"-threads", "1"});
  append(arguments, input_arguments(file.path, file.type));
  return {};
}

void add_output(std::size_t i, Arguments& arguments) {
  append(arguments, {"-map", fmt::format("[p{}]", i), "-frames:v", "1", "-c:v", "pam", "-f",
                     "image2", "-update", "1", "file:" + picture_name(i)});
}

/// Decodes one picture alone: the error, if it has one, names it.
Result<void> try_picture(const WantedPicture& wanted, const Tools& tools,
                         const std::filesystem::path& scratch, const Cancel& cancel) {
  FfmpegCall call;
  call.doing = fmt::format("read '{}'", wanted.file->path.string());
  call.directory = scratch;
  TRY(add_input(wanted, call.arguments));
  append(call.arguments, {"-filter_complex", fmt::format("[0:v:0]{}[p0]", filter_of(wanted))});
  add_output(0, call.arguments);
  TRY(run_ffmpeg(tools, call, cancel));
  if (!std::filesystem::exists(scratch / picture_name(0))) {
    return fail(ErrorKind::corrupt, fmt::format("cannot {}: there is no picture in it", call.doing),
                "take another file");
  }
  std::filesystem::remove(scratch / picture_name(0));
  return {};
}

/// Everything in one run.
Result<void> decode_and_set(const std::vector<WantedPicture>& pictures, std::size_t pages,
                            Size frame, const Tools& tools, const std::filesystem::path& scratch,
                            const Cancel& cancel) {
  FfmpegCall call;
  call.doing = "prepare an animatic";
  call.directory = scratch;
  std::string graph;
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    TRY(add_input(pictures[i], call.arguments));
    graph += fmt::format("[{}:v:0]{}[p{}];", i, filter_of(pictures[i]), i);
  }
  graph += fmt::format(
      "color=c=black@0:s={}:r=1:d={},format=rgba,ass=filename={}:fontsdir={}:alpha=1[pages]",
      frame.text(), pages, script_name, fonts_name);
  append(call.arguments, {"-filter_complex_threads", "1", "-filter_complex", graph});
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    add_output(i, call.arguments);
  }
  append(call.arguments, {"-map", "[pages]", "-c:v", "pam", "-f", "image2pipe",
                          fmt::format("file:{}", pages_name)});
  TRY(run_ffmpeg(tools, call, cancel));
  return {};
}

Result<Picture> read_picture(const std::filesystem::path& path) {
  TRY_ASSIGN(const std::string bytes, read_file(path, most_picture_bytes));
  std::string_view rest = bytes;
  TRY_ASSIGN(Picture picture, take_pam(rest));
  premultiply(picture);
  return picture;
}

/// libass draws white letters over transparent black: the colours are multiplied by alpha already.
Result<std::vector<Picture>> read_pages(const std::filesystem::path& path, std::size_t count) {
  TRY_ASSIGN(const std::string bytes, read_file(path, most_picture_bytes));
  std::string_view rest = bytes;
  std::vector<Picture> pages;
  for (std::size_t i = 0; i < count; ++i) {
    TRY_ASSIGN(Picture page, take_pam(rest));
    pages.push_back(std::move(page));
  }
  return pages;
}

}  // namespace

Result<Material> gather_material(const std::vector<WantedPicture>& pictures,
                                 const std::vector<TextPage>& pages, Size frame,
                                 const Toolbox& toolbox, const std::filesystem::path& scratch,
                                 const Cancel& cancel) {
  const Tools& tools = toolbox.tools;
  TRY(write_file_atomically(scratch / script_name, ass_script(frame, pages)));
  std::error_code error;
  std::filesystem::create_directory_symlink(toolbox.fonts, scratch / fonts_name, error);
  if (error) {
    return fail(ErrorKind::environment,
                fmt::format("cannot write to '{}': {}", scratch.string(), error.message()));
  }
  if (const auto done = decode_and_set(pictures, pages.size(), frame, tools, scratch, cancel);
      !done) {
    if (done.error().kind == ErrorKind::corrupt) {
      for (const WantedPicture& wanted : pictures) {
        TRY(try_picture(wanted, tools, scratch, cancel));
      }
    }
    return tl::unexpected<Error>(done.error());
  }
  Material material;
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    TRY_ASSIGN(Picture picture, read_picture(scratch / picture_name(i)));
    material.pictures.push_back(std::move(picture));
  }
  TRY_ASSIGN(material.pages, read_pages(scratch / pages_name, pages.size()));
  return material;
}

}  // namespace reshoot
