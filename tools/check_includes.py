#!/usr/bin/env python3
"""Names includes of this project's headers that no direct dependency has.

Bazel refuses them with Clang (--config=clang, layering_check), but not with GCC.
"""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree

INCLUDE = re.compile(r'^#include "([^"]+/[^"]+)"', re.MULTILINE)


def path_of(label):
    return label[2:].replace(":", "/").lstrip("/")


def main():
    os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
    query = subprocess.run(
        ["bazel", "query", "--output=xml", 'kind("cc_.* rule", //...)'],
        check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    targets = {}
    for rule in xml.etree.ElementTree.fromstring(query.stdout).iter("rule"):
        lists = {"srcs": [], "hdrs": [], "deps": []}
        for values in rule.findall("list"):
            if values.get("name") in lists:
                lists[values.get("name")] = [value.get("value") for value in values]
        targets[rule.get("name")] = lists

    owners = {}  # targets by header
    for name, lists in targets.items():
        for header in lists["hdrs"]:
            owners.setdefault(path_of(header), set()).add(name)

    missing = 0
    checked = 0
    for name, lists in targets.items():
        own = {path_of(label) for label in lists["srcs"] + lists["hdrs"]}
        for file in sorted(own):
            if not os.path.exists(file):  # generated, or of another repository
                continue
            with open(file) as text:
                included = INCLUDE.findall(text.read())
            checked += 1
            for header in included:
                if header in own or header not in owners or owners[header] & set(lists["deps"]):
                    continue
                missing += 1
                print(f"{name}: {file} includes {header}, but none of its dependencies is "
                      f"{' or '.join(sorted(owners[header]))}")
    print(f"{checked} sources of {len(targets)} targets: {missing} includes without a dependency")
    return 0 if missing == 0 and checked > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
