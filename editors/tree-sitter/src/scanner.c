// Tells the words of kpi apart by what stands before and after them. The lines below `words:` are written
// by kpi-editors from the table of words.
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <tree_sitter/parser.h>

enum Kind {
  Declaration, Reserved, Keyword, Type, Period, Unit, Function, Call,
  Variable, Builtin, Constant, Column, Member, Name, ErrorSentinel
};

struct List {
  enum Kind kind;
  const char *const *words;
};
#define WORDS(name, ...) static const char *const name[] = {__VA_ARGS__, NULL}
// words: WORDS(declarations, {declaration:list});
WORDS(declarations, "currency", "币种", "幣種", "precision", "精度", "calendar", "日历", "日曆", "use", "引用", "table", "表", "role", "角色", "metric", "指标", "指標", "param", "参数", "參數", "target", "目标", "目標", "tiers", "阶梯", "階梯", "scorecard", "考核表", "payout", "奖金", "獎金", "rule", "规则", "規則", "test", "测试", "測試");
// words: WORDS(reserved, {reserved:list});
WORDS(reserved, "and", "且", "or", "或", "not", "非", "is", "为", "為", "where", "其中", "when", "当", "當", "for", "适用", "適用", "of", "属于", "屬於", "by", "按", "per", "逐", "among", "同组", "同組", "during", "于", "於", "to", "至", "if", "若", "then", "则", "則", "else", "否则", "否則");
// words: WORDS(keywords, {keyword:list});
WORDS(keywords, "as of", "headers of", "at zero", "zero at", "zero target", "adds up", "allow drop", "cap pool", "else even", "at least", "year ago", "year to date", "half to date", "quarter to date", "month to date", "all time", "every", "每", "effective", "生效", "since", "自", "until", "直到", "within", "介于", "介於", "截至", "start", "期初", "split", "拆分", "dated", "记于", "記於", "credited", "归属", "歸屬", "snapshot", "快照", "valid", "有效期", "from", "来源", "來源", "列名", "trimmed", "去空格", "like", "仿照", "covers", "覆盖", "覆蓋", "unique", "不重复", "不重複", "let", "计算列", "計算列", "check", "校验", "校驗", "unmatched", "未匹配", "in", "以", "percent", "百分比", "thousands", "千", "wan", "万", "萬", "millions", "百万", "百萬", "yi", "亿", "億", "as", "形如", "fiscal", "财年", "財年", "starts", "起始", "timezone", "时区", "時區", "holidays", "节假日", "節假日", "better", "方向", "higher", "越高越好", "lower", "越低越好", "linear", "线性", "線性", "inverse", "反比", "零值得", "归零于", "歸零於", "零目标", "零目標", "unit", "单位", "單位", "objective", "战略", "戰略", "signed", "带符号", "帶符號", "baseline", "基准", "基準", "stretch", "挑战", "挑戰", "可加总", "可加總", "whole", "全额", "全額", "marginal", "超额", "超額", "interpolated", "插值", "ranked", "排名", "ties", "并列", "並列", "up", "从高", "從高", "down", "从低", "從低", "top", "前", "next", "再", "允许下降", "允許下降", "weight", "权重", "權重", "scored", "得分", "zero", "零分", "full", "满分", "滿分", "redistribute", "重分配", "fail", "报错", "報錯", "hold", "暂缓", "暫緩", "奖池封顶", "獎池封頂", "均等分配", "不少于", "不少於", "add", "加", "deduct", "减", "減", "cap", "封顶", "封頂", "floor", "保底", "round", "取整", "grade", "等级", "等級", "amount", "应发", "應發", "carry", "结转", "結轉", "present", "有值", "distinct", "去重", "skipping", "跳过", "跳過", "breaks", "中断", "中斷", "skips", "dense", "密集", "step", "步长", "步長", "across", "跨", "last", "期末", "first", "average", "均值", "team", "团队", "團隊", "below", "下级", "下級", "reports", "直属", "直屬", "all", "全体", "全體", "company", "公司", "prior", "上期", "去年同期", "本年累计", "本年累計", "本半年累计", "本半年累計", "本季累计", "本季累計", "本月累计", "本月累計", "近", "历来", "歷來", "line", "考核项", "考核項", "given", "给定", "給定", "expect", "应为", "應為", "error", "错误", "錯誤");
// words: WORDS(types, {type:list});
WORDS(types, "one of", "optional", "可空", "取值", "key", "主键", "主鍵", "text", "文本", "number", "数值", "數值", "count", "计数", "計數", "bool", "逻辑值", "邏輯值", "date", "日期", "datetime", "时刻", "時刻", "period", "期间", "期間", "money", "金额", "金額", "ratio", "比率", "days", "天", "hours", "小时", "小時", "points", "分", "pp", "百分点", "百分點");
// words: WORDS(periods, {period:list});
WORDS(periods, "day", "week", "周", "週", "workday", "工作日", "month", "月", "quarter", "季度", "half", "半年", "year", "年");
// words: WORDS(variables, {variable:list});
WORDS(variables, "value", "实际值", "實際值", "attainment", "达成率", "達成率", "分数", "分數", "score", "总分", "總分", "起", "end", "止", "share", "占比", "佔比");
// words: WORDS(builtins, {builtin:list});
WORDS(builtins, "no_data", "无数据", "無數據", "no_version", "无版本", "無版本", "no_rows", "无记录", "無記錄", "no_row", "无此行", "無此行", "no_target", "无目标", "無目標", "no_prior", "无上期", "無上期", "not_due", "未到期", "zero_denominator", "分母为零", "分母為零", "negative_denominator", "分母为负", "分母為負", "zero_target", "目标为零", "目標為零", "negative_target", "目标为负", "目標為負", "zero_base", "基数为零", "基數為零", "negative_base", "基数为负", "基數為負", "null_input", "输入为空", "輸入為空", "out_of_scope", "不在范围", "不在範圍", "insufficient_weight", "权重不足", "權重不足", "undecided", "未定", "failed", "失败", "失敗", "half_up", "四舍五入", "四捨五入", "half_even", "四舍六入", "四捨六入", "远零取整", "遠零取整", "近零取整", "向下取整", "ceil", "向上取整", "monday", "星期一", "tuesday", "星期二", "wednesday", "星期三", "thursday", "星期四", "friday", "星期五", "saturday", "星期六", "sunday", "星期日");
// words: WORDS(constants, {constant:list});
WORDS(constants, "none", "缺失", "true", "真", "false", "假");
// words: WORDS(units, {unit:list});
WORDS(units, "days", "天", "hours", "小时", "小時", "weeks", "周", "週", "months", "个月", "個月", "quarters", "个季度", "個季度", "halves", "个半年", "個半年", "years", "年", "points", "分", "pp", "百分点", "百分點", "元", "day", "hour", "week", "month", "quarter", "year", "point");
// words: WORDS(functions, {function:list});
WORDS(functions, "sum", "求和", "count", "计数", "計數", "avg", "平均", "min", "最小", "max", "最大", "only", "唯一", "median", "中位数", "中位數", "percentile", "百分位", "stddev", "标准差", "標準差", "stddev_all", "总体标准差", "總體標準差", "corr", "相关系数", "相關係數", "sqrt", "平方根", "clamp", "夹取", "夾取", "abs", "绝对值", "絕對值", "round", "取整", "growth", "增长", "增長", "change", "增减", "增減", "streak", "连续", "連續", "rank", "名次", "share", "占比", "佔比", "allocate", "拆解", "convert", "换算", "換算", "days", "天数", "天數", "workdays", "工作日数", "工作日數", "date", "日期", "hours", "小时数", "小時數", "months", "月数", "月數");
// words: static const char open_parens[] = "{open_paren}", open_braces[] = "{open_brace}", colons[] = "{colon}", marks[] = "{mark}[]【】［］《》。”“＃！＆｜　";
static const char open_parens[] = "(（", open_braces[] = "{｛", colons[] = ":：", marks[] = "%()*+,/:;<=>{}×÷→≠≤≥、％（）＊＋，－／：；＜＝＞｛｝-[]【】［］《》。”“＃！＆｜　";
static const struct List lists[] = {
  {Constant, constants}, {Reserved, reserved}, {Declaration, declarations}, {Type, types},
  {Keyword, keywords}, {Period, periods}, {Variable, variables}, {Builtin, builtins},
};

