import { describe, expect, it } from "vitest";
import { factDocument } from "../../../src/shell/render/fact-document.ts";

describe("a fact in a JSON document", () => {
  it.each([
    [{ kind: "known", value: 6 } as const, { count: 6 }],
    [{ kind: "missing" } as const, null],
    [{ kind: "not-permitted", action: "kafka:DescribeTopic" } as const, { notPermitted: "kafka:DescribeTopic" }],
    [{ kind: "unavailable", reason: "self-managed" } as const, { unavailable: "self-managed" }],
  ])("%j", (fact, document) => {
    expect(factDocument(fact, (count: number) => ({ count }))).toEqual(document);
  });
});
