import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  GetLogEventsCommand,
  paginateDescribeLogStreams,
  paginateFilterLogEvents,
  paginateGetLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { startMs, type TestWorld, testWorld } from "../../support/sandbox-world.ts";
import { startTestFront } from "../../support/test-front.ts";

let world: TestWorld = testWorld();
const front = await startTestFront(() => world);
const client = new CloudWatchLogsClient(front.client);
const logGroupName = "/aws/lambda/orders";
const groupArn = `arn:aws:logs:eu-central-1:123456789012:log-group:${logGroupName}`;
const streams = ["2026/11/23/a", "2026/11/23/b"] as const;

function write(atMs: number, message: string, stream: string = streams[0], group = logGroupName): void {
  world.logs.append({ group, stream, atMs: startMs + atMs, message });
}

beforeEach(() => {
  world = testWorld();
  write(0, "one");
  write(2, "three");
  // Came later, happened earlier.
  write(1, "two", streams[1]);
  write(3, '{"logLevel":"WARN"}', streams[1]);
});

afterAll(() => front.close());

const filter = (input: Partial<FilterLogEventsCommandInput> = {}) => client.send(new FilterLogEventsCommand({ logGroupName, ...input }));
const messages = async (input: Partial<FilterLogEventsCommandInput> = {}) => (await filter(input)).events?.map(({ message }) => message);
const refused = (name: string, message: RegExp) => ({
  name,
  message: expect.stringMatching(message),
  $metadata: expect.objectContaining({ httpStatusCode: 400 }),
});

describe("FilterLogEvents", () => {
  it("gives the events of all streams in the order of time, each with an id of its own", async () => {
    const { events = [], searchedLogStreams, nextToken } = await filter();
    expect(events.map(({ message }) => message)).toEqual(["one", "two", "three", '{"logLevel":"WARN"}']);
    expect(events[1]).toMatchObject({ logStreamName: streams[1], timestamp: startMs + 1, ingestionTime: startMs + 1 });
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(4);
    expect([searchedLogStreams, nextToken]).toEqual([[], undefined]);
  });

  it.each<[string, Partial<FilterLogEventsCommandInput>, readonly string[]]>([
    ["from a time on, and up to one, both included", { startTime: startMs + 1, endTime: startMs + 2 }, ["two", "three"]],
    ["of a stream", { logStreamNames: [streams[0]] }, ["one", "three"]],
    ["of streams by the beginning of the name", { logStreamNamePrefix: "2026/11/23/b" }, ["two", '{"logLevel":"WARN"}']],
    ["that match a term", { filterPattern: "t -two" }, ["three"]],
    ["that match a JSON pattern", { filterPattern: '{ $.logLevel = "WARN" }' }, ['{"logLevel":"WARN"}']],
    ["newest first", { startFromHead: false, startTime: startMs, endTime: startMs + 2 }, ["three", "two", "one"]],
    ["of a group by its ARN", { logGroupName: undefined, logGroupIdentifier: groupArn, endTime: startMs }, ["one"]],
  ])("gives those %s", async (_, input, expected) => {
    expect(await messages(input)).toEqual(expected);
  });

  it.each([
    [true, ["one", "two", "three", '{"logLevel":"WARN"}', "new"]],
    [false, ['{"logLevel":"WARN"}', "three", "two", "one"]],
  ])("goes on where a page ended, whatever came in between (from the head: %s)", async (startFromHead, expected) => {
    const seen: (string | undefined)[] = [];
    for await (const { events = [] } of paginateFilterLogEvents(
      { client, pageSize: 1 },
      { logGroupName, startFromHead, startTime: startMs },
    )) {
      if (seen.length === 0) write(4, "new");
      seen.push(...events.map(({ message }) => message));
    }
    expect(seen).toEqual(expected);
  });

  it("ends a page at 1 MB, though never before its first event", async () => {
    for (let at = 10; at < 13; at++) write(at, "x".repeat(600_000));
    write(13, "y".repeat(2_000_000));
    const input = { logGroupName, startTime: startMs + 10 };
    const pages: number[] = [];
    for await (const { events = [] } of paginateFilterLogEvents({ client }, input)) pages.push(events.length);
    expect(pages).toEqual([1, 1, 1, 1]);
  });

  it.each<[string, Partial<FilterLogEventsCommandInput>, string, RegExp]>([
    [
      "a group that is not there",
      { logGroupName: "/aws/lambda/gone" },
      "ResourceNotFoundException",
      /^The specified log group does not exist\.$/,
    ],
    ["a stream that is not there", { logStreamNames: ["gone"] }, "ResourceNotFoundException", /log stream does not exist/],
    [
      "streams named in two ways",
      { logStreamNames: [streams[0]], logStreamNamePrefix: "2026" },
      "InvalidParameterException",
      /mutually exclusive/,
    ],
    ["a group named in two ways", { logGroupIdentifier: groupArn }, "InvalidParameterException", /mutually exclusive/],
    ["no group", { logGroupName: undefined }, "InvalidParameterException", /^1 validation error detected: Value null at 'logGroupName'/],
    ["a limit of 10,001", { limit: 10_001 }, "InvalidParameterException", /less than or equal to 10000/],
    ["a limit of 0", { limit: 0 }, "InvalidParameterException", /greater than or equal to 1/],
    ["a token of another making", { nextToken: "f/bm9uc2Vuc2U" }, "InvalidParameterException", /nextToken/],
    ["newest first from before 2024 on", { startFromHead: false, startTime: 1_704_067_199_999 }, "InvalidParameterException", /2024-01-01/],
    ["a pattern that is not supported", { filterPattern: "%x%" }, "InvalidParameterException", /The sandbox takes terms/],
  ])("refuses %s", async (_, input, name, message) => {
    await expect(filter(input)).rejects.toMatchObject(refused(name, message));
  });
});

