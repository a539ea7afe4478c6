import { describe, expect, it } from "vitest";
import { markedHeaders, redriveCount } from "../../../src/core/redrive/redrive-headers.ts";

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
