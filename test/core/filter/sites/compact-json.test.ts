import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { type CompactJson, compactJson } from "../../../../src/core/filter/sites/compact-json.ts";
import { plainFormat } from "../../../../src/core/filter/sites/source-format.ts";
import { readPatternDocuments } from "../../../../src/platform/documents/pattern-documents.ts";

async function compact(text: string, source: string): Promise<CompactJson> {
  const [document] = await readPatternDocuments(text, source);
  const read = document === undefined ? undefined : compactJson(document.root, plainFormat);
  return read?.kind === "json" ? read : expect.unreachable(read?.reason ?? "there should be a document");
}

const value = fc.oneof(
  fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }), { minKeys: 1, noNullPrototype: true }),
  fc.array(fc.jsonValue({ maxDepth: 4 }), { minLength: 1 }),
);

describe("an object of a document as JSON on one line", () => {
  it("is what JSON.stringify makes of it, from JSON", async () => {
    await fc.assert(
      fc.asyncProperty(value, fc.constantFrom(undefined, 2), async (any, indent) => {
        const normal: unknown = JSON.parse(JSON.stringify(any));
        const { traced } = await compact(JSON.stringify(normal, null, indent), "a.json");
        expect(JSON.parse(traced.text)).toEqual(normal);
        expect(traced.text).toBe(JSON.stringify(normal));
      }),
    );
  });

  it("is the same value, from YAML in any style", async () => {
    const styles = fc.record({
      collectionStyle: fc.constantFrom("any" as const, "flow" as const),
      defaultStringType: fc.constantFrom(
        "PLAIN" as const,
        "QUOTE_SINGLE" as const,
        "QUOTE_DOUBLE" as const,
        "BLOCK_LITERAL" as const,
        "BLOCK_FOLDED" as const,
      ),
      lineWidth: fc.constantFrom(0, 40),
    });
    await fc.assert(
      fc.asyncProperty(value, styles, async (any, style) => {
        // Not every style can hold every text: what counts is what the parser makes of it.
        const text = stringify(JSON.parse(JSON.stringify(any)), { aliasDuplicateObjects: false, ...style });
        const { traced } = await compact(text, "a.yaml");
        expect(JSON.parse(traced.text)).toEqual(JSON.parse(JSON.stringify(parse(text))));
      }),
    );
  });

  it("has a span for each value and name, inner ones first", async () => {
    const { traced, spans } = await compact("{a: [1, 'b'], c: {}}", "a.yaml");
    expect(spans.map(({ start, end }) => traced.text.slice(start, end))).toEqual([
      '"a"',
      "1",
      '"b"',
      '[1,"b"]',
      '"c"',
      "{}",
      '{"a":[1,"b"],"c":{}}',
    ]);
  });

  it("traces every character to a place in order, unless an alias leads elsewhere", async () => {
    const text = "a:\n  - 'it''s'\n  - 0x10\nb: \"x\\ty\"\n";
    const { traced } = await compact(text, "a.yaml");
    expect(traced.text).toBe('{"a":["it\'s",16],"b":"x\\ty"}');
    const at = (part: string) => {
      const { start, end } = traced.rangeOf(traced.text.indexOf(part));
      return text.slice(start, end);
    };
    expect([at("'"), at("16"), at("6]"), at("\\t"), at("ty"), at("y")]).toEqual(["''", "0x10", "0x10", "\\t", "\\t", "y"]);
  });
});

describe("what has no JSON yet", () => {
  it("is told with its place", async () => {
    const [document] = await readPatternDocuments("a: [b, !Ref c, d]", "a.yaml");
    const read = document === undefined ? undefined : compactJson(document.root, plainFormat);
    expect(read).toMatchObject({ kind: "unknown", reason: "!Ref is a YAML tag that means nothing here", node: { text: "c" } });
  });

  it("is what would fill the memory", async () => {
    const text = `a: &a "${"x".repeat(1_000)}"\nb: [${"*a, ".repeat(5_000)}]`;
    const [document] = await readPatternDocuments(text, "a.yaml");
    const read = document === undefined ? undefined : compactJson(document.root, plainFormat);
    expect(read).toMatchObject({ kind: "unknown", reason: "longer than a million characters; AWS takes 4,096" });
  });
});
