import fc from "fast-check";
import { expect, it } from "vitest";
import { listedOffsets, offsetRange } from "../../../../src/sandbox/runtime/offsets.ts";
import { type Piece, placesOf } from "../../../../src/sandbox/runtime/piece.ts";
import type { SchemaCondition } from "../../../../src/sandbox/runtime/registry/deserialized.ts";
import { bySchema } from "../../../../src/sandbox/runtime/registry/schema-failures.ts";

const shown = ({ shares, schemaCondition, records }: Piece) =>
  `${schemaCondition ?? "for the function"}: ${[...placesOf(shares)].map(({ partition, offset }) => `${partition}/${offset}`).join(" ")} (${records})`;

it("is one piece when all could be read", () => {
  expect(bySchema([{ partition: 0, offsets: offsetRange(3, 6) }], () => undefined).map(shown)).toEqual([
    "for the function: 0/3 0/4 0/5 (3)",
  ]);
});

it("has what could not be read first, a piece for each reason", () => {
  const shares = [
    { partition: 1, offsets: offsetRange(10, 14) },
    { partition: 0, offsets: listedOffsets([3, 7]) },
  ];
  const conditions = new Map<string, SchemaCondition>([["1/11", "DESERIALIZATION_ERROR"], ["1/13", "SCHEMA_NOT_FOUND"], ["0/7", "DESERIALIZATION_ERROR"]]); // biome-ignore format: a table
  const pieces = bySchema(shares, ({ partition, offset }) => conditions.get(`${partition}/${offset}`));
  expect(pieces.map(shown)).toEqual([
    "DESERIALIZATION_ERROR: 1/11 0/7 (2)",
    "SCHEMA_NOT_FOUND: 1/13 (1)",
    "for the function: 1/10 1/12 0/3 (3)",
  ]);
});

it("loses no record and keeps their order", () => {
  const verdicts = fc.array(fc.constantFrom(undefined, "SCHEMA_NOT_FOUND" as const, "DESERIALIZATION_ERROR" as const), {
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(verdicts, (conditions) => {
      const pieces = bySchema([{ partition: 2, offsets: offsetRange(0, conditions.length) }], ({ offset }) => conditions[offset]);
      const placed = pieces.map(({ shares, schemaCondition }) => ({
        schemaCondition,
        offsets: [...placesOf(shares)].map(({ offset }) => offset),
      }));
      for (const { schemaCondition, offsets } of placed) {
        expect(offsets).toEqual(conditions.flatMap((condition, offset) => (condition === schemaCondition ? [offset] : [])));
      }
      expect(placed.flatMap(({ offsets }) => offsets)).toHaveLength(conditions.length);
    }),
  );
});
