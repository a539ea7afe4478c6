import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import type { EventOrigin, EventRecord } from "../../../src/core/record/event-record.ts";
import { functionTarget, type Invocation } from "../../../src/core/redrive/function-target.ts";
import { nodeBytes } from "../../../src/platform/bytes/node-bytes.ts";
import { outgoingBatch } from "../../support/event-records.ts";

const nowMs = Date.parse("2026-11-23T12:00:00Z");
const origin: EventOrigin = {
  eventSource: "aws:kafka",
  eventSourceArn: "arn:aws:kafka:eu-central-1:1:cluster/shop/1",
  bootstrapServers: [],
};
const batch = outgoingBatch([100n, 101n, 102n]);

interface Setup {
  readonly partialResponses?: boolean;
  readonly eventBytes?: (origin: EventOrigin, records: readonly EventRecord[]) => Uint8Array;
}

/** A target whose function gives `invocation`, and what it was called with. */
function targetOf(invocation: Invocation | Error, { partialResponses = false, eventBytes = () => Buffer.from("event") }: Setup = {}) {
  const payloads: Uint8Array[] = [];
  const target = functionTarget({
    invoker: {
      async invoke(payload) {
        payloads.push(payload);
        if (invocation instanceof Error) throw invocation;
        return invocation;
      },
    },
    origin,
    eventBytes,
    functionTimeoutMs: 30_000,
    partialResponses,
    clock: { now: () => nowMs },
    bytes: nodeBytes,
  });
  return { send: () => target.send(batch), payloads, close: () => target.close() };
}

function answered(payload: string, functionError?: string): Invocation {
  return { kind: "answered", functionError, payload: Buffer.from(payload), executedVersion: "$LATEST", requestId: "req-1" };
}

it("sends the event of the batch, once", async () => {
  const shaped: unknown[] = [];
  const eventBytes: Setup["eventBytes"] = (...given) => {
    shaped.push(given);
    return Buffer.from("the event");
  };
  const { send, payloads, close } = targetOf(answered("null"), { eventBytes });
  expect(await send()).toEqual({ kind: "delivered" });
  expect(shaped).toEqual([[origin, batch.records]]);
  expect(payloads.map(String)).toEqual(["the event"]);
  await close();
});

describe("the size of an event", () => {
  it("may be 6 MB", async () => {
    const { send } = targetOf(answered(""), { eventBytes: () => new Uint8Array(6_291_456) });
    expect(await send()).toEqual({ kind: "delivered" });
  });

  it("may not be a byte more: it is not sent", async () => {
    const { send, payloads } = targetOf(answered(""), { eventBytes: () => new Uint8Array(6_291_457) });
    expect(await send()).toEqual({ kind: "too-large" });
    expect(payloads).toEqual([]);
  });

  it("may be too large for Lambda all the same", async () => {
    expect(await targetOf({ kind: "too-large" }).send()).toEqual({ kind: "too-large" });
  });
});

describe("a function that fails", () => {
  it.each([
    [
      "its error, not what it says, which may quote the record",
      '{"errorType":"Error","errorMessage":"no stock","stackTrace":["secret"]}',
      "Error",
    ],
    ["an error without a type", '{"errorMessage":"2026-11-23 Task timed out after 3.00 seconds"}', "Task timed out after 3.00 seconds"],
    ["an error without words", '{"errorType":"Runtime.ExitError","errorMessage":""}', "Runtime.ExitError"],
    ["words that are no text", '{"errorType":{},"errorMessage":7}', "the function failed and does not say why"],
    [
      "a response that is too large",
      '{"errorType":"Function.ResponseSizeTooLarge","errorMessage":"too large"}',
      "Function.ResponseSizeTooLarge",
    ],
    ["nothing", "", "the function failed and does not say why"],
    ["no JSON", "boom", "the function failed and does not say why"],
    ["a list", "[]", "the function failed and does not say why"],
    ["a partial response", '{"batchItemFailures":[]}', "the function failed and does not say why"],
  ])("with %s", async (_, payload, reason) => {
    expect(await targetOf(answered(payload, "Unhandled"), { partialResponses: true }).send()).toEqual({ kind: "failed", reason });
  });

  it("cannot reach the terminal, nor fill the journal", async () => {
    const payload = JSON.stringify({ errorType: `\u001b[2J${"x".repeat(5_000)}`, errorMessage: "" });
    const delivery = await targetOf(answered(payload, "Unhandled")).send();
    expect(delivery).toMatchObject({ kind: "failed", reason: expect.stringMatching(/^\\x1b\[2Jx+…$/) });
    expect(delivery.kind === "failed" && delivery.reason).toHaveLength(200);
  });
});

describe("a partial response", () => {
  const failures = '{"batchItemFailures":[{"itemIdentifier":{"partition":"orders-0","offset":101}}]}';

  it("tells from where on records are not done", async () => {
    expect(await targetOf(answered(failures), { partialResponses: true }).send()).toEqual({
      kind: "partly",
      failedFrom: 101n,
      reason: "named in batchItemFailures",
    });
  });

  it("means nothing when the mapping does not ask for it", async () => {
    expect(await targetOf(answered(failures)).send()).toEqual({ kind: "delivered" });
    expect(await targetOf(answered("{")).send()).toEqual({ kind: "delivered" });
  });

  it("that cannot be used fails the whole batch", async () => {
    const other = failures.replace("101", "999");
    expect(await targetOf(answered(other), { partialResponses: true }).send()).toEqual({
      kind: "failed",
      reason: "its batchItemFailures names a record that was not in the batch",
    });
    const binary: Invocation = {
      kind: "answered",
      functionError: undefined,
      payload: Buffer.from([0xff]),
      executedVersion: "1",
      requestId: "r",
    };
    expect(await targetOf(binary, { partialResponses: true }).send()).toEqual({ kind: "failed", reason: "its response is not UTF-8" });
  });
});

describe("what is no answer of the function", () => {
  it("a throttle uses up no attempt", async () => {
    const invocation: Invocation = { kind: "throttled", reason: "CallerRateLimitExceeded", retryAfterMs: 1_000 };
    expect(await targetOf(invocation).send()).toEqual({ kind: "throttled", reason: "CallerRateLimitExceeded", retryAfterMs: 1_000 });
  });

  it("may be sent again at once when the function did not run", async () => {
    expect(await targetOf({ kind: "not-run", reason: "busy\u001b" }).send()).toEqual({ kind: "unavailable", reason: "busy\\x1b" });
  });

  it("is a failure when Lambda does not take the event for JSON", async () => {
    expect(await targetOf({ kind: "not-json", reason: "no JSON" }).send()).toEqual({ kind: "failed", reason: "no JSON" });
  });

  it("is unknown until the function has surely ended", async () => {
    expect(await targetOf({ kind: "no-answer", reason: "reset" }).send()).toEqual({
      kind: "unknown",
      reason: "reset",
      settledAtMs: nowMs + 30_000 + 20_000,
    });
  });

  it("ends the run when nothing gets around it", async () => {
    const error = new MskctlError("not-permitted", "not permitted: lambda:InvokeFunction");
    await expect(targetOf(error).send()).rejects.toBe(error);
  });
});
