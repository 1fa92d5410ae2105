package cloud.dumont.billing.audit;

/** What must be true of the books, as a query that counts how far it is not. */
public enum Law {
    /** Every transaction sums to zero, and so does everything. */
    BALANCED("dumont.ledger.imbalance.micros", """
            SELECT COALESCE(sum(abs(s)), 0)::bigint
              FROM (SELECT sum(amount_micros) AS s FROM entries GROUP BY transaction_id, currency) t
            """),
    /** A stored balance is what its entries say. */
    STORED("dumont.ledger.stored.drift.micros", """
            SELECT COALESCE(sum(abs(a.balance_micros - COALESCE(e.s, 0))), 0)::bigint
              FROM accounts a
              LEFT JOIN (SELECT e.account_id, sum(CASE WHEN x.kind IN ('liability', 'revenue') THEN -e.amount_micros
                                                       ELSE e.amount_micros END) AS s
                           FROM entries e JOIN accounts x ON x.id = e.account_id GROUP BY e.account_id) e ON e.account_id = a.id
             WHERE a.strict
            """),
    /** The versions of a stored balance have no gap. */
    CHAINED("dumont.ledger.chain.gaps", """
            SELECT COALESCE(sum(abs(a.version - COALESCE(e.n, 0)) + abs(a.version - COALESCE(e.top, 0))), 0)::bigint
              FROM accounts a
              LEFT JOIN (SELECT account_id, count(*) AS n, max(account_version) AS top FROM entries
                          WHERE account_version IS NOT NULL GROUP BY account_id) e ON e.account_id = a.id
             WHERE a.strict
            """),
    /** What is held on the purses is what the active holds say. */
    HELD("dumont.holds.drift.micros", """
            SELECT COALESCE(sum(abs(w.held_micros - COALESCE(h.paid, 0)) + abs(p.held_micros - COALESCE(h.promo, 0))), 0)::bigint
              FROM wallets v JOIN accounts w ON w.id = v.wallet_account JOIN accounts p ON p.id = v.promo_account
              LEFT JOIN (SELECT user_id, sum(promo_micros) AS promo, sum(amount_micros - captured_micros - promo_micros) AS paid
                           FROM holds WHERE state = 'active' GROUP BY user_id) h ON h.user_id = v.user_id
            """),
    /** A landing reserve belongs to a machine that is paid for. */
    COVERED("dumont.holds.without.machine", """
            SELECT count(*) FROM holds h
             WHERE h.state = 'active' AND h.purpose = 'landing'
               AND NOT EXISTS (SELECT 1 FROM usage_intervals i WHERE i.instance_id = h.instance_id
                                  AND i.opened_at IS NOT NULL AND i.closed_at IS NULL)
            """),
    /** What an interval was rated is what was posted for it: by its user, and by us. */
    POSTED("dumont.usage.posted.drift.micros", """
            SELECT COALESCE(sum(abs(i.rated_micros - i.waived_micros - COALESCE(u.charged, 0))
                              + abs(i.waived_micros - COALESCE(o.borne, 0))), 0)::bigint
              FROM usage_intervals i
              LEFT JOIN (SELECT t.metadata ->> 'interval' AS usage_interval, -sum(t.amount_micros) AS charged
                           FROM transactions t WHERE t.kind IN ('usage', 'usage_correction') GROUP BY 1) u
                     ON u.usage_interval = i.id::text
              LEFT JOIN (SELECT t.metadata ->> 'interval' AS usage_interval, sum(e.amount_micros) AS borne
                           FROM transactions t JOIN entries e ON e.transaction_id = t.id
                           JOIN accounts a ON a.id = e.account_id AND a.code = 'expense:overrun'
                          WHERE t.kind = 'overrun' GROUP BY 1) o ON o.usage_interval = i.id::text
            """),
    /** A closed interval cost exactly its seconds. */
    RATED("dumont.usage.rated.drift.micros", """
            SELECT COALESCE(sum(abs(rated_micros - floor(price_nanos_h::numeric
                                                         * floor(extract(epoch FROM closed_at - opened_at)) / 3600000))), 0)::bigint
              FROM usage_intervals WHERE opened_at IS NOT NULL AND closed_at IS NOT NULL
            """),
    /** For lost work nobody gets back more than was paid for the use that it was lost in, and it is what was booked. */
    CREDITED("dumont.loss.credit.excess.micros", """
            SELECT COALESCE(sum(GREATEST(0, l.credit_micros - (i.rated_micros - i.waived_micros))
                              + abs(l.credit_micros - COALESCE(t.amount_micros, 0))), 0)::bigint
              FROM losses l
              JOIN usage_intervals i ON (i.placement_id, i.kind, i.seq) = (l.placement_id, l.kind, l.seq)
              LEFT JOIN transactions t ON t.kind = 'loss_credit' AND t.metadata ->> 'failover' = l.failover_id::text
             WHERE l.settled_at IS NOT NULL
            """);

    private final String metric;
    private final String query;

    Law(String metric, String query) {
        this.metric = metric;
        this.query = query;
    }

    String metric() {
        return metric;
    }

    String query() {
        return query;
    }
}
