#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds the source tree to its plan: which room may include which, and how each file begins.

    tests/lint/rooms.py [ROOT]     prints `file:line: what is wrong` for each finding; exit 1 if any

Knows nothing of C++ but its #include lines.
"""

import re
import sys
from pathlib import Path
from typing import Iterator, NamedTuple

# Arrows go one way: a room may include itself and those named here, all of which stand above it.
MAY_INCLUDE = {
    "base": "",
    "yaml": "base",
    "catalog": "base yaml",
    "campaign": "base yaml catalog",
    "provider": "base catalog",
    "network": "base provider",
    "identity": "base catalog",
    "store": "base",
    "media": "base",
    "graph": "base catalog campaign provider",
    "plan": "base catalog campaign graph identity provider store",
    "execute": "base catalog campaign graph identity plan provider network store media",
    "verify": "base catalog identity media",
    "assemble": "base graph media",
    "report": "base catalog campaign graph identity plan store media",
}
MAY_INCLUDE = {room: set(rooms.split()) for room, rooms in MAY_INCLUDE.items()}
MAY_INCLUDE["cli"] = set(MAY_INCLUDE)

# Slow to compile: in a header they would slow down everything that includes it.
HEAVY = re.compile(
    r"(CLI/|nlohmann/json\.|yaml-cpp/|curl/|openssl/|opencv2/|sqlite3\.h|xxhash\.h|httplib\.h)")

LONGEST = 500
# Files that one table or one loop makes longer: path from the root, and the reason.
LONG_FILES: dict[str, str] = {}

SPDX = "SPDX-License-Identifier: Apache-2.0"
COMMENT = {".cpp": "//", ".h": "//", ".sql": "--"}  # all others: #
TYPE = re.compile(r"(?:struct|class|enum class) (\w+)(?: final)?(?: : [^;{]*)?\s*\{")
INCLUDE = re.compile(r'\s*#\s*include\s*([<"])([^>"]+)[>"]')


class Finding(NamedTuple):
    file: Path
    line: int
    what: str


def lines_of(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8", errors="replace").splitlines()


def includes_of(file: Path) -> Iterator[tuple[int, bool, str]]:
    """Line number, whether it is quoted, and the name, of each #include."""
    for number, line in enumerate(lines_of(file), 1):
        found = INCLUDE.match(line)
        if found:
            yield number, found[1] == '"', found[2]


def cpp_files(directory: Path) -> list[Path]:
    return sorted(f for f in directory.rglob("*") if f.suffix in (".cpp", ".h"))


def build_text(build: Path) -> str:
    """A CMakeLists.txt without its comments; empty where there is none."""
    text = build.read_text(encoding="utf-8") if build.exists() else ""
    return re.sub(r"#.*", "", text)


def check_room(room: Path) -> Iterator[Finding]:
    """The includes of one room, against the table and against the room's own ROOMS line."""
    if room.name not in MAY_INCLUDE:
        yield Finding(room, 1, f"room '{room.name}' is not in the table of rooms.py")
        return
    used: dict[str, tuple[Path, int]] = {}
    for file in cpp_files(room):
        for line, quoted, name in includes_of(file):
            if not quoted:
                if file.suffix == ".h" and HEAVY.match(name):
                    yield Finding(file, line, f"<{name}> is heavy: include it in a .cpp only")
                continue
            target = name.split("/")[0] if "/" in name else ""
            if target not in MAY_INCLUDE:
                yield Finding(file, line, f'"{name}" does not begin with a room')
            elif target != room.name and target not in MAY_INCLUDE[room.name]:
                yield Finding(file, line, f"{room.name} may not include {target} (\"{name}\")")
            elif target != room.name:
                used.setdefault(target, (file, line))
    yield from check_rooms_line(room, used)


