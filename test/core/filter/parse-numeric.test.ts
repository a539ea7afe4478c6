import { describe, expect, it } from "vitest";
import { errorsOf } from "./matching.ts";

const numeric = (operand: string) => errorsOf(`{"a":[{"numeric":${operand}}]}`);

describe("numeric", () => {
  it.each([
    ['"5"', "operand", "Value of numeric must be an array."],
    ["[]", "numeric-operator", "Invalid member in numeric match: ]"],
    ["[5]", "numeric-operator", "Invalid member in numeric match: 5"],
    ['["!=",5]', "numeric-operator", "Unrecognized numeric range operator: !="],
    ['["="]', "operand", "Value of equals must be numeric"],
    ['[">","5"]', "operand", "Value of > must be numeric"],
    ['[">=",true]', "operand", "Value of >= must be numeric"],
    ['["<",9007199254740993]', "number-precision", "Cannot compare number : 9007199254740993"],
    ['["=",1e400]', "number-precision", "Cannot compare number : 1e400"],
    ['["<",5,">",1]', "numeric-order", "Too many elements in numeric expression"],
    ['["=",5,"<",9]', "too-many-terms", "Too many elements in numeric expression"],
    ['[">",0,">",1]', "numeric-operator", "Bad numeric range operator: >"],
    ['[">",0,5]', "numeric-operator", "Bad value in numeric range: 5"],
    ['[">",0,"<"]', "operand", "Value of < must be numeric"],
    ['[">",10,"<",5]', "empty-range", "Bottom must be less than top"],
    ['[">=",5,"<=",5]', "empty-range", "Bottom must be less than top"],
    ['[">",0,"<",5,6]', "too-many-terms", "Too many terms in numeric range expression"],
  ])("%s is refused", (operand, kind, message) => {
    expect(numeric(operand)).toMatchObject([{ kind, message }]);
  });

  it.each(['["=",0]', '["<",-1.5e3]', '["<=",5]', '[">",5]', '[">=",5]', '[">",0,"<=",5]', '[">=",-5,"<",5]'])("%s is fine", (operand) => {
    expect(numeric(operand)).toEqual([]);
  });
});
