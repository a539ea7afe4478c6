import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { someList, someRecord } from "../arbitrary-filters.ts";
import { said } from "../lint-samples.ts";
import { compiledOf, isDelivered } from "../samples-of-engine.ts";

describe("MSK113: conditions outside of value", () => {
  it("misses the wrapper once for all fields, and shows the pattern with it", () => {
    expect(said("MSK113", '{"status":["PAID"],"country":["DE"]}')).toEqual([
      {
        severity: "error",
        message:
          '"status" does not stand below value, the only part of a Kafka record that can be filtered. The filter lets no record through.',
        path: "status",
        at: '"status"',
        fix: '{"value":{"status":["PAID"],"country":["DE"]}}',
        evidence: undefined,
      },
    ]);
  });

  it.each([
    ["body", "SQS and MQ"],
    ["data", "Kinesis and MQ"],
    ["dynamodb", "DynamoDB streams"],
    ["detail", "EventBridge"],
  ])("knows %s as the wrapper of another source", (name, source) => {
    expect(said("MSK113", `{"${name}":{"a":[1]}}`)).toMatchObject([
      { severity: "error", at: `"${name}"`, fix: '{"value":{"a":[1]}}', message: expect.stringContaining(source) },
    ]);
  });

  it.each(["Value", "VALUE", "values", "valu"])("knows %s as value", (name) => {
    expect(said("MSK113", `{"${name}":{"a":[1]}}`)).toMatchObject([
      { fix: '{"value":{"a":[1]}}', message: expect.stringContaining('probably meant: "value"') },
    ]);
  });

  it("is said of each field beside value, and of branches", () => {
    expect(said("MSK113", '{"value":{"a":[1]},"b":[2],"c":[3]}').map(({ at }) => at)).toEqual(['"b"', '"c"']);
    expect(said("MSK113", '{"$or":[{"value":{"a":[1]}},{"b":[2]}]}')).toMatchObject([
      { severity: "error", at: '"b"', message: expect.stringContaining("A condition on it never holds.") },
    ]);
  });

  it("is a warning where only absence is asked for", () => {
    expect(said("MSK113", '{"value":{"a":[1]},"b":["x",{"exists":false}]}')).toMatchObject([
      { severity: "warning", message: expect.stringContaining("always absent") },
    ]);
  });

  it("is said of a pattern that has other errors, too", () => {
    expect(said("MSK113", '{"status":"PAID"}')).toMatchObject([{ at: '"status"' }]);
  });

  it("is not said of value, however it is written", () => {
    for (const text of ['{"value":["x"]}', '{"value.a":["x"]}', '{"$or":[{"value":["x"]},{"value.a":["y"]}]}'])
      expect(said("MSK113", text)).toEqual([]);
  });
});

describe("MSK114: conditions on what Kafka has beside the value", () => {
  it.each(["key", "headers", "topic", "partition", "offset", "timestamp", "timestampType"])("cannot filter by %s", (name) => {
    expect(said("MSK114", `{"${name}":["x"],"value":{"a":[1]}}`)).toMatchObject([
      { severity: "error", at: `"${name}"`, path: name, fix: `"value":{"${name}":["x"]}` },
    ]);
    expect(said("MSK113", `{"${name}":["x"],"value":{"a":[1]}}`)).toEqual([]);
  });

  it("knows them by their first step", () => {
    expect(said("MSK114", '{"headers.id":["x"],"value":{"a":[1]}}')).toHaveLength(1);
    expect(said("MSK114", '{"keys":["x"]}')).toEqual([]);
  });
});

describe("a filter of which it is said that it lets no record through", () => {
  it("lets none through", () => {
    const name = fc.constantFrom("key", "status", "", "value");
    const member = fc.tuple(name, someList, fc.boolean()).map(([field, list, deep]) => `"${field}":${deep ? `{"a":${list}}` : list}`);
    const text = fc.array(member, { minLength: 1, maxLength: 4 }).map((members) => `{${members.join(",")}}`);
    fc.assert(
      fc.property(text, fc.array(someRecord, { minLength: 3, maxLength: 6 }), (pattern, records) => {
        const findings = [...said("MSK113", pattern), ...said("MSK114", pattern)];
        if (!findings.some(({ message }) => message.includes("lets no record through"))) return;
        for (const record of records) expect(isDelivered([compiledOf(pattern)], record)).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });
});
