// SPDX-License-Identifier: Apache-2.0
#pragma once
// Where people and things stand in the frame, and the foreground painted from their pictures. Pure.

#include <vector>

#include "assemble/picture.h"
#include "base/units.h"

namespace reshoot {

/// What the layout needs to know of one picture.
struct Subject {
  enum class Kind {
    card,    ///< fills its whole rectangle: hangs as a rounded card
    figure,  ///< a cut-out that stands on the floor
    bust,    ///< a cut-out that its lower edge cuts off: rises from below the frame
  };
  Kind kind = Kind::card;
  double aspect = 1;  ///< width to height of what can be seen
};

/// What a picture is, by its transparency; a cut-out has lost its empty rim before.
Subject subject_of(const Picture& picture);

/// One area in the frame for each subject, in order, left to right: figures stand on a common
/// floor, busts rise from behind the slate, cards hang centred, several with a common shape. None
/// overlaps another, but for the shoulders of busts. Any number, any frame shape.
/// Where one would meet an inset, all stay below `insets`.
std::vector<Area> place_subjects(Size frame, const std::vector<Subject>& subjects,
                                 const std::vector<Area>& insets = {});

/// The area of each further reference, small, in the top right corner; as many as fit, at most
/// `count`.
std::vector<Area> place_insets(Size frame, int count);

/// The foreground and where in the frame its corner is; `density` pixels of it make one of the
/// frame.
struct PaintedSubjects {
  Picture picture;
  double left = 0;
  double top = 0;
};

/// The foreground: each picture in its area, figures with a soft shadow on the floor, others as
/// rounded cards. `light_x` (share of the width) is where light comes from.
PaintedSubjects paint_subjects(const std::vector<Picture>& pictures, const std::vector<Area>& areas,
                               Size frame, double density, double light_x);

/// Draws a further reference as a small tile.
void draw_inset(Picture& onto, const Picture& picture, Area area);

}  // namespace reshoot