describe("GetLogEvents", () => {
  const stream = { logGroupName, logStreamName: "long" };
  const get = async (input: object = {}) => {
    const { events = [], ...tokens } = await client.send(new GetLogEventsCommand({ ...stream, ...input }));
    return { ...tokens, messages: events.map(({ message }) => message) };
  };

  beforeEach(() => {
    for (let at = 0; at < 5; at++) write(at, `m${at}`, "long");
  });

  it("begins at the end, or at the head when asked to", async () => {
    expect((await get({ limit: 2 })).messages).toEqual(["m3", "m4"]);
    expect((await get({ limit: 2, startFromHead: true })).messages).toEqual(["m0", "m1"]);
  });

  it("leaves the end of the time range out", async () => {
    expect((await get({ startTime: startMs + 1, endTime: startMs + 3 })).messages).toEqual(["m1", "m2"]);
  });

  it("goes forward and back by its tokens, which stay the same at the ends", async () => {
    const last = await get({ limit: 2 });
    const before = await get({ limit: 2, nextToken: last.nextBackwardToken });
    expect(before.messages).toEqual(["m1", "m2"]);
    expect((await get({ limit: 9, nextToken: before.nextForwardToken })).messages).toEqual(["m3", "m4"]);
    const first = await get({ nextToken: before.nextBackwardToken });
    expect(first.messages).toEqual(["m0"]);
    const over = await get({ nextToken: first.nextBackwardToken });
    expect([over.messages, over.nextBackwardToken]).toEqual([[], first.nextBackwardToken]);
    const end = await get({ nextToken: last.nextForwardToken });
    expect([end.messages, end.nextForwardToken]).toEqual([[], last.nextForwardToken]);
    write(9, "late", "long");
    expect((await get({ nextToken: end.nextForwardToken })).messages).toEqual(["late"]);
  });

  it("is read to its end by the SDK's paginator", async () => {
    const seen: (string | undefined)[] = [];
    const pages = paginateGetLogEvents({ client, pageSize: 2, stopOnSameToken: true }, { ...stream, startFromHead: true });
    for await (const { events = [] } of pages) seen.push(...events.map(({ message }) => message));
    expect(seen).toEqual(["m0", "m1", "m2", "m3", "m4"]);
  });

  it("shows what comes later to whoever saw nothing", async () => {
    const nothing = await get({ endTime: startMs });
    expect(nothing.messages).toEqual([]);
    expect((await get({ nextToken: nothing.nextForwardToken, limit: 1 })).messages).toEqual(["m0"]);
  });

  it("refuses a stream that is not there", async () => {
    await expect(get({ logStreamName: "gone" })).rejects.toMatchObject(refused("ResourceNotFoundException", /log stream/));
  });
});

