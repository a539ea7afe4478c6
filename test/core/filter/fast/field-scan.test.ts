import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FieldScan } from "../../../../src/core/filter/fast/field-scan.ts";
import { planFilter } from "../../../../src/core/filter/fast/filter-plan.ts";
import type { KafkaFilter } from "../../../../src/core/filter/kafka-filter.ts";
import { matchesRule } from "../../../../src/core/filter/match.ts";
import { readRecordValue } from "../../../../src/core/filter/record-value.ts";
import { rejectionOf, tryingOrder } from "../../../../src/core/filter/rejection.ts";
import { nodeBytes } from "../../../../src/platform/bytes/node-bytes.ts";
import { caseTopics, randomCase } from "../../../support/filter-cases/random-case.ts";
import { bytesOf, decodeUtf8, kafkaFilterOf } from "../matching.ts";

function scanOf(filter: KafkaFilter): FieldScan | undefined {
  const plan = planFilter(filter);
  return plan && new FieldScan(plan, nodeBytes);
}

function satisfies(pattern: object, value: string): boolean | undefined {
  const bytes = bytesOf(value);
  const scan = scanOf(kafkaFilterOf({ value: pattern })) ?? expect.unreachable("the filter can be scanned for");
  return scan.satisfies(bytes, bytes.indexOf(0x7b), bytes.length);
}

