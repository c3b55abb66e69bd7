// SPDX-License-Identifier: Apache-2.0
// The field tables of identity models, and what a row must agree on with its role.

#include "catalog/identity_row.h"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>

#include "catalog/identity_choices.h"
#include "catalog/identity_delta.h"
#include "catalog/identity_thresholds_row.h"
#include "catalog/real_number.h"
#include "yaml/bind.h"
#include "yaml/bind_scalars.h"
#include "yaml/name_rule.h"
#include "yaml/parse.h"

namespace reshoot {
namespace {

/// A model of a gigabyte would be no model for a processor.
using FileBytes = Whole<1, 1'073'741'824>;

struct PixelRange {
  static constexpr double low = -1000;
  static constexpr double high = 1000;
  static constexpr std::string_view wanted = "a number from -1000 to 1000";
};

struct AboveZero {
  static constexpr double low = 0.001;
  static constexpr double high = 1000;
  static constexpr std::string_view wanted = "a number from 0.001 to 1000";
};

struct DigestText {
  Digest digest;
};

struct UrlText {
  std::string_view text;
};

struct EditRow {
  std::optional<Spanned<std::string_view>> bsdiff;
  std::optional<Spanned<std::string_view>> torch_zip;
  DigestText sha256;
  Spanned<FileBytes> bytes;
};

struct InputRow {
  Whole<1, 4096> width;
  Whole<1, 4096> height;
  Channels channels = Channels::rgb;
  Real<AboveZero> divide_by{1};
  Spanned<std::vector<Real<PixelRange>>> mean;
  Spanned<std::vector<Real<AboveZero>>> deviation;
  bool add_mirrored = false;
  bool signed_root = false;
  std::string_view output;
};

struct IdentityRow {
  IdentityRole role = IdentityRole::face_embedding;
  bool is_default = false;
  UrlText url;
  DigestText sha256;
  FileBytes bytes;
  std::string_view licence;
  std::optional<EditRow> edit;
  std::optional<Spanned<Whole<1, 65'536>>> dimensions;
  std::optional<Spanned<InputRow>> input;
  std::optional<Spanned<LevelsRow>> thresholds;
  Measured measured = Measured::no;
  std::string_view figures;
  std::string_view source;
};

struct IdentityText {
  NamedMap<IdentityRow, ModelName> models;
};

bool is_web_address(std::string_view text) {
  const bool odd =
      std::any_of(text.begin(), text.end(), [](unsigned char c) { return c <= ' ' || c >= 0x7f; });
  return !odd && (text.starts_with("https://") || text.starts_with("http://"));
}

}  // namespace

template <>
struct Bind<DigestText> {
  static constexpr Shape shape =
      scalar_shape(Shape::Kind::text, "a SHA-256: 64 hex digits", "^(sha256:)?[0-9a-f]{64}$");
  static bool read(Binder& binder, const YamlValue& value, DigestText& into) {
    const auto text = binder.text(value, shape);
    const auto digest = text ? Digest::parse(*text) : std::nullopt;
    if (text && !digest) {
      binder.bad_value(value, shape);
    }
    into.digest = digest.value_or(Digest{});
    return digest.has_value();
  }
};

template <>
struct Bind<UrlText> {
  static constexpr Shape shape = scalar_shape(
      Shape::Kind::text, "the address of a file, such as https://host/model.onnx", "^https?://");
  static bool read(Binder& binder, const YamlValue& value, UrlText& into) {
    const auto text = binder.text(value, shape);
    if (text && !is_web_address(*text)) {
      binder.bad_value(value, shape);
      return false;
    }
    into.text = text.value_or(std::string_view());
    return text.has_value();
  }
};

template <>
struct Table<EditRow> {
  using T = EditRow;
  static constexpr std::string_view name = "edit";
  static constexpr std::string_view noun = "'edit'";
  static constexpr std::array<std::string_view, 2> exactly_one_of{"bsdiff", "torch_zip"};
  static constexpr std::array fields{
      field<&T::bsdiff>("bsdiff", "A delta in bspatch's format, as base64."),
      field<&T::torch_zip>("torch_zip", "The entry of a PyTorch zip that holds all tensors."),
      field<&T::sha256>("sha256", "Of the file that comes of it.", {.required = true}),
      field<&T::bytes>("bytes", "Size of the file that comes of it.", {.required = true}),
  };
};

template <>
struct Table<InputRow> {
  using T = InputRow;
  static constexpr std::string_view name = "input";
  static constexpr std::string_view noun = "'input'";
  static constexpr std::array fields{
      field<&T::width>("width", "Pixels.", {.required = true}),
      field<&T::height>("height", "Pixels.", {.required = true}),
      field<&T::channels>("channels", "The order of colours: rgb or bgr.", {.required = true}),
      field<&T::divide_by>("divide_by", "Values of 0 to 255 are divided by it first."),
      field<&T::mean>("mean", "Then these are taken away, in the order of channels."),
      field<&T::deviation>("deviation", "Then these divide, in the order of channels."),
      field<&T::add_mirrored>("add_mirrored", "The embedding of the mirrored picture is added."),
      field<&T::signed_root>("signed_root", "Each value becomes its signed square root."),
      field<&T::output>("output",
                        "The layer that is read; without it the last that has 'dimensions'."),
  };
};

template <>
struct Table<IdentityRow> {
  using T = IdentityRow;
  static constexpr std::string_view name = "identity_model";
  static constexpr std::string_view noun = "an identity model";
  static constexpr std::array fields{
      field<&T::role>("role", "What it does.", {.required = true}),
      field<&T::is_default>("default", "Used where reshoot.yaml names no other of its role."),
      field<&T::url>("url", "Where anybody can download it; without it, from a folder only."),
      field<&T::sha256>("sha256", "Of what is downloaded.", {.required = true}),
      field<&T::bytes>("bytes", "Size of what is downloaded.", {.required = true}),
      field<&T::licence>("licence", "Its licence, such as Apache-2.0.", {.required = true}),
      field<&T::edit>("edit", "How the download becomes the file that is used."),
      field<&T::dimensions>("dimensions", "Length of its embedding."),
      field<&T::input>("input", "What pixels become before it sees them."),
      field<&T::thresholds>("thresholds", "The numbers of each level."),
      field<&T::measured>("measured", "Whether somebody measured how well it separates.",
                          {.required = true}),
      field<&T::figures>("figures", "What was measured."),
      field<&T::source>("source", "Where the figures are from.", {.required = true}),
  };
};

template <>
struct Table<IdentityText> {
  using T = IdentityText;
  static constexpr std::string_view name = "identity_models";
  static constexpr std::string_view noun = "a file of identity models";
  static constexpr std::array fields{
      field<&T::models>("models", "The models by id.", {.required = true}),
  };
};

namespace {

/// Reports mistakes of one row.
class RowCheck {
 public:
  RowCheck(const Named<IdentityRow>& row, Diagnostics& diags)
      : row_(row), diags_(diags), errors_(diags.errors()) {}

