#!/usr/bin/env python3
"""Neovim's built-in client drives the language server: nvim.py PROGRAM. Skipped, loudly, where Neovim is missing."""

import os
import shutil
import subprocess
import sys
import tempfile

RULES = """币种 CNY
表 订单 记于 日期列 { 单号 : 主键; 日期列 : 日期; 金额 : 金额 }
## 𠮷😀
指标 回款额 = 求和(订单.金额错) { 单位 "𠮷😀" }
指标 一半 = 回款额 / 2
"""


def main():
    editor = shutil.which("nvim")
    if editor is None:
        print("SKIPPED: Neovim (the Debian package neovim) is not installed")
        return 77
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "nvim.lua")
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "plan.kpi"), "w", encoding="utf-8") as file:
            file.write(RULES)
        shipped = os.path.join(os.path.dirname(script), "..", "..", "editors", "vim")
        environment = dict(os.environ, KPI=os.path.abspath(sys.argv[1]), LC_ALL="C.UTF-8", HOME=folder,
                           KPI_EDITOR_FILES=os.path.abspath(shipped),
                           XDG_STATE_HOME=folder, XDG_CACHE_HOME=folder)
        run = subprocess.run([editor, "--headless", "-u", "NONE", "-n", "-c", f"luafile {script}"], cwd=folder,
                             env=environment, timeout=240, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        print(run.stdout.decode(errors="replace"))
        return run.returncode


if __name__ == "__main__":
    sys.exit(main())
