import { operation } from "../protocols/rpc-service.ts";
import { boolean, list, number, string, structure, type ValueOf } from "../protocols/shape.ts";
import type { World } from "../world.ts";
import { invalidParameter, notFound } from "./errors.ts";
import { compareEvents, firstPage, markToken, mostEventsPerPage, type PageMark, tokenMark } from "./log-pages.ts";
import { knownGroup, limitWithin } from "./log-place.ts";
import type { LogEvent, LogGroup } from "./log-store.ts";
import { filterPattern } from "./pattern/filter-pattern.ts";

const input = structure({
  logGroupName: string,
  logGroupIdentifier: string,
  logStreamNames: list(string),
  logStreamNamePrefix: string,
  startTime: number,
  endTime: number,
  filterPattern: string,
  nextToken: string,
  limit: number,
  startFromHead: boolean,
});

type Input = ValueOf<typeof input>;

export const filterLogEvents = operation({
  input,
  output: structure({
    events: list(structure({ logStreamName: string, timestamp: number, message: string, ingestionTime: number, eventId: string })),
    searchedLogStreams: list(structure({ logStreamName: string, searchedCompletely: boolean })),
    nextToken: string,
  }),
  run(request, world) {
    const limit = limitWithin(request.limit, mostEventsPerPage);
    const mark = request.nextToken === undefined ? undefined : tokenMark(request.nextToken);
    const direction = mark?.direction ?? firstDirection(request);
    const left = inDirection(matchingEvents(request, world), direction).filter((event) => isBehind(event, mark));
    const page = firstPage(left, limit);
    const last = page.at(-1);
    return {
      events: page.map(documentOf),
      // AWS has left this list empty since 2020.
      searchedLogStreams: [],
      ...(last !== undefined && page.length < left.length ? { nextToken: markToken({ ...last, direction }) } : {}),
    };
  },
});

/** API reference, FilterLogEvents; that a time which is not given counts as one before is an assumption. */
const newestFirstSinceMs = Date.parse("2024-01-01T00:00:00Z");

function firstDirection({ startFromHead = true, startTime = 0 }: Input): PageMark["direction"] {
  if (!startFromHead && startTime < newestFirstSinceMs)
    throw invalidParameter("startFromHead false is supported for a startTime on or after 2024-01-01T00:00:00Z only.");
  return startFromHead ? "f" : "b";
}

function matchingEvents(request: Input, world: World): LogEvent[] {
  const group = knownGroup(world, request);
  const isWantedStream = streamFilter(request, group);
  const matches = filterPattern(request.filterPattern ?? "");
  const { startTime = 0, endTime = Number.POSITIVE_INFINITY } = request;
  return world.logs
    .events(group.name)
    .filter(({ atMs, stream, message }) => atMs >= startTime && atMs <= endTime && isWantedStream(stream) && matches(message));
}

function streamFilter({ logStreamNames, logStreamNamePrefix }: Input, group: LogGroup): (stream: string) => boolean {
  if (logStreamNames === undefined) return (stream) => stream.startsWith(logStreamNamePrefix ?? "");
  if (logStreamNamePrefix !== undefined)
    throw invalidParameter("logStreamNames and logStreamNamePrefix are mutually exclusive parameters.");
  if (logStreamNames.some((name) => !group.streams.has(name))) throw notFound("stream");
  const wanted = new Set(logStreamNames);
  return (stream) => wanted.has(stream);
}

function inDirection(events: readonly LogEvent[], direction: PageMark["direction"]): LogEvent[] {
  const ascending = events.toSorted(compareEvents);
  return direction === "f" ? ascending : ascending.toReversed();
}

function isBehind(event: LogEvent, mark: PageMark | undefined): boolean {
  if (mark === undefined) return true;
  const order = compareEvents(event, mark);
  return mark.direction === "f" ? order > 0 : order < 0;
}

/** Ids have as many digits as AWS's. */
function documentOf({ stream, atMs, message, sequence }: LogEvent) {
  return { logStreamName: stream, timestamp: atMs, message, ingestionTime: atMs, eventId: String(sequence).padStart(56, "0") };
}
