// SPDX-License-Identifier: Apache-2.0
// Sketches are small on purpose: three characters and six scenes meet every rule, and a failure can
// be read.

#include "sim/random_campaign.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>

namespace reshoot::test {
namespace {

std::size_t below(std::mt19937& random, std::size_t count) {
  return random() % count;
}

std::string word(std::mt19937& random) {
  static const std::vector<std::string> words{
      "waves",    "nods",        "smiles: wide", "turns # round", "says 'yes'",
      "costs $5", "holds $${x}", "walks",        "w\xc3\xa4lzt",  "sits"};
  return words[below(random, words.size())] + " " + std::to_string(random() % 1000);
}

std::string fresh_name(const char* kind, std::mt19937& random) {
  return fmt::format("{}_{}", kind, random() % 1000000);
}

/// Writes YAML of equal meaning in different ways.
class Writer {
 public:
  Writer(const Sketch& sketch) : sketch_(sketch), random_(sketch.clothes) {}

  std::string text() {
    std::vector<std::function<void()>> parts{[&] { characters(); }, [&] { scenes(); },
                                             [&] { videos(); }, [&] { defaults(); }};
    line(0, "reshoot: 1");
    line(0, "campaign: sim");
    std::shuffle(parts.begin(), parts.end(), random_);
    for (const auto& part : parts) {
      part();
    }
    return out_;
  }

 private:
  void line(int indent, const std::string& text) {
    if (random_() % 6 == 0) {
      out_ += fmt::format("{:{}}# remark {}\n", "", indent, random_() % 100);
    }
    out_ += fmt::format("{:{}}{}{}\n", "", indent, text, random_() % 8 == 0 ? "  # why not" : "");
  }

  std::string quoted(const std::string& text) {
    std::string escaped;
    if (random_() % 2 == 0) {
      for (const char c : text) {
        escaped += c == '\'' ? "''" : std::string(1, c);
      }
      return "'" + escaped + "'";
    }
    for (const char c : text) {
      escaped += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    }
    return "\"" + escaped + "\"";
  }

  void entries(int indent, std::vector<std::function<void(int)>> list) {
    std::shuffle(list.begin(), list.end(), random_);
    for (const auto& entry : list) {
      entry(indent);
    }
  }

  void list(int indent, const std::string& key, const std::vector<std::string>& items) {
    if (random_() % 2 == 0) {
      line(indent, fmt::format("{}: [{}]", key, fmt::join(items, ", ")));
      return;
    }
    line(indent, key + ":");
    for (const std::string& item : items) {
      line(indent + 2, "- " + item);
    }
  }

  void defaults() {
    line(0, fmt::format("defaults: {{language: {}, resolution: 360p}}", sketch_.language));
  }

  void characters() {
    line(0, "characters:");
    std::vector<std::function<void(int)>> all;
    for (const SketchCharacter& character : sketch_.characters) {
      all.emplace_back([this, &character](int indent) {
        line(indent, character.name + ":");
        entries(indent + 2,
                {[&](int i) { line(i, "kind: " + character.kind); },
                 [&](int i) { line(i, "description: " + quoted(character.description)); },
                 [&](int i) { references(i, character); }, [&](int i) { identity(i); }});
      });
    }
    entries(2, all);
  }

  void references(int indent, const SketchCharacter& character) {
    line(indent, "references:");
    for (const std::string& path : character.references) {
      line(indent + 2, fmt::format("- {{image: {}}}", quoted(path)));
    }
  }

  /// How clips are judged is in no key.
  void identity(int indent) {
    static const std::vector<std::string> policies{
        "off", "{}", "{level: strict}", "{level: loose, on_fail: warn}", "{allow: [unsure, na]}"};
    if (random_() % 2 == 0) {
      line(indent, "identity: " + policies[random_() % policies.size()]);
    }
  }

  void scenes() {
    line(0, "scenes:");
    std::vector<std::function<void(int)>> all;
    for (const SketchScene& scene : sketch_.scenes) {
      all.emplace_back([this, &scene](int indent) { this->scene(indent, scene); });
    }
    entries(2, all);
  }

  void scene(int indent, const SketchScene& scene) {
    line(indent, scene.name + ":");
    std::vector<std::string> cast;
    std::string prompt;
    for (const std::size_t member : scene.cast) {
      cast.push_back(sketch_.characters[member].name);
      prompt += "${" + cast.back() + "} ";
    }
    std::vector<std::function<void(int)>> all{
        [&](int i) { this->prompt(i, prompt + scene.action); },
        [&](int i) { line(i, fmt::format("seconds: {}", scene.seconds)); }};
    if (!cast.empty()) {
      all.emplace_back([&](int i) { list(i, "cast", cast); });
      all.emplace_back([&](int i) { identity(i); });
    }
    if (!scene.line.empty() && !cast.empty()) {
      all.emplace_back([&](int i) {
        line(i, fmt::format("says: [{{{}: {}}}]", cast.front(), quoted(scene.line)));
      });
    }
    if (scene.tall) {
      all.emplace_back([&](int i) { line(i, "ratio: \"9:16\""); });
    }
    entries(indent + 2, all);
  }

  void prompt(int indent, const std::string& text) {
    if (random_() % 3 == 0) {
      out_ += fmt::format("{:{}}prompt: |\n{:{}}{}\n", "", indent, "", indent + 2, text);
    } else {
      line(indent, "prompt: " + quoted(text));
    }
  }

