import { expect, it } from "vitest";
import { classifiedPages } from "../../../src/core/redrive/intake.ts";
import type { DocumentRef, ListedDocument } from "../../../src/core/redrive/ports.ts";
import { nodeBytes } from "../../../src/platform/bytes/node-bytes.ts";
import { sample } from "../record/failure-documents.ts";

const listed = (id: string, text: string): ListedDocument => ({
  id,
  handle: `handle of ${id}`,
  bytes: new TextEncoder().encode(text),
  complete: true,
  storedAtMs: undefined,
});

it("tells a source that remembers how far it was read which documents are none of the run's", async () => {
  const left: DocumentRef[] = [];
  const source = {
    async *documents() {
      yield [listed("foreign", '{"hello":1}'), listed("planned", sample), listed("malformed", "not JSON")];
      yield [listed("planned too", sample)];
    },
    fetch: () => Promise.reject(new Error("everything is there")),
    leave: (documents: readonly DocumentRef[]) => void left.push(...documents),
  };
  const kinds: string[] = [];
  for await (const page of classifiedPages({ source, mapping: undefined, tools: nodeBytes, limit: 10, hasEvents: true }))
    kinds.push(page.map(({ classified }) => classified.kind).join(" "));
  expect(kinds).toEqual(["foreign planned malformed", "planned"]);
  expect(left.map(({ id }) => id)).toEqual(["foreign", "malformed"]);
});

it("offers documents that were read whole, and are the run's, to whoever keeps them", async () => {
  const offered: unknown[] = [];
  const source = {
    async *documents() {
      yield [listed("foreign", '{"hello":1}'), listed("planned", sample), { ...listed("beginning", sample), complete: false }];
    },
    fetch: () => Promise.reject(new Error("the beginning says enough")),
  };
  const kept = { offer: ({ id, handle }: DocumentRef, _: unknown, bytes: number) => void offered.push([id, handle, bytes]) };
  for await (const _ of classifiedPages({ source, mapping: undefined, tools: nodeBytes, limit: 10, hasEvents: true, kept }));
  expect(offered).toEqual([["planned", "handle of planned", new TextEncoder().encode(sample).length]]);
});
