-- The sums behind plan.kpi as SQLite computes them, in binary floating point: import, then one row per rep and quarter.
-- {DATA} and {OUT} are replaced.
.mode csv
.import {DATA}/orders.csv orders
.import {DATA}/payments.csv payments
.import {DATA}/leads.csv leads
.import {DATA}/visits.csv visits
CREATE TEMP TABLE sold AS
SELECT rep_id, quarter AS period, sum(amount) AS revenue, count(*) AS customers, sum(n >= 2) AS loyal
FROM (SELECT rep_id, substr(order_date, 1, 4) || '-Q' || ((substr(order_date, 6, 2) + 2) / 3) AS quarter, customer_id,
             count(*) AS n, sum(amount) AS amount
      FROM orders GROUP BY 1, 2, 3)
GROUP BY 1, 2;
CREATE TEMP TABLE paid AS
SELECT rep_id, substr(due_date, 1, 4) || '-Q' || ((substr(due_date, 6, 2) + 2) / 3) AS period, sum(amount) AS due,
       sum(CASE WHEN paid_date <> '' AND substr(paid_date, 1, 4) || '-Q' || ((substr(paid_date, 6, 2) + 2) / 3)
                     <= substr(due_date, 1, 4) || '-Q' || ((substr(due_date, 6, 2) + 2) / 3) THEN amount ELSE 0 END) AS paid
FROM payments GROUP BY 1, 2;
CREATE TEMP TABLE won AS
SELECT rep_id, substr(created, 1, 4) || '-Q' || ((substr(created, 6, 2) + 2) / 3) AS period, count(*) AS leads,
       sum(won_date <> '') AS won
FROM leads GROUP BY 1, 2;
CREATE TEMP TABLE visited AS
SELECT rep_id, substr("date", 1, 4) || '-Q' || ((substr("date", 6, 2) + 2) / 3) AS period, sum(valid = 'true') AS visits
FROM visits GROUP BY 1, 2;
.headers on
.output {OUT}
SELECT rep_id AS reps, period, round(revenue, 2) AS revenue, round(1.0 * loyal / customers, 8) AS repeat_rate,
       round(paid / due, 8) AS collection_rate, round(1.0 * won / leads, 8) AS win_rate, visits
FROM sold LEFT JOIN paid USING (rep_id, period) LEFT JOIN won USING (rep_id, period)
     LEFT JOIN visited USING (rep_id, period);
