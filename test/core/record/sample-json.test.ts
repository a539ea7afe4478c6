import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  endOfJson,
  jsonItems,
  jsonMembers,
  onlyJson,
  skipJsonSpace,
  walkItems,
  walkMembers,
} from "../../../src/core/record/sample-json.ts";
import { notJson, unfinishedJson } from "../../../src/core/record/sample-json-faults.ts";
import { utf8 } from "../../support/samples.ts";

const end = (text: string) => endOfJson(utf8(text), 0, utf8(text).length);

describe("endOfJson", () => {
  it.each<[text: string, length: number]>([
    ["{}", 2],
    ["[]", 2],
    [" \t\r\n{ } x", 7],
    ['{"a":1}', 7],
    ['{"a" : [ 1 , {"b":null} ] , "c":{}}', 35],
    ['{"a":1,"a":2}', 13],
    ["[[],[[]],{}]", 12],
    ["[1]2", 3],
    ['"}"', 3],
    ['{"]}":"[{"}', 11],
    ["12", 2],
  ])("%j ends after %i bytes", (text, length) => {
    expect(end(text)).toBe(length);
  });

  it.each(["", " ", "{", "[", "[1", "[1,", '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":{}', "[[]", '["'])("%j goes on", (text) => {
    expect(end(text)).toBe(unfinishedJson);
  });

  it.each([
    "}",
    "]",
    "[1,]",
    "[,1]",
    "{,}",
    '{"a":1,}',
    "{a:1}",
    '{"a",1}',
    '{"a":}',
    "[1 2]",
    "{]",
    "[}",
    '{"a":1]',
    "[1}",
    '{"a" 1}',
    "{1:1}",
  ])("%j is none", (text) => {
    expect(end(text)).toBe(notJson);
  });

  it("takes 10,000 and 900,000 levels, and no hostile number of them", () => {
    const nested = (levels: number) => "[".repeat(levels) + "]".repeat(levels);
    expect(end(nested(10_000))).toBe(20_000);
    expect(end(nested(900_000))).toBe(1_800_000);
    expect(end(nested(1_000_001))).toBe(notJson);
  });

  it("takes as many levels as it is told to", () => {
    const text = utf8('[{"a":[1]},{}]');
    expect(endOfJson(text, 0, text.length, 3)).toBe(text.length);
    expect(endOfJson(text, 0, text.length, 2)).toBe(notJson);
  });

  it("does not look behind the end it is given", () => {
    const text = utf8('{"a":[1,22]}');
    for (let limit = 0; limit < text.length; limit += 1) expect(endOfJson(text, 0, limit)).toBe(unfinishedJson);
  });

  it("agrees with JSON.parse on whether a text is JSON", () => {
    const fragments = fc.array(
      fc.constantFrom("{", "}", "[", "]", ",", ":", '"a"', '"', "1", "-", ".5", "e1", "null", "tru", "e", " ", "\\u0041", "\n"),
    );
    const texts = fc.oneof(
      fragments.map((each) => each.join("")),
      fc.json(),
      fc.json().map((text) => text.slice(0, -1)),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(onlyJson(utf8(text), 0, utf8(text).length) !== undefined).toBe(isJson(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it("says that a text goes on only where it can", () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (text, cut) => {
        // Cut off before its end, JSON goes on; except a number or what is complete already.
        const bytes = utf8(text);
        const given = bytes.subarray(0, cut % bytes.length);
        if (text.startsWith("{") || text.startsWith("[") || text.startsWith('"'))
          expect(endOfJson(given, 0, given.length)).toBe(unfinishedJson);
      }),
    );
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("onlyJson", () => {
  it("gives the value without the blanks around it", () => {
    expect(onlyJson(utf8(" \r\n[1] \t"), 0, 8)).toEqual({ start: 3, end: 6 });
  });

  it.each(["", "  ", "[1] x", "[1][2]", "1 2", "{"])("refuses %j", (text) => {
    expect(onlyJson(utf8(text), 0, text.length)).toBeUndefined();
  });
});

describe("jsonMembers", () => {
  function membersOf(text: string, names: readonly string[]) {
    const bytes = utf8(text);
    const members = jsonMembers(bytes, 0, bytes.length, names);
    const found: [string | undefined, string][] = [];
    let each = members.next();
    for (; each.done !== true; each = members.next())
      found.push([each.value.name, bytes.subarray(each.value.start, each.value.end).toString()]);
    return { found, end: each.value };
  }

  it("tells each member and where the object ends, doubled and unknown ones too", () => {
    expect(membersOf(' { "a" : 1.0 , "b":{"a":[2]} ,"a":"x\\"," } ,'.trim(), ["a", "__proto__"])).toEqual({
      found: [
        ["a", "1.0"],
        [undefined, '{"a":[2]}'],
        ["a", '"x\\","'],
      ],
      end: 41,
    });
    expect(membersOf("{}", [])).toEqual({ found: [], end: 2 });
    expect(membersOf('{"__proto__":1}', ["__proto__"]).found).toEqual([["__proto__", "1"]]);
  });

  it.each<[string, number, number]>([
    ['{"a":1', 1, unfinishedJson],
    ['{"a":1,', 1, unfinishedJson],
    ['{"a":1,"b"', 1, unfinishedJson],
    ['{"a":1 "b":2}', 1, notJson],
    ['{"a":1,}', 1, notJson],
    ['{"a":1]', 1, notJson],
    ["{", 0, unfinishedJson],
    ["{]", 0, notJson],
    ['{"a":[}', 0, notJson],
  ])("gives the members of %j before its fault", (text, count, code) => {
    const { found, end: fault } = membersOf(text, ["a"]);
    expect(found).toHaveLength(count);
    expect(fault).toBe(code);
  });

  it("agrees with endOfJson on every object", () => {
    const objects = fc.dictionary(fc.string(), fc.jsonValue()).map((value) => JSON.stringify(value));
    const texts = fc.oneof(
      objects,
      objects.chain((text) => fc.nat(text.length - 1).map((cut) => text.slice(0, Math.max(1, cut)))),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(membersOf(text, ["a"]).end).toBe(end(text));
      }),
    );
  });
});

describe("a walk", () => {
  /** What `endOfJson` does, by walks alone: each object and list is walked into. */
  function walkedEnd(text: string, seen: string[] = []): number {
    const bytes = utf8(text);
    const endOf = (at: number): number => {
      if (bytes[at] === 0x7b)
        return walkMembers(bytes, at, bytes.length, (name, value) => {
          seen.push(bytes.subarray(name, bytes.indexOf(0x22, name + 1) + 1).toString());
          return endOf(value);
        });
      if (bytes[at] === 0x5b) return walkItems(bytes, at, bytes.length, endOf);
      const valueEnd = endOfJson(bytes, at, bytes.length);
      if (valueEnd > 0) seen.push(bytes.subarray(at, valueEnd).toString());
      return valueEnd;
    };
    return endOf(0);
  }

  it("visits members and items in order, at any depth", () => {
    const seen: string[] = [];
    expect(walkedEnd('{ "a" : [ 1 , {"b":null} ] , "c":{},"a":[]} x', seen)).toBe(43);
    expect(seen).toEqual(['"a"', "1", '"b"', "null", '"c"', '"a"']);
  });

  it("ends where the visitor finds a fault", () => {
    const text = utf8('{"a":1,"b":2}');
    const names: number[] = [];
    const visit = (name: number) => {
      names.push(name);
      return notJson;
    };
    expect(walkMembers(text, 0, text.length, visit)).toBe(notJson);
    expect(names).toEqual([1]);
    expect(walkItems(utf8("[1,2]"), 0, 5, visit)).toBe(notJson);
    expect(names).toEqual([1, 1]);
  });

  it("agrees with endOfJson on every text, broken or cut off", () => {
    const fragments = fc.array(fc.constantFrom("{", "}", "[", "]", ",", ":", '"a"', "1", "null", " ")).map((each) => each.join(""));
    const cut = fc.json().chain((text) => fc.nat(text.length).map((length) => text.slice(0, length)));
    fc.assert(
      fc.property(fc.oneof(fragments, fc.json(), cut), (text) => {
        const start = text.trimStart();
        expect(walkedEnd(start)).toBe(end(start));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("jsonItems", () => {
  const itemsOf = (text: string) =>
    [...jsonItems(utf8(text), 0, utf8(text).length)].map((item) => utf8(text).subarray(item.start, item.end).toString());

  it.each<[string, string[]]>([
    ["[]", []],
    ["[ ]", []],
    ["[1]", ["1"]],
    ['[ 1.50 , "]" ,[2], {"a":[3]} ]', ["1.50", '"]"', "[2]", '{"a":[3]}']],
  ])("gives those of %j", (text, items) => {
    expect(itemsOf(text)).toEqual(items);
  });
});

it("skips blanks up to the end it is given", () => {
  expect(skipJsonSpace(utf8("   x"), 0, 2)).toBe(2);
  expect(skipJsonSpace(utf8("   x"), 1, 4)).toBe(3);
});
