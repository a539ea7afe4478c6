import { describe, expect, it } from "vitest";
import type { FailedBatch } from "../../../../src/sandbox/destinations/failed-batch.ts";
import { defaultRetentionMs, embeddedTopic } from "../../../../src/sandbox/runtime/embedded-topic.ts";
import { loadScenario } from "../../../../src/sandbox/scenario/load-scenario.ts";
import type { InvokeOutcome } from "../../../../src/sandbox/world.ts";
import { type Account, accountOf, minutesOf, oneMapping, startedMs, sumsOf, total } from "../runtime-fixture.ts";

const ofFunction = (account: Account, name: string) => minutesOf(account, name, { FunctionName: "orders" });
const sums = (account: Account, name: string) => ofFunction(account, name).map(({ sum }) => sum);
const resultOf = (account: Account) => account.mapping().document.LastProcessingResult;

/** Records that are not committed by now. */
function lagOf({ world, ...account }: Account): number {
  const { partitions = [] } = world.runtime.progress(account.mapping().document.UUID) ?? {};
  return total(partitions.map(({ committed, end }) => Number(end - committed)));
}

const allDelivered = { DestinationConfig: { OnFailure: { Destination: "arn:aws:s3:::failed" } } };
const provisioned = { ProvisionedPollerConfig: { MinimumPollers: 1, MaximumPollers: 1 } };

