// SPDX-License-Identifier: Apache-2.0
#include "campaign/file_checks.h"

#include <doctest/doctest.h>

namespace reshoot {
namespace {

struct Setting {
  Setting() {
    model.provider = "gmi";
    model.name = "m";
    scene.model.value = &model;
    file = {"a.png", "/w/a.png", MediaType::png, {}, MediaFigures{}};
    file.figures->bytes = 1000;
  }
  std::size_t mistakes() {
    Diagnostics diags;
    FileChecks(diags).check(scene, file, FileRole::image);
    return diags.errors();
  }
  Model model;
  Scene scene;
  MediaFile file;
};

TEST_CASE("FileChecks: a limit itself is kept, one more is not") {
  struct Row {
    const char* name;
    void (*limit)(FileLimits&);
    void (*fits)(MediaFigures&);
    void (*beyond)(MediaFigures&);
  };
  const Row rows[] = {
      {"bytes", [](FileLimits& l) { l.bytes = 20; }, [](MediaFigures& f) { f.bytes = 20; },
       [](MediaFigures& f) { f.bytes = 21; }},
      {"shorter side", [](FileLimits& l) { l.side_from = 240; },
       [](MediaFigures& f) {
         f.width = 240;
         f.height = 900;
       },
       [](MediaFigures& f) {
         f.width = 900;
         f.height = 239;
       }},
      {"longer side", [](FileLimits& l) { l.side_to = 2000; },
       [](MediaFigures& f) {
         f.width = 2000;
         f.height = 900;
       },
       [](MediaFigures& f) {
         f.width = 900;
         f.height = 2001;
       }},
      {"ratio", [](FileLimits& l) { l.widest = 8; },
       [](MediaFigures& f) {
         f.width = 800;
         f.height = 100;
       },
       [](MediaFigures& f) {
         f.width = 100;
         f.height = 801;
       }},
      {"shortest", [](FileLimits& l) { l.shortest = Length{1000}; },
       [](MediaFigures& f) { f.length = Length{1000}; },
       [](MediaFigures& f) { f.length = Length{999}; }},
      {"longest", [](FileLimits& l) { l.longest = Length{10'000}; },
       [](MediaFigures& f) { f.length = Length{10'000}; },
       [](MediaFigures& f) { f.length = Length{10'001}; }},
  };
  for (const Row& row : rows) {
    CAPTURE(row.name);
    Setting s;
    row.limit(s.model.inputs.image_files);
    row.fits(*s.file.figures);
    CHECK(s.mistakes() == 0);
    row.beyond(*s.file.figures);
    CHECK(s.mistakes() == 1);
    s.model.inputs.image_files = {};
    CHECK(s.mistakes() == 0);
  }
}

TEST_CASE("FileChecks: formats") {
  Setting s;
  s.model.inputs.image_files.types = {MediaType::jpeg, MediaType::png};
  CHECK(s.mistakes() == 0);
  s.file.type = MediaType::webp_lossy;
  CHECK(s.mistakes() == 1);
}

TEST_CASE("FileChecks: what is not known of a file is not held against it") {
  Setting s;
  s.model.inputs.image_files = {{}, 2000, 240, 8000, 8, Length{1000}, Length{9000}};
  CHECK(s.mistakes() == 0);  // neither pixels nor length are known
  s.model.inputs.image_files.types = {MediaType::jpeg};
  s.file.figures.reset();  // as in an editor: files are not looked at
  CHECK(s.mistakes() == 0);
}

TEST_CASE("FileChecks: a file is reported once for each model") {
  Setting s;
  s.model.inputs.image_files.bytes = 1;
  Model other = s.model;
  Diagnostics diags;
  FileChecks checks(diags);
  checks.check(s.scene, s.file, FileRole::image);
  checks.check(s.scene, s.file, FileRole::image);
  CHECK(diags.errors() == 1);
  s.scene.model.value = &other;
  checks.check(s.scene, s.file, FileRole::image);
  CHECK(diags.errors() == 2);
}

}  // namespace
}  // namespace reshoot
