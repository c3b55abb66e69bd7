// SPDX-License-Identifier: Apache-2.0
#include "catalog/identity_catalog.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/files.h"
#include "catalog/identity_figures.h"

namespace reshoot {
namespace {

using Chosen = std::map<std::string, std::string, std::less<>>;

IdentityCatalog built_in() {
  SourceMap sources;
  Diagnostics diags;
  return IdentityCatalog::load({}, sources, diags);
}

TEST_CASE("IdentityCatalog: the built-in rows, by their published digests") {
  struct Row {
    const char* id;
    IdentityRole role;
    bool measured;
    bool is_default;
    std::uint64_t bytes;
    const char* source;
    IdentityEdit edit;
    const char* result;  ///< empty: the source's
    std::uint64_t result_bytes;
  };
  using enum IdentityRole;
  constexpr Row rows[] = {
      {"yunet-2022mar", face_detector, true, true, 345478,
       "50ef07f702a31741ca46a4c0d947773b64143b9362780237bf0d427d6c79bab7", IdentityEdit::none, "",
       345478},
      {"mobilefacenet-foamliu", face_embedding, true, true, 3998070,
       "b7120c095d60094f28a4a54ba6a8bf51b297a6273fb40ef6350dfec1f63d9507", IdentityEdit::bsdiff,
       "d97b9972845038b6c948c2510288411710ae58e6ae022bb015098b5c90585132", 3985728},
      {"sface-2021dec", face_embedding, false, false, 38696353,
       "0ba9fbfa01b5270c96627c4ef784da859931e02f04419c829e83484087c34e79", IdentityEdit::none, "",
       38696353},
      {"mobilenetv2-2022apr", image_embedding, false, true, 14210157,
       "4c34f23cd105dec25f40fe50e596c5bf0295f215636ac3a176ab600e488bc967", IdentityEdit::none, "",
       14210157},
      {"mobilenetv2-coral", image_embedding, true, false, 8837966,
       "16a32028c1db8db76e79565ec311f7628a9c0368f90ed376cf18ff3997b8b5b2", IdentityEdit::none, "",
       8837966},
      {"speaker-bilstm-wq2012", speaker_embedding, true, true, 1914923,
       "029711a36953c5d521990e2da43be76b15cbc43fca8affedb0a621756537b6b1", IdentityEdit::torch_zip,
       "e31ee8bee3ab0da257c5396cbac6d802aa1bf7f1fb0c916a02ddf7585a43ad0e", 1011712},
  };
  const IdentityCatalog catalog = built_in();
  CHECK(catalog.all().size() == std::size(rows));
  for (const Row& row : rows) {
    CAPTURE(row.id);
    const IdentityModel* const model = catalog.find(row.id);
    REQUIRE(model != nullptr);
    const IdentityFile& file = model->file;
    CHECK(model->role == row.role);
    CHECK(model->measured == row.measured);
    CHECK(model->is_default == row.is_default);
    CHECK(model->built_in);
    CHECK(!model->source.empty());
    CHECK(!model->figures.empty());
    CHECK(!file.licence.empty());
    CHECK(file.bytes == row.bytes);
    CHECK(file.source.hex() == row.source);
    CHECK(file.edit == row.edit);
    CHECK(file.result.hex() == (*row.result == '\0' ? row.source : row.result));
    CHECK(file.result_bytes == row.result_bytes);
    CHECK((file.url.starts_with("https://") || file.url.empty()));
    CHECK((model->dimensions > 0) == (row.role != face_detector));
  }
  CHECK(catalog.find("mobilefacenet-foamliu")->file.delta.size() == 362);
  CHECK(catalog.find("speaker-bilstm-wq2012")->file.entry == "archive/data/0");
  CHECK(catalog.find("mobilenetv2-coral")->file.url.empty());
  CHECK(catalog.find("nobody") == nullptr);
}

TEST_CASE("IdentityCatalog: what pixels become, as each model was trained") {
  const IdentityCatalog catalog = built_in();
  const ImageInput& face = catalog.find("mobilefacenet-foamliu")->input;
  CHECK(face.width == 112);
  CHECK(face.height == 112);
  CHECK(face.rgb);
  CHECK(face.scale == doctest::Approx(1.0 / 255));
  CHECK(face.mean == std::array<float, 3>{0.485F, 0.456F, 0.406F});
  CHECK(face.deviation == std::array<float, 3>{0.229F, 0.224F, 0.225F});
  CHECK(face.add_mirrored);
  CHECK(!face.signed_root);
  const ImageInput& coral = catalog.find("mobilenetv2-coral")->input;
  CHECK(coral.width == 224);
  CHECK(coral.scale == 1);
  CHECK(coral.mean == std::array<float, 3>{127.5F, 127.5F, 127.5F});
  CHECK(coral.deviation == coral.mean);
  CHECK(coral.signed_root);
  const ImageInput& sface = catalog.find("sface-2021dec")->input;
  CHECK(sface.rgb);
  CHECK(sface.mean == std::array<float, 3>{});
  CHECK(sface.deviation == std::array<float, 3>{1, 1, 1});
  CHECK(!catalog.find("mobilenetv2-2022apr")->input.rgb);
}

TEST_CASE("IdentityCatalog: the normal level of the measured face model") {
  const IdentityCatalog catalog = built_in();
  const IdentityThresholds& normal =
      catalog.find("mobilefacenet-foamliu")->at(IdentityLevel::normal);
  CHECK(normal.look.match == 0.45F);
  CHECK(normal.look.mismatch == 0.35F);
  CHECK(normal.look.pass_median == 0.55F);
  CHECK(normal.look.pass_p10 == 0.40F);
  CHECK(normal.look.pass_share == 0.90F);
  CHECK(normal.look.fail_median == 0.35F);
  CHECK(normal.look.fail_coverage == 0.60F);
  CHECK(normal.look.margin == 0.15F);
  CHECK(normal.agree == 0.45F);
  CHECK(normal.drift == 0.15F);
  CHECK(normal.flicker == 0.55F);
  CHECK(normal.across == 0.50F);
  const IdentityThresholds& voice =
      catalog.find("speaker-bilstm-wq2012")->at(IdentityLevel::normal);
  CHECK(voice.voice_pass == 0.65F);
  CHECK(voice.voice_warn == 0.50F);
  CHECK(voice.voice_fail == 0.40F);
  CHECK(catalog.find("sface-2021dec")->at(IdentityLevel::normal).look.match == 0.363F);
}

TEST_CASE("IdentityCatalog: no level lets a measured morph of half of somebody else pass") {
  const IdentityCatalog catalog = built_in();
  const IdentityModel& model = *catalog.find("mobilefacenet-foamliu");
  constexpr float half_morph = 0.31F;
  constexpr float third_morph = 0.53F;
  constexpr float closest_strangers = 0.41F;
  for (const IdentityThresholds& level : model.thresholds) {
    CHECK(level.look.pass_median > half_morph);
    CHECK(level.look.match > closest_strangers);
  }
  CHECK(model.at(IdentityLevel::strict).look.pass_median > third_morph);
}

TEST_CASE("IdentityCatalog: the models of a workspace") {
  const IdentityCatalog catalog = built_in();
  const IdentityModels defaults = catalog.models({});
  REQUIRE(defaults.face_detector != nullptr);
  CHECK(defaults.face_detector->id == "yunet-2022mar");
  CHECK(defaults.face_embedding->id == "mobilefacenet-foamliu");
  CHECK(defaults.image_embedding->id == "mobilenetv2-2022apr");
  CHECK(defaults.speaker_embedding->id == "speaker-bilstm-wq2012");
  const IdentityModels own = catalog.models(Chosen{{"face_embedding", "sface-2021dec"}});
  CHECK(own.face_embedding->id == "sface-2021dec");
  CHECK(own.face_detector == defaults.face_detector);
  const IdentityModels wrong =
      catalog.models(Chosen{{"face_embedding", "yunet-2022mar"}, {"speaker_embedding", "none"}});
  CHECK(wrong.face_embedding == defaults.face_embedding);
  CHECK(wrong.speaker_embedding == defaults.speaker_embedding);
  CHECK(IdentityCatalog({}).models({}).face_detector == nullptr);
}

TEST_CASE("IdentityCatalog: rows of the workspace replace built-in ones, add others, go first") {
  const auto workspace = TempDirectory::create("/tmp", "reshoot-identity-test");
  REQUIRE(workspace);
  REQUIRE(make_directories(workspace->path() / "identity"));
  const std::string digest(64, 'a');
  const auto row = [&](const std::string& id, const std::string& more) {
    return "  " + id + ": {role: face_detector, sha256: " + digest +
           ", bytes: 9, licence: MIT, measured: no, source: us" + more + "}\n";
  };
  const auto put = [&](const char* name, const std::string& text) {
    REQUIRE(write_file_atomically(workspace->path() / "identity" / name, text));
  };
  put("ours.yaml", "models:\n" + row("ours", ", default: true") + row("yunet-2022mar", ""));
  put("broken.yaml", "models:\n" + row("mended", "").replace(12, 4, "rule") + row("other", ""));
  put("notes.txt", "not a row");
  SourceMap sources;
  Diagnostics diags;
  const IdentityCatalog catalog = IdentityCatalog::load(workspace->path(), sources, diags);
  CHECK(catalog.models({}).face_detector->id == "ours");
  CHECK(!catalog.find("ours")->built_in);
  CHECK(catalog.find("ours")->row == "identity/ours.yaml");
  CHECK(catalog.find("yunet-2022mar")->file.bytes == 9);
  CHECK(!catalog.find("yunet-2022mar")->is_default);
  CHECK(catalog.find("mended") == nullptr);
  CHECK(catalog.find("sface-2021dec") != nullptr);
  CHECK(diags.errors() == 2);  // an unknown key, and 'role' is missing
  CHECK(sources.at(diags.all().front().labels.front().span) == "identity/broken.yaml:2:12");
}

TEST_CASE("has_figure: detectors have none, voices their own, looks the others") {
  const auto count = [](IdentityRole role) {
    return std::count_if(identity_figures.begin(), identity_figures.end(),
                         [&](const IdentityFigure& figure) { return has_figure(role, figure); });
  };
  CHECK(count(IdentityRole::face_detector) == 0);
  CHECK(count(IdentityRole::face_embedding) == 12);
  CHECK(count(IdentityRole::image_embedding) == 12);
  CHECK(count(IdentityRole::speaker_embedding) == 4);
}

}  // namespace
}  // namespace reshoot
