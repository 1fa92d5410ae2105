-- Who examines which placements: one row per shard. The fence rises whenever a shard is taken, also by who had it and let it
-- lapse; what was found out under an older fence decides nothing.
CREATE TABLE examination_shards (
    shard     int PRIMARY KEY CHECK (shard BETWEEN 0 AND 15),
    owner     text        NOT NULL,
    fence     bigint      NOT NULL,
    until     timestamptz NOT NULL,
    passed_at timestamptz NOT NULL
);
INSERT INTO examination_shards (shard, owner, fence, until, passed_at)
SELECT shard, '', 0, to_timestamp(0), now() FROM generate_series(0, 15) AS shard;

-- Replicas that examine: shards are spread over those that are alive.
CREATE TABLE examiners (
    owner text PRIMARY KEY,
    until timestamptz NOT NULL
);
DROP TABLE leases;

-- The last byte of an id is random.
ALTER TABLE health ADD COLUMN shard int NOT NULL GENERATED ALWAYS AS (get_byte(uuid_send(placement_id), 15) % 16) STORED;

-- What is asked of one machine's history, and who was given up a moment ago.
CREATE INDEX health_of_instance ON health (instance_id);
CREATE INDEX health_lost ON health (since) WHERE phase = 'lost';
