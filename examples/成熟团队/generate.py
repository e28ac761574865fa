#!/usr/bin/env python3
"""把 ../mature-team/data 的数据写成中文表头的 CSV，放在 data/ 下（或命令行给出的文件夹）；每次写出的字节都相同。

数字、日期和编号一概照抄，只换表头、人名和用词，因此两套数据算出的结果必须逐人相等。
"""

import csv
import os
import sys

EXAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
SOURCE = os.path.join(EXAMPLES, "mature-team", "data")
sys.dont_write_bytecode = True
sys.path.insert(0, EXAMPLES)
from generating import writer

# 源文件、新文件、各列的新表头
FILES = [
    ("reps.csv", "人员.csv",
     ["工号", "姓名", "职位", "区域", "上级", "入职日", "离职日", "基本工资"]),
    ("orders.csv", "订单.csv",
     ["订单号", "工号", "客户编号", "产品线", "下单日", "订单金额", "成本"]),
    ("payments.csv", "应收.csv", ["单号", "订单号", "到期日", "到账日", "应收金额"]),
    ("quotas.csv", "任务.csv", ["工号", "季度", "考核指标", "基准值", "目标值", "挑战值"]),
    ("activities.csv", "过程记录.csv", ["记录号", "工号", "周一", "拜访数", "电话数"]),
    ("exams.csv", "培训考试.csv", ["考试号", "工号", "考试日", "课程", "成绩"]),
]

# 用词；不在表中的（编号、日期、数字、已是中文的）照抄
WORDS = {
    "Daniel Wright": "魏大年", "Alice Chen": "陈丽斯", "Bob Miller": "米宝", "Priya Sharma": "夏佩雅",
    "Tom Becker": "贝童", "Grace Liu": "刘恩",
    "rep": "销售", "manager": "经理", "support": "支持",
    "standard": "标准", "premium": "高端", "new": "新品", "service": "服务",
    "revenue": "销售额",
    "Negotiation": "谈判", "CRM basics": "客户系统",
}


def main():
    write = writer(__file__)
    for source, target, header in FILES:
        with open(os.path.join(SOURCE, source), encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))[1:]
        write(target, header, [[WORDS.get(cell, cell) for cell in row] for row in rows])


if __name__ == "__main__":
    main()
