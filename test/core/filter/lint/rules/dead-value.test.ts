import { describe, expect, it } from "vitest";
import { said } from "../lint-samples.ts";

describe("MSK117: entries that change nothing", () => {
  it.each([
    ['["x","x"]', '"x"', '"x" stands twice in the list of value.a. Once is enough.'],
    ["[1,1.0]", "1.0", '1.0 changes nothing: 1 accepts all of it. Entries of one list are joined by "or".'],
    [
      '[{"anything-but":["x"]},"y"]',
      '"y"',
      '"y" changes nothing: {"anything-but":["x"]} accepts all of it. Entries of one list are joined by "or", so that it does not narrow {"anything-but":["x"]}.',
    ],
    [
      '[{"numeric":["<",5]},{"numeric":[">=",5,"<",9]},{"numeric":[">",1,"<",8]}]',
      '{"numeric":[">",1,"<",8]}',
      '{"numeric":[">",1,"<",8]} changes nothing: the rest of the list accepts all of it. Entries of one list are joined by "or".',
    ],
  ])("%s", (list, at, message) => {
    expect(said("MSK117", `{"value":{"a":${list}}}`)).toMatchObject([{ severity: "warning", at, message, path: "value.a" }]);
  });

  it("says nothing of entries that overlap, or that only together accept everything", () => {
    for (const list of ['[{"prefix":"a"},{"suffix":"b"}]', '["x",{"anything-but":"x"}]', '[null,{"exists":false}]'])
      expect(said("MSK117", `{"value":{"a":${list}}}`)).toEqual([]);
  });
});