  void bad(Span at, std::string message) {
    diags_.report(Code::bad_catalog, std::move(message)).at(at);
  }
  /// Embeddings need it and detectors must not have it, say.
  template <class V>
  void presence(std::string_view key, const std::optional<Spanned<V>>& value, bool wanted) {
    const std::string_view role = name_of(row_.value.role);
    if (value && !wanted) {
      bad(value->at, fmt::format("a {} has no '{}'", role, key));
    } else if (!value && wanted) {
      diags_.report(Code::missing_key, fmt::format("a {} needs '{}'", role, key)).at(row_.at);
    }
  }
  [[nodiscard]] bool good() const { return diags_.errors() == errors_; }

 private:
  const Named<IdentityRow>& row_;
  Diagnostics& diags_;
  std::size_t errors_;
};

void put_edit(const EditRow& edit, IdentityFile& file, RowCheck& check) {
  file.result = edit.sha256.digest;
  file.result_bytes = static_cast<std::uint64_t>(edit.bytes.value.value);
  if (edit.torch_zip) {
    file.edit = IdentityEdit::torch_zip;
    file.entry = edit.torch_zip->value;
    if (file.entry.empty()) {
      check.bad(edit.torch_zip->at, "the entry has no name");
    }
    return;
  }
  file.edit = IdentityEdit::bsdiff;
  const std::optional<std::string> delta = read_base64(edit.bsdiff->value);
  if (!delta) {
    check.bad(edit.bsdiff->at,
              fmt::format("this is not base64, or longer than {} KiB", longest_delta >> 10U));
  } else if (patched_bytes(*delta) != file.result_bytes) {
    check.bad(edit.bsdiff->at, "this is no delta of bsdiff for a file of that many 'bytes'");
  }
  file.delta = delta.value_or(std::string());
}

IdentityFile file_of(const IdentityRow& row, RowCheck& check) {
  IdentityFile file;
  file.url = row.url.text;
  file.source = file.result = row.sha256.digest;
  file.bytes = file.result_bytes = static_cast<std::uint64_t>(row.bytes.value);
  file.licence = row.licence;
  if (row.edit) {
    put_edit(*row.edit, file, check);
  }
  return file;
}

template <class Range>
void put_channels(std::string_view key, const Spanned<std::vector<Real<Range>>>& row,
                  std::array<float, 3>& into, RowCheck& check) {
  if (row.at.is_none()) {
    return;  // the default holds
  }
  if (row.value.size() != into.size()) {
    check.bad(row.at, fmt::format("'{}' takes three numbers, one for each channel", key));
    return;
  }
  std::transform(row.value.begin(), row.value.end(), into.begin(),
                 [](Real<Range> number) { return number.value; });
}

ImageInput input_of(const InputRow& row, RowCheck& check) {
  ImageInput input;
  input.width = static_cast<std::int32_t>(row.width.value);
  input.height = static_cast<std::int32_t>(row.height.value);
  input.rgb = row.channels == Channels::rgb;
  input.scale = 1 / row.divide_by.value;
  put_channels("mean", row.mean, input.mean, check);
  put_channels("deviation", row.deviation, input.deviation, check);
  input.add_mirrored = row.add_mirrored;
  input.signed_root = row.signed_root;
  input.output = row.output;
  return input;
}

/// nullopt: mistakes, which were reported.
std::optional<IdentityModel> model_of(const Named<IdentityRow>& named, Diagnostics& diags) {
  const IdentityRow& row = named.value;
  RowCheck check(named, diags);
  const bool embeds = row.role != IdentityRole::face_detector;
  check.presence("dimensions", row.dimensions, embeds);
  check.presence("thresholds", row.thresholds, embeds);
  check.presence("input", row.input, embeds && row.role != IdentityRole::speaker_embedding);
  if (row.measured == Measured::yes && row.figures.empty()) {
    check.bad(named.at, "what is 'measured: yes' needs its 'figures'");
  }
  IdentityModel model;
  model.id = named.name;
  model.role = row.role;
  model.file = file_of(row, check);
  if (row.dimensions) {
    model.dimensions = static_cast<std::int32_t>(row.dimensions->value.value);
  }
  if (row.input) {
    model.input = input_of(row.input->value, check);
  }
  if (row.thresholds && embeds) {
    read_levels(row.thresholds->value, model, diags);
  }
  model.measured = row.measured == Measured::yes;
  model.figures = row.figures;
  model.source = row.source;
  model.is_default = row.is_default;
  return check.good() ? std::optional(std::move(model)) : std::nullopt;
}

void put(std::vector<IdentityModel>& models, IdentityModel row) {
  const auto same = std::find_if(models.begin(), models.end(),
                                 [&](const IdentityModel& m) { return m.id == row.id; });
  if (same != models.end()) {
    *same = std::move(row);
  } else {
    models.push_back(std::move(row));
  }
}

}  // namespace

void read_identity_file(SourceId source, bool built_in, const SourceMap& sources,
                        std::vector<IdentityModel>& models, Diagnostics& diags) {
  const auto tree = parse_yaml(source, sources, diags);
  if (!tree) {
    return;
  }
  IdentityText file;
  Binder binder(diags);
  const std::size_t errors = diags.errors();
  Bind<IdentityText>::read(binder, tree->root(), file);
  if (diags.errors() > errors) {
    return;
  }
  for (const Named<IdentityRow>& row : file.models.all) {
    if (std::optional<IdentityModel> model = model_of(row, diags)) {
      model->row = sources.get(source).name();
      model->built_in = built_in;
      put(models, *std::move(model));
    }
  }
}

}  // namespace reshoot