describe("scanning for the fields of a filter", () => {
  it.each([
    ["a field", { a: ["x"] }, '{"a":"x"}', true],
    ["… with another value", { a: ["x"] }, '{"a":"y"}', false],
    ["… that is missing", { a: ["x"] }, '{"b":"x"}', false],
    ["… that comes twice: either may match", { a: ["x"] }, '{"a":"y","a":"x"}', true],
    ["a field of the same name elsewhere", { a: ["x"] }, '{"b":{"a":"x"},"c":[{"a":"x"}]}', false],
    ["… in a string", { a: ["x"] }, '{"b":"\\"a\\":\\"x\\""}', false],
    ["a field of a field", { a: { b: [1] } }, ' { "z" : [ { } ] , "a" : { "c" : null , "b" : 1.0 } } ', true],
    ["an escaped value", { a: ["x"] }, '{"a":"\\u0078"}', true],
    ["an object where a value should be", { a: ["x"] }, '{"a":{"a":"x"}}', false],
    ["a field that must be missing", { a: [{ exists: false }] }, '{"b":{"a":1}}', true],
    ["… and is not", { a: [{ exists: false }] }, '{"a":null}', false],
    ["… and is an object, which is no value", { a: [{ exists: false }] }, '{"a":{"b":1}}', true],
    ["values of a list", { a: ["x"] }, '{"a":["y","x"]}', true],
    ["fields of elements", { l: { a: [1], b: [2] } }, '{"l":[{"a":1,"b":3},{"a":1,"b":2}]}', true],
    ["… of different elements", { l: { a: [1], b: [2] } }, '{"l":[{"a":1,"b":3},{"a":3,"b":2}]}', false],
    ["… in different lists", { l: { a: [1] }, m: { b: [2] } }, '{"l":[{},{"a":1}],"m":[{"b":2}]}', true],
    ["… one of which must be missing", { l: { a: [1], b: [{ exists: false }] } }, '{"l":[{"a":1,"b":2},{"a":1}]}', true],
    ["… and is nowhere", { l: { a: [1], b: [{ exists: false }] } }, '{"l":[{"a":1,"b":2},{"a":2}]}', false],
    ["an element and a field outside", { l: { a: [1] }, b: [2] }, '{"l":[{"a":2},{"a":1}],"b":2}', true],
    ["an element of an element", { a: { b: [1], c: [2] } }, '{"a":[[{"b":1,"c":3}],[{"b":2},{"b":1,"c":2}]]}', true],
    ["… of different elements", { a: { b: [1], c: [2] } }, '{"a":[[{"b":1},{"c":2}],[{"b":1}]]}', false],
    ["many elements", { a: { b: [2], c: [3] } }, `{"a":[${'{"b":2,"c":1},{"b":1,"c":3},'.repeat(40)}{"b":2,"c":3}]}`, true],
    ["… none of them", { a: { b: [2], c: [3] } }, `{"a":[${'{"b":2,"c":1},{"b":1,"c":3},'.repeat(40)}{"b":2}]}`, false],
    ["two lists of one name", { a: { b: [1], c: [2] } }, '{"a":[{"b":1}],"a":[{"b":3,"c":2},{"b":1,"c":2}]}', true],
    ["a value outside of a list and others in one", { a: { b: [1], c: [2] } }, '{"a":{"b":1},"a":[{"b":3,"c":2}]}', true],
    ["one branch of two", { $or: [{ a: [1] }, { b: [2] }] }, '{"a":2,"b":2}', true],
    ["no branch", { $or: [{ a: [1] }, { b: [2] }] }, '{"a":2,"b":1}', false],
  ] as const)("%s", (_, pattern, value, expected) => {
    expect(satisfies(pattern, value)).toBe(expected);
  });

  it.each([
    ["an escape in a name", { a: ["x"] }, '{"\\u0061":"x"}'],
    ["a name with a dot on the way", { a: { b: ["x"] } }, '{"a.b":"x"}'],
    ["an object that breaks off", { a: [1] }, '{"b":1,"a"'],
    ["something between members", { a: [1] }, '{"b":1 x "a":1}'],
    ["very many lists around a value", { a: { b: [1] } }, `{"a":${"[".repeat(40)}{"b":1}${"]".repeat(40)}}`],
    ["a value that is none", { a: [1] }, '{"a":,"b":1}'],
  ] as const)("leaves to the plain engine: %s", (_, pattern, value) => {
    expect(satisfies(pattern, value)).toBeUndefined();
  });

  it("comes to what the plain engine comes to, or to nothing", () => {
    let decided = 0;
    for (const topic of caseTopics)
      for (let number = 0; number < 400; number++) {
        const { pattern, event } = randomCase(topic, 10_000 + number);
        const filter = tryFilter(`{"value":${pattern}}`);
        if (!filter?.rules.some(({ wants }) => wants === "json")) continue;
        const scan = scanOf(filter);
        if (scan === undefined) continue;
        const bytes = bytesOf(event);
        const satisfied = scan.satisfies(bytes, bytes.indexOf(0x7b), bytes.length);
        if (satisfied === undefined) continue;
        decided++;
        const value = readRecordValue(event, filter.compiled.steps, decodeUtf8);
        const values = "values" in value ? value.values : new Map();
        expect({ pattern, event, satisfied }).toEqual({
          pattern,
          event,
          satisfied: filter.rules.some(({ rule }) => matchesRule(rule, values)),
        });
        if (!satisfied)
          expect({ pattern, event, by: scan.rejection() }).toEqual({ pattern, event, by: rejectionOf(filter, tryingOrder(filter), value) });
      }
    expect(decided).toBeGreaterThan(2_000);
  });

  it("ends on any bytes, without looking behind them", () => {
    const scan = scanOf(kafkaFilterOf({ value: { a: { b: [1] }, c: ["x"] } }));
    const pieces = fc.array(fc.constantFrom('{"a":', '{"b":1', '"c":"x"', "}", "[", "]", ",", '"', "\\", "1", " "), { maxLength: 12 });
    fc.assert(
      fc.property(pieces, (all) => {
        const text = `{${all.join("")}`;
        const [alone, followed] = [bytesOf(text), bytesOf(`${text}"a":{"b":1},"c":"x"}`)];
        expect(scan?.satisfies(followed, 0, alone.length)).toBe(scan?.satisfies(alone, 0, alone.length));
      }),
      { numRuns: 2_000 },
    );
  });
});

function tryFilter(pattern: string): KafkaFilter | undefined {
  try {
    return kafkaFilterOf(pattern);
  } catch {
    return undefined;
  }
}
