// SPDX-License-Identifier: Apache-2.0
#include "campaign/settings.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>

#include "base/render_diagnostics.h"
#include "small_workspace.h"

namespace reshoot {
namespace {

/// What a `reshoot.yaml` says; nullopt: there is no such file.
struct Loaded {
  explicit Loaded(const std::optional<std::string>& text) {
    if (text) {
      workspace.put("reshoot.yaml", *text);
    }
    settings = load_settings(workspace.root(), sources, diags);
  }
  [[nodiscard]] std::string said() const { return render_text(diags, sources, false); }

  test::SmallWorkspace workspace;
  SourceMap sources;
  Diagnostics diags;
  Settings settings;
};

}  // namespace

TEST_CASE("load_settings: without a file, or with one that says nothing, the defaults hold") {
  for (const auto& text : {std::optional<std::string>(), std::optional<std::string>(""),
                           std::optional<std::string>("# ours\n\n  # too"),
                           std::optional<std::string>("reshoot: 1\n")}) {
    const Loaded loaded(text);
    CHECK(loaded.said().empty());
    CHECK_FALSE(loaded.settings.remote.has_value());
  }
}

TEST_CASE("load_settings: the remote's folder, from the root or from the workspace") {
  const Loaded absolute("reshoot: 1\nremote: {dir: /mnt/team/reshoot/}\n");
  CHECK(absolute.said().empty());
  REQUIRE(absolute.settings.remote);
  CHECK(absolute.settings.remote->dir.string() == "/mnt/team/reshoot");
  CHECK(absolute.sources.at(absolute.settings.remote->at) == "reshoot.yaml:2:15");

  const Loaded relative("reshoot: 1\nremote:\n  dir: ../shared\n");
  CHECK(relative.said().empty());
  REQUIRE(relative.settings.remote);
  CHECK(relative.settings.remote->dir == relative.workspace.root().parent_path() / "shared");
}

TEST_CASE("load_settings: uploads are private unless they are said to be public") {
  struct Row {
    std::string_view text;
    bool is_public;
  };
  for (const Row& row : {Row{"", false}, Row{"uploads: private\n", false},
                         Row{"uploads: public\n", true}, Row{"uploads: publik\n", false}}) {
    CAPTURE(row.text);
    CHECK(Loaded("reshoot: 1\n" + std::string(row.text)).settings.public_uploads == row.is_public);
  }
}

TEST_CASE("Settings::limits_of: what is said of an account is laid over the catalog's limits") {
  const AccountLimits known{4, 10, 0, 20, Millis(15'000)};
  struct Row {
    std::string_view text;
    int at_once, per_minute, per_hour;
  };
  for (const Row& row :
       {Row{"", 4, 10, 0}, Row{"accounts: {}\n", 4, 10, 0}, Row{"accounts: {gmi: {}}\n", 4, 10, 0},
        Row{"accounts: {dashscope: {at_once: 2}}\n", 4, 10, 0},
        Row{"accounts: {gmi: {at_once: 12}}\n", 12, 10, 0},
        Row{"accounts: {gmi: {per_minute: 3, per_hour: 60}}\n", 4, 3, 60},
        Row{"accounts: {gmi: {at_once: 1, per_minute: 2, per_hour: 3}}\n", 1, 2, 3}}) {
    CAPTURE(row.text);
    const Loaded loaded("reshoot: 1\n" + std::string(row.text));
    CHECK(loaded.said().empty());
    const AccountLimits limits = loaded.settings.limits_of("gmi", known);
    CHECK(limits.at_once == row.at_once);
    CHECK(limits.per_minute == row.per_minute);
    CHECK(limits.per_hour == row.per_hour);
    CHECK(limits.polls_per_second == 20);
    CHECK(limits.poll_shortest == Millis(15'000));
  }
}

TEST_CASE("load_settings: mistakes, with what was meant") {
  struct Row {
    std::string text;
    std::string_view says;
  };
  for (const Row& row :
       {Row{"reshoot: 1\nremot: {dir: /mnt}\n", "did you mean 'remote'?"},
        Row{"reshoot: 1\nremote: {dirr: /mnt}\n", "did you mean 'dir'?"},
        Row{"reshoot: 1\nremote: {}\n", "dir"}, Row{"reshoot: 1\nremote: /mnt\n", "a remote"},
        Row{"reshoot: 2\n", "version 2"}, Row{"remote: {dir: /mnt}\n", "'reshoot'"},
        Row{"reshoot: 1\nremote: {dir: ''}\n", "a folder"},
        Row{"reshoot: 1\nremote: {dir: ~/team}\n", "home folder"},
        Row{"reshoot: 1\nuploads: pubic\n", "did you mean 'public'?"},
        Row{"reshoot: 1\nuploads: true\n", "private or public"},
        Row{"reshoot: 1\naccounts: {gmmi: {at_once: 2}}\n", "did you mean 'gmi'?"},
        Row{"reshoot: 1\naccounts: {gmi: {at_onc: 2}}\n", "did you mean 'at_once'?"},
        Row{"reshoot: 1\naccounts: {gmi: {at_once: 0}}\n", "a whole number from 1 to 10000"},
        Row{"reshoot: 1\naccounts: {gmi: 4}\n", "the limits of an account"},
        Row{"- reshoot\n", "the settings of a workspace"}, Row{"remote: {", "C0101"}}) {
    CAPTURE(row.text);
    const Loaded loaded(row.text);
    CHECK(loaded.diags.has_errors());
    CAPTURE(loaded.said());
    CHECK(loaded.said().find(row.says) != std::string::npos);
  }
}

TEST_CASE("load_settings: what can be read of the rest is answered") {
  const Loaded loaded("reshoot: 1\ncolour: red\nremote: {dir: /mnt/team}\n");
  CHECK(loaded.diags.errors() == 1);
  REQUIRE(loaded.settings.remote);
  CHECK(loaded.settings.remote->dir == "/mnt/team");
}

TEST_CASE("load_settings: a file that cannot be read is a mistake, not a missing one") {
  const test::SmallWorkspace workspace;
  std::filesystem::create_directory(workspace.root() / "reshoot.yaml");
  SourceMap sources;
  Diagnostics diags;
  load_settings(workspace.root(), sources, diags);
  CHECK(diags.has_errors());
}

TEST_CASE("check_identity: models of a role that the catalog has, else what is meant") {
  struct Row {
    std::string_view text;
    std::string_view told;  ///< empty: no mistake
    std::string_view help;
  };
  SourceMap own;
  Diagnostics none;
  const IdentityCatalog catalog = IdentityCatalog::load({}, own, none);
  for (const Row& row : {
           Row{"", "", ""},
           Row{"identity: {}\n", "", ""},
           Row{"identity: {face_embedding: sface-2021dec}\n", "", ""},
           Row{"identity: {face_embedding: sface-2021dek}\n",
               "unknown identity model 'sface-2021dek'", "did you mean 'sface-2021dec'?"},
           Row{"identity: {face_detector: sface-2021dec}\n", "'sface-2021dec' is no face_detector",
               "'reshoot models list' shows the identity models by role"},
           Row{"identity: {voice: x}\n", "unknown key 'voice' in 'identity'", ""},
           Row{"identity: {speaker_embedding: 7}\n", "'speaker_embedding' takes text", ""},
       }) {
    CAPTURE(row.text);
    Loaded loaded("reshoot: 1\n" + std::string(row.text));
    check_identity(loaded.settings, catalog, loaded.diags);
    const std::string said = loaded.said();
    CHECK(said.empty() == row.told.empty());
    CHECK(said.find(row.told) != std::string::npos);
    CHECK(said.find(row.help) != std::string::npos);
  }
  const Loaded chosen("reshoot: 1\nidentity:\n  image_embedding: mobilenetv2-coral\n");
  CHECK(chosen.settings.identity.at("image_embedding") == "mobilenetv2-coral");
  CHECK(chosen.sources.at(chosen.settings.identity_places.at("image_embedding")) ==
        "reshoot.yaml:3:20");
}

}  // namespace reshoot
