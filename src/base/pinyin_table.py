#!/usr/bin/env python3
"""Writes the usual reading of every Han character as a C++ table: pinyin_table.py UCONV OUT.

The readings are those of ICU, asked for once, while kpi is built. ü becomes v, as it is typed.
"""
import subprocess
import sys
import unicodedata

FIRST, LAST = 0x4E00, 0x9FFF


def without_tones(text):
    text = unicodedata.normalize("NFD", text).replace("u\u0308", "v")
    return "".join(c for c in text if not unicodedata.combining(c))


def rows(items, length):
    return "\n".join("    " + " ".join(items[i:i + length]) for i in range(0, len(items), length))


uconv, out = sys.argv[1:]
han = [chr(c) for c in range(FIRST, LAST + 1)]
said = subprocess.run([uconv, "-f", "utf-8", "-t", "utf-8", "-x", "Han-Latin"], check=True,
                      input="\n".join(han).encode(), stdout=subprocess.PIPE).stdout.decode()
readings = [without_tones(reading) for reading in said.split("\n")]
if len(readings) != len(han):
    sys.exit(f"{uconv}: {len(readings)} readings of {len(han)} characters")
readings = [reading if reading.isascii() and reading.isalpha() else "" for reading in readings]
syllables = sorted(set(readings))
number = {syllable: i for i, syllable in enumerate(syllables)}

with open(out, "w", encoding="utf-8") as file:
    file.write(f"""#include "base/pinyin_table.hpp"

namespace kpi {{

const std::string_view kSyllables[] = {{
{rows([f'"{syllable}",' for syllable in syllables], 10)}
}};

const std::uint16_t kSyllableOfHan[kHanCount] = {{
{rows([f"{number[reading]}," for reading in readings], 20)}
}};

}}  // namespace kpi
""")
