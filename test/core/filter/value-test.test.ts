import { describe, expect, it } from "vitest";
import { isMatch } from "./matching.ts";

/** What the entry of a list says of values that stand at its field. */
function says(matcher: string, value: string): boolean {
  return isMatch(`{"a":[${matcher}]}`, `{"a":${value}}`);
}

describe("what an entry of a list accepts", () => {
  // The table of operators and "Numbers": the reference, section 1.
  it.each([
    ['"x"', { yes: ['"x"', '"\\u0078"'], no: ['"X"', '"x "', "null"] }],
    ['"::1"', { yes: ['"::1"', '"0:0:0:0:0:0:0:1"'], no: ['"::2"'] }],
    ['"10.0.0.1"', { yes: ['"10.0.0.01"'], no: ['"10.0.0.2"', '"10.0.0.1 "'] }],
    ["300", { yes: ["300", "3.0e2", "300.0"], no: ['"300"', "301", "true"] }],
    ["0", { yes: ["-0", "-0.0"], no: ["null", '""'] }],
    ["9007199254740993", { yes: ["9007199254740993"], no: ["9007199254740992", "9007199254740993.0"] }],
    ["true", { yes: ["true"], no: ['"true"', "1"] }],
    ["null", { yes: ["null"], no: ['"null"', "[]", "{}"] }],
    ['""', { yes: ['""'], no: ["null", '" "'] }],
    ['{"exactly":"10.0.0.1"}', { yes: ['"10.0.0.1"'], no: ['"10.0.0.01"'] }],
    ['{"prefix":"ab"}', { yes: ['"ab"', '"abc"'], no: ['"a"', '"Ab"', "1"] }],
    ['{"prefix":""}', { yes: ['""', '"x"'], no: ["1", "null", "[]"] }],
    ['{"suffix":".png"}', { yes: ['"a.png"'], no: ['"a.PNG"'] }],
    ['{"prefix":{"equals-ignore-case":"ab"}}', { yes: ['"ABc"'], no: ['"a"', '"xab"'] }],
    ['{"suffix":{"equals-ignore-case":"ab"}}', { yes: ['"cAb"'], no: ['"abx"'] }],
    ['{"equals-ignore-case":"alice"}', { yes: ['"ALICE"', '"alice"'], no: ['"alic"', "1"] }],
    ['{"wildcard":"a*c"}', { yes: ['"ac"', '"a\\nc"'], no: ['"acx"'] }],
    ['{"wildcard":""}', { yes: ['""'], no: ['"x"'] }],
    ['{"numeric":[">",5]}', { yes: ["5.1", "9007199254740992"], no: ["5", '"6"', "9007199254740993", "null"] }],
    ['{"numeric":[">=",0,"<",5]}', { yes: ["0", "-0", "4.999"], no: ["5", "-1"] }],
    ['{"numeric":["=",100]}', { yes: ["100", "1e2"], no: ["101", '"100"'] }],
    ['{"anything-but":"x"}', { yes: ['"y"', "1", "null", "false", '["x","y"]'], no: ['"x"', "[]", "{}"] }],
    ['{"anything-but":[5,6]}', { yes: ["7", '"5"', "null"], no: ["5.0", "6"] }],
    ['{"anything-but":{"prefix":["a","b"]}}', { yes: ['"c"', "5", "null"], no: ['"ab"', '"b"'] }],
    ['{"anything-but":{"suffix":"a"}}', { yes: ['"ab"'], no: ['"ba"'] }],
    ['{"anything-but":{"equals-ignore-case":"a"}}', { yes: ['"b"'], no: ['"A"'] }],
    ['{"anything-but":{"wildcard":"a*"}}', { yes: ['"ba"'], no: ['"ab"'] }],
    ['{"exists":true}', { yes: ["1", "null", '""', "[null]"], no: ["{}", "[]", "[{}]"] }],
    ['{"exists":false}', { yes: ["{}", "[]", "[[]]"], no: ["null", '""', "[1]"] }],
    ['{"cidr":"10.0.0.0/24"}', { yes: ['"10.0.0.9"'], no: ['"10.0.1.0"', '"host"', "10"] }],
  ] as const)("%s", (matcher, { yes, no }) => {
    expect(yes.filter((value) => !says(matcher, value))).toEqual([]);
    expect(no.filter((value) => says(matcher, value))).toEqual([]);
  });

  it("joins the entries by or", () => {
    expect(says('"x",{"exists":false}', '"x"')).toBe(true);
    expect(says('"x",{"exists":false}', "{}")).toBe(true);
    expect(says('"x",{"exists":false}', '"y"')).toBe(false);
  });

  it("sees the digits of a number as an address, but not beside a numeric test: recorded", () => {
    expect(says('{"cidr":"16.0.0.0/8"}', "10320001")).toBe(true);
    expect(says('{"cidr":"16.0.0.0/8"},{"numeric":["<",0]}', "10320001")).toBe(false);
  });
});
