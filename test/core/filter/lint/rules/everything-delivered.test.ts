import { describe, expect, it } from "vitest";
import { saidTogether } from "../lint-samples.ts";

const text = '{"value":["ERROR"]}';
const json = '{"value":{"level":["ERROR"]}}';

describe("MSK129: every record is delivered", () => {
  it("stands at the filter that does it alone", () => {
    const always = '{"value":{"a":[{"exists":true},{"exists":false}]}}';
    expect(saidTogether("MSK129", [json, always])).toMatchObject([
      { filter: 2, severity: "warning", at: always, message: expect.stringContaining("This filter delivers every record.") },
    ]);
  });

  it("names those that do it together, and no others", () => {
    expect(saidTogether("MSK129", ['{"value":{"level":["WARN"]}}', text, json])).toMatchObject([
      { filter: 2, message: expect.stringContaining("Filters 1 and 2 together deliver every record."), evidence: { filters: [1, 2] } },
    ]);
  });

  it("is not said of filters that drop something", () => {
    expect(saidTogether("MSK129", [json, '{"value":{"level":["WARN"]}}'])).toEqual([]);
    expect(saidTogether("MSK129", [text, '{"value":["WARN"]}'])).toEqual([]);
    expect(saidTogether("MSK129", ['{"value":5}', text])).toEqual([]);
  });
});
