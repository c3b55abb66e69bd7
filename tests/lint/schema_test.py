#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What schema/campaign.schema.json accepts and refuses, as an editor would use it.

Every campaign of the repository is accepted. A golden input says in its first line what becomes of it:
`# schema: accepts`, `# schema: refuses`, or `# schema: not yaml` where no schema is asked.
Exits with 77 (skipped) where python3-jsonschema or python3-yaml is missing.
"""
import json
import pathlib
import re
import sys

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print(f"skipped: {missing.name} is not installed (python3-jsonschema, python3-yaml)")
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parents[2]


class CoreLoader(yaml.SafeLoader):
    """YAML 1.2 core schema, as editors read it: PyYAML's own is 1.1, where 16:9 is a number."""

    yaml_implicit_resolvers = {}


for tag, pattern, first in (
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", list("tTfF")),
    ("int", r"^(?:[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+)$", list("-+0123456789")),
    ("float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$", list("-+.0123456789")),
):
    CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(pattern), first)


def verdict(validator, path):
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=CoreLoader)
    return "accepts" if validator.is_valid(document) else "refuses"


def main():
    schema = json.loads((ROOT / "schema/campaign.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    expected = {path: "accepts" for path in ROOT.glob("campaigns/*/campaign.yaml")}
    expected.update({path: "accepts" for path in ROOT.glob("examples/**/campaign.yaml")})
    for path in (ROOT / "tests/golden/diag").glob("*.yaml"):
        first = path.read_bytes().split(b"\n", 1)[0].decode()
        if first not in ("# schema: not yaml", "# catalog"):
            expected[path] = first.removeprefix("# schema: ")
    wrong = 0
    for path, wanted in sorted(expected.items()):
        got = verdict(validator, path)
        if got != wanted:
            print(f"{path.relative_to(ROOT)}: the schema {got} it, expected: {wanted}")
            wrong += 1
    print(f"{len(expected)} files, {wrong} wrong")
    return 1 if wrong or not expected else 0


if __name__ == "__main__":
    sys.exit(main())
