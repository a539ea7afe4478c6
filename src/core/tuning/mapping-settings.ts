import { functionNameOf, isProvisioned, type MappingDocument, type MappingSettings } from "../mapping/model.ts";
import { defaultPollers } from "../mapping/rules/scaling-rules.ts";
import type { PollerGroup } from "./usage.ts";
import type { TuningSettings } from "./workload.ts";

/** Where none is set. Lambda Developer Guide, Kafka event source parameters. */
const usualBatchSize = 100;
const usualWindowMs = 500;

/** A mapping's settings as tune knows them. */
export function tuningSettings(mapping: MappingSettings, provisionedConcurrency: number): TuningSettings {
  const { BatchSize = usualBatchSize, MaximumBatchingWindowInSeconds: seconds, ProvisionedPollerConfig: config } = mapping;
  const { MinimumPollers: minimum = defaultPollers.minimum, MaximumPollers: maximum = defaultPollers.maximum } = config ?? {};
  return {
    batchSize: BatchSize,
    windowMs: seconds === undefined ? usualWindowMs : seconds * 1_000,
    pollers: isProvisioned(mapping) ? { minimum, maximum: Math.max(minimum, maximum) } : undefined,
    pollerGroup: config?.PollerGroupName || undefined,
    provisionedConcurrency,
  };
}

/** What an update has to say to get from one to the other. Provisioned concurrency is its function's, and not in it. */
export function changedMappingSettings(before: TuningSettings, after: TuningSettings): MappingSettings {
  const isSame = (field: "pollers" | "pollerGroup") => JSON.stringify(before[field]) === JSON.stringify(after[field]);
  const { pollers, pollerGroup } = after;
  return {
    ...(pollers === undefined || (isSame("pollers") && isSame("pollerGroup"))
      ? {}
      : {
          ProvisionedPollerConfig: {
            MinimumPollers: pollers.minimum,
            MaximumPollers: pollers.maximum,
            ...(isSame("pollerGroup") ? {} : { PollerGroupName: pollerGroup ?? "" }),
          },
        }),
    ...(pollers === undefined && before.pollers !== undefined ? { ProvisionedPollerConfig: {} } : {}),
    ...(before.batchSize === after.batchSize ? {} : { BatchSize: after.batchSize }),
    ...(before.windowMs === after.windowMs ? {} : { MaximumBatchingWindowInSeconds: after.windowMs / 1_000 }),
  };
}

/**
 * The groups that other mappings of the same VPC are in: only those can be joined (Lambda Developer Guide, Kafka scaling modes). What they
 * fetch is not read: a group is taken to be billed by its pollers, an assumption.
 */
export function pollerGroups(mapping: MappingDocument, siblings: readonly MappingDocument[]): readonly PollerGroup[] {
  const minimums = new Map<string, number>();
  for (const other of neighbours(mapping, siblings)) {
    const { pollerGroup, pollers } = tuningSettings(other, 0);
    if (pollerGroup !== undefined && pollers !== undefined) minimums.set(pollerGroup, (minimums.get(pollerGroup) ?? 0) + pollers.minimum);
  }
  return [...minimums].map(([name, pollersMinimum]) => ({ name, pollersMinimum, bytesPerSecond: 0 }));
}

/** How many other provisioned mappings could share a poller group with this one. */
export function sameVpcMappings(mapping: MappingDocument, siblings: readonly MappingDocument[]): number {
  return neighbours(mapping, siblings).filter(isProvisioned).length;
}

/** That mappings of one cluster, or of one subnet, are in one VPC is certain; others may be, too. */
function neighbours(mapping: MappingDocument, siblings: readonly MappingDocument[]): readonly MappingDocument[] {
  const places = placesOf(mapping);
  return siblings.filter((other) => other.UUID !== mapping.UUID && placesOf(other).some((place) => places.includes(place)));
}

/** Shared out by VPC, as far as that is certain: what is in one VPC with one of several is so with all of them. */
export function sameVpcs<Member extends { readonly mapping: MappingDocument }>(members: readonly Member[]): readonly (readonly Member[])[] {
  let vpcs: { readonly places: readonly string[]; readonly members: readonly Member[] }[] = [];
  for (const member of members) {
    const places = placesOf(member.mapping);
    const same = vpcs.filter((vpc) => vpc.places.some((place) => places.includes(place)));
    const joined = {
      places: [...new Set([...same.flatMap((vpc) => vpc.places), ...places])],
      members: [...same.flatMap((vpc) => vpc.members), member],
    };
    vpcs = [...vpcs.filter((vpc) => !same.includes(vpc)), joined];
  }
  return vpcs.map((vpc) => vpc.members);
}

function placesOf({ EventSourceArn, SourceAccessConfigurations = [] }: MappingSettings): readonly string[] {
  const subnets = SourceAccessConfigurations.flatMap(({ Type, URI }) => (Type === "VPC_SUBNET" && URI !== undefined ? [URI] : []));
  return EventSourceArn === undefined ? subnets : [EventSourceArn, ...subnets];
}

/** The alias or version that is invoked; undefined for the function itself, which cannot have provisioned concurrency. */
export function qualifierOf({ FunctionArn = "" }: MappingDocument): string | undefined {
  const [bare, qualified] = [functionNameOf(FunctionArn), functionNameOf(FunctionArn, "qualified")];
  return qualified === bare ? undefined : qualified.slice(bare.length + 1);
}
