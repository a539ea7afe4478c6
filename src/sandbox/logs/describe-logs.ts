import { itemPage } from "../protocols/item-page.ts";
import { operation } from "../protocols/rpc-service.ts";
import { boolean, list, number, string, structure } from "../protocols/shape.ts";
import type { World } from "../world.ts";
import { invalidParameter, invalidToken } from "./errors.ts";
import { groupArn, knownGroup, limitWithin } from "./log-place.ts";
import type { LogEvent, LogGroup } from "./log-store.ts";

/** The service model's bound of both lists. */
const mostPerPage = 50;

export const describeLogGroups = operation({
  input: structure({ logGroupNamePrefix: string, logGroupNamePattern: string, nextToken: string, limit: number }),
  output: structure({
    logGroups: list(
      structure({
        logGroupName: string,
        creationTime: number,
        metricFilterCount: number,
        arn: string,
        logGroupArn: string,
        storedBytes: number,
        logGroupClass: string,
      }),
    ),
    nextToken: string,
  }),
  run({ logGroupNamePrefix, logGroupNamePattern, nextToken, limit }, world) {
    if (logGroupNamePrefix !== undefined && logGroupNamePattern !== undefined)
      throw invalidParameter("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
    const found = [...world.logs.groups.values()]
      .filter(({ name }) => name.startsWith(logGroupNamePrefix ?? "") && isLike(name, logGroupNamePattern ?? ""))
      .toSorted(byName);
    const page = itemPage(found, limitWithin(limit, mostPerPage), nextToken);
    if (page === undefined) throw invalidToken();
    return { logGroups: page.items.map((group) => groupDocument(group, world)), nextToken: page.nextToken };
  },
});

/** Any part of the name, whatever its case (API reference). */
function isLike(name: string, part: string): boolean {
  return name.toLowerCase().includes(part.toLowerCase());
}

function groupDocument({ name, createdMs }: LogGroup, world: World) {
  const arn = groupArn(world, name);
  const bytes = world.logs.events(name).reduce((sum, { message }) => sum + Buffer.byteLength(message), 0);
  return {
    logGroupName: name,
    creationTime: createdMs,
    metricFilterCount: 0,
    arn: `${arn}:*`,
    logGroupArn: arn,
    storedBytes: bytes,
    logGroupClass: "STANDARD",
  };
}

export const describeLogStreams = operation({
  input: structure({
    logGroupName: string,
    logGroupIdentifier: string,
    logStreamNamePrefix: string,
    orderBy: string,
    descending: boolean,
    nextToken: string,
    limit: number,
  }),
  output: structure({
    logStreams: list(
      structure({
        logStreamName: string,
        creationTime: number,
        firstEventTimestamp: number,
        lastEventTimestamp: number,
        lastIngestionTime: number,
        arn: string,
        storedBytes: number,
      }),
    ),
    nextToken: string,
  }),
  run({ logStreamNamePrefix, orderBy = "LogStreamName", descending = false, nextToken, limit, ...names }, world) {
    const group = knownGroup(world, names);
    const byTime = orderBy === "LastEventTime";
    if (byTime && logStreamNamePrefix !== undefined) throw invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
    const spans = spansOf(world.logs.events(group.name));
    const named = [...group.streams.values()]
      .filter(({ name }) => name.startsWith(logStreamNamePrefix ?? ""))
      .map((stream) => ({ ...stream, ...(spans.get(stream.name) ?? { firstMs: stream.createdMs, lastMs: stream.createdMs }) }))
      .toSorted((a, b) => (byTime ? a.lastMs - b.lastMs : byName(a, b)));
    const page = itemPage(descending ? named.toReversed() : named, limitWithin(limit, mostPerPage), nextToken);
    if (page === undefined) throw invalidToken();
    return {
      logStreams: page.items.map(({ name, createdMs, firstMs, lastMs }) => ({
        logStreamName: name,
        creationTime: createdMs,
        firstEventTimestamp: firstMs,
        lastEventTimestamp: lastMs,
        lastIngestionTime: lastMs,
        arn: `${groupArn(world, group.name)}:log-stream:${name}`,
        // AWS has said 0 for streams since 2019.
        storedBytes: 0,
      })),
      nextToken: page.nextToken,
    };
  },
});

/** The first and the last time of each stream. */
function spansOf(events: readonly LogEvent[]): Map<string, { readonly firstMs: number; readonly lastMs: number }> {
  const spans = new Map<string, { readonly firstMs: number; readonly lastMs: number }>();
  for (const { stream, atMs } of events) {
    const { firstMs = atMs, lastMs = atMs } = spans.get(stream) ?? {};
    spans.set(stream, { firstMs: Math.min(firstMs, atMs), lastMs: Math.max(lastMs, atMs) });
  }
  return spans;
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : Number(a.name > b.name);
}
