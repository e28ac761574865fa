" Vim syntax file: kpi rule files (*.kpi)
" The lines below `words:` are written by kpi-editors from the table of words.
if exists('b:current_syntax')
  finish
endif
let s:save_cpo = &cpo
set cpo&vim

" Of matches that begin at the same place the last one wins. The old engine (%#=1) is the fast one here.
" words: syntax match kpiBuiltin "\%#=1\v\k@1<!%({builtin})\k@!"
syntax match kpiBuiltin "\%#=1\v\k@1<!%(no_data|无数据|無數據|no_version|无版本|無版本|no_rows|无记录|無記錄|no_row|无此行|無此行|no_target|无目标|無目標|no_prior|无上期|無上期|not_due|未到期|zero_denominator|分母为零|分母為零|negative_denominator|分母为负|分母為負|zero_target|目标为零|目標為零|negative_target|目标为负|目標為負|zero_base|基数为零|基數為零|negative_base|基数为负|基數為負|null_input|输入为空|輸入為空|out_of_scope|不在范围|不在範圍|insufficient_weight|权重不足|權重不足|undecided|未定|failed|失败|失敗|half_up|四舍五入|四捨五入|half_even|四舍六入|四捨六入|远零取整|遠零取整|近零取整|向下取整|ceil|向上取整|monday|星期一|tuesday|星期二|wednesday|星期三|thursday|星期四|friday|星期五|saturday|星期六|sunday|星期日)\k@!"
" words: syntax match kpiVariable "\%#=1\v\k@1<!%({variable})\k@!"
syntax match kpiVariable "\%#=1\v\k@1<!%(value|实际值|實際值|attainment|达成率|達成率|分数|分數|score|总分|總分|起|end|止|share|占比|佔比)\k@!"
" words: syntax match kpiPeriod "\%#=1\v\k@1<!%({period})\k@!"
syntax match kpiPeriod "\%#=1\v\k@1<!%(day|week|周|週|workday|工作日|month|月|quarter|季度|half|半年|year|年)\k@!"
" words: syntax match kpiKeyword "\%#=1\v\k@1<!%({declaration})\k@!"
syntax match kpiKeyword "\%#=1\v\k@1<!%(currency|币种|幣種|precision|精度|calendar|日历|日曆|use|引用|table|表|role|角色|metric|指标|指標|param|参数|參數|target|目标|目標|tiers|阶梯|階梯|scorecard|考核表|payout|奖金|獎金|rule|规则|規則|test|测试|測試)\k@!"
" words: syntax match kpiReserved "\%#=1\v\k@1<!%({reserved})\k@!"
syntax match kpiReserved "\%#=1\v\k@1<!%(and|且|or|或|not|非|is|为|為|where|其中|when|当|當|for|适用|適用|of|属于|屬於|by|按|per|逐|among|同组|同組|during|于|於|to|至|if|若|then|则|則|else|否则|否則)\k@!"
" words: syntax match kpiConstant "\%#=1\v\k@1<!%({constant})\k@!"
syntax match kpiConstant "\%#=1\v\k@1<!%(none|缺失|true|真|false|假)\k@!"
" words: syntax match kpiType "\%#=1\v\k@1<!%({type})\k@!"
syntax match kpiType "\%#=1\v\k@1<!%(one +of|optional|可空|取值|key|主键|主鍵|text|文本|number|数值|數值|count|计数|計數|bool|逻辑值|邏輯值|date|日期|datetime|时刻|時刻|period|期间|期間|money|金额|金額|ratio|比率|days|天|hours|小时|小時|points|分|pp|百分点|百分點)\k@!"
" words: syntax match kpiKeyword "\%#=1\v\k@1<!%({keyword})\k@!"
syntax match kpiKeyword "\%#=1\v\k@1<!%(as +of|headers +of|at +zero|zero +at|zero +target|adds +up|allow +drop|cap +pool|else +even|at +least|year +ago|year +to +date|half +to +date|quarter +to +date|month +to +date|all +time|every|每|effective|生效|since|自|until|直到|within|介于|介於|截至|start|期初|split|拆分|dated|记于|記於|credited|归属|歸屬|snapshot|快照|valid|有效期|from|来源|來源|列名|trimmed|去空格|like|仿照|covers|覆盖|覆蓋|unique|不重复|不重複|let|计算列|計算列|check|校验|校驗|unmatched|未匹配|in|以|percent|百分比|thousands|千|wan|万|萬|millions|百万|百萬|yi|亿|億|as|形如|fiscal|财年|財年|starts|起始|timezone|时区|時區|holidays|节假日|節假日|better|方向|higher|越高越好|lower|越低越好|linear|线性|線性|inverse|反比|零值得|归零于|歸零於|零目标|零目標|unit|单位|單位|objective|战略|戰略|signed|带符号|帶符號|baseline|基准|基準|stretch|挑战|挑戰|可加总|可加總|whole|全额|全額|marginal|超额|超額|interpolated|插值|ranked|排名|ties|并列|並列|up|从高|從高|down|从低|從低|top|前|next|再|允许下降|允許下降|weight|权重|權重|scored|得分|zero|零分|full|满分|滿分|redistribute|重分配|fail|报错|報錯|hold|暂缓|暫緩|奖池封顶|獎池封頂|均等分配|不少于|不少於|add|加|deduct|减|減|cap|封顶|封頂|floor|保底|round|取整|grade|等级|等級|amount|应发|應發|carry|结转|結轉|present|有值|distinct|去重|skipping|跳过|跳過|breaks|中断|中斷|skips|dense|密集|step|步长|步長|across|跨|last|期末|first|average|均值|team|团队|團隊|below|下级|下級|reports|直属|直屬|all|全体|全體|company|公司|prior|上期|去年同期|本年累计|本年累計|本半年累计|本半年累計|本季累计|本季累計|本月累计|本月累計|近|历来|歷來|line|考核项|考核項|given|给定|給定|expect|应为|應為|error|错误|錯誤)\k@!"
" words: syntax match kpiColumn "\%#=1\v^\s*\zs%(%({reserved}|{constant})\k@!)@!\K\k*\ze\s*[{colon}]"
syntax match kpiColumn "\%#=1\v^\s*\zs%(%(and|且|or|或|not|非|is|为|為|where|其中|when|当|當|for|适用|適用|of|属于|屬於|by|按|per|逐|among|同组|同組|during|于|於|to|至|if|若|then|则|則|else|否则|否則|none|缺失|true|真|false|假)\k@!)@!\K\k*\ze\s*[:：]"
" words: syntax match kpiColumn "\%#=1\v%([{open_brace}{open_paren}{semicolon}{comma}] =)@5<=%(%({reserved}|{constant})\k@!)@!\K\k*\ze\s*[{colon}]"
syntax match kpiColumn "\%#=1\v%([{｛(（;；,、，] =)@5<=%(%(and|且|or|或|not|非|is|为|為|where|其中|when|当|當|for|适用|適用|of|属于|屬於|by|按|per|逐|among|同组|同組|during|于|於|to|至|if|若|then|则|則|else|否则|否則|none|缺失|true|真|false|假)\k@!)@!\K\k*\ze\s*[:：]"
" words: syntax match kpiFunction "\%#=1\v\k@1<!%({function})\ze\s*[{open_paren}]"
syntax match kpiFunction "\%#=1\v\k@1<!%(sum|求和|count|计数|計數|avg|平均|min|最小|max|最大|only|唯一|median|中位数|中位數|percentile|百分位|stddev|标准差|標準差|stddev_all|总体标准差|總體標準差|corr|相关系数|相關係數|sqrt|平方根|clamp|夹取|夾取|abs|绝对值|絕對值|round|取整|growth|增长|增長|change|增减|增減|streak|连续|連續|rank|名次|share|占比|佔比|allocate|拆解|convert|换算|換算|days|天数|天數|workdays|工作日数|工作日數|date|日期|hours|小时数|小時數|months|月数|月數)\ze\s*[(（]"
" words: syntax match kpiDeclaration "\v^%({declaration})%(\s+%(\K|`)@=|\s*[\"“”{open_brace}]@=)" nextgroup=kpiName
syntax match kpiDeclaration "\v^%(currency|币种|幣種|precision|精度|calendar|日历|日曆|use|引用|table|表|role|角色|metric|指标|指標|param|参数|參數|target|目标|目標|tiers|阶梯|階梯|scorecard|考核表|payout|奖金|獎金|rule|规则|規則|test|测试|測試)%(\s+%(\K|`)@=|\s*[\"“”{｛]@=)" nextgroup=kpiName
syntax match kpiName "\v\K\k*|`[^`]+`" contained
" words: syntax match kpiOperator "[{operator}]"
syntax match kpiOperator "[!%*+/<=>×÷→≠≤≥！％＊＋－／＜＝＞-]"
" words: syntax match kpiPunctuation "[{punctuation}]"
syntax match kpiPunctuation "[(),.:;{}、（），：；｛｝]"
syntax match kpiMember "\v\.\s*\K\k*" contains=kpiPunctuation
syntax match kpiQuotedName "`[^`]\+`"
" words: syntax match kpiNumber "\v\k@1<!\d%(_?\d)*%(\.\d%(_?\d)*)?%(\s*[{scale}])?" nextgroup=kpiUnit skipwhite
syntax match kpiNumber "\v\k@1<!\d%(_?\d)*%(\.\d%(_?\d)*)?%(\s*[万萬亿億])?" nextgroup=kpiUnit skipwhite
" words: syntax match kpiUnit "\v%({unit})\k@!|[A-Z]{3}\k@!|[{percent}]" contained
syntax match kpiUnit "\v%(days|天|hours|小时|小時|weeks|周|週|months|个月|個月|quarters|个季度|個季度|halves|个半年|個半年|years|年|points|分|pp|百分点|百分點|元|day|hour|week|month|quarter|year|point)\k@!|[A-Z]{3}\k@!|[%％]" contained
syntax match kpiDate "\v\k@1<!%(\d{4}-%(\d\d%(-\d\d)?|Q\d|H\d|W\d\d)|FY\d{4}%(-[QH]\d)?)\k@!"
syntax region kpiString start=+"+ skip=+\\.+ end=+"+ oneline contains=kpiEscape
syntax region kpiString start=+[“”]+ skip=+\\.+ end=+”+ oneline contains=kpiEscape
syntax match kpiEscape "\\." contained
" words: syntax match kpiComment "[{comment}].*" contains=kpiTodo,@Spell
syntax match kpiComment "[#＃].*" contains=kpiTodo,@Spell
" words: syntax match kpiDocumentation "[{comment}]\{2}.*" contains=@Spell
syntax match kpiDocumentation "[#＃]\{2}.*" contains=@Spell
syntax keyword kpiTodo TODO FIXME contained
syntax sync minlines=1

highlight default link kpiBuiltin Constant
highlight default link kpiVariable Special
highlight default link kpiPeriod Type
highlight default link kpiKeyword Keyword
highlight default link kpiReserved Conditional
highlight default link kpiConstant Boolean
highlight default link kpiType Type
highlight default link kpiColumn Identifier
highlight default link kpiFunction Function
highlight default link kpiDeclaration Statement
highlight default link kpiName Identifier
highlight default link kpiOperator Operator
highlight default link kpiPunctuation Delimiter
highlight default link kpiQuotedName Identifier
highlight default link kpiNumber Number
highlight default link kpiUnit SpecialChar
highlight default link kpiDate Number
highlight default link kpiString String
highlight default link kpiEscape SpecialChar
highlight default link kpiComment Comment
highlight default link kpiDocumentation SpecialComment
highlight default link kpiTodo Todo

let b:current_syntax = 'kpi'
let &cpo = s:save_cpo
unlet s:save_cpo
