import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../../src/core/errors.ts";
import type { SchemaText } from "../../../../src/core/record/schema-source.ts";
import { createDeserializer, type FetchedSlices } from "../../../../src/sandbox/runtime/registry/deserializer.ts";
import { avroOrder, avroText, confluentFrame, sourceOf, testRecord } from "./frames.ts";

const config = {
  SchemaRegistryURI: "http://127.0.0.1:8081",
  EventRecordFormat: "JSON",
  SchemaValidationConfigs: [{ Attribute: "VALUE" }],
};

/** One partition with these values, and a gap. */
function fetched(...values: readonly Uint8Array[]): FetchedSlices {
  const records = values.map((value, offset) => ({ kind: "record" as const, record: testRecord({ value, offset: BigInt(offset) }) }));
  const gap = { kind: "gap", from: 90n, until: 91n, cause: "control" } as const;
  return new Map([[3, { items: [...records, gap], nextOffset: 91n, lastStableOffset: 91n, endOffset: 91n }]]);
}

/** `7` for the order of that id, the condition, or nothing for what was not read. */
function shown(slices: FetchedSlices): readonly unknown[] {
  return (slices.get(3)?.items ?? []).flatMap((item): readonly unknown[] => {
    if (item.kind === "gap") return [];
    const { deserialized } = item.record;
    if (deserialized === undefined || deserialized.condition !== undefined) return [deserialized?.condition];
    return [(JSON.parse(Buffer.from(deserialized.value ?? "").toString()) as { readonly id: number }).id];
  });
}

function setUp(schemas: Map<string, SchemaText | Error>) {
  const source = sourceOf(schemas);
  const opened: string[] = [];
  const deserialize = createDeserializer(config, async () => {
    opened.push("opened");
    return source;
  });
  return { deserialize, source, opened };
}

const order = (schema: number, id: number): Uint8Array => confluentFrame(schema, avroOrder(id));

describe("records of a mapping with a registry", () => {
  it("wait for the first of a schema, and for no other", async () => {
    const { deserialize, source, opened } = setUp(new Map([["1", avroText]]));
    expect(opened).toEqual([]);
    const first = deserialize(fetched(order(1, 7), order(1, 8)));
    expect(first).toBeInstanceOf(Promise);
    expect(shown(await first)).toEqual([7, 8]);
    const second = deserialize(fetched(order(1, 9)));
    expect(second).not.toBeInstanceOf(Promise);
    expect(shown(await second)).toEqual([9]);
    expect([source.asked, opened]).toEqual([["1"], ["opened"]]);
  });

  it("keep their places, the gaps between them and what was told of the partition", async () => {
    const { deserialize } = setUp(new Map([["1", avroText]]));
    const slice = (await deserialize(fetched(order(1, 7), order(2, 8), order(1, 9)))).get(3);
    expect(slice).toMatchObject({ nextOffset: 91n, endOffset: 91n });
    expect(slice?.items.map((item) => (item.kind === "gap" ? "gap" : item.record.offset))).toEqual([0n, 1n, 2n, "gap"]);
  });

  it("are looked up again where a schema was not found: it may have been registered meanwhile", async () => {
    const schemas = new Map<string, SchemaText | Error>();
    const { deserialize, source } = setUp(schemas);
    expect(shown(await deserialize(fetched(order(1, 7), order(1, 8))))).toEqual(["SCHEMA_NOT_FOUND", "SCHEMA_NOT_FOUND"]);
    schemas.set("1", avroText);
    expect(shown(await deserialize(fetched(order(1, 7))))).toEqual([7]);
    expect(source.asked).toEqual(["1", "1"]);
  });

  it("are not read while the registry cannot be asked, and are once it can; what is known stays known", async () => {
    const schemas = new Map<string, SchemaText | Error>([["1", avroText], ["2", new MskctlError("unavailable", "cannot reach it")]]); // biome-ignore format: a table
    const { deserialize, source, opened } = setUp(schemas);
    await deserialize(fetched(order(1, 7)));
    await expect(deserialize(fetched(order(1, 8), order(2, 9)))).rejects.toMatchObject({
      code: "unavailable",
      message: "cannot reach it",
      details: { registry: config.SchemaRegistryURI },
    });
    schemas.set("2", avroText);
    expect(shown(await deserialize(fetched(order(1, 8), order(2, 9))))).toEqual([8, 9]);
    expect([source.asked, opened]).toEqual([
      ["1", "2", "2"],
      ["opened", "opened"],
    ]);
  });

  it("are not changed by a bug: what is no error of ours comes through", async () => {
    const { deserialize } = setUp(new Map([["1", new TypeError("a bug")]]));
    await expect(deserialize(fetched(order(1, 7)))).rejects.toThrow(TypeError);
  });
});
