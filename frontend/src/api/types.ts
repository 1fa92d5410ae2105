import type { components } from "./schema.ts";

type Schemas = components["schemas"];

export type Account = Schemas["Account"];
export type Action = Schemas["Action"];
export type ApiKey = Schemas["ApiKey"];
export type Attempt = Schemas["Attempt"];
export type Backup = Schemas["Backup"];
export type BackupKey = Schemas["BackupKey"];
export type BackupKind = Schemas["BackupKind"];
export type BackupPatch = Schemas["BackupPatch"];
export type BackupPolicy = Schemas["BackupPolicy"];
export type BackupPolicyPatch = Schemas["BackupPolicyPatch"];
export type BackupState = Schemas["BackupState"];
export type BackupWorkspace = Schemas["BackupWorkspace"];
export type Balance = Schemas["Balance"];
export type Comparison = Schemas["Comparison"];
export type Download = Schemas["Download"];
export type DryRun = Schemas["DryRun"];
export type Evidence = Schemas["Evidence"];
export type Failover = Schemas["Failover"];
export type FailoverPhase = Schemas["FailoverPhase"];
export type FailoverTarget = Schemas["FailoverTarget"];
export type FileEntry = Schemas["FileEntry"];
export type FileListing = Schemas["FileListing"];
export type GpuModel = Schemas["GpuModel"];
export type Instance = Schemas["Instance"];
export type InstanceBackup = Schemas["InstanceBackup"];
export type InstanceRequest = Schemas["InstanceRequest"];
export type InstanceStandby = Schemas["InstanceStandby"];
export type InstanceStatus = Schemas["InstanceStatus"];
export type Locale = Schemas["Locale"];
export type Metrics = Schemas["Metrics"];
export type Money = Schemas["Money"];
export type NewApiKey = Schemas["NewApiKey"];
export type Offer = Schemas["Offer"];
export type OfferKind = Schemas["OfferKind"];
export type PlatformEvent = Schemas["Event"];
export type PriceParts = Schemas["PriceParts"];
export type Problem = Schemas["Problem"];
export type RestorePreview = Schemas["RestorePreview"];
export type RestoreProgress = Schemas["RestoreProgress"];
export type RestoreRequest = Schemas["RestoreRequest"];
export type Scope = Schemas["Scope"];
export type SpotPrice = Schemas["SpotPrice"];
export type SshKey = Schemas["SshKey"];
export type StandbyPatch = Schemas["StandbyPatch"];
export type StandbyQuote = Schemas["StandbyQuote"];
export type StopRequest = Schemas["StopRequest"];
export type Tokens = Schemas["Tokens"];
export type Transaction = Schemas["Transaction"];

export interface Page<T> {
  data: T[];
  has_more: boolean;
  next_cursor: string | null;
}
