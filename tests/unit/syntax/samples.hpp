#pragma once

/// Two files that together use every construct of the language.
namespace kpi::syntax_test {

inline constexpr const char* kPlan = R"kpi(
currency CNY
precision { ratio 0.01%; points 0.01; money 0.01 }
calendar { fiscal year starts 1; week starts monday; timezone "Asia/Shanghai" }

table reps "销售" valid from hire_date until left_date {
  rep_id    : key
  name      : text
  title     : one of "rep", "manager", "director", "channel", "support"
  region    : text
  manager   : optional -> reps          # a link to its own table: the reporting tree
  hire_date : date
  left_date : optional date
  base_pay  : money
}

table orders "订单" dated order_date credited rep {
  order_id   : key
  rep        : -> reps            from "rep_id"
  customer   : text               from "customer_id"
  line       : one of "standard", "premium", "new", "service"   from "product_line"
  order_date : date
  amount     : money
  cost       : money
  let margin = amount - cost
  check amount >= 0 CNY
}

table payments "应收" dated due_date credited order.rep {
  payment_id : key
  order      : -> orders
  due_date   : date
  paid_date  : optional date
  amount     : money
}

table quotas dated quarter credited rep unique rep, quarter, measure {
  rep     : -> reps
  quarter : period quarter
  measure : text
  base, quota, stretch : money
}

role novice  "新人"     = reps where title == "rep" and months(hire_date, period.start) < 6
role veteran "老销售"   = reps where title == "rep" and months(hire_date, period.start) >= 6
role manager "销售经理" = reps where title == "manager"

metric revenue "销售额" = sum(orders.amount)
metric gross_margin "毛利率" = sum(orders.margin) / sum(orders.amount)
metric repeat_rate "复购率" =
    count(per orders.customer where count(orders) >= 2) / count(distinct orders.customer)
metric collection_rate "回款率" =
    sum(payments.amount where paid_date is present and paid_date <= period.end) / sum(payments.amount)
metric growth_yoy "同比增长" = growth(revenue, year ago)

target revenue for veteran every quarter = only(quotas.quota where measure == "revenue") {
  baseline only(quotas.base    where measure == "revenue")
  stretch  only(quotas.stretch where measure == "revenue")
}

# Full marks from 100 %, in proportion from 80 %, nothing below.
tiers completion_points(x: ratio) -> points whole {
         x < 80%   : 0
  80% <= x < 100%  : 100 points * x
         x >= 100% : 100
}

tiers over_quota(x: ratio) -> ratio marginal {
         x < 0%    : 0%
  0%  <= x < 10%   : 1%
  10% <= x < 20%   : 2%
         x >= 20%  : 3%
}

tiers margin_points(x: ratio) -> points interpolated {      # straight lines between points, held outside
  20% : 0
  30% : 100
}

tiers grades(s: points) -> text {
  s < 60 : "D" ;  60 <= s < 75 : "C" ;  75 <= s < 90 : "B" ;  s >= 90 : "A"
}

scorecard mature_rep "成熟产品销售" for veteran every quarter {
  revenue          weight 40%              scored completion_points(attainment)
  gross_margin     weight 25%              scored margin_points(value)
  repeat_rate      weight 20%  target repeat_rate(during year ago) * 115%  scored completion_points(attainment)
  collection_rate  weight 15%  target 90%  scored completion_points(attainment)  if none zero

  if none redistribute, at least 60%
  add 5  when growth_yoy >= 30%                             : "高增长加分"
  cap 120
  cap 60 when (collection_rate if none 100%) < 60%          : "回款不足，总分封顶 60"
  grade grades
}

payout quarter_bonus "季度奖金" for mature_rep {
  amount  base_pay * 20% * (score / 100 points) + target(revenue) * over_quota(attainment(revenue) - 100%)
  cap     30000 CNY
  round   0.01 CNY
  if none hold
}

rule promote "晋升销售主管" for mature_rep when streak(grade == "A", none breaks) >= 3
rule chase "回款预警" for veteran every month when collection_rate < 80% : "{name} 回款率 {collection_rate}"

test "80 % of target earns 80 points" {
  given reps   { rep_id, title, hire_date ; "R1", "rep", 2020-01-01 }
  given orders { order_id, rep, order_date, amount, cost ; "1", "R1", 2025-02-03, 80000, 50000 }
  given quotas { rep, quarter, measure, quota ; "R1", 2025-Q1, "revenue", 100000 }
  expect attainment(revenue of "R1" during 2025-Q1) == 80%
  expect points(mature_rep.revenue of "R1" during 2025-Q1) == 80
}
)kpi";

