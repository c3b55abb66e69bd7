// SPDX-License-Identifier: Apache-2.0
#include "assemble/camera_words.h"

#include <doctest/doctest.h>

#include <string>

namespace reshoot {

TEST_CASE("camera_move_of: what the slate says of a prompt's words") {
  struct Row {
    const char* prompt;
    const char* move;
  };
  for (const Row& row : {
           Row{"", "slow drift"},
           Row{"A woman waves at a desk.", "slow drift"},
           Row{"she waves; slow push in.", "slow push in"},
           Row{"Push-in on the mug", "push in"},
           Row{"the camera slowly dollies in on her face", "slow push in"},
           Row{"quick zoom in", "fast push in"},
           Row{"camera moves closer", "push in"},
           Row{"slow push toward the window", "slow push in"},
           Row{"crash zoom in on his eyes", "fast push in"},
           Row{"pull back to reveal the room", "pull out"},
           Row{"dolly out, gently", "pull out"},
           Row{"camera gently pulls out", "slow pull out"},
           Row{"slow pan across the mug, steam rising", "slow pan right"},
           Row{"Camera pans left over the shelves", "pan left"},
           Row{"pan from right to left", "pan left"},
           Row{"pan from left to right", "pan right"},
           Row{"whip pan right", "fast pan right"},
           Row{"truck left along the bar", "pan left"},
           Row{"slow orbit around the bottle", "slow pan right"},
           Row{"pan up to the sky", "tilt up"},
           Row{"tilt down to her hands", "tilt down"},
           Row{"the camera tilts up slowly", "slow tilt up"},
           Row{"crane up over the crowd", "tilt up"},
           Row{"pan left and slowly push in", "slow pan left, push in"},
           Row{"static camera", "static"},
           Row{"locked-off shot of a shelf", "static"},
           Row{"camera on a tripod", "static"},
           Row{"handheld, close behind him", "handheld"},
           Row{"rack focus from the mug to her face", "rack focus"},
           Row{"static shot, focus pull to the background", "rack focus"},
           // Everyday uses of the same words.
           Row{"butter melts in a frying pan", "slow drift"},
           Row{"a pan of soup on the stove", "slow drift"},
           Row{"she tilts her head and smiles", "slow drift"},
           Row{"he pulls out a chair and sits down", "slow drift"},
           Row{"she pushes in the drawer", "slow drift"},
           Row{"they join a Zoom call", "slow drift"},
           Row{"waves roll in slowly over wet sand", "slow drift"},
           Row{"a static electricity spark", "slow drift"},
           Row{"die Kamera f\xC3\xA4hrt langsam heran", "slow drift"},
       }) {
    CAPTURE(std::string(row.prompt));
    CHECK(text_of(camera_move_of(row.prompt)) == row.move);
  }
}

TEST_CASE("camera_move_of: a pace in another clause does not count") {
  CHECK(camera_move_of("she walks fast, push in").pace == Pace::normal);
  CHECK(camera_move_of("push in. The cat sleeps slowly").pace == Pace::normal);
}

TEST_CASE("camera_move_of: which way the focus goes") {
  CHECK_FALSE(camera_move_of("rack focus to the face").focus_to_background);
  CHECK(camera_move_of("rack focus from her to the background").focus_to_background);
  CHECK_FALSE(camera_move_of("rack focus from the background to her").focus_to_background);
}

}  // namespace reshoot
