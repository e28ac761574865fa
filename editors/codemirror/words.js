// Tells the words of kpi apart for kpi.grammar. The lines below `words:` are written by kpi-editors from the
// table of words.
import { ExternalTokenizer } from "@lezer/lr";
import * as terms from "./kpi.terms.js";

const LISTS = {
  // words: Keyword: [{keyword:list}],
  Keyword: ["as of", "headers of", "at zero", "zero at", "zero target", "adds up", "allow drop", "cap pool", "else even", "at least", "year ago", "year to date", "half to date", "quarter to date", "month to date", "all time", "every", "每", "effective", "生效", "since", "自", "until", "直到", "within", "介于", "介於", "截至", "start", "期初", "split", "拆分", "dated", "记于", "記於", "credited", "归属", "歸屬", "snapshot", "快照", "valid", "有效期", "from", "来源", "來源", "列名", "trimmed", "去空格", "like", "仿照", "covers", "覆盖", "覆蓋", "unique", "不重复", "不重複", "let", "计算列", "計算列", "check", "校验", "校驗", "unmatched", "未匹配", "in", "以", "percent", "百分比", "thousands", "千", "wan", "万", "萬", "millions", "百万", "百萬", "yi", "亿", "億", "as", "形如", "fiscal", "财年", "財年", "starts", "起始", "timezone", "时区", "時區", "holidays", "节假日", "節假日", "better", "方向", "higher", "越高越好", "lower", "越低越好", "linear", "线性", "線性", "inverse", "反比", "零值得", "归零于", "歸零於", "零目标", "零目標", "unit", "单位", "單位", "objective", "战略", "戰略", "signed", "带符号", "帶符號", "baseline", "基准", "基準", "stretch", "挑战", "挑戰", "可加总", "可加總", "whole", "全额", "全額", "marginal", "超额", "超額", "interpolated", "插值", "ranked", "排名", "ties", "并列", "並列", "up", "从高", "從高", "down", "从低", "從低", "top", "前", "next", "再", "允许下降", "允許下降", "weight", "权重", "權重", "scored", "得分", "zero", "零分", "full", "满分", "滿分", "redistribute", "重分配", "fail", "报错", "報錯", "hold", "暂缓", "暫緩", "奖池封顶", "獎池封頂", "均等分配", "不少于", "不少於", "add", "加", "deduct", "减", "減", "cap", "封顶", "封頂", "floor", "保底", "round", "取整", "grade", "等级", "等級", "amount", "应发", "應發", "carry", "结转", "結轉", "present", "有值", "distinct", "去重", "skipping", "跳过", "跳過", "breaks", "中断", "中斷", "skips", "dense", "密集", "step", "步长", "步長", "across", "跨", "last", "期末", "first", "average", "均值", "team", "团队", "團隊", "below", "下级", "下級", "reports", "直属", "直屬", "all", "全体", "全體", "company", "公司", "prior", "上期", "去年同期", "本年累计", "本年累計", "本半年累计", "本半年累計", "本季累计", "本季累計", "本月累计", "本月累計", "近", "历来", "歷來", "line", "考核项", "考核項", "given", "给定", "給定", "expect", "应为", "應為", "error", "错误", "錯誤"],
  // words: Type: [{type:list}],
  Type: ["one of", "optional", "可空", "取值", "key", "主键", "主鍵", "text", "文本", "number", "数值", "數值", "count", "计数", "計數", "bool", "逻辑值", "邏輯值", "date", "日期", "datetime", "时刻", "時刻", "period", "期间", "期間", "money", "金额", "金額", "ratio", "比率", "days", "天", "hours", "小时", "小時", "points", "分", "pp", "百分点", "百分點"],
  // words: Constant: [{constant:list}],
  Constant: ["none", "缺失", "true", "真", "false", "假"],
  // words: Reserved: [{reserved:list}],
  Reserved: ["and", "且", "or", "或", "not", "非", "is", "为", "為", "where", "其中", "when", "当", "當", "for", "适用", "適用", "of", "属于", "屬於", "by", "按", "per", "逐", "among", "同组", "同組", "during", "于", "於", "to", "至", "if", "若", "then", "则", "則", "else", "否则", "否則"],
  // words: Declaration: [{declaration:list}],
  Declaration: ["currency", "币种", "幣種", "precision", "精度", "calendar", "日历", "日曆", "use", "引用", "table", "表", "role", "角色", "metric", "指标", "指標", "param", "参数", "參數", "target", "目标", "目標", "tiers", "阶梯", "階梯", "scorecard", "考核表", "payout", "奖金", "獎金", "rule", "规则", "規則", "test", "测试", "測試"],
  // words: Period: [{period:list}],
  Period: ["day", "week", "周", "週", "workday", "工作日", "month", "月", "quarter", "季度", "half", "半年", "year", "年"],
  // words: Variable: [{variable:list}],
  Variable: ["value", "实际值", "實際值", "attainment", "达成率", "達成率", "分数", "分數", "score", "总分", "總分", "起", "end", "止", "share", "占比", "佔比"],
  // words: Builtin: [{builtin:list}],
  Builtin: ["no_data", "无数据", "無數據", "no_version", "无版本", "無版本", "no_rows", "无记录", "無記錄", "no_row", "无此行", "無此行", "no_target", "无目标", "無目標", "no_prior", "无上期", "無上期", "not_due", "未到期", "zero_denominator", "分母为零", "分母為零", "negative_denominator", "分母为负", "分母為負", "zero_target", "目标为零", "目標為零", "negative_target", "目标为负", "目標為負", "zero_base", "基数为零", "基數為零", "negative_base", "基数为负", "基數為負", "null_input", "输入为空", "輸入為空", "out_of_scope", "不在范围", "不在範圍", "insufficient_weight", "权重不足", "權重不足", "undecided", "未定", "failed", "失败", "失敗", "half_up", "四舍五入", "四捨五入", "half_even", "四舍六入", "四捨六入", "远零取整", "遠零取整", "近零取整", "向下取整", "ceil", "向上取整", "monday", "星期一", "tuesday", "星期二", "wednesday", "星期三", "thursday", "星期四", "friday", "星期五", "saturday", "星期六", "sunday", "星期日"],
};
// words: const UNITS = new Set([{unit:list}]);
const UNITS = new Set(["days", "天", "hours", "小时", "小時", "weeks", "周", "週", "months", "个月", "個月", "quarters", "个季度", "個季度", "halves", "个半年", "個半年", "years", "年", "points", "分", "pp", "百分点", "百分點", "元", "day", "hour", "week", "month", "quarter", "year", "point"]);
// words: const FUNCTIONS = new Set([{function:list}]);
const FUNCTIONS = new Set(["sum", "求和", "count", "计数", "計數", "avg", "平均", "min", "最小", "max", "最大", "only", "唯一", "median", "中位数", "中位數", "percentile", "百分位", "stddev", "标准差", "標準差", "stddev_all", "总体标准差", "總體標準差", "corr", "相关系数", "相關係數", "sqrt", "平方根", "clamp", "夹取", "夾取", "abs", "绝对值", "絕對值", "round", "取整", "growth", "增长", "增長", "change", "增减", "增減", "streak", "连续", "連續", "rank", "名次", "share", "占比", "佔比", "allocate", "拆解", "convert", "换算", "換算", "days", "天数", "天數", "workdays", "工作日数", "工作日數", "date", "日期", "hours", "小时数", "小時數", "months", "月数", "月數"]);
// words: const OPEN_PAREN = "{open_paren}", OPEN_BRACE = "{open_brace}", COLON = "{colon}", PERCENT = "{percent}", SCALES = "{scale}";
const OPEN_PAREN = "(（", OPEN_BRACE = "{｛", COLON = ":：", PERCENT = "%％", SCALES = "万萬亿億";
/** Every word that stands anywhere, and all that begin phrases: `year` of `year to date`. */
const KINDS = new Map();
const PHRASES = new Map();
for (const [kind, spellings] of Object.entries(LISTS)) {
  for (const spelling of spellings) {
    const parts = spelling.split(" ");
    if (parts.length === 1) {
      KINDS.set(spelling, kind);
    } else {
      if (!PHRASES.has(parts[0])) PHRASES.set(parts[0], []);
      PHRASES.get(parts[0]).push({ parts, kind });
    }
  }
}
/** Every word that completion can offer. */
export const allWords = [...new Set([...Object.values(LISTS).flat(), ...FUNCTIONS])];

