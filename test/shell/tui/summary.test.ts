import { describe, expect, it } from "vitest";
import { summaryLines } from "../../../src/shell/tui/summary.ts";
import { demoPicture, lagReport, pictureAtMs } from "../../support/lag-pictures.ts";
import { newState, pictured, played, screenFacts } from "./screen-fixture.ts";

const { look } = screenFacts();

describe("the summary", () => {
  it("says what was watched, what was done, and who is in trouble still", () => {
    const state = played(newState(), pictured(), { kind: "applied", sentence: "emails: disabled" });
    expect(summaryLines(state, pictureAtMs + 725_000, look)).toEqual([
      "watched 5 mappings for 12 min · 1 reading · 11 calls · under $0.01",
      "✔ emails: disabled",
      "✖ shipments stalled · lag 41,020 · 14 min · function errors, shipments-3 stuck",
      "  at 88,231",
      "▲ payments falling behind · lag 182,400 · 151 s · throttled: reserved",
      "  concurrency 5",
    ]);
  });

  it("is one line where nothing was read", () => {
    expect(summaryLines(newState(), pictureAtMs + 2_000, look)).toEqual(["watched 0 mappings for 2 s · 0 readings · 0 calls · $0.00"]);
  });

  it("names ten, and counts the others", () => {
    const reports = Array.from({ length: 12 }, (_, index) => lagReport(`m${index}\u001b[2J`, { verdict: "stalled" }));
    const lines = summaryLines(played(newState(), pictured(demoPicture({ reports }))), pictureAtMs, look);
    expect(lines).toHaveLength(12);
    expect(lines.at(-1)).toBe("and 2 more in trouble");
    expect(lines.join("")).not.toContain("\u001b");
  });
});
