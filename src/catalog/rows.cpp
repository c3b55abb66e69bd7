// SPDX-License-Identifier: Apache-2.0
// The field tables of catalog files, and what their numbers must agree on.

#include "catalog/rows.h"

#include <fmt/core.h>

#include <algorithm>

#include "catalog/evidence_row.h"
#include "catalog/file_limits_row.h"
#include "catalog/service_row.h"
#include "catalog/workflow_row.h"
#include "yaml/bind.h"
#include "yaml/bind_scalars.h"
#include "yaml/name_rule.h"
#include "yaml/parse.h"

namespace reshoot {

namespace {

struct PriceRow {
  Resolution resolution;
  Money price;
  std::optional<Sure> sure;
};

struct InputsRow {
  Whole<0, 100> reference_images;
  Whole<0, 100> reference_videos;
  Whole<0, 100> references;
  Whole<0, 100> characters;
  bool first_frame = false;
  bool last_frame = false;
  bool voice_sample = false;
  bool prompt = true;
  bool needs_avatar = false;
  bool needs_references = false;
  bool needs_first_frame = false;
  bool frames_exclude_cast = false;
  bool cast_needs_16_9 = false;
  std::optional<Length> cast_length;
  std::optional<Length> longest_with_video;
  bool first_frame_sets_ratio = false;
  FileLimitsRow image_files;
  FileLimitsRow video_files;
  FileLimitsRow frame_files;
  FileLimitsRow voice_files;
};

struct ModelRow {
  std::string_view wire_id;
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
  bool native_audio = false;
  bool talking_head = false;
  bool takes_language = false;
  bool takes_fps = false;
  InputsRow inputs;
  std::optional<Spanned<std::string_view>> workflow;
  std::optional<Spanned<SlotsRow>> slots;
  std::optional<Money> per_second;
  std::vector<PriceRow> per_second_at;
  std::optional<Length> billed_video;
  std::string_view price_source;
  std::string_view price_date;
  std::optional<Sure> price_sure;
  Whole<1, 86'400> expected_seconds{60};
  std::string_view source;
  std::optional<Sure> sure;
  std::vector<SourceRow> sources;
  std::vector<std::string_view> notes;
};

struct CatalogText {
  Spanned<std::string_view> provider;
  ServiceRow service;
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
      field<&T::sure>("sure", "How sure it is, where that differs from 'price_sure'."),
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
      field<&T::prompt>("prompt", "false: only spoken lines can be asked for."),
      field<&T::needs_avatar>("needs_avatar", "Shows avatars only, by their id at HeyGen."),
      field<&T::needs_references>("needs_references", "Makes no clip without a reference."),
      field<&T::needs_first_frame>("needs_first_frame", "Makes no clip without a first frame."),
      field<&T::frames_exclude_cast>("frames_exclude_cast",
                                     "Takes frames or references, not both."),
      field<&T::cast_needs_16_9>("cast_needs_16_9", "References only at 16:9."),
      field<&T::cast_length>("cast_length", "With references only this length."),
      field<&T::longest_with_video>("longest_with_video",
                                    "With a reference clip at most this long."),
      field<&T::first_frame_sets_ratio>("first_frame_sets_ratio",
                                        "With a first frame, the clip has its shape."),
      field<&T::image_files>("image_files", "What pictures of characters it takes."),
      field<&T::video_files>("video_files", "What clips of characters it takes."),
      field<&T::frame_files>("frame_files", "What first and last frames it takes."),
      field<&T::voice_files>("voice_files", "What voice samples it takes."),
  };
};

template <>
struct Table<ModelRow> {
  using T = ModelRow;
  static constexpr std::string_view name = "model";
  static constexpr std::string_view noun = "a model";
  static constexpr std::array fields{
      field<&T::wire_id>("wire_id", "The provider's own id of it; without it its name."),
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
      field<&T::native_audio>("native_audio", "Its clips come with sound of their own."),
      field<&T::talking_head>("talking_head", "Shows one character who speaks the lines."),
      field<&T::takes_language>("takes_language", "Takes a language."),
      field<&T::takes_fps>("takes_fps", "Takes frames per second."),
      field<&T::inputs>("inputs", "What it takes beside the prompt."),
      field<&T::workflow>("workflow", "A ComfyUI workflow in API format: a path from this folder."),
      field<&T::slots>("slots", "Which inputs of the workflow are filled."),
      field<&T::per_second>("per_second", "Price of a second; without it the price is not known."),
      field<&T::per_second_at>("per_second_at", "Prices that hold at one resolution."),
      field<&T::billed_video>("billed_video",
                              "Seconds of reference clips that are billed on top, at most."),
      field<&T::price_source>("price_source", "Where the prices are from."),
      field<&T::price_date>("price_date", "When they were read, such as 2026-11."),
      field<&T::price_sure>("price_sure", "How sure they are."),
      field<&T::expected_seconds>("expected_seconds", "Typical wait for one clip."),
      field<&T::source>("source", "Where the figures are from, with their date.",
                        {.required = true}),
      field<&T::sure>("sure", "How sure they are."),
      field<&T::sources>("sources", "Figures that are from elsewhere."),
      field<&T::notes>("notes", "What else is known of it."),
  };
};

template <>
struct Table<CatalogText> {
  using T = CatalogText;
  static constexpr std::string_view name = "catalog";
  static constexpr std::string_view noun = "a catalog file";
  static constexpr std::array fields{
      field<&T::provider>("provider", "Who runs the models.", {.required = true}),
      field<&T::service>("service", "What holds for all its models."),
      field<&T::models>("models", "The models by name."),
  };
};

namespace {

template <class T>
bool has_field(std::string_view key) {
  const auto& fields = Table<T>::fields;
  return std::any_of(fields.begin(), fields.end(),
                     [&](const Field<T>& row) { return row.info.key == key; });
}

bool is_figure(std::string_view figure) {
  constexpr std::string_view inputs = "inputs.";
  return figure.starts_with(inputs) ? has_field<InputsRow>(figure.substr(inputs.size()))
                                    : has_field<ModelRow>(figure);
}

bool check_sources(const ModelRow& row, Diagnostics& diags) {
  bool good = true;
  for (const SourceRow& source : row.sources) {
    for (const Spanned<std::string_view>& figure : source.figures) {
      if (!is_figure(figure.value)) {
        diags.report(Code::bad_catalog, "a model has no figure of this name")
            .at(figure.at)
            .help("figures are named as in the row: longest, inputs.voice_files");
        good = false;
      }
    }
  }
  return good;
}

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

/// What a workflow's slots must agree on with each other and with the rest of their row.
bool check_workflow(std::string_view provider, const Named<ModelRow>& row, Diagnostics& diags) {
  const ModelRow& m = row.value;
  const auto bad = [&](Span at, std::string message) {
    diags.report(Code::bad_catalog, std::move(message)).at(at);
    return false;
  };
  if ((provider == "comfyui") != m.workflow.has_value() ||
      m.workflow.has_value() != m.slots.has_value()) {
    return bad(row.at, "models of 'comfyui', and no others, have 'workflow' and 'slots'");
  }
  if (!m.slots) {
    return true;
  }
  const SlotsRow& slots = m.slots->value;
  const Span at = m.slots->at;
  if (slots.width.has_value() != slots.height.has_value()) {
    return bad(at, "'width' and 'height' go together");
  }
  if (slots.frames.has_value() != slots.fps.has_value() || (slots.frames && slots.seconds)) {
    return bad(at, "the length goes into 'seconds', or into 'frames' with 'fps'");
  }
  if (!slots.frames && !slots.seconds && m.shortest.value != m.longest.value) {
    return bad(at, "without a slot for the length, 'shortest' and 'longest' are the graph's own");
  }
  if (slots.last_frame && !slots.first_frame) {
    return bad(at, "'last_frame' goes with 'first_frame'");
  }
  const InputsRow& in = m.inputs;
  if (in.reference_images.value + in.reference_videos.value > 0 || in.first_frame ||
      in.voice_sample) {
    return bad(row.at, "what a workflow takes is said by its slots, not by 'inputs'");
  }
  return true;
}

/// Every slot is filled, so what has one is taken and needed.
void put_workflow(std::shared_ptr<const Workflow> workflow, Model& model) {
  model.inputs.reference_images = static_cast<int>(workflow->references.size());
  model.inputs.references = model.inputs.reference_images;
  model.inputs.needs_references = model.inputs.references > 0;
  model.inputs.first_frame = model.inputs.needs_first_frame = workflow->first_frame.has_value();
  model.inputs.last_frame = workflow->last_frame.has_value();
  model.takes_ratio = workflow->width.has_value();
  model.takes_fps = workflow->fps.has_value();
  model.per_second = model.per_second.value_or(Money{0});
  model.workflow = std::move(workflow);
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
  inputs.prompt = row.prompt;
  inputs.needs_avatar = row.needs_avatar;
  inputs.needs_references = row.needs_references;
  inputs.needs_first_frame = row.needs_first_frame;
  inputs.frames_exclude_cast = row.frames_exclude_cast;
  inputs.cast_needs_16_9 = row.cast_needs_16_9;
  inputs.cast_length = row.cast_length;
  inputs.longest_with_video = row.longest_with_video;
  inputs.first_frame_sets_ratio = row.first_frame_sets_ratio;
  inputs.image_files = file_limits_of(row.image_files);
  inputs.video_files = file_limits_of(row.video_files);
  inputs.frame_files = file_limits_of(row.frame_files);
  inputs.voice_files = file_limits_of(row.voice_files);
  return inputs;
}

void put_price(const ModelRow& row, Model& model) {
  model.per_second = row.per_second;
  for (const PriceRow& price : row.per_second_at) {
    model.per_second_at.push_back({price.resolution.lines, price.price, price.sure});
  }
  model.billed_video = row.billed_video;
  model.price_evidence = {std::string(row.price_source), row.price_sure};
  model.price_date = row.price_date;
}

void put_sources(const ModelRow& row, Model& model) {
  model.source = row.source;
  model.sure = row.sure;
  for (const SourceRow& source : row.sources) {
    for (const auto& figure : source.figures) {
      model.sources.push_back(
          {std::string(figure.value), Evidence{std::string(source.source), source.sure}});
    }
  }
  model.notes.assign(row.notes.begin(), row.notes.end());
}

Model model_of(std::string_view provider, const Named<ModelRow>& named) {
  const ModelRow& row = named.value;
  Model model;
  model.provider = provider;
  model.name = named.name;
  model.wire_id = row.wire_id;
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
  model.native_audio = row.native_audio;
  model.talking_head = row.talking_head;
  model.takes_language = row.takes_language;
  model.takes_fps = row.takes_fps;
  model.inputs = inputs_of(row.inputs);
  put_price(row, model);
  model.expected_seconds = static_cast<int>(row.expected_seconds.value);
  put_sources(row, model);
  return model;
}

void put(std::vector<Model>& models, Model row) {
  const auto same = std::find_if(models.begin(), models.end(), [&](const Model& m) {
    return m.provider == row.provider && m.name == row.name;
  });
  if (same != models.end()) {
    *same = std::move(row);
  } else {
    models.push_back(std::move(row));
  }
}

ProviderFacts& facts_of(std::vector<ProviderFacts>& providers, std::string_view name) {
  const auto known = std::find_if(providers.begin(), providers.end(),
                                  [&](const ProviderFacts& p) { return p.provider == name; });
  if (known != providers.end()) {
    return *known;
  }
  providers.emplace_back().provider = name;
  return providers.back();
}

}  // namespace

void read_catalog_file(SourceId source, bool built_in, const SourceMap& sources, CatalogRows& rows,
                       Diagnostics& diags, const std::filesystem::path& workspace) {
  const auto tree = parse_yaml(source, sources, diags);
  if (!tree) {
    return;
  }
  CatalogText file;
  Binder binder(diags);
  const std::size_t errors = diags.errors();
  Bind<CatalogText>::read(binder, tree->root(), file);
  if (diags.errors() > errors) {
    return;
  }
  if (!ModelName::allows(file.provider.value)) {
    diags.report(Code::bad_name, "not a legal name of a provider")
        .at(file.provider.at, std::string(ModelName::wanted));
    return;
  }
  apply(file.service, facts_of(rows.providers, file.provider.value));
  for (const Named<ModelRow>& row : file.models.all) {
    if (check_row(row, diags) && check_workflow(file.provider.value, row, diags) &&
        check_sources(row.value, diags)) {
      Model model = model_of(file.provider.value, row);
      if (row.value.workflow) {
        auto workflow =
            read_workflow(*row.value.workflow, row.value.slots->value, workspace, diags);
        if (workflow == nullptr) {
          continue;
        }
        put_workflow(std::move(workflow), model);
      }
      model.file = sources.get(source).name();
      model.built_in = built_in;
      put(rows.models, std::move(model));
    }
  }
}

}  // namespace reshoot
