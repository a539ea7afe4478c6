import { describe, expect, it } from "vitest";
import { parsePattern } from "../../../../../src/core/filter/parse-pattern.ts";
import { said } from "../lint-samples.ts";

describe("MSK106: an operand that the operator does not take", () => {
  it.each([
    ['{"prefix":["A","B"]}', "prefix takes a text, not a list.", '{"prefix":"A"},{"prefix":"B"}'],
    ['{"prefix":5}', "prefix takes a text, not a number.", '{"prefix":"5"}'],
    ['{"prefix":null}', "prefix takes a text, not null.", undefined],
    ['{"suffix":{"equals-ignore-case":5}}', "equals-ignore-case takes a text, not a number.", '{"suffix":{"equals-ignore-case":"5"}}'],
    ['{"equals-ignore-case":["a"]}', "equals-ignore-case takes a text, not a list.", '{"equals-ignore-case":"a"}'],
    ['{"exists":"true"}', 'exists takes true or false, not the text "true".', '{"exists":true}'],
    ['{"exists":[false]}', "exists takes true or false, not a list.", '{"exists":false}'],
    ['{"exists":null}', "exists takes true or false, not null.", undefined],
    ['{"numeric":5}', "numeric takes a list of an operator and a number, not a number.", '{"numeric":["=",5]}'],
    ['{"numeric":">= 5.5"}', 'numeric takes a list of an operator and a number, not the text ">= 5.5".', '{"numeric":[">=",5.5]}'],
    ['{"numeric":{"<":5}}', "numeric takes a list of an operator and a number, not an object.", '{"numeric":["<",5]}'],
    ['{"numeric":[">","5"]}', 'numeric compares with numbers, not with the text "5".', '{"numeric":[">",5]}'],
    ['{"numeric":[">"]}', "A number is missing:", undefined],
    ['{"numeric":[]}', "The list of numeric is empty:", '{"numeric":["=",100]}'],
    ['{"numeric":["!=",5]}', 'numeric knows no operator "!="', undefined],
    ['{"numeric":[5,">"]}', "numeric wants an operator (= < <= > >=) before a number; here is 5.", undefined],
    ['{"numeric":[">",0,">",1]}', 'The second bound of a range is < or <=, not ">".', undefined],
    [
      '{"numeric":[">",0,"<",1,"<",2]}',
      "numeric takes one comparison, or a lower and then an upper bound,",
      '{"numeric":[">=",0,"<",100]}',
    ],
    ['{"anything-but":["a",5]}', "anything-but takes texts or numbers, not both:", undefined],
    ['{"anything-but":null}', "anything-but cannot exclude null,", undefined],
    ['{"anything-but":true}', "anything-but cannot exclude true,", "false"],
    ['{"anything-but":{"prefix":""}}', "anything-but with an empty prefix would exclude every text.", undefined],
    ['{"anything-but":{"suffix":5}}', "anything-but with suffix takes texts, not a number.", '{"anything-but":{"suffix":"5"}}'],
    ['["x"]', "A list stands inside the list of values.", '"x"'],
  ])("%s: %s", (expression, problem, fix) => {
    const findings = said("MSK106", `{"value":{"a":[${expression}]}}`);
    expect(findings).toMatchObject([{ severity: "error", path: "value.a", fix, evidence: { aws: expect.any(String) } }]);
    expect(findings[0]?.message.startsWith(problem)).toBe(true);
    expect(findings[0]?.message.endsWith("AWS refuses the pattern.")).toBe(true);
    if (fix !== undefined) expect(parsePattern(`{"a":[${fix}]}`).errors).toEqual([]);
  });
});
