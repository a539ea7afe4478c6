import nock from "nock";
import { describe, expect, it } from "vitest";
import { mappingLog } from "../../../src/platform/aws/mapping-log.ts";
import { errorOf, exactly, mockedAws, useMockedAws } from "../../support/aws.ts";
import { fakeFunctions, notPermitted } from "../../support/fakes/surroundings.ts";
import { sampleMapping } from "../../support/mappings.ts";

useMockedAws();

const logsUrl = "https://logs.eu-central-1.amazonaws.com";
const mapping = sampleMapping();
const nowMs = Date.parse("2026-11-23T00:10:00Z");
const sinceMs = Date.parse("2026-11-23T00:00:30Z");

interface Asked {
  readonly group?: string;
  readonly day?: string;
  readonly startTime?: number;
  readonly nextToken?: string;
}

function answer({ group = "/aws/lambda/orders", day = "2026/11/23", startTime = sinceMs, nextToken }: Asked, status: number, body: object) {
  nock(logsUrl, { reqheaders: { "x-amz-target": "Logs_20140328.FilterLogEvents" } })
    .post(
      "/",
      exactly({
        logGroupName: group,
        logStreamNamePrefix: `${day}/${mapping.UUID}`,
        startTime,
        filterPattern: '{ $.eventType = "KAFKA_STATUS_EVENT" }',
        ...(nextToken === undefined ? {} : { nextToken }),
      }),
    )
    .reply(status, body, { "content-type": "application/x-amz-json-1.1" });
}

/** As in the Developer Guide's sample, with these changes. */
function line(offsets: object, changes: object = {}) {
  const documented = { partition: "orders-0", endOffset: 120, consumedOffset: 99, processedOffset: 99, committedOffset: 100 };
  return {
    eventType: "KAFKA_STATUS_EVENT",
    timestamp: sinceMs + 60_000,
    resourceArn: mapping.EventSourceMappingArn,
    eventProcessorId: `${mapping.UUID}/0`,
    logLevel: "DEBUG",
    kafkaPartitionOffsets: { ...documented, ...offsets },
    ...changes,
  };
}
const event = (message: object | string, timestamp = sinceMs) => ({
  timestamp,
  message: typeof message === "string" ? message : JSON.stringify(message),
});

function positions(functions = fakeFunctions({ orders: {} }), since = sinceMs) {
  return mappingLog(mockedAws(), { functions, clock: { now: () => nowMs } }).positions(mapping, since);
}

describe("where partitions stood", () => {
  it("is read from the mapping's stream of the day, page by page, in time order", async () => {
    answer({}, 200, { events: [event(line({ partition: "orders-11" }))], nextToken: "p2" });
    answer({ nextToken: "p2" }, 200, {
      events: [event(line({ endOffset: "9007199254740993", committedOffset: 0 }, { timestamp: sinceMs + 1 }))],
    });
    expect(await positions()).toEqual([
      { atMs: sinceMs + 1, partition: 0, end: 9_007_199_254_740_993n, committed: 0n },
      { atMs: sinceMs + 60_000, partition: 11, end: 120n, committed: 100n },
    ]);
  });

  it("is read from the stream of each day that is touched, one of which may be missing", async () => {
    const yesterdayMs = Date.parse("2026-11-22T23:55:00Z");
    answer({ day: "2026/11/22", startTime: yesterdayMs }, 200, { events: [] });
    answer({ startTime: yesterdayMs }, 200, { events: [event(line({}))] });
    expect(await positions(undefined, yesterdayMs)).toHaveLength(1);
  });

  it.each([
    ["no JSON", "not JSON"],
    ["JSON of another kind", "[1]"],
    ["another event", JSON.stringify({ eventType: "POLLER_STATUS_EVENT" })],
    ["another topic", line({ partition: "payments-0" })],
    ["no partition", line({ partition: "orders" })],
    ["an offset that is none", line({ committedOffset: -1 })],
    ["an offset that is no whole number", line({ endOffset: 1.5 })],
    ["offsets as a list", line({}, { kafkaPartitionOffsets: [] })],
  ])("passes over %s", async (_, message) => {
    answer({}, 200, { events: [event(message), {}, event(line({}))] });
    expect(await positions()).toHaveLength(1);
  });

  it("takes the time of the event where the line has none", async () => {
    answer({}, 200, { events: [event(line({}, { timestamp: undefined }), 77)] });
    expect(await positions()).toMatchObject([{ atMs: 77 }]);
  });
});

describe("the log group", () => {
  it("is the one that the function's settings name, which are asked for once", async () => {
    const functions = fakeFunctions({ orders: { document: { LoggingConfig: { LogGroup: "/shop/logs" } } } });
    const log = mappingLog(mockedAws(), { functions, clock: { now: () => nowMs } });
    for (let read = 0; read < 2; read++) {
      answer({ group: "/shop/logs" }, 200, { events: [] });
      expect(await log.positions(mapping, sinceMs)).toEqual([]);
    }
    expect(functions.asked).toEqual(["orders"]);
  });

  it("is Lambda's where the settings may not be read", async () => {
    answer({}, 200, {});
    const functions = { ...fakeFunctions({}), facts: () => Promise.reject(notPermitted("lambda:GetFunctionConfiguration")) };
    expect(await positions(functions)).toEqual([]);
  });

  it("that does not exist is not found, and a denial names its action", async () => {
    answer({}, 400, { __type: "ResourceNotFoundException", message: "The specified log group does not exist." });
    expect(await errorOf(positions())).toMatchObject({
      code: "not-found",
      message: expect.stringContaining("log group /aws/lambda/orders"),
    });
    answer({}, 400, { __type: "AccessDeniedException", message: "no" });
    expect(await errorOf(positions())).toMatchObject({ code: "not-permitted", details: { action: "logs:FilterLogEvents" } });
  });
});
