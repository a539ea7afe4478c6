import { describe, expect, it } from "vitest";
import { loadScenario } from "../../../src/sandbox/scenario/load-scenario.ts";

const account = {
  functions: [{ name: "orders" }],
  clusters: [{ name: "shop", topics: [{ name: "orders-topic" }] }],
  selfManagedClusters: [{ name: "on-prem" }],
};
const uuid = "0a1b2c3d-0000-4000-8000-0123456789ab";

function read(...faults: readonly object[]) {
  return loadScenario({ ...account, faults }).faults;
}

/** The problems of one fault, each with its field. */
function problemsOf(fault: object): string[] {
  try {
    read(fault);
  } catch (error) {
    return (error as Error).message.split("\n").map((line) => line.replace(/^faults\[0\]\.?/, ""));
  }
  return [];
}

describe("a fault of the runtime", () => {
  it("has what it needs by itself, and what it is given", () => {
    expect(
      read(
        { kind: "function-error", function: "orders" },
        { kind: "function-error", function: "orders", keys: ["a", "b"], partial: true, errorType: "T", errorMessage: "m", times: 3 },
        { kind: "throttle", function: "orders", after: "90s", for: "1h30m" },
        { kind: "throttle", function: "orders", concurrency: 4 },
        { kind: "latency", function: "orders", ms: 250, jitterMs: 50 },
        { kind: "slow-polls", mapping: "orders-topic", bytesPerSecond: 1_000 },
        { kind: "slow-polls", mapping: uuid, pauseMs: 500, for: 10 },
        { kind: "broker-loss", cluster: "on-prem" },
        { kind: "commit-errors", cluster: "shop", for: "1m" },
        { kind: "rewind", mapping: "orders", records: 50, after: "2m" },
        { kind: "denied-destination", times: 1 },
        { kind: "denied-destination", destination: "kafka://dlq" },
      ),
    ).toEqual([
      {
        kind: "function-error",
        function: "orders",
        afterMs: 0,
        partial: false,
        errorType: "Error",
        errorMessage: "the function failed, on purpose",
      },
      {
        kind: "function-error",
        function: "orders",
        afterMs: 0,
        keys: ["a", "b"],
        partial: true,
        errorType: "T",
        errorMessage: "m",
        times: 3,
      },
      { kind: "throttle", function: "orders", afterMs: 90_000, forMs: 5_400_000, concurrency: 0 },
      { kind: "throttle", function: "orders", afterMs: 0, concurrency: 4 },
      { kind: "latency", function: "orders", afterMs: 0, ms: 250, jitterMs: 50 },
      { kind: "slow-polls", mapping: "orders-topic", afterMs: 0, bytesPerSecond: 1_000, pauseMs: 0 },
      { kind: "slow-polls", mapping: uuid, afterMs: 0, forMs: 10_000, pauseMs: 500 },
      { kind: "broker-loss", cluster: "on-prem", afterMs: 0 },
      { kind: "commit-errors", cluster: "shop", afterMs: 0, forMs: 60_000 },
      { kind: "rewind", mapping: "orders", records: 50, afterMs: 120_000, times: 1 },
      { kind: "denied-destination", afterMs: 0, times: 1 },
      { kind: "denied-destination", destination: "kafka://dlq", afterMs: 0 },
    ]);
  });

  it("stands beside faults of calls, in the order of the list", () => {
    const call = { service: "lambda", status: 500, errorName: "ServiceException" };
    expect(read(call, { kind: "broker-loss", cluster: "shop" }).map(({ kind }) => kind)).toEqual(["error", "broker-loss"]);
  });

  it.each<[string, object, RegExp]>([
    ["an unknown kind", { kind: "meteor", size: 3 }, /^kind: must be one of error, lost-answer, function-error, .*denied-destination$/],
    ["no function", { kind: "throttle" }, /^function: is missing$/],
    ["an unknown function", { kind: "latency", function: "order", ms: 1 }, /^function: names no function of the account$/],
    ["no milliseconds", { kind: "latency", function: "orders" }, /^ms: is missing; it is a number from 0 to 3600000$/],
    ["an unknown cluster", { kind: "broker-loss", cluster: "orders" }, /^cluster: names no cluster of the account$/],
    ["a rewind of nothing", { kind: "rewind", mapping: "orders", records: 0 }, /^records: /],
    ["a rewind that lasts", { kind: "rewind", mapping: "orders", records: 1, for: "1m" }, /^for: does not exist/],
    ["commits refused by nobody", { kind: "commit-errors", cluster: "off-prem" }, /^cluster: names no cluster/],
    ["a cluster as a mapping", { kind: "slow-polls", mapping: "shop", pauseMs: 1 }, /^mapping: is no function, no topic and no UUID/],
    ["nothing that slows", { kind: "slow-polls", mapping: "orders" }, /^bytesPerSecond: is missing; it or pauseMs says how slow$/],
    ["no rate at all", { kind: "slow-polls", mapping: "orders", bytesPerSecond: 0 }, /^bytesPerSecond: must be a number of at least 1$/],
    ["a number of what lasts", { kind: "slow-polls", mapping: "orders", pauseMs: 1, times: 2 }, /^times: does not exist; fields here: /],
    ["no end and no length", { kind: "throttle", function: "orders", for: "0s" }, /^for: must be longer than nothing$/],
    ["a beginning beyond all times", { kind: "throttle", function: "orders", after: "9999d" }, /^after: must be a duration .*365 d$/],
    ["partial without keys", { kind: "function-error", function: "orders", partial: true }, /^partial: needs keys/],
    ["no keys in its list", { kind: "function-error", function: "orders", keys: [] }, /^keys: must be a list of one or more texts$/],
    ["a destination that is none", { kind: "denied-destination", destination: "dlq" }, /^destination: must be an ARN or kafka:/],
    ["a field of another kind", { kind: "broker-loss", cluster: "shop", function: "orders" }, /^function: does not exist; fields here: /],
  ])("is refused with %s", (_, fault, message) => {
    expect(problemsOf(fault)).toEqual([expect.stringMatching(message)]);
  });
});