describe("function-error", () => {
  it("has every invocation fail for its time, and then the records get through", () => {
    const account = accountOf({
      ...oneMapping(),
      faults: [{ kind: "function-error", function: "orders", errorType: "TypeError", after: "1m", for: "2m" }],
    });
    account.advanceMinutes(2.5);
    expect(resultOf(account)).toBe("PROBLEM: Function call failed");
    account.advanceMinutes(3.5);
    const [invocations, errors] = [sums(account, "Invocations"), sums(account, "Errors")];
    expect(errors[0]).toBe(0);
    // What began before the fault is stamped with the minute before.
    expect(errors.slice(1, 3)).toEqual(invocations.slice(1, 3));
    expect(errors.slice(4)).toEqual([0, 0]);
    expect(ofFunction(account, "Duration")[2]).toMatchObject({ minimum: 1, maximum: 1 });
    expect(sumsOf(account, "FailedInvokeEventCount", account.mapping())[2]).toBeGreaterThan(0);
    expect(resultOf(account)).toBe("OK");
    expect(lagOf(account)).toBeLessThan(200);
  });

  const keys = ["customer-00000006", "customer-00000012"];
  const poisoned = (mapping: object, fault: object = {}) => ({
    ...oneMapping({ mapping: { ...provisioned, ...allDelivered, ...mapping } }),
    faults: [{ kind: "function-error", function: "orders", keys, ...fault }],
    assumptions: { partialResponse: "listed" },
  });

  /** Places of the records with one of the keys, as far as they are committed. */
  function expectedPlaces(document: object, account: Account): string[] {
    const [topic] = loadScenario(document).clusters[0]?.topics ?? [];
    if (topic === undefined) throw new Error("no topic");
    const source = embeddedTopic(topic, { seed: 1, startedMs, createdMs: startedMs - defaultRetentionMs });
    const { partitions = [] } = account.world.runtime.progress(account.mapping().document.UUID) ?? {};
    return partitions.flatMap(({ partition, committed }) => {
      const places: string[] = [];
      for (let offset = source.endOffset(partition, startedMs); offset < Number(committed); offset++) {
        const { key } = source.record(partition, offset);
        if (key !== null && keys.includes(Buffer.from(key).toString())) places.push(`${partition}-${offset}`);
      }
      return places;
    });
  }

  function failedPlaces(batches: readonly FailedBatch[], account: Account): string[] {
    const { partitions = [] } = account.world.runtime.progress(account.mapping().document.UUID) ?? {};
    const committed = new Map(partitions.map((each) => [each.partition, each.committed]));
    return batches
      .flatMap((batch) => [...batch.records()])
      .filter(({ partition, offset }) => offset < (committed.get(partition) ?? 0n))
      .map(({ partition, offset }) => `${partition}-${offset}`);
  }

  it("has just the records with the keys fail, found by bisecting", () => {
    const document = poisoned({ MaximumRetryAttempts: 0, BisectBatchOnFunctionError: true });
    const account = accountOf(document);
    account.advanceMinutes(10);
    const expected = expectedPlaces(document, account);
    expect(expected.length).toBeGreaterThan(5);
    expect(failedPlaces(account.failed, account).toSorted()).toEqual(expected.toSorted());
    expect(new Set(account.failed.map(({ response }) => response?.functionError))).toEqual(new Set(["Unhandled"]));
    expect(total(sums(account, "Errors"))).toBeGreaterThan(expected.length);
  });

  it("with partial has them named in the answer: no invocation is an error", () => {
    const document = poisoned({ MaximumRetryAttempts: 1, FunctionResponseTypes: ["ReportBatchItemFailures"] }, { partial: true });
    const account = accountOf(document);
    account.advanceMinutes(10);
    const expected = expectedPlaces(document, account);
    expect(expected.length).toBeGreaterThan(5);
    expect(failedPlaces(account.failed, account).toSorted()).toEqual(expected.toSorted());
    expect(total(sums(account, "Errors"))).toBe(0);
    // Twice each: the batch, and what it left.
    expect(total(sumsOf(account, "FailedInvokeEventCount", account.mapping()))).toBeGreaterThanOrEqual(2 * expected.length);
  });

  it.each([
    ["partial, and a mapping that takes no partial responses", {}, { partial: true }],
    ["a mapping that takes them, and no partial", { FunctionResponseTypes: ["ReportBatchItemFailures"] }, {}],
  ])("is an error with %s", (_, mapping, fault) => {
    const account = accountOf(poisoned({ MaximumRetryAttempts: 0, BisectBatchOnFunctionError: true, ...mapping }, fault));
    account.advanceMinutes(5);
    expect(total(sums(account, "Errors"))).toBeGreaterThan(0);
  });

  it("adds to the failures that the function names itself", () => {
    const document = {
      ...poisoned({ MaximumRetryAttempts: 0, FunctionResponseTypes: ["ReportBatchItemFailures"] }, { partial: true }),
      functions: [{ name: "orders", simulated: { baseMs: 20, poisonShare: 0.01 } }],
    };
    const [both, alone] = [accountOf(document), accountOf({ ...document, faults: [] })];
    for (const account of [both, alone]) account.advanceMinutes(5);
    const places = failedPlaces(both.failed, both);
    expect(places).toEqual(expect.arrayContaining(expectedPlaces(document, both)));
    const own = new Set(failedPlaces(alone.failed, alone));
    expect(places.filter((place) => own.has(place)).length).toBeGreaterThan(100);
  });

  it.each([
    ["a module", { module: "/nowhere/at-all.mjs" }],
    ["an HTTP address", { http: "http://127.0.0.1:9" }],
  ])("does not run %s", async (_, behaviour) => {
    const fault = { kind: "function-error", function: "orders", errorType: "RangeError", errorMessage: "too far", times: 1 };
    const account = accountOf({ functions: [{ name: "orders", ...behaviour }], faults: [fault] });
    expect(await invoked(account)).toMatchObject({ kind: "function-error", durationMs: 1, payload: { errorType: "RangeError" } });
    expect(account.faults.waiting()).toEqual([]);
    account.advanceMinutes(1);
    expect([sums(account, "Invocations"), sums(account, "Errors")]).toEqual([[1], [1]]);
    await account.world.runtime.close();
  });

  it("hits an Invoke by the keys of its event", async () => {
    const account = accountOf({
      functions: [{ name: "orders" }],
      faults: [{ kind: "function-error", function: "orders", keys: ["a"] }],
    });
    const event = (key: string) => ({ records: { "orders-0": [{ partition: 0, offset: 1, key: Buffer.from(key).toString("base64") }] } });
    expect(await invoked(account, event("a"))).toMatchObject({ kind: "function-error" });
    expect(await invoked(account, event("b"))).toMatchObject({ kind: "ok" });
  });
});

type Answered = Exclude<InvokeOutcome, { readonly kind: "throttled" }>;

/** One Invoke of `orders`, with its payload as data. */
async function invoked({ world, clock }: Account, event: object = {}): Promise<Omit<Answered, "payload"> | InvokeOutcome> {
  const fn = world.functions.get("orders");
  if (fn === undefined) throw new Error("no function");
  const pending = world.runtime.invoke(fn, "$LATEST", new TextEncoder().encode(JSON.stringify(event)));
  clock.advanceTo(clock.now() + 30_000);
  const outcome = await pending;
  return outcome.kind === "throttled" ? outcome : { ...outcome, payload: JSON.parse(new TextDecoder().decode(outcome.payload)) };
}