const isBlank = (c) => c === 32 || c === 9 || c === 0x3000;
/** Surrogates are halves of rare characters, which are letters here. */
const isWord = (c) => c === 95 || (c >= 48 && c <= 57) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122)
  || (c >= 0xd800 && c <= 0xdfff) || (c > 127 && /[\p{L}\p{M}\p{N}]/u.test(String.fromCharCode(c)));
const isDigit = (c) => c >= 48 && c <= 57;
const isOneOf = (c, marks) => c > 0 && marks.includes(String.fromCharCode(c));

function wordAt(input, at) {
  let word = "";
  for (let c = input.peek(at); isWord(c); c = input.peek(at + word.length)) {
    word += String.fromCharCode(c);
  }
  return word;
}

function skipBlanks(input, at) {
  while (isBlank(input.peek(at))) at++;
  return at;
}

function skipBlanksBack(input, at) {
  while (isBlank(input.peek(at))) at--;
  return at;
}

/** True if a number ends before the input's position: `30 days`, `80 %`, `20 万 元`. */
function followsNumber(input) {
  let at = skipBlanksBack(input, -1);
  if (isOneOf(input.peek(at), SCALES)) at = skipBlanksBack(input, at - 1);
  if (!isDigit(input.peek(at))) return false;
  while (isWord(input.peek(at - 1))) at--;
  return isDigit(input.peek(at));
}

