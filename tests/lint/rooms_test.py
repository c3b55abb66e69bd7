#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Shows that rooms.py refuses what it is there to refuse: small trees with one mistake each."""

import tempfile
import unittest
from pathlib import Path

import rooms

HEAD = f"// {rooms.SPDX}\n"
HEADER = HEAD + "#pragma once\n// A header.\n"
SOURCE = HEAD + "// A source.\n"

# A tree without a mistake. Tests change one file of it.
GOOD = {
    "src/base/CMakeLists.txt": f"# {rooms.SPDX}\nreshoot_room(base SOURCES text.cpp)\n",
    "src/base/text.h": HEADER + "#include <string>\n",
    "src/base/text.cpp": HEAD + '\n#include "base/text.h"\n#include <yaml-cpp/yaml.h>\n',
    "src/graph/CMakeLists.txt": f"# {rooms.SPDX}\n"
    "reshoot_room(graph\n  SOURCES\n    deep/key.cpp\n  ROOMS base\n  LIBS fmt::fmt)\n",
    "src/graph/deep/key.cpp": SOURCE + '#include "base/text.h"\n',
    "tests/unit/graph/CMakeLists.txt": f"# {rooms.SPDX}\n"
    "reshoot_unit_test(graph key_test.cpp ${CMAKE_SOURCE_DIR}/tests/support/look.cpp)\n",
    "tests/support/look.cpp": SOURCE,
    "tests/unit/graph/key_test.cpp": HEAD + '#include "store/take.h"\n',
    "tests/tool.py": f"#!/usr/bin/env python3\n# {rooms.SPDX}\n",
    "schema/store/0001.sql": f"-- {rooms.SPDX}\n",
}


class RoomsTest(unittest.TestCase):
    def findings(self, changes: dict[str, str]) -> list[str]:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for name, text in {**GOOD, **changes}.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text, encoding="utf-8")
            found = rooms.check_tree(root)
            return [f"{f.file.relative_to(root)}:{f.line}: {f.what}" for f in found]

    def test_a_good_tree_has_no_finding(self) -> None:
        self.assertEqual(self.findings({}), [])

    def test_each_mistake_is_found_where_it_is(self) -> None:
        graph = GOOD["src/graph/CMakeLists.txt"]
        rows = [
            ("an arrow that goes back", "src/base/text.h", HEADER + '#include "graph/key.h"\n',
             "src/base/text.h:4: base may not include graph (\"graph/key.h\")"),
            ("an arrow with spaces in it", "src/base/text.h", HEADER + '#  include "cli/a.h"\n',
             "src/base/text.h:4: base may not include cli (\"cli/a.h\")"),
            ("an include without a room", "src/base/text.cpp", SOURCE + '#include "text.h"\n',
             "src/base/text.cpp:3: \"text.h\" does not begin with a room"),
            ("a heavy header in a header", "src/base/text.h", HEADER + "#include <sqlite3.h>\n",
             "src/base/text.h:4: <sqlite3.h> is heavy: include it in a .cpp only"),
            ("a room outside the table", "src/misc/CMakeLists.txt", f"# {rooms.SPDX}\n",
             "src/misc:1: room 'misc' is not in the table of rooms.py"),
            ("ROOMS without a room in use", "src/graph/CMakeLists.txt",
             graph.replace("  ROOMS base\n", ""),
             "src/graph/deep/key.cpp:3: includes base, which ROOMS of graph does not list"),
            ("ROOMS with a forbidden room", "src/graph/CMakeLists.txt",
             graph.replace("ROOMS base", "ROOMS base plan"),
             "src/graph/CMakeLists.txt:2: ROOMS lists plan, which graph may not include"),
            ("ROOMS with a room out of use", "src/graph/CMakeLists.txt",
             graph.replace("ROOMS base", "ROOMS base catalog"),
             "src/graph/CMakeLists.txt:2: ROOMS lists catalog, which no file here includes"),
            ("a room that is not built", "src/graph/CMakeLists.txt",
             f"# {rooms.SPDX}\nadd_library(reshoot_graph deep/key.cpp)\n",
             "src/graph/CMakeLists.txt:1: no reshoot_room(...) although the room has sources"),
            ("a source that is not built", "src/base/lost.cpp", SOURCE,
             "src/base/lost.cpp:1: is in no CMakeLists.txt: it is never built"),
            ("a source that only a comment names", "src/base/CMakeLists.txt",
             GOOD["src/base/CMakeLists.txt"].replace("text.cpp", "# text.cpp\n"),
             "src/base/text.cpp:1: is in no CMakeLists.txt: it is never built"),
            ("a test that is not built", "tests/unit/graph/lost_test.cpp", HEAD,
             "tests/unit/graph/lost_test.cpp:1: is in no CMakeLists.txt: it is never built"),
            ("a source without a licence", "src/base/text.cpp", "// A source.\n",
             f"src/base/text.cpp:1: does not begin with `// {rooms.SPDX}`"),
            ("a script without a licence", "tests/tool.py", "#!/usr/bin/env python3\n",
             f"tests/tool.py:2: does not begin with `# {rooms.SPDX}`"),
            ("SQL without a licence", "schema/store/0001.sql", "CREATE TABLE a (b);\n",
             f"schema/store/0001.sql:1: does not begin with `-- {rooms.SPDX}`"),
            ("a header that may be read twice", "src/base/text.h", HEAD + "// A header.\n",
             "src/base/text.h:2: has no `#pragma once` after the SPDX line"),
            ("a header without a purpose", "src/base/text.h", HEAD + "#pragma once\n\n",
             "src/base/text.h:3: does not say what it is for"),
            ("a lone source without a purpose", "src/graph/deep/key.cpp",
             HEAD + '\n#include "base/text.h"\n',
             "src/graph/deep/key.cpp:2: does not say what it is for"),
            ("a file that is too long", "src/base/text.cpp", SOURCE + "\n" * 499,
             "src/base/text.cpp:501: 501 lines, more than 500: do two nouns live here?"),
        ]
        for what, file, text, expected in rows:
            with self.subTest(what):
                self.assertEqual(self.findings({file: text}), [expected])

    def test_a_long_file_with_a_reason_is_accepted(self) -> None:
        rooms.LONG_FILES["src/base/text.cpp"] = "one table"
        self.addCleanup(rooms.LONG_FILES.clear)
        self.assertEqual(self.findings({"src/base/text.cpp": SOURCE + "\n" * 499}), [])

    def test_the_table_goes_one_way(self) -> None:
        """A room may include only rooms that stand before it, so there is no circle."""
        before: set[str] = set()
        for room, others in rooms.MAY_INCLUDE.items():
            self.assertLessEqual(others - {room}, before, room)
            before.add(room)


if __name__ == "__main__":
    unittest.main()
