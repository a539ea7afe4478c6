import { describe, expect, it } from "vitest";
import { filterNotes, filterWarnings } from "../../src/shell/filter-warnings.ts";

const filters = (...patterns: readonly string[]) => ({ FilterCriteria: { Filters: patterns.map((Pattern) => ({ Pattern })) } });

describe("what lint says of filters in a plan", () => {
  it("is nothing without filters, and of good ones", async () => {
    expect(await filterWarnings({})).toEqual([]);
    expect(await filterWarnings({ FilterCriteria: {} })).toEqual([]);
    expect(await filterWarnings(filters('{"value":{"status":["PAID"]}}'))).toEqual([]);
  });

  it("is a warning where AWS takes a filter that lets nothing through, with a command that says more", async () => {
    expect(await filterWarnings(filters('{"value":{"status":["PAID"]}}', '{"status":["PAID"]}'))).toMatchObject([
      {
        id: "MSK113",
        severity: "warning",
        message: expect.stringContaining("The filter lets no record through."),
        path: "FilterCriteria.Filters[1].Pattern",
        fix: `mskctl lint --pattern '{"status":["PAID"]}'`,
      },
    ]);
  });

  it("is a sentence each for several writes", async () => {
    expect(await filterNotes(filters('{"status":["PAID"]}'))).toEqual([
      expect.stringMatching(/^MSK113 .*The filter lets no record through/s),
    ]);
    expect(await filterNotes({})).toEqual([]);
  });

  it("leaves out what only samples can tell", async () => {
    expect(await filterWarnings(filters('{"value":{"status":[{"anything-but":["TEST"]}]}}'))).toEqual([]);
  });
});
