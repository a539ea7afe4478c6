import { describe, expect, it } from "vitest";
import { anyComparable, anyTextValue } from "../../../../../src/core/filter/lint/sets/set-of-matcher.ts";
import { anyPresent, covers, everything, isNothing } from "../../../../../src/core/filter/lint/sets/value-set.ts";
import { WorkBudget } from "../../../../../src/core/filter/lint/work-budget.ts";
import { budget, setOf } from "./set-samples.ts";

describe("whether a list of values covers another", () => {
  it.each([
    ['[{"prefix":"a"}]', '["ab",{"prefix":"abc"},{"wildcard":"a*z"}]'],
    ['[{"suffix":"a"}]', '["ba",{"suffix":"ba"},{"wildcard":"*a"}]'],
    ['[{"wildcard":"a*"}]', '[{"prefix":"a"}]'],
    ['[{"prefix":"a"}]', '[{"wildcard":"a*"}]'],
    ['[{"equals-ignore-case":"paid"}]', '["PAID","Paid"]'],
    ['["ab","aB","Ab","AB"]', '[{"equals-ignore-case":"ab"}]'],
    ['[{"prefix":{"equals-ignore-case":"AB"}}]', '[{"prefix":"ab"},{"equals-ignore-case":"abc"}]'],
    ['[{"wildcard":"*b*"}]', '[{"wildcard":"a*b*c"},{"suffix":"b"}]'],
    ['[{"anything-but":"a"}]', '["b",5,true,null,{"anything-but":["a","b"]},{"prefix":"ab"}]'],
    ['[{"anything-but":{"prefix":"a"}}]', '[{"anything-but":{"prefix":["a","b"]}},{"prefix":"b"}]'],
    ['[{"anything-but":{"wildcard":"a*"}}]', '[{"anything-but":{"prefix":"a"}}]'],
    ['[{"anything-but":["x"]}]', '["10.0.0.1",{"cidr":"10.0.0.0/8"}]'],
    ['[{"cidr":"10.0.0.0/8"}]', '["10.0.0.1",{"cidr":"10.1.0.0/16"},{"exactly":"10.0.0.01"}]'],
    ['["::1"]', '["0:0:0:0:0:0:0:1"]'],
    ["[300]", "[3.0e2,300.00]"],
    ['[{"numeric":[">",1,"<=",5]}]', '[5,2,{"numeric":[">=",2,"<",5]}]'],
    ['[{"numeric":["<",5]},{"numeric":[">=",5]}]', '[5,{"numeric":[">",-10,"<",10]}]'],
    ['[{"numeric":["<",5]},5,{"numeric":[">",5]}]', '[{"numeric":[">",-10,"<",10]}]'],
    ['[{"anything-but":5}]', '[4,9007199254740993,{"numeric":[">",5]},"a"]'],
    ["[9007199254740993]", "[9007199254740993]"],
    ['[{"exists":true}]', '[null,{"anything-but":"a"},{"cidr":"10.0.0.0/8"},{"anything-but":5}]'],
  ])("%s covers %s", (list, other) => {
    expect(covers(setOf(list), setOf(other), budget())).toBe("yes");
  });

  it.each([
    ['[{"prefix":"ab"}]', '[{"prefix":"a"}]'],
    ['[{"prefix":"a"}]', '["b"]'],
    ['["a"]', '[{"equals-ignore-case":"a"}]'],
    ['[{"wildcard":"a*b*c"}]', '[{"wildcard":"a*c"}]'],
    ['[{"anything-but":["a","b"]}]', '[{"anything-but":"a"}]'],
    ['[{"anything-but":{"suffix":"a"}}]', '[{"prefix":"b"}]'],
    ['[{"anything-but":"a"}]', '[{"exists":false}]'],
    ['[{"numeric":[">",5]}]', "[5]"],
    ['[{"numeric":[">",5]}]', "[9007199254740993]"],
    ['[{"numeric":["<",5]},{"numeric":[">",5]}]', '[{"numeric":[">",4]}]'],
    ["[1]", '["1"]'],
    ["[9007199254740993]", "[9007199254740993.0]"],
    ['[{"exists":false}]', "[null]"],
  ])("%s does not cover %s", (list, other) => {
    expect(covers(setOf(list), setOf(other), budget())).toBe("no");
  });

  it("takes all values of a list together", () => {
    expect(covers(setOf('["a",{"anything-but":"a"}]'), anyPresent, budget())).toBe("yes");
    expect(covers(setOf('[{"anything-but":"a"},{"anything-but":"b"}]'), anyPresent, budget())).toBe("yes");
    expect(covers(setOf('[{"anything-but":{"prefix":"a"}},{"prefix":"a"}]'), anyPresent, budget())).toBe("yes");
    expect(covers(setOf('[{"anything-but":["a","b"]},{"anything-but":["b","c"]}]'), anyPresent, budget())).toBe("no");
    expect(covers(setOf('[{"exists":true},{"exists":false}]'), everything, budget())).toBe("yes");
    expect(covers(setOf('[{"wildcard":"*a*"},{"anything-but":{"wildcard":"*a*"}}]'), anyPresent, budget())).toBe("yes");
    expect(covers(setOf('[{"numeric":[">",5]},{"numeric":["<",10]}]'), anyComparable, budget())).toBe("yes");
    expect(covers(setOf('[{"prefix":""}]'), anyTextValue, budget())).toBe("yes");
    expect(covers(setOf('["",{"wildcard":"*a*"},{"anything-but":{"wildcard":"*a*"}}]'), anyTextValue, budget())).toBe("yes");
  });

  it("knows that strings which look alike as bytes are not the same", () => {
    // Half a surrogate pair is "?" for equals-ignore-case, and only itself for an exact string.
    expect(covers(setOf('["?"]'), setOf('[{"equals-ignore-case":"?"}]'), budget())).toBe("unknown");
    expect(covers(setOf('[{"equals-ignore-case":"?"}]'), setOf('["?","\\ud800"]'), budget())).toBe("yes");
  });

  it("finds no number between two that are neighbours", () => {
    expect(isNothing(setOf('[{"numeric":[">",5,"<",5.000000000000001]}]'))).toBe(true);
    expect(isNothing(setOf('[{"numeric":[">=",5,"<",5.000000000000001]}]'))).toBe(false);
    expect(isNothing(setOf('[{"numeric":[">",1.7976931348623157e308]}]'))).toBe(true);
    expect(isNothing(setOf('[{"numeric":[">",0,"<",4.9e-324]}]'))).toBe(true);
  });

  it("says that it does not know when the question is too large", () => {
    const [few, many] = [10, 30].map((count) => setOf(`[{"wildcard":"${"*a".repeat(count)}*"}]`));
    expect(few && many && covers(few, many, budget())).toBe("yes");
    expect(few && many && covers(few, many, new WorkBudget(50))).toBe("unknown");
  });
});
