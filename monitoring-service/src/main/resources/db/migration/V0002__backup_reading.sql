-- What the agent said last about the files it saves; instance-manager gets it with the next report.
ALTER TABLE agents ADD COLUMN backup_reading jsonb;
