CREATE TABLE outbox (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id    uuid        NOT NULL UNIQUE,
    stream      text        NOT NULL,
    key         text        NOT NULL,
    key_version bigint      NOT NULL,
    shard       smallint    NOT NULL,
    payload     jsonb       NOT NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    sent_at     timestamptz
);
CREATE INDEX outbox_unsent ON outbox (id) WHERE sent_at IS NULL;
CREATE INDEX outbox_sent ON outbox (sent_at) WHERE sent_at IS NOT NULL;

CREATE TABLE outbox_leases (
    shard smallint PRIMARY KEY,
    owner text        NOT NULL,
    fence bigint      NOT NULL,
    until timestamptz NOT NULL
);
INSERT INTO outbox_leases (shard, owner, fence, until) SELECT s, '', 0, to_timestamp(0) FROM generate_series(0, 15) AS s;

CREATE TABLE inbox (
    consumer text        NOT NULL,
    event_id uuid        NOT NULL,
    at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, event_id)
);
CREATE INDEX inbox_at ON inbox (at);

CREATE TABLE dead_letters (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    consumer     text        NOT NULL,
    stream       text        NOT NULL,
    record_id    text        NOT NULL,
    payload      text        NOT NULL,
    error        text        NOT NULL,
    deliveries   int         NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    settled_at   timestamptz,
    settled_how  text CHECK (settled_how IN ('replayed', 'discarded')),
    UNIQUE (consumer, stream, record_id)
);
