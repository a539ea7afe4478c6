import { expect, it } from "vitest";
import { type EventOfDocument, KeptDocuments } from "../../../src/core/redrive/kept-documents.ts";

const document = (text: string): EventOfDocument => ({ event: new TextEncoder().encode(text), ranges: [] });
const ref = (id: string, handle = "1") => ({ id, handle });

it("gives a document once, and only the version that it was given", () => {
  const kept = new KeptDocuments(100);
  kept.offer(ref("a"), document("a"), 10);
  kept.offer(ref("b"), document("b"), 10);
  expect(kept.take(ref("a"))).toEqual(document("a"));
  expect([kept.take(ref("a")), kept.take(ref("b", "2")), kept.take(ref("b")), kept.take(ref("c"))]).toEqual(Array(4).fill(undefined));
});

it("keeps the first ones, as many as there is room for, and others when some are gone", () => {
  const kept = new KeptDocuments(20);
  for (const id of ["a", "b", "c"]) kept.offer(ref(id), document(id), 10);
  expect(kept.take(ref("c"))).toBeUndefined();
  expect(kept.take(ref("a"))).toBeDefined();
  kept.offer(ref("d"), document("d"), 10);
  expect([kept.take(ref("d")), kept.take(ref("b"))]).toEqual([document("d"), document("b")]);
});

it("keeps no document without an event, whose records are elsewhere", () => {
  const kept = new KeptDocuments(20);
  kept.offer(ref("a"), { event: undefined, ranges: [] }, 10);
  expect(kept.take(ref("a"))).toBeUndefined();
});
