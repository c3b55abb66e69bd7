# SPDX-License-Identifier: Apache-2.0
# reshoot_embed(OUT_VAR FUNCTION FILES...): writes a .cpp that defines
# `std::span<const reshoot::EmbeddedFile> reshoot::FUNCTION()` with the files' names and text.
set(RESHOOT_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_DIR}/embed_files.cmake)
function(reshoot_embed out_var function)
  set(out ${CMAKE_CURRENT_BINARY_DIR}/${function}.cpp)
  add_custom_command(
    OUTPUT ${out}
    COMMAND ${CMAKE_COMMAND} "-DFILES=${ARGN}" -DFUNCTION=${function} -DOUT=${out} -P ${RESHOOT_EMBED_SCRIPT}
    DEPENDS ${ARGN} ${RESHOOT_EMBED_SCRIPT}
    VERBATIM)
  set(${out_var} ${out} PARENT_SCOPE)
endfunction()
