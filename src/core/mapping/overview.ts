import type { Clock } from "../time.ts";
import { askFor, type Fact, known } from "./fact.ts";
import { type LatestLag, readLatestLags } from "./latest-lag.ts";
import { kafkaMappings } from "./lifecycle/choice.ts";
import type { MappingDocument } from "./model.ts";
import { placeOf } from "./place.ts";
import type { AccountReader, MappingStore, MetricReader, TagIndex } from "./ports.ts";
import type { ReadingChoice } from "./reading-choice.ts";
import { selectForReading } from "./select.ts";

export interface OverviewPorts {
  readonly mappings: Pick<MappingStore, "list">;
  readonly tags: TagIndex;
  readonly metrics: MetricReader;
  readonly account: AccountReader;
  readonly clock: Clock;
}

export interface OverviewRegion {
  /** As it was asked for; undefined: the one that the environment or the profile names. */
  readonly region: string | undefined;
  readonly ports: OverviewPorts;
}

/** The Kafka mappings of one Region, in AWS's order. */
export interface Overview {
  readonly region: string | undefined;
  readonly accountId: Fact<string>;
  /** Those that were meant. */
  readonly mappings: readonly MappingDocument[];
  /** How many Kafka mappings the Region has, meant or not. */
  readonly total: number;
  /** By UUID; undefined unless asked for. */
  readonly lags: Fact<ReadonlyMap<string, LatestLag>> | undefined;
}

/**
 * Lists the mappings of several Regions, a page a call; tags and lag cost a few calls more for all mappings of a Region
 * together, never one a mapping. Errors: `not-found` with candidates for a name that no Region has.
 */
export async function overview(regions: readonly OverviewRegion[], choice: ReadingChoice, lag: boolean): Promise<Overview[]> {
  const listings = await Promise.all(regions.map(({ ports }) => kafkaMappings(ports.mappings)));
  const meant = new Set(await select(regions, choice, listings.flat()));
  return Promise.all(
    regions.map(async ({ region, ports }, index) => {
      const siblings = listings[index] ?? [];
      const mappings = siblings.filter((mapping) => meant.has(mapping));
      const lags = lag ? await askFor(() => readLatestLags(ports.metrics, mappings, siblings, ports.clock.now())) : undefined;
      return { ...(await placeIn(region, ports.account, siblings[0])), mappings, total: siblings.length, lags };
    }),
  );
}

async function select(
  regions: readonly OverviewRegion[],
  { tags, names = [], ...selection }: ReadingChoice,
  mappings: readonly MappingDocument[],
): Promise<MappingDocument[]> {
  if (tags === undefined) return selectForReading({ ...selection, names }, mappings, "mskctl list");
  const tagged = await Promise.all(regions.map(({ ports }) => ports.tags.mappingsTagged(tags)));
  const taggedArns = new Set(tagged.flatMap((arns) => [...arns]));
  return selectForReading({ ...selection, names, taggedArns }, mappings, "mskctl list");
}

/** A mapping tells where it is; only where there is none has anybody to be asked. */
async function placeIn(
  region: string | undefined,
  account: AccountReader,
  mapping: MappingDocument | undefined,
): Promise<Pick<Overview, "region" | "accountId">> {
  const place = mapping === undefined ? undefined : placeOf(mapping);
  if (place !== undefined) return { region: place.region, accountId: known(place.accountId) };
  const identity = await askFor(() => account.identity());
  if (identity.kind !== "known") return { region, accountId: identity };
  return { region: identity.value.region, accountId: known(identity.value.accountId) };
}
