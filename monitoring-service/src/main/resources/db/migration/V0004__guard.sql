-- How far silence in a zone is believed. A zone that was never doubted has no row.
CREATE TABLE guard (
    zone         text PRIMARY KEY,
    mode         text        NOT NULL CHECK (mode IN ('normal', 'partial', 'full', 'frozen')),
    suspects     int         NOT NULL,
    members      int         NOT NULL,
    since        timestamptz NOT NULL,
    calm_since   timestamptz,
    reason       text        NOT NULL,
    operator     text,
    last_loss_at timestamptz,
    version      bigint      NOT NULL DEFAULT 0
);

-- What is left of the pace at which machines may be given up. Who decides holds this row: decisions are made one by one.
CREATE TABLE guard_pace (
    id     int PRIMARY KEY CHECK (id = 1),
    tokens double precision NOT NULL,
    at     timestamptz      NOT NULL
);

-- A zone counts whom it suspects now or did a moment ago.
CREATE INDEX health_suspected ON health (suspected_at) WHERE suspected_at IS NOT NULL;