  void videos() {
    line(0, "videos:");
    std::vector<std::function<void(int)>> all;
    for (const SketchVideo& video : sketch_.videos) {
      all.emplace_back([this, &video](int indent) {
        line(indent, video.name + ":");
        std::vector<std::string> names;
        for (const std::size_t scene : video.scenes) {
          names.push_back(sketch_.scenes[scene].name);
        }
        entries(indent + 2,
                {[&](int i) { list(i, "scenes", names); },
                 [&](int i) { line(i, video.small ? "size: 320x180" : "size: 640x360"); }});
      });
    }
    entries(2, all);
  }

  const Sketch& sketch_;
  std::mt19937 random_;
  std::string out_;
};

SketchScene random_scene(const Sketch& sketch, std::mt19937& random) {
  SketchScene scene;
  scene.name = fresh_name("scene", random);
  for (std::size_t i = 0; i < sketch.characters.size(); ++i) {
    if (random() % 2 == 0) {
      scene.cast.push_back(i);
    }
  }
  scene.action = word(random);
  scene.line = random() % 3 == 0 ? "" : word(random);
  scene.seconds = 2 + static_cast<int>(random() % 5);
  return scene;
}

void move_file(Sketch& sketch, std::mt19937& random) {
  const std::size_t owner = below(random, sketch.characters.size());
  SketchCharacter& character = sketch.characters[owner];
  std::string& path = character.references[below(random, character.references.size())];
  const std::string to = fmt::format("refs/moved-{}.png", random() % 1000000);
  sketch.files[to] = sketch.files[path];
  path = to;
}

}  // namespace

std::set<std::size_t> Sketch::shown() const {
  std::set<std::size_t> all;
  for (const SketchVideo& video : videos) {
    all.insert(video.scenes.begin(), video.scenes.end());
  }
  return all;
}

std::string Sketch::asks(const SketchScene& scene) const {
  std::string text = fmt::format("{}|{}|{}|", scene.action, scene.seconds, scene.tall);
  if (!scene.cast.empty() && !scene.line.empty()) {
    text += language + "|" + scene.line;  // a silent clip is the same in every language
  }
  for (const std::size_t member : scene.cast) {
    const SketchCharacter& character = characters[member];
    text += fmt::format("|{},{}", character.kind, character.description);
    for (const std::string& path : character.references) {
      text += "," + files.at(path);
    }
  }
  return text;
}

std::string Sketch::yaml() const {
  return Writer(*this).text();
}

Sketch random_sketch(std::mt19937& random) {
  Sketch sketch;
  for (int i = 0; i < 3; ++i) {
    SketchCharacter character{
        fresh_name("who", random), i == 0 ? "mascot" : "person", word(random), {}};
    for (int r = 0; r < 2; ++r) {
      const std::string path = fmt::format("refs/{}-{}.png", i, r);
      character.references.push_back(path);
      sketch.files[path] = fmt::format("picture {}", random());
    }
    sketch.characters.push_back(character);
  }
  for (int i = 0; i < 6; ++i) {
    sketch.scenes.push_back(random_scene(sketch, random));
  }
  for (int i = 0; i < 2; ++i) {
    SketchVideo video{fresh_name("video", random), {}, i == 1};
    for (int s = 0; s < 3; ++s) {
      video.scenes.push_back(below(random, sketch.scenes.size()));
    }
    sketch.videos.push_back(video);
  }
  sketch.clothes = static_cast<unsigned>(random());
  return sketch;
}

std::string edit_cosmetically(Sketch& sketch, std::mt19937& random) {
  switch (random() % 5) {
    case 0:
      sketch.scenes[below(random, sketch.scenes.size())].name = fresh_name("renamed", random);
      return "renamed a scene";
    case 1:
      sketch.characters[below(random, sketch.characters.size())].name =
          fresh_name("renamed", random);
      return "renamed a character";
    case 2:
      move_file(sketch, random);
      return "moved a reference";
    case 3:
      sketch.videos[below(random, sketch.videos.size())].name = fresh_name("renamed", random);
      return "renamed a video";
    default:
      sketch.clothes = static_cast<unsigned>(random());
      return "wrote the YAML in other clothes";
  }
}

std::string edit(Sketch& sketch, std::mt19937& random) {
  SketchScene& scene = sketch.scenes[below(random, sketch.scenes.size())];
  SketchCharacter& character = sketch.characters[below(random, sketch.characters.size())];
  SketchVideo& video = sketch.videos[below(random, sketch.videos.size())];
  switch (random() % 14) {
    case 0:
      scene.action = word(random);
      return "another action";
    case 1:
      scene.line = word(random);
      return "another line";
    case 2:
      scene.seconds = 2 + static_cast<int>(random() % 5);
      return "another length";
    case 3:
      std::reverse(scene.cast.begin(), scene.cast.end());
      return "reversed the cast";
    case 4:
      sketch.files[character.references[0]] = fmt::format("picture {}", random());
      return "another picture at the same path";
    case 5:
      std::swap(character.references[0], character.references[1]);
      return "swapped references";
    case 6:
      character.description = word(random);
      return "another description";
    case 7:
      video.small = !video.small;
      return "another size of a video";
    case 8:
      video.scenes.push_back(below(random, sketch.scenes.size()));
      return "one scene more in a video";
    case 9:
      sketch.scenes.push_back(random_scene(sketch, random));
      video.scenes.push_back(sketch.scenes.size() - 1);
      return "a new scene";
    case 10:
      sketch.language = sketch.language == "en" ? "de" : "en";
      return "another language";
    case 11:
      scene.tall = !scene.tall;
      return "another ratio";
    case 12:
      sketch.scenes.push_back(scene);
      sketch.scenes.back().name = fresh_name("copy", random);
      video.scenes.push_back(sketch.scenes.size() - 1);
      return "a copy of a scene";
    default:
      return edit_cosmetically(sketch, random);
  }
}

}  // namespace reshoot::test
