-- The numbers of plan.kpi as DuckDB computes them: money in decimals, types given, one row per rep and quarter.
-- {DATA} and {OUT} are replaced.
CREATE TEMP TABLE sold AS
WITH by_customer AS (
  SELECT rep_id, year(order_date) * 4 + quarter(order_date) - 8101 AS q, customer_id, count(*) AS n,
         sum(amount) AS amount, sum(list_amount) AS list_amount, sum(cost) AS cost
  FROM read_csv('{DATA}/orders.csv', header = true, auto_detect = false, columns = {
    'order_id': 'BIGINT', 'rep_id': 'VARCHAR', 'customer_id': 'INTEGER', 'product_line': 'VARCHAR', 'order_date': 'DATE',
    'amount': 'DECIMAL(12,2)', 'list_amount': 'DECIMAL(12,2)', 'cost': 'DECIMAL(12,2)', 'discount': 'DECIMAL(18,4)'})
  GROUP BY ALL)
SELECT rep_id, q, sum(amount) AS revenue, sum(list_amount) AS list_amount, sum(cost) AS cost, count(*) AS customers,
       count(*) FILTER (n >= 2) AS loyal
FROM by_customer GROUP BY ALL;

CREATE TEMP TABLE paid AS
SELECT rep_id, year(due_date) * 4 + quarter(due_date) - 8101 AS q, sum(amount) AS due,
       sum(amount) FILTER (year(paid_date) * 4 + quarter(paid_date) <= year(due_date) * 4 + quarter(due_date)) AS paid
FROM read_csv('{DATA}/payments.csv', header = true, auto_detect = false, columns = {
  'payment_id': 'BIGINT', 'order_id': 'BIGINT', 'rep_id': 'VARCHAR', 'due_date': 'DATE', 'paid_date': 'DATE', 'amount': 'DECIMAL(12,2)'})
GROUP BY ALL;

CREATE TEMP TABLE won AS
SELECT rep_id, year(created) * 4 + quarter(created) - 8101 AS q, count(*) AS leads, count(won_date) AS won,
       sum(won_date - created) AS days
FROM read_csv('{DATA}/leads.csv', header = true, auto_detect = false, columns = {
  'lead_id': 'BIGINT', 'rep_id': 'VARCHAR', 'created': 'DATE', 'qualified_date': 'DATE', 'won_date': 'DATE'})
GROUP BY ALL;

CREATE TEMP TABLE visited AS
SELECT rep_id, year("date") * 4 + quarter("date") - 8101 AS q, count(*) FILTER (valid) AS visits
FROM read_csv('{DATA}/visits.csv', header = true, auto_detect = false, columns = {
  'rep_id': 'VARCHAR', 'date': 'DATE', 'customer_id': 'INTEGER', 'valid': 'BOOLEAN'})
GROUP BY ALL;

CREATE TEMP TABLE wanted AS
SELECT rep_id, CAST(quarter[1:4] AS INT) * 4 + CAST(quarter[7:7] AS INT) - 8101 AS q,
       max(target) FILTER (metric = 'revenue') AS revenue, max(target) FILTER (metric = 'gross_margin') AS margin,
       max(target) FILTER (metric = 'repeat_rate') AS loyal, max(target) FILTER (metric = 'collection_rate') AS collection
FROM read_csv('{DATA}/targets.csv', header = true, auto_detect = false, columns = {
  'rep_id': 'VARCHAR', 'quarter': 'VARCHAR', 'metric': 'VARCHAR', 'target': 'DECIMAL(18,4)'})
GROUP BY ALL;

CREATE TEMP TABLE scored AS
WITH ratios AS (
  SELECT r.rep_id, r.region, q, coalesce(s.revenue, 0) AS revenue, w.revenue AS target,
         coalesce(s.revenue, 0) / nullif(w.revenue, 0) AS attainment, (s.revenue - s.cost) / nullif(s.revenue, 0) AS margin,
         s.loyal / nullif(s.customers, 0) AS loyal, p.paid / nullif(p.due, 0) AS collection,
         s.revenue / nullif(s.list_amount, 0) AS price_kept, l.won / nullif(l.leads, 0) AS win_rate,
         l.days / nullif(l.won, 0) AS cycle_days, coalesce(v.visits, 0) AS visits,
         w.margin AS t_margin, w.loyal AS t_loyal, w.collection AS t_collection
  FROM read_csv('{DATA}/reps.csv', header = true, auto_detect = false, columns = {
    'rep_id': 'VARCHAR', 'name': 'VARCHAR', 'role': 'VARCHAR', 'region': 'VARCHAR', 'team': 'VARCHAR', 'hire_date': 'DATE'}) r
  CROSS JOIN range(8) quarters(q)
  LEFT JOIN sold s USING (rep_id, q) LEFT JOIN paid p USING (rep_id, q) LEFT JOIN won l USING (rep_id, q)
  LEFT JOIN visited v USING (rep_id, q) LEFT JOIN wanted w USING (rep_id, q)),
points AS (
  SELECT *,
    CASE WHEN attainment >= 1 THEN 100 WHEN attainment >= 0.8 THEN 100 * attainment ELSE 0 END AS p_revenue,
    coalesce(100 * least(greatest(margin / t_margin, 0), 1), 0) AS p_margin,
    coalesce(100 * least(greatest(loyal / t_loyal, 0), 1), 0) AS p_loyal,
    coalesce(100 * least(greatest(collection / t_collection, 0), 1), 0) AS p_collection,
    round(coalesce(greatest(least(revenue, target * 1.1) - target, 0) * 0.01
      + greatest(least(revenue, target * 1.2) - target * 1.1, 0) * 0.02
      + greatest(revenue - target * 1.2, 0) * 0.03, 0), 2) AS bonus
  FROM ratios),
totals AS (
  SELECT *, round(0.4::DOUBLE * p_revenue + 0.25::DOUBLE * p_margin + 0.2::DOUBLE * p_loyal
                  + 0.15::DOUBLE * p_collection, 6) AS score FROM points)
SELECT *, CASE WHEN score >= 95 THEN 'S' WHEN score >= 85 THEN 'A' WHEN score >= 70 THEN 'B' WHEN score >= 60 THEN 'C'
          ELSE 'D' END AS grade,
       rank() OVER (PARTITION BY region, q ORDER BY score DESC) AS place,
       q - coalesce(max(CASE WHEN score < 85 THEN q END) OVER (PARTITION BY rep_id ORDER BY q), -1) AS streak
FROM totals;

COPY (
  SELECT rep_id AS reps, (2025 + q // 4) || '-Q' || (q % 4 + 1) AS period, revenue, round(attainment, 8) AS attainment,
         round(margin, 8) AS gross_margin, round(loyal, 8) AS repeat_rate, round(collection, 8) AS collection_rate,
         round(price_kept, 8) AS price_kept, round(win_rate, 8) AS win_rate, cycle_days, visits, p_revenue, p_margin,
         p_loyal, p_collection, score, grade, place, bonus, streak
  FROM scored ORDER BY q, rep_id
) TO '{OUT}' (HEADER);
