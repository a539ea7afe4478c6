import { describe, expect, it } from "vitest";
import { said } from "../lint-samples.ts";

const inField = (list: string) => `{"value":{"a":${list}}}`;

describe("MSK126: types and letter case", () => {
  it.each([
    ['["46"]', '"46"', '"46",46'],
    ['["-0.5e3"]', '"-0.5e3"', '"-0.5e3",-0.5e3'],
    ['["true"]', '"true"', '"true",true'],
    ['["null"]', '"null"', '"null",null'],
    ['[{"prefix":"49"}]', '{"prefix":"49"}', undefined],
    ['["PAID","paid"]', '"paid"', '{"equals-ignore-case":"paid"}'],
  ])("%s", (list, at, fix) => {
    expect(said("MSK126", inField(list))).toMatchObject([{ severity: "info", at, path: "value.a", fix }]);
  });

  it.each([
    '["46",46]',
    '["true",true]',
    '["007","+1","1.","1,5",""]',
    '[{"anything-but":"46"}]',
    '["PAID","SHIPPED"]',
    '[{"equals-ignore-case":"PAID"},"paid-x"]',
    '[{"prefix":"true"}]',
  ])("%s gives no reason to ask", (list) => {
    expect(said("MSK126", inField(list))).toEqual([]);
  });

  it("says nothing of numbers in text: there everything is text", () => {
    expect(said("MSK126", '{"value":["46"]}')).toEqual([]);
  });

  it("is said of names that differ in case", () => {
    expect(said("MSK126", '{"value":{"Status":["x"],"status":["y"]}}')).toMatchObject([{ at: '"status"', path: "value.status" }]);
  });
});
