-- Rehearsals of a failover: a standby brings the machine's files into place beside it, shows that they are the same, and goes.
CREATE TABLE drills (
    id            uuid PRIMARY KEY,
    instance_id   uuid        NOT NULL REFERENCES instances,
    user_id       uuid        NOT NULL,
    action_id     uuid        NOT NULL,
    trigger       text        NOT NULL CHECK (trigger IN ('user', 'schedule')),
    state         text        NOT NULL CHECK (state IN ('choosing', 'starting', 'restoring', 'passed', 'failed', 'cancelled')),
    failed_zones  jsonb       NOT NULL DEFAULT '[]',
    placement_id  uuid REFERENCES placements,
    zone          text,
    machine_type  text,
    requested_at  timestamptz NOT NULL,
    since         timestamptz NOT NULL,
    ready_at      timestamptz,
    usable_at     timestamptz,
    restored_at   timestamptz,
    ended_at      timestamptz,
    seq           bigint,
    frozen_at     timestamptz,
    entries       bigint,
    bytes         bigint,
    digest_saved  text,
    digest_found  text,
    differing     jsonb       NOT NULL DEFAULT '[]',
    detail        text
);
CREATE UNIQUE INDEX one_drill ON drills (instance_id) WHERE state IN ('choosing', 'starting', 'restoring');
CREATE INDEX drills_of ON drills (instance_id, requested_at DESC);

DROP INDEX one_running_action;
CREATE UNIQUE INDEX one_running_action ON actions (instance_id)
    WHERE status = 'running' AND type NOT IN ('instance.snapshot', 'instance.restore', 'backup.verify', 'instance.drill');

