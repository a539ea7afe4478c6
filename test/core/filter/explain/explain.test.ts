import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explainEvent, explainRecord } from "../../../../src/core/filter/explain/explain.ts";
import type { ExplainedNode, NodeVerdict, RecordExplanation } from "../../../../src/core/filter/explain/explanation.ts";
import { filterVerdict, kafkaFilter } from "../../../../src/core/filter/kafka-filter.ts";
import { readRecordValue } from "../../../../src/core/filter/record-value.ts";
import { isMatch } from "../matching.ts";
import { anyCase, anyRecordPattern, anyRecordText } from "../random-patterns.ts";
import { readPatternOf } from "./reading.ts";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function explain(pattern: unknown, value: unknown): RecordExplanation {
  const text = typeof value === "string" || value === null || value instanceof Uint8Array ? value : JSON.stringify(value);
  return explainRecord(readPatternOf(pattern), text, decodeUtf8);
}

/** Path, verdict and what was found, line by line. */
function outline(node: ExplainedNode, indent = ""): string[] {
  switch (node.kind) {
    case "condition": {
      const { values = [], more = 0, absent = "" } = node.found ?? {};
      const found = [
        ...values.map(({ text, note }) => (note === undefined ? text : `${text} (${note})`)),
        ...(more === 0 ? [] : [`+${more}`]),
      ];
      return [`${indent}${node.path} ${node.expected}: ${node.verdict} ${absent}${found.join(" ")}`.trimEnd()];
    }
    case "separate-elements":
      return [
        `${indent}not in one element of ${node.list}`,
        ...node.places.map(({ path, elements }) => `${indent}  ${path} in ${elements.join(" ")}`),
      ];
    default:
      return [`${indent}${node.kind}: ${node.verdict}`, ...node.members.flatMap((member) => outline(member, `${indent}  `))];
  }
}

/** A group says what its members make it. */
function expectSound(node: ExplainedNode): void {
  if (node.kind === "condition" || node.kind === "separate-elements") return;
  for (const member of node.members) expectSound(member);
  const verdicts = node.members.map(({ verdict }) => verdict);
  // Of a group that is cut, those that decide are shown first; of one that is cut to nothing there is nothing to say.
  if (verdicts.length > 0) expect(node.kind === "all-of" ? worst(verdicts) : best(verdicts)).toBe(node.verdict);
}

function worst(verdicts: readonly NodeVerdict[]): NodeVerdict {
  if (verdicts.includes("fails")) return "fails";
  return verdicts.includes("skipped") ? "skipped" : "holds";
}

/** A branch in which nothing counts lets everything through. */
function best(verdicts: readonly NodeVerdict[]): NodeVerdict {
  if (verdicts.includes("holds") || verdicts.includes("overridden")) return "holds";
  return verdicts.includes("skipped") ? "skipped" : "fails";
}

