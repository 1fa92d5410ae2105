-- What was lost with a box that failed, and what was given back for it. A stretch of use is credited once, whoever asks.
CREATE TABLE losses (
    failover_id       uuid PRIMARY KEY,
    user_id           uuid        NOT NULL,
    instance_id       uuid        NOT NULL,
    placement_id      uuid        NOT NULL,
    kind              text        NOT NULL CHECK (kind IN ('gpu', 'standby')),
    seq               int         NOT NULL,
    recovery_point    timestamptz,
    last_confirmed_at timestamptz NOT NULL,
    noted_at          timestamptz NOT NULL,
    -- null while the end of the paid stretch is not known yet
    settled_at        timestamptz,
    credit_micros     bigint      NOT NULL DEFAULT 0 CHECK (credit_micros >= 0),
    UNIQUE (placement_id, kind, seq),
    CHECK (credit_micros = 0 OR settled_at IS NOT NULL)
);
CREATE INDEX losses_waiting ON losses (noted_at) WHERE settled_at IS NULL;

INSERT INTO accounts (code, kind, strict) VALUES ('contra:loss_credit', 'revenue', false);