inline constexpr const char* kOtherConstructs = R"kpi(
param threshold "起付线" : ratio = 80% within 50% to 100%
metric csat "满意度" = avg(surveys.score) { better higher; unit "分"; round 0.1 half_up; objective "有质量的增长" }
metric dso = avg(payments.days_late skipping none) { better within 30 days to 45 days, zero at 10 days and 90 days }
metric complaints = count(cases) { better lower inverse at zero 120%, zero target 100% else 0% ; signed }
metric churn effective since 2025-Q3 = count(churned) / (customers(during prior 2) if none(no_prior) 0)
target csat for veteran, novice every quarter effective 2025-Q1 to 2025-Q4 = csat(during prior) * 110% { adds up ; round 1 }
target revenue for reps every month = allocate(1.2亿 CNY among region weight revenue(during year ago) step 100 CNY)
target x for reps every month = allocate(target(revenue during year) across month weight 1 step 1 CNY)
tiers rate(x: ratio, m: ratio) -> ratio whole {
             : m < 20% , m >= 20%
  x <  100%  : 1%      , 2%
  else       : 3%      , 5%
  allow drop
}
tiers boxes(x: ratio, m: ratio) -> ratio whole { x < 100%, m < 5% : 1% ; else : 2% }
tiers neg(x: ratio) -> ratio interpolated {
  x < -10% : -5%
  -10% : 0%
  20% : 10%
}
tiers forced(s: points) -> text ranked among region, ties up { top 20% : "A"; next 70% : "B"; else : "C" }
table regions from reps.region
table customers "客户" from orders.customer { let first_order "首单" = min(orders.order_date) }
table assignments valid from start_date to end_date { rep : -> reps or unmatched; team : text; start_date : date; end_date : optional date }
table credits dated day credited by credits.share covers 2023-01-01 to 2025-06-30 { order : -> orders; share : ratio in percent 0.01; check 0% < share <= 100% : "分成须为正" }
table orders2 like std.sales.orders { amount from "销售额" ; target, score "得分" : money in code ; check : bool ; let : text; fee : money CNY 0.0001; at : datetime }
table pipeline snapshot snap_date { v : money 0.01 from "v" }
metric open = sum(pipeline.v last)
metric basket     = avg(sum(orders.amount) per orders.customer where count(orders) >= 2)
metric region_all = revenue(of region during last 4 quarters)
metric lots = sum(orders.amount where line == "new" and not (a or b) dated paid_date credited manager of team during prior)
metric top5 = sum(top 5 of sum(orders.amount) per orders.customer)
metric rk = rank(revenue among region, dense) + share(revenue among company) + percentile(x, 90%) + days(start to period.end)
metric cond = if a > 0 then b * 2
  else if c is one of "x", "y" then 0
  else (d + 1)
metric inner = (
    sum(orders.amount)   # a comment
  + 5
  - 2
)
metric w = revenue(during 2025) + revenue(during 2025-Q1 until 2025-Q3) + revenue(during since 2025-01) + revenue(of "R1" during all time) + m(during year to date) + m(during quarter)
metric g = growth(revenue, prior) + change(x, last 3 months) + growth(x)
scorecard card "卡" for a, b every month as of start split by days effective 2025-Q1 {
  annual "年度": revenue(during year) weight 30% target 5 scored f(value)
  only(inputs.score where item == "资料") "资料准备"
     weight 10%
     # a comment between
     scored value
  cap weight 10% cap 120 floor 0 round 0.1 better lower linear if none(no_data) fail
  dso weight 50% if none redistribute
  if none(no_data) fail
  add 5 points when x > 3 : "加分"
  deduct 2
  floor 0
  round 0.1 half_even
  grade grades
}
payout ytd "累计" for closers every month {
  carry paid : money = 0 CNY every year then paid + amount
  carry debt : money = 0 CNY
    then max(0 CNY, debt - amount)
  amount  round(rate(attainment, gross_margin), 0.01) - paid
  deduct sum(refunds.commission dated refund_date) : "退单追回"
  floor 5000 CNY
  round 0.01 CNY up
  if none 0 CNY
  if none(no_data) hold
}
test "t" { as of 2025-02-15
  given floor = 75%
  given x { a, b
    "1", -5
    "2", none
  }
  expect cost(of "R1" during FY2025-Q1) is none(no_target)
  expect revenue == none(no_data)
  expect error E0501
  expect error == 3 }
metric c = sum(convert(refunds.amount, CNY, rates))
rule r "x" for reps every month when (score if none 0) > 3
)kpi";

}  // namespace kpi::syntax_test