describe("throttle", () => {
  it("leaves no concurrency for its time: throttles, no error, no retry used up", async () => {
    const mapping = { ...provisioned, ...allDelivered, MaximumRetryAttempts: 0 };
    const faults = [{ kind: "throttle", function: "orders", after: "1m", for: "2m" }];
    const account = accountOf({ ...oneMapping({ mapping }), faults });
    account.advanceMinutes(1.5);
    expect(await invoked(account)).toEqual({ kind: "throttled", reason: "ReservedFunctionConcurrentInvocationLimitExceeded" });
    account.advanceMinutes(4);
    const throttles = sums(account, "Throttles");
    expect(throttles.map((count) => count > 0)).toEqual([false, true, true, false, false, false]);
    expect(total(sums(account, "Errors"))).toBe(0);
    expect(account.failed).toEqual([]);
    expect(lagOf(account)).toBeLessThan(200);
  });

  it("leaves as much as it says, and counts the attempts that it refuses", () => {
    const slow = { simulated: { baseMs: 700, perRecordMs: 0 } };
    const account = accountOf({
      ...oneMapping({ fn: slow }),
      faults: [{ kind: "throttle", function: "orders", concurrency: 1, times: 50 }],
    });
    account.advanceMinutes(5);
    expect(total(sums(account, "Throttles"))).toBe(50);
    expect(account.faults.waiting()).toEqual([]);
    expect(ofFunction(account, "ConcurrentExecutions").at(-1)).toMatchObject({ maximum: 3 });
  });

  it("with a concurrency of one lets invocations run one by one", () => {
    const slow = { simulated: { baseMs: 700, perRecordMs: 0 } };
    const account = accountOf({ ...oneMapping({ fn: slow }), faults: [{ kind: "throttle", function: "orders", concurrency: 1 }] });
    account.advanceMinutes(3);
    expect(ofFunction(account, "ConcurrentExecutions").map(({ maximum }) => maximum)).toEqual([1, 1, 1]);
    expect(Math.min(...sums(account, "Invocations"))).toBeGreaterThan(50);
  });
});

describe("latency", () => {
  it("adds to the duration for its time, with jitter by chance", () => {
    const account = accountOf({
      ...oneMapping({ fn: { simulated: { baseMs: 20, perRecordMs: 0 } } }),
      faults: [{ kind: "latency", function: "orders", ms: 300, jitterMs: 100, after: "1m", for: "1m" }],
    });
    account.advanceMinutes(4);
    const [before, during, , later] = ofFunction(account, "Duration");
    for (const usual of [before, later]) expect(usual).toMatchObject({ minimum: 20, maximum: 20 });
    expect(during?.minimum).toBeGreaterThanOrEqual(320);
    expect(during?.minimum).toBeLessThan(340);
    expect(during?.maximum).toBeGreaterThan(400);
    expect(during?.maximum).toBeLessThan(420);
    expect(total(sums(account, "Errors"))).toBe(0);
  });

  it("beyond the function's timeout is Lambda's timeout error, and so for an error that comes late", async () => {
    const account = accountOf({
      functions: [{ name: "orders", timeoutSeconds: 2 }],
      faults: [
        { kind: "latency", function: "orders", ms: 2_500, times: 2 },
        { kind: "function-error", function: "orders", after: "30s" },
      ],
    });
    for (const _ of ["the function's own answer", "an error"]) {
      expect(await invoked(account)).toMatchObject({
        kind: "function-error",
        durationMs: 2_000,
        payload: { errorType: "Sandbox.Timedout", errorMessage: expect.stringContaining("Task timed out after 2.00 seconds") },
      });
    }
    expect(await invoked(account)).toMatchObject({ kind: "function-error", durationMs: 1 });
  });

  it("does not make a function that is not reached any slower", async () => {
    const account = accountOf({
      functions: [{ name: "orders", http: "http://127.0.0.1:9" }],
      faults: [{ kind: "latency", function: "orders", ms: 1_000 }],
    });
    expect(await invoked(account)).toMatchObject({ payload: { errorType: "Sandbox.Unreachable" } });
    await account.world.runtime.close();
  });
});