function phraseEnd(input, parts) {
  let at = parts[0].length;
  for (const part of parts.slice(1)) {
    const begin = skipBlanks(input, at);
    if (begin === at || wordAt(input, begin) !== part) return 0;
    at = begin + part.length;
  }
  return at;
}

/** A declaration word at column 1 before a name, a text or a block. */
function opensDeclaration(input, end) {
  const before = input.peek(-1);
  if (before !== -1 && before !== 10) return false;
  const at = skipBlanks(input, end);
  const next = input.peek(at);
  return isOneOf(next, OPEN_BRACE) || isOneOf(next, '"“”`') || (at > end && isWord(next) && !isDigit(next));
}

function kindOf(input, word) {
  if (input.peek(skipBlanksBack(input, -1)) === 46) return terms.Member;
  if (UNITS.has(word) || /^[A-Z]{3}$/.test(word)) {
    if (followsNumber(input)) return terms.Unit;
  }
  const kind = KINDS.get(word);
  const next = input.peek(skipBlanks(input, word.length));
  if (kind !== "Reserved" && kind !== "Constant") {
    if (isOneOf(next, OPEN_PAREN) && FUNCTIONS.has(word)) return terms.Function;
    if (isOneOf(input.peek(word.length), OPEN_PAREN) && kind !== "Keyword") return terms.Call;
    if (isOneOf(next, COLON)) return terms.Column;
  }
  if (kind === "Declaration") {
    return opensDeclaration(input, word.length) ? terms.Declaration : terms.Keyword;
  }
  return kind ? terms[kind] : terms.Name;
}

export const words = new ExternalTokenizer((input) => {
  if (isOneOf(input.next, PERCENT) && followsNumber(input)) {
    input.acceptToken(terms.Unit, 1);
    return;
  }
  if (!isWord(input.next) || isDigit(input.next) || isWord(input.peek(-1))) return;
  if (isOneOf(input.next, SCALES) && followsNumber(input)) return;
  const word = wordAt(input, 0);
  if (/^FY\d{4}$/.test(word)) return; // a fiscal year
  for (const { parts, kind } of PHRASES.get(word) || []) {
    const end = phraseEnd(input, parts);
    if (end > 0) {
      input.acceptToken(terms[kind], end);
      return;
    }
  }
  input.acceptToken(kindOf(input, word), word.length);
});
