-- The wide rows as PostGraphile shows them best: the asked values as plain columns, the instalments as they are.
DROP SCHEMA IF EXISTS postgraphile CASCADE;
CREATE SCHEMA postgraphile;
CREATE VIEW postgraphile.stay AS
SELECT id, status, begins, ends,
    person_id, person->>'given_name' AS given_name, person->>'family_name' AS family_name,
    agreement_id, agreement->>'reference' AS agreement_reference, agreement->>'status' AS agreement_status,
    partner_id, partner->>'name' AS partner_name, partner->>'country' AS partner_country,
    grant_id, "grant"->>'status' AS grant_status,
    "grant"->'amount'->>'amount' AS amount, "grant"->'amount'->>'currency' AS amount_currency,
    "grant"->'paid'->>'amount' AS paid, "grant"->'paid'->>'currency' AS paid_currency,
    "grant"->'instalments' AS instalments
FROM mobility_view;
COMMENT ON VIEW postgraphile.stay IS E'@primaryKey id\n@notNull id';
