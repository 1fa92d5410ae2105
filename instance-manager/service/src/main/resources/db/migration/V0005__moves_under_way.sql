-- The moves that have not ended are few among many.
CREATE INDEX failovers_under_way ON failovers (instance_id) WHERE phase NOT IN ('returned', 'aborted');