def check_rooms_line(room: Path, used: dict[str, tuple[Path, int]]) -> Iterator[Finding]:
    """ROOMS in the room's CMakeLists.txt names the rooms that its files include, and no other."""
    build = room / "CMakeLists.txt"
    text = build_text(build)
    call = re.search(r"reshoot_room\((.*?)\)", text, re.DOTALL)
    if not call:
        if any(file.suffix == ".cpp" for file in cpp_files(room)):
            yield Finding(build, 1, "no reshoot_room(...) although the room has sources")
        return
    line = text[: call.start()].count("\n") + 1
    words = re.search(r"\bROOMS\b([^A-Z]*)", call[1])
    listed = set(words[1].split()) if words else set()
    for target in sorted(used.keys() - listed):
        file, where = used[target]
        yield Finding(file, where, f"includes {target}, which ROOMS of {room.name} does not list")
    for target in sorted(listed - MAY_INCLUDE[room.name]):
        yield Finding(build, line, f"ROOMS lists {target}, which {room.name} may not include")
    for target in sorted((listed & MAY_INCLUDE[room.name]) - used.keys()):
        yield Finding(build, line, f"ROOMS lists {target}, which no file here includes")


def listed_files(root: Path) -> set[Path]:
    """All files that some CMakeLists.txt names, by its own folder or by the root."""
    listed = set()
    builds = [b for top in ("src", "tests") for b in (root / top).rglob("CMakeLists.txt")]
    for build in builds:
        for word in re.split(r"[\s()]+", build_text(build)):
            if word.endswith(".cpp"):
                listed.add(build.parent / word.replace("${CMAKE_SOURCE_DIR}", str(root)))
    return listed


def check_head(file: Path) -> Iterator[Finding]:
    """SPDX, then (headers: #pragma once, then) what the file is for, unless its twin says it."""
    lines = lines_of(file)
    mark = COMMENT.get(file.suffix, "#")
    at = 1 if lines and lines[0].startswith("#!") else 0
    if lines[at : at + 1] != [f"{mark} {SPDX}"]:
        yield Finding(file, at + 1, f"does not begin with `{mark} {SPDX}`")
        return
    at += 1
    if file.suffix == ".h":
        if lines[at : at + 1] != ["#pragma once"]:
            yield Finding(file, at + 1, "has no `#pragma once` after the SPDX line")
            return
        at += 1
    # The header says it for its source, and the tested file for its test.
    explained = file.with_suffix(".h").exists() or file.name.endswith("_test.cpp")
    speaks = file.suffix == ".h" or (file.suffix == ".cpp" and not explained)
    if speaks and not "".join(lines[at : at + 1]).startswith("// "):
        yield Finding(file, at + 1, "does not say what it is for")


def check_length(file: Path, root: Path) -> Iterator[Finding]:
    count = len(lines_of(file))
    name = file.relative_to(root).as_posix()
    if count > LONGEST and name not in LONG_FILES:
        yield Finding(file, count, f"{count} lines, more than {LONGEST}: do two nouns live here?")


def check_twins(root: Path) -> Iterator[Finding]:
    """All rooms share one namespace: two types of one name would be one type to the linker."""
    seen: dict[str, Path] = {}
    for file in (f for f in cpp_files(root / "src") if f.suffix == ".h"):
        for number, line in enumerate(lines_of(file), 1):
            found = TYPE.match(line)
            if found and seen.setdefault(found[1], file) != file:
                other = seen[found[1]].relative_to(root)
                yield Finding(file, number, f"'{found[1]}' is a type in {other} too")


def headed_files(root: Path) -> Iterator[Path]:
    """Everything that is written as code, in the folders that hold it."""
    suffixes = {".cpp", ".h", ".py", ".sh", ".cmake", ".sql"}
    for top in ("src", "tests", "schema", "examples", "campaigns"):
        for file in sorted((root / top).rglob("*")):
            if file.is_file() and (file.suffix in suffixes or file.name == "CMakeLists.txt"):
                yield file


def check_tree(root: Path) -> Iterator[Finding]:
    for room in sorted(d for d in (root / "src").iterdir() if d.is_dir() and d.name != "cmake"):
        yield from check_room(room)
    yield from check_twins(root)
    listed = listed_files(root)
    for file in headed_files(root):
        yield from check_head(file)
        if file.suffix == ".cpp" and file not in listed:
            yield Finding(file, 1, "is in no CMakeLists.txt: it is never built")
        if file.suffix in (".cpp", ".h", ".py", ".sh"):
            yield from check_length(file, root)


def main() -> int:
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2]).resolve()
    findings = list(check_tree(root))
    for finding in findings:
        print(f"{finding.file.relative_to(root)}:{finding.line}: {finding.what}")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