describe("DescribeLogGroups", () => {
  const names = async (input: object) =>
    (await client.send(new DescribeLogGroupsCommand(input))).logGroups?.map((group) => group.logGroupName);

  beforeEach(() => {
    write(5, "x", "s", "/aws/lambda/audit");
    write(5, "x", "s", "/app");
  });

  it("gives groups by name, by the beginning or by a part of it", async () => {
    expect(await names({})).toEqual(["/app", "/aws/lambda/audit", logGroupName]);
    expect(await names({ logGroupNamePrefix: "/aws/lambda/a" })).toEqual(["/aws/lambda/audit"]);
    expect(await names({ logGroupNamePattern: "ORD" })).toEqual([logGroupName]);
    expect(await names({ limit: 1 })).toEqual(["/app"]);
  });

  it("tells what a client has to know of one", async () => {
    const { logGroups } = await client.send(new DescribeLogGroupsCommand({ logGroupNamePattern: "orders" }));
    expect(logGroups).toEqual([
      {
        logGroupName,
        creationTime: startMs,
        metricFilterCount: 0,
        arn: `${groupArn}:*`,
        logGroupArn: groupArn,
        storedBytes: "onetwothree".length + '{"logLevel":"WARN"}'.length,
        logGroupClass: "STANDARD",
      },
    ]);
  });

  it.each([
    ["a prefix and a pattern", { logGroupNamePrefix: "a", logGroupNamePattern: "b" }],
    ["a limit of 51", { limit: 51 }],
    ["a token of another making", { nextToken: "x" }],
  ])("refuses %s", async (_, input) => {
    await expect(names(input)).rejects.toMatchObject({ name: "InvalidParameterException" });
  });
});

describe("DescribeLogStreams", () => {
  const list = async (input: object = {}) =>
    (await client.send(new DescribeLogStreamsCommand({ logGroupName, ...input }))).logStreams ?? [];
  const names = async (input: object) => (await list(input)).map(({ logStreamName }) => logStreamName);

  it("gives streams with the times of their events", async () => {
    expect((await list())[1]).toEqual({
      logStreamName: streams[1],
      creationTime: startMs + 1,
      firstEventTimestamp: startMs + 1,
      lastEventTimestamp: startMs + 3,
      lastIngestionTime: startMs + 3,
      arn: `${groupArn}:log-stream:${streams[1]}`,
      storedBytes: 0,
    });
  });

  it("gives them by name or by their last event", async () => {
    write(9, "late");
    expect(await names({})).toEqual([...streams]);
    expect(await names({ descending: true })).toEqual([streams[1], streams[0]]);
    expect(await names({ orderBy: "LastEventTime" })).toEqual([streams[1], streams[0]]);
    expect(await names({ logStreamNamePrefix: "2026/11/23/b" })).toEqual([streams[1]]);
    const pages: number[] = [];
    for await (const { logStreams = [] } of paginateDescribeLogStreams({ client, pageSize: 1 }, { logGroupName }))
      pages.push(logStreams.length);
    expect(pages).toEqual([1, 1]);
  });

  it("refuses the last event's order together with a prefix", async () => {
    await expect(list({ orderBy: "LastEventTime", logStreamNamePrefix: "2" })).rejects.toMatchObject(
      refused("InvalidParameterException", /Cannot order by LastEventTime/),
    );
  });
});
