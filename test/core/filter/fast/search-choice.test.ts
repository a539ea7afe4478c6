import { describe, expect, it } from "vitest";
import type { Candidates } from "../../../../src/core/filter/fast/candidates.ts";
import type { QuickSearch } from "../../../../src/core/filter/fast/quick-search.ts";
import { SearchChoice } from "../../../../src/core/filter/fast/search-choice.ts";
import { bytesOf } from "../matching.ts";

const bytes = bytesOf('{"a":1}\n');

function search(kind: QuickSearch["kind"], tuned: string[] = []): QuickSearch {
  const candidates: Candidates = { needle: bytes, looked: 0, next: () => -1, tune: () => tuned.push(kind) };
  return { kind, candidates: [candidates], hidden: { ascii: new Uint8Array(0x80), beyondAscii: false }, keepsOthers: false };
}

/** What is used for some chunks in a row, when a share of the bytes has to be scanned with each kind of search. */
function used(choice: SearchChoice, scanned: Readonly<Record<string, number>>, chunks: number): (string | undefined)[] {
  return Array.from({ length: chunks }, () => {
    const chosen = choice.next(bytes);
    if (chosen !== undefined) choice.learn({ bytes: 1_000, looked: 2, scannedBytes: 1_000 * (scanned[chosen.kind] ?? 0) });
    return chosen?.kind;
  });
}

describe("the search to use", () => {
  it("is each of them once, then the one that leaves least to do", () => {
    const choice = new SearchChoice([search("needles"), search("fields")]);
    expect(used(choice, { needles: 0.4, fields: 0.1 }, 5)).toEqual(["needles", "fields", "fields", "fields", "fields"]);
  });

  it("is none when all of them leave nearly everything to do", () => {
    const choice = new SearchChoice([search("needles"), search("fields")]);
    expect(used(choice, { needles: 1, fields: 0.95 }, 4)).toEqual(["needles", "fields", undefined, undefined]);
  });

  it("is none where there is none", () => {
    expect(used(new SearchChoice([]), {}, 3)).toEqual([undefined, undefined, undefined]);
  });

  it("is tried anew after a while, on data as it is then", () => {
    const tuned: string[] = [];
    const choice = new SearchChoice([search("needles", tuned), search("fields", tuned)]);
    used(choice, { needles: 0, fields: 0.5 }, 200);
    expect(tuned).toEqual(["needles", "fields"]);
    const later = used(choice, { needles: 0.9, fields: 0.1 }, 200);
    expect(tuned).toEqual(["needles", "fields", "needles", "fields"]);
    expect(later.at(-1)).toBe("fields");
  });
});
