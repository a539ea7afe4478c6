import { describe, expect, it } from "vitest";
import { said } from "../lint-samples.ts";

describe("MSK109: no range of addresses", () => {
  it.each([
    ["10.0.0.7/32", 'cidr takes no single address, and "10.0.0.7/32" is one.', '"10.0.0.7"'],
    ["::1/128", 'cidr takes no single address, and "::1/128" is one.', '"::1"'],
    ["10.0.0.7", '"10.0.0.7" is an address and not a range.', '"10.0.0.7"'],
    ["10.0.0.0/33", '"10.0.0.0/33" has more bits than an address: fewer than 32 are taken.', undefined],
    ["10.0.0.0/x", '"10.0.0.0/x" is no range of IP addresses: behind the slash stands a number below 32.', undefined],
    ["example.com/8", 'cidr takes a range of IP addresses, and "example.com/8" does not begin with one.', undefined],
  ])("%s", (text, problem, fix) => {
    const findings = said("MSK109", `{"value":{"ip":[{"cidr":${JSON.stringify(text)}}]}}`);
    expect(findings).toMatchObject([{ severity: "error", at: JSON.stringify(text), fix }]);
    expect(findings[0]?.message.startsWith(problem)).toBe(true);
  });

  it("is not said of the longest ranges that there are", () => {
    expect(said("MSK109", '{"value":{"ip":[{"cidr":"10.0.0.6/31"},{"cidr":"::/127"}]}}')).toEqual([]);
  });
});
