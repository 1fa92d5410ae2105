CREATE TABLE holds (
    id              uuid PRIMARY KEY,
    account_id      bigint      NOT NULL REFERENCES accounts (id),
    user_id         uuid        NOT NULL REFERENCES wallets (user_id),
    purpose         text        NOT NULL CHECK (purpose IN ('launch', 'landing')),
    instance_id     uuid        NOT NULL,
    price_nanos_h   bigint      NOT NULL CHECK (price_nanos_h >= 0),
    amount_micros   bigint      NOT NULL CHECK (amount_micros >= 0),
    captured_micros bigint      NOT NULL DEFAULT 0 CHECK (captured_micros >= 0),
    -- of what is still held, the part that is held on the promo account; the rest is held on the wallet
    promo_micros    bigint      NOT NULL DEFAULT 0 CHECK (promo_micros >= 0),
    state           text        NOT NULL CHECK (state IN ('active', 'captured', 'released', 'expired')),
    created_at      timestamptz NOT NULL DEFAULT now(),
    expires_at      timestamptz NOT NULL,
    settled_at      timestamptz,
    CHECK (captured_micros <= amount_micros),
    CHECK (promo_micros <= amount_micros - captured_micros)
);
CREATE UNIQUE INDEX holds_one_active ON holds (instance_id, purpose) WHERE state = 'active';
CREATE INDEX holds_user ON holds (user_id) WHERE state = 'active';
CREATE INDEX holds_expiry ON holds (expires_at) WHERE state = 'active' AND purpose = 'launch';

CREATE TABLE usage_intervals (
    id            uuid PRIMARY KEY,
    user_id       uuid   NOT NULL REFERENCES wallets (user_id),
    account_id    bigint NOT NULL REFERENCES accounts (id),
    instance_id   uuid   NOT NULL,
    placement_id  uuid   NOT NULL,
    epoch         bigint NOT NULL,
    kind          text   NOT NULL CHECK (kind IN ('gpu', 'standby', 'storage')),
    seq           int    NOT NULL,
    gpu           text,
    gpu_count     int    NOT NULL DEFAULT 0,
    vendor        text,
    price_nanos_h bigint NOT NULL CHECK (price_nanos_h >= 0),
    cost_nanos_h  bigint NOT NULL,
    opened_at     timestamptz,
    closed_at     timestamptz,
    rated_seconds bigint NOT NULL DEFAULT 0 CHECK (rated_seconds >= 0),
    -- rated = paid from the wallet + paid from promo + waived (borne by us)
    rated_micros  bigint NOT NULL DEFAULT 0 CHECK (rated_micros >= 0),
    promo_micros  bigint NOT NULL DEFAULT 0 CHECK (promo_micros >= 0),
    waived_micros bigint NOT NULL DEFAULT 0 CHECK (waived_micros >= 0),
    close_reason  text,
    version       bigint NOT NULL DEFAULT 0,
    noted_at      timestamptz NOT NULL DEFAULT now(),
    UNIQUE (placement_id, kind, seq),
    CHECK (closed_at >= opened_at),
    CHECK (opened_at IS NOT NULL OR closed_at IS NOT NULL),
    CHECK (promo_micros + waived_micros <= rated_micros),
    CONSTRAINT one_payer EXCLUDE USING gist (instance_id WITH =, tstzrange(opened_at, closed_at) WITH &&)
        WHERE (kind <> 'storage' AND opened_at IS NOT NULL)
);
CREATE INDEX usage_intervals_open ON usage_intervals (user_id) WHERE closed_at IS NULL;
CREATE INDEX usage_intervals_user ON usage_intervals (user_id, opened_at DESC);
CREATE INDEX usage_intervals_unopened ON usage_intervals (noted_at) WHERE opened_at IS NULL;
