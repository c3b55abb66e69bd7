# SPDX-License-Identifier: Apache-2.0
# reshoot_room(NAME SOURCES a.cpp ... [ROOMS base ...] [LIBS fmt::fmt ...])
# One static library per room. ROOMS are the rooms that it may include (tests/lint/rooms.py checks).
function(reshoot_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;ROOMS;LIBS" ${ARGN})
  add_library(reshoot_${name} STATIC ${ROOM_SOURCES})
  list(TRANSFORM ROOM_ROOMS PREPEND reshoot_)
  target_link_libraries(reshoot_${name} PUBLIC settings ${ROOM_ROOMS} PRIVATE warnings ${ROOM_LIBS})
endfunction()
