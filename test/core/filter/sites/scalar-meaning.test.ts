import { describe, expect, it } from "vitest";
import type { ScalarNode } from "../../../../src/core/filter/sites/document-node.ts";
import { isNull, meaningOf } from "../../../../src/core/filter/sites/scalar-meaning.ts";
import { textTrace } from "../../../../src/core/filter/sites/traced-text.ts";

function scalar(text: string, { plain = true, tag }: { readonly plain?: boolean; readonly tag?: string } = {}): ScalarNode {
  const traced = () => textTrace().finish(0);
  return { kind: "scalar", start: 0, end: 0, tag, shared: false, text, plain, traced, spelled: (part) => part };
}

const text = "text";

describe("a word without quotes", () => {
  it.each<[word: string, in12: string, in11: string]>([
    ["null", "null", "null"],
    ["~", "null", "null"],
    ["", "null", "null"],
    ["nUll", text, text],
    ["true", "true", "true"],
    ["FALSE", "false", "false"],
    ["yes", text, "true"],
    ["Off", text, "false"],
    ["y", text, text],
    ["0", "0", "0"],
    ["-0", "-0", "-0"],
    ["1.50", "1.50", "1.50"],
    ["1e3", "1e3", "1e3"],
    ["12345678901234567890", "12345678901234567890", "12345678901234567890"],
    ["+1", "1", "1"],
    [".5", "0.5", "0.5"],
    ["-.5e1", "-0.5e1", "-0.5e1"],
    ["5.", "5", "5"],
    ["007", "7", "7"],
    ["010", "10", "8"],
    ["0o10", "8", text],
    ["08", "8", text],
    ["0x1F", "31", "31"],
    ["-0x1F", text, "-31"],
    ["0xFFFFFFFFFFFFFFFFFF", "4722366482869645213695", "4722366482869645213695"],
    ["0b101", text, "5"],
    ["1_000", text, "1000"],
    ["0_", text, "0"],
    ["0x_", text, text],
    ["1.2.3", text, text],
    [".", text, text],
    ["-", text, text],
    ["e5", text, text],
    ["12:30", text, text],
    ["2026-11-25", text, text],
    ["0x", text, text],
    [".inf", "not-json", "not-json"],
    ["-.INF", "not-json", "not-json"],
    [".NaN", "not-json", "not-json"],
    ["Infinity", text, text],
    ["9".repeat(401), text, text],
  ])("%j is %s in YAML 1.2, and %s in 1.1", (word, in12, in11) => {
    const found = (["1.2", "1.1"] as const).map((version) => {
      const meaning = meaningOf(scalar(word), version);
      return meaning.kind === "literal" ? meaning.json : meaning.kind;
    });
    expect(found).toEqual([in12, in11]);
  });

  it("that is a number is one that JSON takes", () => {
    for (const word of ["+1", ".5", "5.", "007", "0x1F", "-0x1F", "0b101", "1_000", "+.5E+3", "-00.10"]) {
      const meaning = meaningOf(scalar(word), "1.1");
      if (meaning.kind === "literal") expect(typeof JSON.parse(meaning.json)).toBe("number");
    }
  });
});

describe("a scalar with quotes or a type", () => {
  it("is text in quotes, whatever it looks like", () => {
    expect(meaningOf(scalar("5", { plain: false }), "1.2")).toEqual({ kind: "text" });
    expect(isNull(scalar("", { plain: false }))).toBe(false);
    expect(isNull(scalar(""))).toBe(true);
  });

  it("is what its type says", () => {
    expect(meaningOf(scalar("5", { tag: "tag:yaml.org,2002:str" }), "1.2")).toEqual({ kind: "text" });
    expect(meaningOf(scalar("5", { plain: false, tag: "tag:yaml.org,2002:int" }), "1.2")).toEqual({ kind: "literal", json: "5" });
    expect(meaningOf(scalar("5", { plain: false, tag: "!Sub" }), "1.2")).toEqual({ kind: "text" });
  });
});
