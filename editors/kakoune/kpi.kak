# Kakoune: kpi rule files; source this file, or put it into the folder autoload. The lines below
# `words:` are written by kpi-editors from the table of words.

hook global BufCreate .*\.kpi %{
    set-option buffer filetype kpi
}

hook global WinSetOption filetype=kpi %{
    add-highlighter window/kpi ref kpi
    set-option window comment_line '#'
    set-option window indentwidth 2
    set-option window lintcmd 'kpi check --format concise'
    hook window InsertChar \n -group kpi-indent kpi-indent-on-new-line
    hook -once -always window WinSetOption filetype=.* %{
        remove-highlighter window/kpi
        remove-hooks window kpi-.+
    }
}

# The line above gives its indentation; an open bracket at its end one step more.
define-command -hidden kpi-indent-on-new-line %@
    evaluate-commands -draft -itersel %{
        try %{ execute-keys -draft <semicolon>K<a-&> }
        try %{ execute-keys -draft k<a-x> <a-k>[{(｛（]\h*$<ret> j<a-gt> }
    }
@

add-highlighter shared/kpi regions
add-highlighter shared/kpi/code default-region group
# words: add-highlighter shared/kpi/documentation region '[{comment}]{2}' '$' fill documentation
add-highlighter shared/kpi/documentation region '[#＃]{2}' '$' fill documentation
# words: add-highlighter shared/kpi/comment region '[{comment}]' '$' fill comment
add-highlighter shared/kpi/comment region '[#＃]' '$' fill comment
add-highlighter shared/kpi/string region '"' '(?<!\\)(?:\\\\)*"|$' fill string
add-highlighter shared/kpi/chinese_string region '[“”]' '”|$' fill string
add-highlighter shared/kpi/name region '`' '`|$' fill function

# Later rules win.
# words: add-highlighter shared/kpi/code/ regex '(?<![\w.])(?:{builtin})(?!\w)' 0:value
add-highlighter shared/kpi/code/ regex '(?<![\w.])(?:no_data|无数据|無數據|no_version|无版本|無版本|no_rows|无记录|無記錄|no_row|无此行|無此行|no_target|无目标|無目標|no_prior|无上期|無上期|not_due|未到期|zero_denominator|分母为零|分母為零|negative_denominator|分母为负|分母為負|zero_target|目标为零|目標為零|negative_target|目标为负|目標為負|zero_base|基数为零|基數為零|negative_base|基数为负|基數為負|null_input|输入为空|輸入為空|out_of_scope|不在范围|不在範圍|insufficient_weight|权重不足|權重不足|undecided|未定|failed|失败|失敗|half_up|四舍五入|四捨五入|half_even|四舍六入|四捨六入|远零取整|遠零取整|近零取整|向下取整|ceil|向上取整|monday|星期一|tuesday|星期二|wednesday|星期三|thursday|星期四|friday|星期五|saturday|星期六|sunday|星期日)(?!\w)' 0:value
# words: add-highlighter shared/kpi/code/ regex '(?<![\w.])(?:{variable})(?!\w)' 0:variable
add-highlighter shared/kpi/code/ regex '(?<![\w.])(?:value|实际值|實際值|attainment|达成率|達成率|分数|分數|score|总分|總分|起|end|止|share|占比|佔比)(?!\w)' 0:variable
# words: add-highlighter shared/kpi/code/ regex '(?<![\w.])(?:{declaration}|{reserved})(?!\w)' 0:keyword
add-highlighter shared/kpi/code/ regex '(?<![\w.])(?:currency|币种|幣種|precision|精度|calendar|日历|日曆|use|引用|table|表|role|角色|metric|指标|指標|param|参数|參數|target|目标|目標|tiers|阶梯|階梯|scorecard|考核表|payout|奖金|獎金|rule|规则|規則|test|测试|測試|and|且|or|或|not|非|is|为|為|where|其中|when|当|當|for|适用|適用|of|属于|屬於|by|按|per|逐|among|同组|同組|during|于|於|to|至|if|若|then|则|則|else|否则|否則)(?!\w)' 0:keyword
# words: add-highlighter shared/kpi/code/ regex '(?<![\w.])(?:{constant})(?!\w)' 0:value
add-highlighter shared/kpi/code/ regex '(?<![\w.])(?:none|缺失|true|真|false|假)(?!\w)' 0:value
# words: add-highlighter shared/kpi/code/ regex '(?<![\w.])(?:{period}|{type})(?!\w)' 0:type
add-highlighter shared/kpi/code/ regex '(?<![\w.])(?:day|week|周|週|workday|工作日|month|月|quarter|季度|half|半年|year|年|one +of|optional|可空|取值|key|主键|主鍵|text|文本|number|数值|數值|count|计数|計數|bool|逻辑值|邏輯值|date|日期|datetime|时刻|時刻|period|期间|期間|money|金额|金額|ratio|比率|days|天|hours|小时|小時|points|分|pp|百分点|百分點)(?!\w)' 0:type
# words: add-highlighter shared/kpi/code/ regex '(?<![\w.])(?:{keyword})(?!\w)' 0:keyword
add-highlighter shared/kpi/code/ regex '(?<![\w.])(?:as +of|headers +of|at +zero|zero +at|zero +target|adds +up|allow +drop|cap +pool|else +even|at +least|year +ago|year +to +date|half +to +date|quarter +to +date|month +to +date|all +time|every|每|effective|生效|since|自|until|直到|within|介于|介於|截至|start|期初|split|拆分|dated|记于|記於|credited|归属|歸屬|snapshot|快照|valid|有效期|from|来源|來源|列名|trimmed|去空格|like|仿照|covers|覆盖|覆蓋|unique|不重复|不重複|let|计算列|計算列|check|校验|校驗|unmatched|未匹配|in|以|percent|百分比|thousands|千|wan|万|萬|millions|百万|百萬|yi|亿|億|as|形如|fiscal|财年|財年|starts|起始|timezone|时区|時區|holidays|节假日|節假日|better|方向|higher|越高越好|lower|越低越好|linear|线性|線性|inverse|反比|零值得|归零于|歸零於|零目标|零目標|unit|单位|單位|objective|战略|戰略|signed|带符号|帶符號|baseline|基准|基準|stretch|挑战|挑戰|可加总|可加總|whole|全额|全額|marginal|超额|超額|interpolated|插值|ranked|排名|ties|并列|並列|up|从高|從高|down|从低|從低|top|前|next|再|允许下降|允許下降|weight|权重|權重|scored|得分|zero|零分|full|满分|滿分|redistribute|重分配|fail|报错|報錯|hold|暂缓|暫緩|奖池封顶|獎池封頂|均等分配|不少于|不少於|add|加|deduct|减|減|cap|封顶|封頂|floor|保底|round|取整|grade|等级|等級|amount|应发|應發|carry|结转|結轉|present|有值|distinct|去重|skipping|跳过|跳過|breaks|中断|中斷|skips|dense|密集|step|步长|步長|across|跨|last|期末|first|average|均值|team|团队|團隊|below|下级|下級|reports|直属|直屬|all|全体|全體|company|公司|prior|上期|去年同期|本年累计|本年累計|本半年累计|本半年累計|本季累计|本季累計|本月累计|本月累計|近|历来|歷來|line|考核项|考核項|given|给定|給定|expect|应为|應為|error|错误|錯誤)(?!\w)' 0:keyword
# words: add-highlighter shared/kpi/code/ regex '(?:^|[{open_brace}{open_paren}{semicolon}{comma}])\h*(\w+)\h*[{colon}]' 1:variable
add-highlighter shared/kpi/code/ regex '(?:^|[{｛(（;；,、，])\h*(\w+)\h*[:：]' 1:variable
# words: add-highlighter shared/kpi/code/ regex '(?<!\w)({reserved})\h*[{colon}]' 1:keyword
add-highlighter shared/kpi/code/ regex '(?<!\w)(and|且|or|或|not|非|is|为|為|where|其中|when|当|當|for|适用|適用|of|属于|屬於|by|按|per|逐|among|同组|同組|during|于|於|to|至|if|若|then|则|則|else|否则|否則)\h*[:：]' 1:keyword
# words: add-highlighter shared/kpi/code/ regex '(?<!\w)({function})\h*[{open_paren}]' 1:builtin
add-highlighter shared/kpi/code/ regex '(?<!\w)(sum|求和|count|计数|計數|avg|平均|min|最小|max|最大|only|唯一|median|中位数|中位數|percentile|百分位|stddev|标准差|標準差|stddev_all|总体标准差|總體標準差|corr|相关系数|相關係數|sqrt|平方根|clamp|夹取|夾取|abs|绝对值|絕對值|round|取整|growth|增长|增長|change|增减|增減|streak|连续|連續|rank|名次|share|占比|佔比|allocate|拆解|convert|换算|換算|days|天数|天數|workdays|工作日数|工作日數|date|日期|hours|小时数|小時數|months|月数|月數)\h*[(（]' 1:builtin
# words: add-highlighter shared/kpi/code/ regex '^(?:{declaration})\h+(\w+)' 1:function
add-highlighter shared/kpi/code/ regex '^(?:currency|币种|幣種|precision|精度|calendar|日历|日曆|use|引用|table|表|role|角色|metric|指标|指標|param|参数|參數|target|目标|目標|tiers|阶梯|階梯|scorecard|考核表|payout|奖金|獎金|rule|规则|規則|test|测试|測試)\h+(\w+)' 1:function
# words: add-highlighter shared/kpi/code/ regex '[{operator}]' 0:operator
add-highlighter shared/kpi/code/ regex '[!%*+/<=>×÷→≠≤≥！％＊＋－／＜＝＞-]' 0:operator
# words: add-highlighter shared/kpi/code/ regex '(?<!\w)\d[\d_]*(?:\.\d[\d_]*)?(?:\h*[{scale}])?(?:\h*(?:(?:{unit}|[A-Z]{3})(?!\w)|[{percent}]))?' 0:value
add-highlighter shared/kpi/code/ regex '(?<!\w)\d[\d_]*(?:\.\d[\d_]*)?(?:\h*[万萬亿億])?(?:\h*(?:(?:days|天|hours|小时|小時|weeks|周|週|months|个月|個月|quarters|个季度|個季度|halves|个半年|個半年|years|年|points|分|pp|百分点|百分點|元|day|hour|week|month|quarter|year|point|[A-Z]{3})(?!\w)|[%％]))?' 0:value
add-highlighter shared/kpi/code/ regex '(?<!\w)(?:\d{4}-(?:\d\d(?:-\d\d)?|[QHW]\d+)|FY\d{4}(?:-[QH]\d)?)(?!\w)' 0:value