describe("an explained event", () => {
  it("says what the engine says, and each group what its members make it", () => {
    fc.assert(
      fc.property(anyCase, ([pattern, event]) => {
        const { matches, tree } = explainEvent(readPatternOf(pattern), event);
        expect(matches).toBe(isMatch(pattern, event));
        expect(tree.verdict).toBe(matches ? "holds" : "fails");
        expectSound(tree);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("an explained record", () => {
  it("says what the engine says, and each group what its members make it", () => {
    const verdicts = { kept: "holds", filteredOut: "fails", bypassed: undefined } as const;
    const bytes = fc.constantFrom(null, new Uint8Array([0xff]));
    const anyRecord = fc.oneof(
      { weight: 9, arbitrary: fc.tuple(anyRecordPattern, anyRecordText) },
      { weight: 4, arbitrary: anyCase.map(([pattern, event]): [string, string] => [`{"value":${pattern}}`, event]) },
      { weight: 1, arbitrary: fc.tuple(anyRecordPattern, bytes) },
    );
    fc.assert(
      fc.property(anyRecord, ([pattern, record]) => {
        const read = readPatternOf(pattern);
        const { verdict, tree } = explainRecord(read, record, decodeUtf8);
        expect(verdict).toBe(filterVerdict(kafkaFilter(read.compiled), readRecordValue(record, read.compiled.steps, decodeUtf8)));
        const expected = verdicts[verdict];
        if (expected === undefined) expect(tree.verdict).not.toBe("fails");
        else expect(tree.verdict).toBe(expected);
        expectSound(tree);
      }),
      { numRuns: 1000 },
    );
  });

  it("shows each condition with what it asks for and what it found", () => {
    const pattern = {
      value: { status: ["PAID", "SHIPPED"], amount: [{ numeric: [">", 100, "<=", 500] }], country: [{ "anything-but": "DE" }] },
    };
    const { verdict, tree } = explain(pattern, { status: "PAID", amount: "250", country: "FR" });
    expect(verdict).toBe("filteredOut");
    expect(tree).toEqual({
      kind: "all-of",
      verdict: "fails",
      more: 0,
      members: [
        {
          kind: "condition",
          verdict: "holds",
          path: "value.status",
          operator: "equals",
          expected: 'is "PAID" or "SHIPPED"',
          found: { values: [{ type: "string", text: '"PAID"' }], more: 0 },
        },
        {
          kind: "condition",
          verdict: "fails",
          path: "value.amount",
          operator: "numeric",
          expected: "> 100 and ≤ 500",
          found: { values: [{ type: "string", text: '"250"', note: "text, not a number" }], more: 0 },
        },
        {
          kind: "condition",
          verdict: "holds",
          path: "value.country",
          operator: "anything-but",
          expected: 'is not "DE"',
          found: { values: [{ type: "string", text: '"FR"' }], more: 0 },
        },
      ],
    });
  });

  it("shows the branches of a choice", () => {
    const pattern = { value: { type: ["order"], $or: [{ amount: [100] }, { vip: [true], country: ["DE"] }] } };
    expect(outline(explain(pattern, { type: "order", vip: true, country: "FR" }).tree)).toEqual([
      "all-of: fails",
      '  value.type is "order": holds "order"',
      "  any-of: fails",
      "    value.amount is 100: fails nothing",
      "    all-of: fails",
      "      value.vip is true: holds true",
      '      value.country is "DE": fails "FR"',
    ]);
  });

  it.each([
    ["text", { value: { a: [1] } }, "hello", "text, the pattern wants JSON"],
    ["JSON", { value: ["x"] }, { a: 1 }, "JSON, the pattern wants text"],
    ["bytes that are not UTF-8", { value: { a: [1] } }, new Uint8Array([0xff]), "not UTF-8"],
    ["null", { value: { a: [1] } }, null, "no value"],
    ["anything, where nothing is asked of it", { key: [{ exists: false }] }, "x", "the pattern asks nothing of the record's value"],
  ])("says why %s bypasses", (_, pattern, value, expected) => {
    const { verdict, reason } = explain(pattern, value);
    expect([verdict, reason]).toEqual(["bypassed", expected]);
  });

  it("does not look at conditions whose format does not fit", () => {
    expect(outline(explain({ $or: [{ value: ["x"] }, { value: { a: ["x"] } }] }, "y").tree)).toEqual([
      "any-of: skipped",
      '  value is "x": fails "y"',
      '  value.a is "x": skipped',
    ]);
  });

  it("shows what a later condition overrides, and does not count it", () => {
    const { verdict, tree } = explain('{"value":{"a":[1],"b":[2],"a":[3]}}', { a: 3, b: 2 });
    expect(verdict).toBe("kept");
    expect(outline(tree)).toEqual(["all-of: holds", "  value.a is 1: overridden", "  value.b is 2: holds 2", "  value.a is 3: holds 3"]);
  });

  it("is a choice between ways where a condition counts on some of them only", () => {
    const { verdict, tree } = explain('{"value":{"a":[1],"$or":[{"a":[2]},{"b":[3]}]}}', { a: 2 });
    expect(verdict).toBe("kept");
    expect(outline(tree)).toEqual([
      "any-of: holds",
      "  all-of: holds",
      "    value.a is 1: overridden",
      "    value.a is 2: holds 2",
      "  all-of: fails",
      "    value.a is 1: fails 2",
      "    value.b is 3: fails nothing",
    ]);
  });

  it("says which element of a list satisfies which condition, when none satisfies all", () => {
    const pattern = { value: { items: { sku: ["A"], qty: [2] } } };
    expect(
      outline(
        explain(pattern, {
          items: [
            { sku: "A", qty: 1 },
            { sku: "B", qty: 2 },
          ],
        }).tree,
      ),
    ).toEqual([
      "all-of: fails",
      '  value.items.sku is "A": holds "A" "B"',
      "  value.items.qty is 2: holds 2 1",
      "  not in one element of value.items",
      "    value.items.sku in value.items[0]",
      "    value.items.qty in value.items[1]",
    ]);
  });

  it("says it inside of the branch where it happens", () => {
    const pattern = { value: { $or: [{ items: { sku: ["A"], qty: [2] } }, { x: [1] }] } };
    expect(outline(explain(pattern, { items: [{ sku: "A" }, { qty: 2 }] }).tree)).toEqual([
      "any-of: fails",
      "  all-of: fails",
      '    value.items.sku is "A": holds "A"',
      "    value.items.qty is 2: holds 2",
      "    not in one element of value.items",
      "      value.items.sku in value.items[0]",
      "      value.items.qty in value.items[1]",
      "  value.x is 1: fails nothing",
    ]);
  });

  it("names the element in which a field has to be absent", () => {
    const pattern = { value: { items: { a: ["A"], q: [{ exists: false }] } } };
    expect(outline(explain(pattern, { items: [{ a: "B", q: 1 }, { a: "A" }] }).tree)).toEqual([
      "all-of: holds",
      '  value.items.a is "A": holds "A" "B"',
      "  value.items.q is absent: holds nothing in value.items[1]",
    ]);
  });

  it("does not call apart what holds together with conditions around it", () => {
    const pattern = { value: { i: { a: ["A"], $or: [{ q: [{ exists: false }], r: ["R"] }, { z: [1] }] } } };
    const { verdict, tree } = explain(pattern, { i: [{ a: "A", r: "R" }, { q: 1 }] });
    expect(verdict).toBe("kept");
    expect(outline(tree)).toEqual([
      "all-of: holds",
      '  value.i.a is "A": holds "A"',
      "  any-of: holds",
      "    all-of: holds",
      "      value.i.q is absent: holds nothing in value.i[0]",
      '      value.i.r is "R": holds "R"',
      "    value.i.z is 1: fails nothing",
    ]);
  });

  it("says what stands where there is no value", () => {
    const pattern = {
      value: { a: [{ exists: true }], b: [{ "anything-but": "x" }], c: [null], d: [{ exists: false }], e: ["x"], f: ["x"] },
    };
    expect(outline(explain(pattern, { a: { z: 1 }, d: [], e: [[]] }).tree).slice(1)).toEqual([
      "  value.a is present: fails an object, not a value",
      '  value.b is not "x": fails nothing; it has to be there',
      "  value.c is null: fails nothing, not even null",
      "  value.d is absent: holds an empty list",
      '  value.e is "x": fails an empty list',
      '  value.f is "x": fails nothing',
    ]);
  });
});

describe("a tree that nobody would read to its end", () => {
  it("is cut, shows what decides, and says how much is missing", () => {
    const branches = Array.from({ length: 1000 }, (_, index) => ({ [`f${index}`]: [index] }));
    const { verdict, tree } = explain({ value: { $or: branches } }, { f987: 987 });
    expect(verdict).toBe("kept");
    expect(tree).toMatchObject({ kind: "any-of", verdict: "holds", more: 970 });
    expect(outline(tree)).toContain("  value.f987 is 987: holds 987");
  });

  it("is cut in depth", () => {
    const pattern = `{"value":${'{"$or":[{"a":[1]},'.repeat(400)}{"b":[1]}${"]}".repeat(400)}}`;
    expect(outline(explain(pattern, { a: 2 }).tree).length).toBeLessThan(50);
  });

  it("is made of a list of 100,000 elements without trying each with each", () => {
    const items = Array.from({ length: 100_000 }, (_, index) => (index % 2 === 0 ? { a: 1 } : { b: 2 }));
    expect(outline(explain({ value: { i: { a: [1], b: [2] } } }, { i: items }).tree).slice(3)).toEqual([
      "  not in one element of value.i",
      "    value.i.a in value.i[0] value.i[2] value.i[4]",
      "    value.i.b in value.i[1] value.i[3] value.i[5]",
    ]);
  });

  it("is made of all ways through a pattern that has many, and of conditions that count on some of them", () => {
    const choices = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`n${index}`, { $or: [{ a: [1] }, { b: [1] }] }]));
    const pattern = JSON.stringify({ value: { z: [1], $or: [{ z: [2] }, { y: [2] }], ...choices } });
    const { verdict, tree } = explain(pattern, { z: 1, n3: { a: 1 } });
    expect(verdict).toBe("filteredOut");
    expect(outline(tree).length).toBeLessThan(250);
  });

  it("is made of a record that is nested deeply", () => {
    const deep = `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`;
    expect(outline(explain({ value: { a: [1] } }, deep).tree)).toEqual(["value.a is 1: fails an object, not a value"]);
  });
});
