import { describe, expect, it } from "vitest";
import { markedHeaders, redriveCount, redriveOrigin } from "../../../src/core/redrive/redrive-headers.ts";

const header = (key: string, value: string | null) => ({ key, value: value === null ? null : Uint8Array.from(Buffer.from(value)) });
const mark = { origin: "shop/orders/0/42", runId: "01JD", count: 2 };

describe("headers of a redriven record", () => {
  it("are its own, in order, repeated and null ones too, and then ours", () => {
    const own = [header("trace", "a"), header("empty", ""), header("none", null), header("trace", "b")];
    expect(markedHeaders(own, mark)).toEqual([
      ...own,
      header("mskctl-origin", "shop/orders/0/42"),
      header("mskctl-run", "01JD"),
      header("mskctl-redrive-count", "2"),
    ]);
  });

  it("have ours once, whatever an earlier redrive left", () => {
    const once = markedHeaders([header("trace", "a")], mark);
    const again = markedHeaders([...once, header("mskctl-run", "x"), header("later", "z")], { ...mark, count: 3 });
    expect(again.map(({ key }) => key)).toEqual(["trace", "later", "mskctl-origin", "mskctl-run", "mskctl-redrive-count"]);
    expect(redriveCount({ headers: again })).toBe(3);
  });
});

describe("how often a record was redriven", () => {
  it.each([
    ["never", [], 0],
    ["as its header says", [header("mskctl-redrive-count", "2")], 2],
    ["as the last of them says", [header("mskctl-redrive-count", "7"), header("mskctl-redrive-count", "1")], 1],
    ["not known from null", [header("mskctl-redrive-count", null)], 0],
    ["not known from words", [header("mskctl-redrive-count", "many")], 0],
    ["not known from a sign", [header("mskctl-redrive-count", "-3")], 0],
    ["not known from nothing", [header("mskctl-redrive-count", "")], 0],
    ["not known from a number without end", [header("mskctl-redrive-count", "1".repeat(200_000))], 0],
  ])("is %s", (_, headers, count) => {
    expect(redriveCount({ headers })).toBe(count);
  });
});

describe("where a redriven record was taken from", () => {
  const originOf = (origin: string | null, runId = "01JD") =>
    redriveOrigin({ headers: [header("mskctl-origin", origin), header("mskctl-run", runId)] });

  it("is what the run wrote", () => {
    const headers = markedHeaders([], { ...mark, origin: "arn:aws:kafka:eu-central-1:1:cluster/shop/0-1/orders-eu/12/9007199254740993" });
    expect(redriveOrigin({ headers })).toEqual({
      runId: "01JD",
      lane: { topic: "orders-eu", partition: 12 },
      offset: 9_007_199_254_740_993n,
    });
  });

  it.each([
    ["without a run", originOf("shop/orders/0/42", "")],
    ["from null", originOf(null)],
    ["without an offset", originOf("shop/orders/0/")],
    ["from words", originOf("shop/orders/zero/42")],
    ["without a cluster", originOf("orders/0/42")],
    ["from a text without end", originOf("/".repeat(200_000))],
  ])("is not known %s", (_, origin) => expect(origin).toBeUndefined());

  it("is not known without headers", () => expect(redriveOrigin({ headers: [] })).toBeUndefined());
});
