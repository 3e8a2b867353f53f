-- What a position paid and received as funding, and results as they were corrected after it was told closed.
ALTER TABLE positions ADD COLUMN funding numeric NOT NULL DEFAULT 0;
COMMENT ON COLUMN positions.funding IS 'Sum of its funding payments, part of pnl; negative when paid.';
COMMENT ON COLUMN positions.pnl IS 'Result net of fees and funding, with what came after it was told closed.';

UPDATE positions p SET funding = b.funding
FROM (SELECT epoch, position_id, sum((body ->> 'money')::numeric) AS funding
      FROM facts WHERE fact = 'FundingBooked' AND position_id > 0 GROUP BY epoch, position_id) b
WHERE p.epoch = b.epoch AND p.position_id = b.position_id;

UPDATE positions p SET pnl = p.pnl + c.pnl, fees = p.fees + c.fees
FROM (SELECT f.epoch, f.position_id,
             sum(CASE WHEN f.fact = 'LedgerCorrected' THEN (f.body ->> 'pnl')::numeric
                      ELSE (f.body ->> 'money')::numeric END) AS pnl,
             sum(coalesce((f.body ->> 'fees')::numeric, 0)) AS fees
      FROM facts f
      WHERE (f.fact = 'LedgerCorrected' OR f.fact = 'FundingBooked' AND (f.body ->> 'late')::boolean)
        AND f.sequence > (SELECT max(t.sequence) FROM facts t
                          WHERE t.epoch = f.epoch AND t.position_id = f.position_id AND t.fact = 'PositionClosed')
      GROUP BY f.epoch, f.position_id) c
WHERE p.epoch = c.epoch AND p.position_id = c.position_id AND p.pnl IS NOT NULL;