enum { MOST_BYTES = 96 };  // longer words are names

struct Word {
  char text[MOST_BYTES];
  size_t size;
};

static size_t encode(int32_t c, char out[5]) {
  size_t size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
  static const unsigned char first[] = {0, 0x00, 0xC0, 0xE0, 0xF0};
  for (size_t at = size; at-- > 1; c >>= 6) out[at] = (char)(0x80 | (c & 0x3F));
  out[0] = (char)(first[size] | c);
  out[size] = 0;
  return size;
}

static bool is_one_of(int32_t c, const char *letters) {
  char bytes[5];
  if (c <= 0) return false;
  encode(c, bytes);
  return strstr(letters, bytes) != NULL;
}

static bool is_digit(int32_t c) { return c >= '0' && c <= '9'; }
static bool is_blank(int32_t c) { return c == ' ' || c == '\t' || c == '\r' || c == 0x3000 || c == 0xA0; }
static bool is_letter(int32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  return !is_blank(c) && c != 0xFEFF && !is_one_of(c, marks);
}

static bool is_in(const char *const *words, const char *word) {
  for (; *words; ++words) {
    if (strcmp(*words, word) == 0) return true;
  }
  return false;
}

static void read_word(TSLexer *lexer, struct Word *word) {
  word->size = 0;
  bool fits = true;
  while (is_letter(lexer->lookahead) || is_digit(lexer->lookahead)) {
    char bytes[5];
    const size_t size = encode(lexer->lookahead, bytes);
    fits = fits && word->size + size < MOST_BYTES;
    if (fits) {
      memcpy(word->text + word->size, bytes, size);
      word->size += size;
    }
    lexer->advance(lexer, false);
  }
  word->text[fits ? word->size : 0] = 0;
}

