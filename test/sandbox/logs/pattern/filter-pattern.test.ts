import { describe, expect, it } from "vitest";
import { filterPattern } from "../../../../src/sandbox/logs/pattern/filter-pattern.ts";

// Examples of the CloudWatch Logs User Guide, and answers of TestMetricFilter that others have recorded.
const lines = [
  "[ERROR 400] BAD REQUEST",
  "[ERROR 401] UNAUTHORIZED REQUEST",
  "[ERROR 419] MISSING ARGUMENTS",
  "[WARN] UNAUTHORIZED REQUEST",
  "[ERROR 500] INTERNAL SERVER ERROR",
];

describe("terms", () => {
  it.each<[string, readonly number[]]>([
    ["", [0, 1, 2, 3, 4]],
    ['" "', [0, 1, 2, 3, 4]],
    ["ERROR", [0, 1, 2, 4]],
    ["error", []],
    ["ERROR REQUEST", [0, 1]],
    ["?UNAUTHORIZED ?ARGUMENTS", [1, 2, 3]],
    ["?BAD ?ARGUMENTS UNAUTHORIZED", [1, 3]],
    ["?BAD -ERROR", [3]],
    ["ERROR -ARGUMENTS", [0, 1, 4]],
    ['"INTERNAL SERVER ERROR"', [4]],
    ['-"BAD REQUEST"   UNAUTHORIZED', [1, 3]],
    ['"[ERROR 400]"', [0]],
  ])("%s", (pattern, expected) => {
    const matches = filterPattern(pattern);
    expect(lines.flatMap((line, at) => (matches(line) ? [at] : []))).toEqual(expected);
  });

  it("may have a quote inside quotes", () => {
    expect(filterPattern('"say \\"hi\\""')('they say "hi"')).toBe(true);
  });

  it.each(["a.b", "[w1=ERROR, w2]", "%ERROR%", '"open', '"a"b', "- a", "x".repeat(1_025)])("%s is refused", (pattern) => {
    expect(() => filterPattern(pattern)).toThrow(
      expect.objectContaining({
        name: "InvalidParameterException",
        message: expect.stringMatching(/^Invalid filter pattern: .*The sandbox takes/),
      }),
    );
  });
});

const message = JSON.stringify({
  eventType: "UpdateTrail",
  sourceIPAddress: "111.111.111.111",
  arrayKey: ["value", "another value"],
  objectList: [
    { name: "a", id: 1 },
    { name: "b", id: 2 },
  ],
  SomeObject: null,
  ThisFlag: true,
  NoFlag: false,
  "cluster.name": "c",
  number: 123,
  float: 12.34,
  text: "123",
  empty: "",
  nested: {},
});

describe("JSON patterns that match", () => {
  it.each([
    '{ $.eventType = "UpdateTrail" }',
    "{ $.eventType = UpdateTrail }",
    "{$.eventType=Update*}",
    "{ $.sourceIPAddress != 123.123.* }",
    '{ $.sourceIPAddress = "*.111.111.111" }',
    "{ $.sourceIPAddress = *11.1* }",
    "{ $.sourceIPAddress != 111*111 }",
    '{ $.arrayKey[0] = "value" }',
    '{ $.arrayKey[*] = "another value" }',
    "{ $.objectList[1].id = 2 }",
    "{ $.objectList[*].name = b }",
    "{ $.SomeObject IS NULL }",
    "{ $.ThisFlag IS TRUE }",
    "{ $.NoFlag IS FALSE }",
    "{ $.SomeOtherObject NOT EXISTS }",
    "{ $.eventType.inside NOT EXISTS }",
    "{ $.['cluster.name'] = \"c\" }",
    "{ $.* = UpdateTrail }",
    "{ $.number = 123.0 }",
    "{ $.number = 1.23e+2 }",
    '{ $.number != "123.0" }',
    "{ $.number = 12* }",
    "{ $.number >= 123 }",
    "{ $.number > -1 }",
    "{ $.float < 12.35 }",
    "{ $.float <= 12.34 }",
    "{ $.text = 123 }",
    "{ $.text != 111 }",
    "{ $.empty = * }",
    "{ ($.number = 123) && ($.eventType = UpdateTrail) }",
    "{ $.number = 123 || $.number = 1 && $.number = 2 }",
  ])("%s", (pattern) => {
    expect(filterPattern(pattern)(message)).toBe(true);
  });
});

describe("JSON patterns that do not match", () => {
  it.each([
    '{ $.eventType = "updatetrail" }',
    "{ $.sourceIPAddress != 111.111.* }",
    "{ $.arrayKey[2] = value }",
    "{ $.arrayKey = value }",
    "{ $.nested != value }",
    "{ $.gone = value }",
    "{ $.gone != value }",
    "{ $.gone IS NULL }",
    "{ $.SomeObject NOT EXISTS }",
    "{ $.SomeObject != value }",
    "{ $.ThisFlag = true }",
    "{ $.ThisFlag IS FALSE }",
    "{ $.number != 123 }",
    '{ $.number = "123.0" }',
    "{ $.text > 1 }",
    "{ $.toString != value }",
    "{ ($.number = 123 || $.number = 1) && $.number = 2 }",
  ])("%s", (pattern) => {
    expect(filterPattern(pattern)(message)).toBe(false);
  });

  it("are all of them for a message that is no JSON object", () => {
    const matches = filterPattern("{ $.gone NOT EXISTS }");
    expect(["plain text", "", "12", "null", "{"].map(matches)).toEqual([false, false, false, false, false]);
    expect(matches("{}")).toBe(true);
  });
});

describe("JSON patterns that are refused", () => {
  it.each([
    ["{ $.a = %x% }", "regular expression"],
    ["{ $.a = }", "a value is expected at character 9"],
    ["{ $.a = 1", "ends too early"],
    ["{ $.a = 1 } }", "the end is expected at character 13"],
    ["{}", "a selector such as"],
    ["{ a = 1 }", "a selector such as $.level is expected at character 3"],
    ["{ $.a ~ 1 }", "character 7 is not expected"],
    ["{ $.a && 1 }", "IS or NOT EXISTS is expected"],
    ["{ $.a EXISTS }", "IS or NOT EXISTS is expected"],
    ["{ $.a IS NOT }", "NULL, TRUE or FALSE"],
    ["{ $.a NOT NULL }", "EXISTS is expected"],
    ["{ $.a > x }", "a number is expected"],
    ['{ $.a > "1" }', "a number is expected"],
    ["{ ($.a = 1 }", ") is expected"],
  ])("%s", (pattern, reason) => {
    expect(() => filterPattern(pattern)).toThrow(reason);
  });
});
