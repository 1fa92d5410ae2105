import type { components } from "./schema.ts";

type Schemas = components["schemas"];

export type Account = Schemas["Account"];
export type Action = Schemas["Action"];
export type ApiKey = Schemas["ApiKey"];
export type Attempt = Schemas["Attempt"];
export type Balance = Schemas["Balance"];
export type DryRun = Schemas["DryRun"];
export type GpuModel = Schemas["GpuModel"];
export type Instance = Schemas["Instance"];
export type InstanceRequest = Schemas["InstanceRequest"];
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
export type Scope = Schemas["Scope"];
export type SpotPrice = Schemas["SpotPrice"];
export type SshKey = Schemas["SshKey"];
export type Tokens = Schemas["Tokens"];
export type Transaction = Schemas["Transaction"];

export interface Page<T> {
  data: T[];
  has_more: boolean;
  next_cursor: string | null;
}
