import { describe, expect, it } from "vitest";
import { saidTogether } from "../lint-samples.ts";

describe("MSK128: a field with a value and fields of its own", () => {
  it("is a warning where both are asked for", () => {
    expect(saidTogether("MSK128", ['{"value":{"order":["x"],"order":{"id":[7]}}}'])).toMatchObject([
      {
        severity: "warning",
        at: '"order"',
        path: "value.order",
        message: expect.stringContaining("both hold only for a list that has objects and values"),
      },
    ]);
    expect(saidTogether("MSK128", ['{"value":{"order":{"id":[7]},"order":[{"exists":false}]}}'])).toMatchObject([
      { severity: "warning", message: expect.stringContaining("the condition holds always") },
    ]);
  });

  it("is an info where exists stands in another branch or filter", () => {
    const exists = '{"value":{"order":[{"exists":true}]}}';
    expect(saidTogether("MSK128", [exists, '{"value":{"order":{"id":[7]}}}'])).toMatchObject([
      { filter: 1, severity: "info", at: '{"exists":true}', message: expect.stringContaining("in filter 2") },
    ]);
    expect(saidTogether("MSK128", ['{"value":{"$or":[{"order":[{"exists":false}]},{"order":{"id":[7]}}]}}'])).toMatchObject([
      { severity: "info", at: '{"exists":false}', message: expect.stringContaining("in another branch") },
    ]);
  });

  it("says nothing of other conditions in other places, nor of names that begin alike", () => {
    expect(saidTogether("MSK128", ['{"value":{"order":["x"]}}', '{"value":{"order":{"id":[7]}}}'])).toEqual([]);
    expect(saidTogether("MSK128", ['{"value":{"order":[{"exists":true}],"orders":{"id":[7]}}}'])).toEqual([]);
  });
});
