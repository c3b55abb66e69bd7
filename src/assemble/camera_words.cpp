// SPDX-License-Identifier: Apache-2.0
// The camera move that a prompt asks for in the words of the trade.

#include "assemble/camera_words.h"

#include <algorithm>
#include <cstddef>
#include <initializer_list>
#include <string>
#include <vector>

namespace reshoot {
namespace {

using Words = std::vector<std::string>;

/// Lower-case ASCII words; a hyphen parts words; the end of a clause is the word ".".
Words words_of(std::string_view text) {
  Words words;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  };
  for (const char c : text) {
    if ((c >= 'a' && c <= 'z') || c == '\'') {
      word += c;
    } else if (c >= 'A' && c <= 'Z') {
      word += static_cast<char>(c - 'A' + 'a');
    } else {
      end_word();
      if (c == '.' || c == ',' || c == ';' || c == ':' || c == '\n') {
        words.emplace_back(".");
      }
    }
  }
  end_word();
  return words;
}

bool one_of(const std::string& word, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_slow(const std::string& w) {
  return one_of(w,
                {"slow", "slowly", "gentle", "gently", "subtle", "subtly", "gradual", "gradually"});
}
bool is_fast(const std::string& w) {
  return one_of(w, {"fast", "quick", "quickly", "rapid", "rapidly", "whip", "swift", "swiftly",
                    "snap", "crash"});
}

/// Reads moves at one word of a prompt.
class Reader {
 public:
  explicit Reader(std::string_view prompt) : words_(words_of(prompt)) {}

  CameraMove read() {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      const bool moved = read_pan(i) || read_tilt(i) || read_lift(i) || read_push(i);
      const bool told = moved || read_rack(i) || read_hold(i);
      if (told) {
        read_pace(i);
      }
    }
    const bool moves = move_.pan != 0 || move_.tilt != 0 || move_.push != 0 || move_.handheld;
    move_.drift = !moves && !held_ && !move_.rack_focus;
    if (move_.drift || (!moves && !move_.rack_focus)) {
      move_.pace = Pace::normal;
    }
    return move_;
  }

 private:
  [[nodiscard]] const std::string& at(std::size_t i, int away = 0) const {
    static const std::string none;
    const auto place = static_cast<std::ptrdiff_t>(i) + away;
    return place >= 0 && place < static_cast<std::ptrdiff_t>(words_.size())
               ? words_[static_cast<std::size_t>(place)]
               : none;
  }

  /// Whether the word before says that this is about the camera.
  [[nodiscard]] bool led_by_camera(std::size_t i) const {
    const std::string& before = at(i, -1);
    return is_slow(before) || is_fast(before) ||
           one_of(before, {"camera", "smooth", "steady", "slight", "cinematic", "long"});
  }

  /// Left -1, right +1, in the words after `i`; 0 where it is not said.
  [[nodiscard]] int side_after(std::size_t i) const {
    for (int away = 1; away <= 3 && at(i, away) != "."; ++away) {
      if (one_of(at(i, away), {"left", "leftward", "leftwards"})) {
        return -1;
      }
      if (one_of(at(i, away), {"right", "rightward", "rightwards"})) {
        // `from right to left` ends at the left.
        return at(i, away - 1) == "from" ? -1 : 1;
      }
      if (at(i, away) == "from" && at(i, away + 1) == "left") {
        return 1;
      }
    }
    return 0;
  }

  static int height_word(const std::string& w) {
    return one_of(w, {"up", "upward", "upwards"})         ? 1
           : one_of(w, {"down", "downward", "downwards"}) ? -1
                                                          : 0;
  }

  bool read_pan(std::size_t i) {
    const std::string& next = at(i, 1);
    if (one_of(at(i), {"pan", "pans", "panning"})) {
      if (height_word(next) != 0) {
        move_.tilt = height_word(next);
        return true;
      }
      const bool about_camera =
          led_by_camera(i) ||
          one_of(next, {"left", "right", "leftward", "rightward", "leftwards", "rightwards",
                        "across", "over", "to", "from", "along", "around", "with"});
      if (about_camera) {
        const int side = side_after(i);
        move_.pan = side != 0 ? side : 1;
      }
      return about_camera;
    }
    if (one_of(at(i), {"truck", "trucks", "trucking", "track", "tracks", "tracking", "dolly",
                       "slide", "slides", "slider"}) &&
        one_of(next, {"left", "right"})) {
      const bool about_camera = led_by_camera(i) || !one_of(at(i), {"slide", "slides"});
      move_.pan = about_camera ? side_after(i) : move_.pan;
      return about_camera;
    }
    if (one_of(at(i), {"orbit", "orbits", "orbiting", "arc", "arcs"}) &&
        (led_by_camera(i) || next == "around" || next == "shot")) {
      const int side = side_after(i);
      move_.pan = side != 0 ? side : 1;
      return true;
    }
    return false;
  }

  bool read_tilt(std::size_t i) {
    if (!one_of(at(i), {"tilt", "tilts", "tilting"})) {
      return false;
    }
    const int way = height_word(at(i, 1));
    if (way == 0 && !led_by_camera(i)) {
      return false;
    }
    move_.tilt = way != 0 ? way : 1;
    return true;
  }

  bool read_lift(std::size_t i) {
    const bool lift =
        one_of(at(i), {"pedestal", "crane", "cranes", "craning", "boom", "booms", "jib", "jibs"});
    const int way = height_word(at(i, 1));
    if (!lift || way == 0) {
      return false;
    }
    move_.tilt = way;
    return true;
  }

  bool read_push(std::size_t i) {
    const std::string& next = at(i, 1);
    const bool thing_follows =
        one_of(at(i, 2), {"a", "an", "the", "his", "her", "their", "its", "my", "some"}) &&
        !led_by_camera(i);
    const bool camera_word =
        one_of(at(i), {"dolly", "dollies", "dollying", "zoom", "zooms", "zooming"});
    const bool push_word =
        camera_word || one_of(at(i), {"push", "pushes", "pushing", "creep", "creeps", "move",
                                      "moves", "moving", "track", "tracks"});
    const bool pull_word =
        camera_word || one_of(at(i), {"pull", "pulls", "pulling", "track", "tracks"});
    const bool verb_of_push = one_of(at(i), {"push", "pushes", "pushing", "creep", "creeps"});
    const bool closer =
        next == "in" || next == "closer" ||
        (camera_word && one_of(next, {"forward", "forwards", "into", "toward", "towards"}));
    if (push_word && closer && !thing_follows &&
        (camera_word || verb_of_push || led_by_camera(i))) {
      move_.push = 1;
      return true;
    }
    if (verb_of_push && led_by_camera(i) &&
        (one_of(next, {"", ".", "into", "toward", "towards", "on"}))) {
      move_.push = 1;
      return true;
    }
    const bool away = one_of(next, {"out", "back", "away", "backward", "backwards"});
    if (pull_word && away && !thing_follows &&
        (camera_word || !one_of(at(i), {"track", "tracks"}) || led_by_camera(i))) {
      move_.push = -1;
      return true;
    }
    return false;
  }

  bool read_rack(std::size_t i) {
    const bool rack =
        (one_of(at(i), {"rack", "racks", "racking"}) && one_of(at(i, 1), {"focus", "focuses"})) ||
        (at(i) == "focus" && one_of(at(i, 1), {"pull", "pulls", "rack", "shift", "shifts"})) ||
        (one_of(at(i), {"pull", "pulls", "shift", "shifts"}) && at(i, 1) == "focus");
    if (!rack) {
      return false;
    }
    move_.rack_focus = true;
    for (int away = 1; away <= 6 && at(i, away) != "."; ++away) {
      const bool behind =
          one_of(at(i, away + 1), {"background", "distance"}) ||
          (at(i, away + 1) == "the" && one_of(at(i, away + 2), {"background", "distance"}));
      move_.focus_to_background = move_.focus_to_background || (at(i, away) == "to" && behind);
    }
    return true;
  }

  bool read_hold(std::size_t i) {
    if (one_of(at(i), {"handheld"}) || (at(i) == "hand" && at(i, 1) == "held")) {
      move_.handheld = true;
      return true;
    }
    const bool held =
        (at(i) == "static" && !one_of(at(i, 1), {"electricity", "noise"})) ||
        (at(i) == "locked" && one_of(at(i, 1), {"off", "down", "camera", "shot", "frame"})) ||
        (one_of(at(i), {"still", "fixed", "motionless", "stationary"}) &&
         one_of(at(i, 1), {"camera", "shot", "frame"})) ||
        (at(i) == "camera" && one_of(at(i, 1), {"still", "fixed", "locked", "holds"})) ||
        at(i) == "tripod";
    held_ = held_ || held;
    return held;
  }

  /// Looks four words back and three on, within the clause.
  void read_pace(std::size_t i) {
    const auto look = [&](int away) {
      move_.pace = is_slow(at(i, away))   ? Pace::slow
                   : is_fast(at(i, away)) ? Pace::fast
                                          : move_.pace;
    };
    for (int away = -1; away >= -4 && at(i, away) != "."; --away) {
      look(away);
    }
    for (int away = 1; away <= 3 && at(i, away) != "."; ++away) {
      look(away);
    }
  }

  Words words_;
  CameraMove move_;
  bool held_ = false;
};

}  // namespace

CameraMove camera_move_of(std::string_view prompt) {
  return Reader(prompt).read();
}

}  // namespace reshoot
