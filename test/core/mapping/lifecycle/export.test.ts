import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MskctlError } from "../../../../src/core/errors.ts";
import { compareSpecs } from "../../../../src/core/mapping/lifecycle/comparison.ts";
import { exportSpecs } from "../../../../src/core/mapping/lifecycle/export.ts";
import { readSpec, type Spec } from "../../../../src/core/mapping/read-spec.ts";
import { fakeMappingStore } from "../../../support/fakes/mapping-store.ts";
import { sampleMapping } from "../../../support/mappings.ts";
import { mappingDocuments } from "../arbitrary-mapping.ts";

const ignore = () => {};

function specFrom(value: unknown): Spec {
  const read = readSpec(value);
  if (read.kind === "malformed") throw new Error(JSON.stringify(read.problems));
  return read;
}

describe("An export", () => {
  test("compared with the account it came from shows no difference, whatever the mapping.", async () => {
    await fc.assert(
      fc.asyncProperty(
        mappingDocuments,
        fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { noNullPrototype: true }),
        async (mapping, tags) => {
          const store = fakeMappingStore([mapping]);
          store.tagsByArn.set(mapping.EventSourceMappingArn ?? "", new Map(Object.entries(tags)));
          const { specs } = await exportSpecs(store, [mapping], ignore);
          const { states, unnamed } = await compareSpecs(store, specs.map(specFrom), ignore);
          expect(states.map(({ kind }) => kind)).toEqual(["same"]);
          expect(unnamed).toEqual([]);
        },
      ),
    );
  });

  test("says which tags it lacks since they may not be read.", async () => {
    const store = fakeMappingStore([sampleMapping()]);
    store.failNext("tags", new MskctlError("not-permitted", "denied", { details: { action: "lambda:ListTags" } }));
    const { specs, notes } = await exportSpecs(store, [sampleMapping()], ignore);
    expect(specs).toHaveLength(1);
    expect(notes).toEqual(["orders/orders: tags not permitted: lambda:ListTags"]);
  });
});

describe("Encrypted filters", () => {
  const KMSKeyArn = "arn:aws:kms:eu-central-1:123456789012:key/k";
  const filters = { Filters: [{ Pattern: '{"value":["a"]}' }] };
  const listed = sampleMapping({ KMSKeyArn });

  /** A listing leaves the filters out, Get has them. */
  function store(whole: Partial<typeof listed>) {
    const fake = fakeMappingStore([listed]);
    fake.onGet = () => fake.mappings.set(listed.UUID, { ...listed, ...whole });
    return fake;
  }

  test("are asked for, so that an export has them and a comparison sees them.", async () => {
    const { specs } = await exportSpecs(store({ FilterCriteria: filters }), [listed], ignore);
    expect(specs).toEqual([expect.objectContaining({ FilterCriteria: { Filters: [{ Pattern: { value: ["a"] } }] } })]);
    const { states } = await compareSpecs(store({ FilterCriteria: filters }), specs.map(specFrom), ignore);
    expect(states.map(({ kind }) => kind)).toEqual(["same"]);
  });

  test("that cannot be decrypted make an export fail, as a spec without them would remove them.", async () => {
    const error = { ErrorCode: "KMSAccessDenied", Message: "no kms:Decrypt" };
    await expect(exportSpecs(store({ FilterCriteriaError: error }), [listed], ignore)).rejects.toMatchObject({
      code: "refused",
      message: expect.stringContaining("no kms:Decrypt"),
    });
  });
});

test("Each mapping that is read is told.", async () => {
  const mappings = [sampleMapping(), sampleMapping({ UUID: "00000000-0000-4000-8000-000000000001" })];
  const events: unknown[] = [];
  await exportSpecs(fakeMappingStore(mappings), mappings, (event) => void events.push(event));
  expect(events).toEqual([
    { kind: "read", done: 1, total: 2 },
    { kind: "read", done: 2, total: 2 },
  ]);
});
