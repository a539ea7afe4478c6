import { describe, expect, it } from "vitest";
import { said } from "../lint-samples.ts";

const inField = (list: string) => `{"value":{"a":${list}}}`;

describe("MSK118: lists that accept everything", () => {
  it.each([
    ['[{"exists":true},{"exists":false}]', "accepts everything, absence too.", undefined],
    ['[{"anything-but":"x"},"x"]', "accepts every value.", '{"exists":true}'],
    ['[{"anything-but":"x"},{"anything-but":"y"}]', "accepts every value.", '{"exists":true}'],
    ['[{"anything-but":"x"},"x",{"exists":false}]', "accepts everything, absence too.", undefined],
    ['[{"numeric":[">",5]},{"numeric":["<",10]}]', "accepts every number.", '{"numeric":[">",5,"<",10]}'],
    ['[{"numeric":["<",5]},5,{"numeric":[">",5]}]', "accepts every number.", undefined],
    ['[{"prefix":""}]', "accepts every text.", '{"exists":true}'],
    ['[{"wildcard":"*"}]', "accepts every text.", '{"exists":true}'],
  ])("%s", (list, message, fix) => {
    const findings = said("MSK118", inField(list));
    expect(findings).toMatchObject([{ severity: "warning", at: list, path: "value.a", fix }]);
    expect(findings[0]?.message.startsWith(`value.a ${message}`)).toBe(true);
  });

  it.each([
    '[{"exists":true}]',
    '[{"anything-but":"x"}]',
    '[{"anything-but":"x"},{"exists":false}]',
    '[{"anything-but":5}]',
    '[{"numeric":["<",5]},{"numeric":[">",5]}]',
    '["x",{"exists":true}]',
  ])("%s rejects something, or is meant", (list) => {
    expect(said("MSK118", inField(list))).toEqual([]);
  });
});
