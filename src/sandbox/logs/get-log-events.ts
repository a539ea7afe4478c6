import { required } from "../protocols/required.ts";
import { operation } from "../protocols/rpc-service.ts";
import { boolean, list, number, string, structure } from "../protocols/shape.ts";
import { notFound } from "./errors.ts";
import { compareEvents, firstPage, markToken, mostEventsPerPage, type PageMark, type PagePlace, tokenMark } from "./log-pages.ts";
import { knownGroup, limitWithin } from "./log-place.ts";
import type { LogEvent } from "./log-store.ts";

/** Before every event: where one goes on that has seen none. */
const beginning: PagePlace = { atMs: -1, sequence: -1 };

export const getLogEvents = operation({
  input: structure({
    logGroupName: string,
    logGroupIdentifier: string,
    logStreamName: string,
    startTime: number,
    endTime: number,
    nextToken: string,
    limit: number,
    startFromHead: boolean,
  }),
  output: structure({
    events: list(structure({ timestamp: number, message: string, ingestionTime: number })),
    nextForwardToken: string,
    nextBackwardToken: string,
  }),
  run(request, world) {
    const group = knownGroup(world, request);
    const name = required(request.logStreamName, "LogStreamName", "InvalidParameterException");
    if (!group.streams.has(name)) throw notFound("stream");
    const { startTime = 0, endTime = Number.POSITIVE_INFINITY, nextToken, startFromHead = false } = request;
    const events = world.logs
      .events(group.name)
      .filter(({ stream, atMs }) => stream === name && atMs >= startTime && atMs < endTime)
      .toSorted(compareEvents);
    const mark = nextToken === undefined ? undefined : tokenMark(nextToken);
    const page = pageOf(events, mark, { limit: limitWithin(request.limit, mostEventsPerPage), startFromHead });
    // At either end the token stays what it was, by which a client sees that there is no more.
    const [first, last] = [page[0] ?? mark ?? beginning, page.at(-1) ?? mark ?? beginning];
    return {
      events: page.map(({ atMs, message }) => ({ timestamp: atMs, message, ingestionTime: atMs })),
      nextForwardToken: markToken({ ...last, direction: "f" }),
      nextBackwardToken: markToken({ ...first, direction: "b" }),
    };
  },
});

/** Always oldest first, whichever way one goes. */
function pageOf(
  events: readonly LogEvent[],
  mark: PageMark | undefined,
  { limit, startFromHead }: { readonly limit: number; readonly startFromHead: boolean },
): LogEvent[] {
  if (mark?.direction === "f") {
    return firstPage(
      events.filter((event) => compareEvents(event, mark) > 0),
      limit,
    );
  }
  if (mark === undefined && startFromHead) return firstPage(events, limit);
  const before = mark === undefined ? events : events.filter((event) => compareEvents(event, mark) < 0);
  return firstPage(before.toReversed(), limit).toReversed();
}