static void skip_blanks(TSLexer *lexer) {
  while (is_blank(lexer->lookahead)) lexer->advance(lexer, false);
}

/// `year to date`: reads on, from the next word, as long as what was read is the beginning of a phrase.
static bool read_phrase(TSLexer *lexer, struct Word *read, enum Kind *kind) {
  for (;;) {
    bool goes_on = false;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; ++i) {
      for (const char *const *word = lists[i].words; *word; ++word) {
        if (strchr(*word, ' ') == NULL || strncmp(*word, read->text, read->size) != 0) continue;
        if ((*word)[read->size] == 0) {
          *kind = lists[i].kind;
          return true;
        }
        goes_on = goes_on || (*word)[read->size] == ' ';
      }
    }
    if (!goes_on) return false;
    skip_blanks(lexer);
    struct Word next;
    read_word(lexer, &next);
    if (next.size == 0 || read->size + 1 + next.size >= MOST_BYTES) return false;
    read->text[read->size] = ' ';
    memcpy(read->text + read->size + 1, next.text, next.size + 1);
    read->size += 1 + next.size;
  }
}

static bool is_currency(const char *word) {
  for (int i = 0; i < 3; ++i) {
    if (word[i] < 'A' || word[i] > 'Z') return false;
  }
  return word[3] == 0;
}

/// What stands after a word: a bracket or a blank at once, and the first letter after blanks.
struct After {
  bool bracket, blank;
  int32_t next;
};

static enum Kind kind_of(const char *word, const struct After *after, bool first_in_line) {
  enum Kind kind = Name;
  for (size_t i = 0; i < sizeof lists / sizeof *lists && kind == Name; ++i) {
    if (is_in(lists[i].words, word)) kind = lists[i].kind;
  }
  if (kind == Reserved || kind == Constant) return kind;
  if (is_one_of(after->next, open_parens) && is_in(functions, word)) return Function;
  if (after->bracket && kind != Keyword) return Call;
  if (is_one_of(after->next, colons)) return Column;
  if (kind != Declaration) return kind;
  const bool opens = is_one_of(after->next, open_braces) || after->next == '"' || after->next == 0x201C ||
                     after->next == '`' || (after->blank && is_letter(after->next));
  return first_in_line && opens ? Declaration : Keyword;
}

static bool accept(TSLexer *lexer, enum Kind kind) {
  lexer->result_symbol = (TSSymbol)kind;
  return true;
}

bool tree_sitter_kpi_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  (void)payload;
  bool same_line = true;
  while (is_blank(lexer->lookahead) || lexer->lookahead == '\n' || lexer->lookahead == 0xFEFF) {
    same_line = same_line && lexer->lookahead != '\n';
    lexer->advance(lexer, true);
  }
  if (!is_letter(lexer->lookahead)) return false;
  const bool first_in_line = lexer->get_column(lexer) == 0;
  struct Word word;
  read_word(lexer, &word);
  lexer->mark_end(lexer);
  const bool recovering = valid[ErrorSentinel];
  if (!recovering && valid[Member]) return accept(lexer, Member);
  if (!recovering && valid[Unit] && same_line && (is_in(units, word.text) || is_currency(word.text))) {
    return accept(lexer, Unit);
  }
  if (word.size == 6 && word.text[0] == 'F' && word.text[1] == 'Y' && is_digit(word.text[2])) return false;
  struct After after = {is_one_of(lexer->lookahead, open_parens), is_blank(lexer->lookahead), 0};
  skip_blanks(lexer);
  after.next = lexer->lookahead;
  enum Kind kind = Name;
  struct Word phrase = word;
  if (after.blank && read_phrase(lexer, &phrase, &kind)) {
    lexer->mark_end(lexer);
  } else {
    kind = kind_of(word.text, &after, first_in_line);
  }
  return valid[kind] ? accept(lexer, kind) : false;
}

void *tree_sitter_kpi_external_scanner_create(void) { return NULL; }
void tree_sitter_kpi_external_scanner_destroy(void *payload) { (void)payload; }
unsigned tree_sitter_kpi_external_scanner_serialize(void *payload, char *buffer) {
  (void)payload;
  (void)buffer;
  return 0;
}
void tree_sitter_kpi_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  (void)payload;
  (void)buffer;
  (void)length;
}
