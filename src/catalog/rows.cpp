// SPDX-License-Identifier: Apache-2.0
// The field tables of catalog files, and what their numbers must agree on.

#include "catalog/rows.h"

#include <fmt/core.h>

#include <algorithm>

#include "yaml/bind.h"
#include "yaml/bind_scalars.h"
#include "yaml/name_rule.h"
#include "yaml/parse.h"

namespace reshoot {

namespace {

struct PriceRow {
  Resolution resolution;
  Money price;
};

struct InputsRow {
  Whole<0, 100> reference_images;
  Whole<0, 100> reference_videos;
  Whole<0, 100> references;
  Whole<0, 100> characters;
  bool first_frame = false;
  bool last_frame = false;
  bool voice_sample = false;
  bool needs_references = false;
  bool needs_first_frame = false;
  bool frames_exclude_cast = false;
  bool cast_needs_16_9 = false;
  std::optional<Length> cast_length;
  std::optional<Length> longest_with_video;
};

struct ModelRow {
  Whole<1, 3> tier{3};
  Spanned<Length> shortest;
  Spanned<Length> longest;
  std::vector<Spanned<Length>> lengths;
  bool whole_seconds = false;
  std::vector<Resolution> resolutions;
  std::vector<Ratio> ratios;
  bool takes_ratio = true;
  Whole<1, 100'000> prompt_characters{5000};
  bool speaks = false;
  bool takes_language = false;
  bool takes_fps = false;
  InputsRow inputs;
  std::optional<Money> per_second;
  std::vector<PriceRow> per_second_at;
  Whole<1, 86'400> expected_seconds{60};
  std::string_view source;
};

struct CatalogFile {
  Spanned<std::string_view> provider;
  NamedMap<ModelRow, ModelName> models;
};

}  // namespace

template <>
struct Table<PriceRow> {
  using T = PriceRow;
  static constexpr std::string_view name = "price";
  static constexpr std::string_view noun = "a price";
  static constexpr std::array fields{
      field<&T::resolution>("resolution", "Where it holds.", {.required = true}),
      field<&T::price>("price", "For one second of clip.", {.required = true}),
  };
};

template <>
struct Table<InputsRow> {
  using T = InputsRow;
  static constexpr std::string_view name = "inputs";
  static constexpr std::string_view noun = "'inputs'";
  static constexpr std::array fields{
      field<&T::reference_images>("reference_images", "Most pictures of characters."),
      field<&T::reference_videos>("reference_videos", "Most clips of characters."),
      field<&T::references>("references", "Most pictures and clips together; 0: binds none."),
      field<&T::characters>("characters", "Most characters; 0: as many as references allow."),
      field<&T::first_frame>("first_frame", "Takes a first frame."),
      field<&T::last_frame>("last_frame", "Takes a last frame."),
      field<&T::voice_sample>("voice_sample", "Takes a sample of a character's voice."),
      field<&T::needs_references>("needs_references", "Makes no clip without a reference."),
      field<&T::needs_first_frame>("needs_first_frame", "Makes no clip without a first frame."),
      field<&T::frames_exclude_cast>("frames_exclude_cast",
                                     "Takes frames or references, not both."),
      field<&T::cast_needs_16_9>("cast_needs_16_9", "References only at 16:9."),
      field<&T::cast_length>("cast_length", "With references only this length."),
      field<&T::longest_with_video>("longest_with_video",
                                    "With a reference clip at most this long."),
  };
};

template <>
struct Table<ModelRow> {
  using T = ModelRow;
  static constexpr std::string_view name = "model";
  static constexpr std::string_view noun = "a model";
  static constexpr std::array fields{
      field<&T::tier>("tier", "1 interactive, 2 workflow (5-60 s), 3 batch (over 60 s)."),
      field<&T::shortest>("shortest", "Shortest clip in seconds.", {.required = true}),
      field<&T::longest>("longest", "Longest clip in seconds.", {.required = true}),
      field<&T::lengths>("lengths",
                         "The only legal lengths; without it any from shortest to longest."),
      field<&T::whole_seconds>("whole_seconds", "Lengths are whole seconds."),
      field<&T::resolutions>("resolutions", "Legal resolutions; without it any."),
      field<&T::ratios>("ratios", "Legal ratios; without it any."),
      field<&T::takes_ratio>("takes_ratio", "false: the clip's shape follows its input."),
      field<&T::prompt_characters>("prompt_characters", "Longest prompt in characters."),
      field<&T::speaks>("speaks", "Spoken lines are part of the request."),
      field<&T::takes_language>("takes_language", "Takes a language."),
      field<&T::takes_fps>("takes_fps", "Takes frames per second."),
      field<&T::inputs>("inputs", "What it takes beside the prompt."),
      field<&T::per_second>("per_second", "Price of a second; without it the price is not known."),
      field<&T::per_second_at>("per_second_at", "Prices that hold at one resolution."),
      field<&T::expected_seconds>("expected_seconds", "Typical wait for one clip."),
      field<&T::source>("source", "Where the figures are from, with their date.",
                        {.required = true}),
  };
};

template <>
struct Table<CatalogFile> {
  using T = CatalogFile;
  static constexpr std::string_view name = "catalog";
  static constexpr std::string_view noun = "a catalog file";
  static constexpr std::array fields{
      field<&T::provider>("provider", "Who runs the models.", {.required = true}),
      field<&T::models>("models", "The models by name.", {.required = true}),
  };
};

namespace {

bool check_row(const Named<ModelRow>& row, Diagnostics& diags) {
  const ModelRow& m = row.value;
  const auto bad = [&](Span at, std::string message) {
    diags.report(Code::bad_catalog, std::move(message)).at(at);
    return false;
  };
  if (m.longest.value < m.shortest.value) {
    return bad(m.longest.at, "'longest' is below 'shortest'");
  }
  for (const Spanned<Length>& length : m.lengths) {
    if (length.value < m.shortest.value || length.value > m.longest.value) {
      return bad(length.at, "this length is not between 'shortest' and 'longest'");
    }
  }
  const InputsRow& in = m.inputs;
  if (in.references.value > in.reference_images.value + in.reference_videos.value) {
    return bad(row.at, "'references' is more than 'reference_images' and 'reference_videos' allow");
  }
  if ((in.needs_first_frame || in.last_frame) && !in.first_frame) {
    return bad(row.at, "a model that has to do with frames must take 'first_frame'");
  }
  return true;
}

ModelInputs inputs_of(const InputsRow& row) {
  ModelInputs inputs;
  inputs.reference_images = static_cast<int>(row.reference_images.value);
  inputs.reference_videos = static_cast<int>(row.reference_videos.value);
  inputs.references = static_cast<int>(row.references.value);
  inputs.characters = static_cast<int>(row.characters.value);
  inputs.first_frame = row.first_frame;
  inputs.last_frame = row.last_frame;
  inputs.voice_sample = row.voice_sample;
  inputs.needs_references = row.needs_references;
  inputs.needs_first_frame = row.needs_first_frame;
  inputs.frames_exclude_cast = row.frames_exclude_cast;
  inputs.cast_needs_16_9 = row.cast_needs_16_9;
  inputs.cast_length = row.cast_length;
  inputs.longest_with_video = row.longest_with_video;
  return inputs;
}

Model model_of(std::string_view provider, const Named<ModelRow>& named) {
  const ModelRow& row = named.value;
  Model model;
  model.provider = provider;
  model.name = named.name;
  model.tier = static_cast<Tier>(row.tier.value);
  model.shortest = row.shortest.value;
  model.longest = row.longest.value;
  for (const Spanned<Length>& length : row.lengths) {
    model.lengths.push_back(length.value);
  }
  model.whole_seconds = row.whole_seconds;
  for (const Resolution resolution : row.resolutions) {
    model.resolutions.push_back(resolution.lines);
  }
  model.ratios = row.ratios;
  model.takes_ratio = row.takes_ratio;
  model.prompt_characters = static_cast<int>(row.prompt_characters.value);
  model.speaks = row.speaks;
  model.takes_language = row.takes_language;
  model.takes_fps = row.takes_fps;
  model.inputs = inputs_of(row.inputs);
  model.per_second = row.per_second;
  for (const PriceRow& price : row.per_second_at) {
    model.per_second_at.push_back({price.resolution.lines, price.price});
  }
  model.expected_seconds = static_cast<int>(row.expected_seconds.value);
  model.source = row.source;
  return model;
}

}  // namespace

std::vector<Model> read_model_rows(SourceId source, const SourceMap& sources, Diagnostics& diags) {
  const auto tree = parse_yaml(source, sources, diags);
  if (!tree) {
    return {};
  }
  CatalogFile file;
  Binder binder(diags);
  const std::size_t errors = diags.errors();
  Bind<CatalogFile>::read(binder, tree->root(), file);
  if (diags.errors() > errors) {
    return {};
  }
  if (!ModelName::allows(file.provider.value)) {
    diags.report(Code::bad_name, "not a legal name of a provider")
        .at(file.provider.at, std::string(ModelName::wanted));
    return {};
  }
  std::vector<Model> models;
  for (const Named<ModelRow>& row : file.models.all) {
    if (check_row(row, diags)) {
      models.push_back(model_of(file.provider.value, row));
    }
  }
  return models;
}

}  // namespace reshoot
