import { describe, expect, it } from "vitest";
import { boolean, list, map, number, readValue, string, structure, timestamp, writeValue } from "../../../src/sandbox/protocols/shape.ts";

const shape = structure({
  Name: string,
  Size: number,
  On: boolean,
  At: timestamp,
  Parts: list(structure({ Id: string })),
  Labels: map(number),
});

describe("reading", () => {
  it("takes what JSON, CBOR and the query protocol give for the same value", () => {
    const value = { Name: "n", Size: 2.5, On: true, At: 1_700_000_000_500, Parts: [{ Id: "p" }], Labels: new Map([["a", 1]]) };
    const json = { Name: "n", Size: 2.5, On: true, At: 1_700_000_000.5, Parts: [{ Id: "p" }], Labels: { a: 1 } };
    const cbor = new Map<string, unknown>([
      ...Object.entries(json),
      ["At", new Date(1_700_000_000_500)],
      ["Parts", [new Map([["Id", "p"]])]],
      ["Labels", new Map([["a", 1]])],
    ]);
    const query = { Name: "n", Size: "2.5", On: "true", At: "2023-11-14T22:13:20.5Z", Parts: [{ Id: "p" }], Labels: { a: "1" } };
    expect(readValue(shape, json)).toEqual(value);
    expect(readValue(shape, cbor)).toEqual(value);
    expect(readValue(shape, query)).toEqual(value);
  });

  it("drops members that the shape does not name, and those that are null", () => {
    expect(readValue(shape, JSON.parse('{"Name":null,"Size":1,"__proto__":{"On":true},"Other":2}'))).toEqual({ Size: 1 });
  });

  it.each([
    [{ Name: 1 }, "Name is no string"],
    [{ Size: "two" }, "Size is no number"],
    [{ Size: "" }, "Size is no number"],
    [{ Size: true }, "Size is no number"],
    [{ On: "yes" }, "On is no boolean"],
    [{ At: "soon" }, "At is no time"],
    [{ At: {} }, "At is no time"],
    [{ Parts: {} }, "Parts is no list"],
    [{ Parts: [{ Id: "a" }, 1] }, "Parts.member.2 is no structure"],
    [{ Labels: [] }, "Labels is no structure"],
    [[], "the body is no structure"],
    ["text", "the body is no structure"],
  ])("refuses %j: %s", (wire, message) => {
    expect(() => readValue(shape, wire)).toThrow(expect.objectContaining({ name: "SerializationException", message }));
  });

  it("lets numbers through that JSON cannot write, for the service to judge", () => {
    expect(readValue(shape, { Size: "Infinity" })).toEqual({ Size: Number.POSITIVE_INFINITY });
    expect(readValue(shape, { Size: "NaN" })).toEqual({ Size: Number.NaN });
  });
});

it("writes plain objects without absent members, times as the protocol has them", () => {
  const value = { Name: "n", Size: undefined, At: 1_500, Parts: [{ Id: "p" }], Labels: new Map([["a", 1]]) };
  expect(writeValue(shape, value, (ms) => ms / 1_000)).toEqual({ Name: "n", At: 1.5, Parts: [{ Id: "p" }], Labels: { a: 1 } });
});
