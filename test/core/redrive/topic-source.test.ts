import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import type { ListedDocument } from "../../../src/core/redrive/ports.ts";
import { redriveGroup, topicDocumentSource } from "../../../src/core/redrive/topic-source.ts";
import { type FakePartition, fakeBroker } from "../../support/fakes/broker.ts";

const atMs = Date.parse("2026-11-23T12:00:00Z");
const record = (value: string | null) => ({ value, atMs });
const group = redriveGroup("failed");

function sourceOf(partitions: readonly FakePartition[], committed: Readonly<Record<number, bigint>> = {}) {
  const broker = fakeBroker({ failed: partitions }, { [group]: { committed }, "orders-mapping": { committed: { 0: 0n } } });
  const commits: { readonly groupId: string; readonly topic: string; readonly offsets: Readonly<Record<string, bigint>> }[] = [];
  const alterCommittedOffsets = async (groupId: string, topic: string, offsets: ReadonlyMap<number, bigint>) => {
    commits.push({ groupId, topic, offsets: Object.fromEntries(offsets) });
  };
  const source = topicDocumentSource({ broker: { ...broker, alterCommittedOffsets }, topic: "failed", groupId: group });
  return { source, commits, broker, listed: () => everythingIn(source.documents(10)) };
}

async function everythingIn(pages: AsyncIterable<readonly ListedDocument[]>): Promise<readonly ListedDocument[]> {
  const all: ListedDocument[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

const refs = (...places: readonly string[]) => places.map((place) => ({ id: `failed-${place}`, handle: String(atMs) }));

describe("documents", () => {
  it("are the records of all partitions, whatever they hold", async () => {
    const { listed } = sourceOf([{ log: [record("{}"), record(null)] }, { log: [record("not a document")], first: 7n }]);
    expect(await listed()).toEqual([
      { id: "failed-0@0", handle: String(atMs), bytes: new TextEncoder().encode("{}"), complete: true, storedAtMs: atMs },
      { id: "failed-0@1", handle: String(atMs), bytes: new Uint8Array(), complete: true, storedAtMs: atMs },
      { id: "failed-1@7", handle: String(atMs), bytes: new TextEncoder().encode("not a document"), complete: true, storedAtMs: atMs },
    ]);
  });

  it("begin where our own group stands, and end where the topic ended at the start", async () => {
    const { listed, broker } = sourceOf([{ log: [record("a"), record("b"), record("c")] }], { 0: 1n });
    expect((await listed()).map(({ id }) => id)).toEqual(["failed-0@1", "failed-0@2"]);
    expect(broker.calls.filter((call) => call.startsWith("read"))).toEqual(["read 0 [1,3)"]);
  });

  it("that retention took before they were dealt with are told of", async () => {
    const { source, listed } = sourceOf(
      [
        { log: [record("a")], first: 9n },
        { log: [], first: 4n },
      ],
      { 0: 4n },
    );
    expect((await listed()).map(({ id }) => id)).toEqual(["failed-0@9"]);
    expect(await source.expiredOffsets()).toBe(5n);
  });

  it("are all listed when the group's offset is of an earlier topic of this name", async () => {
    const { source, listed } = sourceOf([{ log: [record("a"), record("b")] }], { 0: 40n });
    expect((await listed()).map(({ id }) => id)).toEqual(["failed-0@0", "failed-0@1"]);
    expect(await source.expiredOffsets()).toBe(0n);
  });

  it("are asked for again when the brokers did not answer at first", async () => {
    const { source, broker, listed } = sourceOf([{ log: [record("a")] }]);
    broker.failWith("offsets", new MskctlError("unavailable", "away"));
    await expect(source.fetch("failed-0@0", String(atMs))).rejects.toThrow("away");
    broker.recover("offsets");
    expect(await listed()).toHaveLength(1);
  });

  it("come in pages", async () => {
    const { source } = sourceOf([{ log: Array.from({ length: 4_001 }, () => record("{}")) }]);
    const sizes: number[] = [];
    for await (const page of source.documents(1)) sizes.push(page.length);
    expect(sizes).toEqual([2_000, 2_000, 1]);
  });
});

describe("what is dealt with", () => {
  const log = [record("a"), record("b"), record("c"), record("d")];

  it("is committed up to the first document that is not", async () => {
    const { source, commits, listed } = sourceOf([{ log }, { log }]);
    await listed();
    expect(await source.remove(refs("0@1", "1@0"))).toEqual([{ kind: "removed" }, { kind: "removed" }]);
    await source.remove(refs("0@0"));
    await source.pass?.(refs("0@2", "0@3"));
    expect(commits).toEqual([
      { groupId: "mskctl-redrive.failed", topic: "failed", offsets: { 1: 1n } },
      { groupId: "mskctl-redrive.failed", topic: "failed", offsets: { 0: 2n } },
      { groupId: "mskctl-redrive.failed", topic: "failed", offsets: { 0: 4n } },
    ]);
  });

  it("is not committed where nothing is new", async () => {
    const { source, commits, listed } = sourceOf([{ log }], { 0: 2n });
    await listed();
    await source.remove(refs("0@1", "0@3"));
    await source.release(refs("0@2"));
    await source.close();
    expect(commits).toEqual([]);
  });

  it("goes on over offsets that hold no record", async () => {
    const { source, commits, listed } = sourceOf([
      { log: [{ gap: "compacted", offsets: 3 }, record("a"), { gap: "control", offsets: 1 }, record("b")], first: 2n },
    ]);
    await listed();
    await source.remove(refs("0@5"));
    await source.remove(refs("0@7"));
    expect(commits.map(({ offsets }) => offsets)).toEqual([{ 0: 7n }, { 0: 8n }]);
  });

  it("can be told of before anything was listed, as a resumed run does", async () => {
    const { source, commits } = sourceOf([{ log }]);
    await source.remove(refs("0@0", "0@1"));
    expect(commits.map(({ offsets }) => offsets)).toEqual([{ 0: 2n }]);
  });

  it("goes on over what is none of the run's, with what is dealt with behind it", async () => {
    const { source, commits, listed } = sourceOf([{ log }, { log }]);
    await listed();
    source.leave?.(refs("0@0", "0@2", "0@3", "1@0"));
    expect(commits).toEqual([]);
    await source.remove(refs("0@1"));
    expect(commits.map(({ offsets }) => offsets)).toEqual([{ 0: 4n, 1: 1n }]);
  });

  const known = (place: string, isDone: boolean, handle = String(atMs)) => ({ id: `failed-${place}`, handle, isDone });

  it("when a run is gone on with: up to the first that is open, and over what the run does not know", async () => {
    const { source, commits } = sourceOf([{ log }, { log }], { 0: 1n });
    await source.passKnown?.([known("0@0", false), known("0@1", true), known("0@3", true), known("1@3", true), known("1@1", false)]);
    expect(commits.map(({ offsets }) => offsets)).toEqual([{ 0: 4n, 1: 1n }]);
  });

  it("is nothing of a topic that was made anew since", async () => {
    const { source, commits } = sourceOf([{ log }]);
    await source.passKnown?.([known("0@1", true), known("0@2", true, String(atMs - 1))]);
    await source.passKnown?.([known("0@40", true)]);
    expect(commits).toEqual([]);
  });

  it("is committed forwards only and never past a document that is still open, however calls cross", async () => {
    const steps = fc.array(fc.array(fc.nat(19), { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(steps, async (batches) => {
        const { source, commits, listed } = sourceOf([{ log: Array.from({ length: 20 }, () => record("{}")) }]);
        await listed();
        await Promise.all(batches.map((batch) => source.remove(refs(...new Set(batch.map((offset) => `0@${offset}`))))));
        const done = new Set(batches.flat());
        const prefix = Array.from({ length: 20 }, (_, offset) => offset).findIndex((offset) => !done.has(offset));
        const positions = commits.map(({ offsets }) => Number(offsets["0"]));
        expect(positions).toEqual([...positions].sort((a, b) => a - b));
        expect(positions.at(-1) ?? 0).toBe(prefix < 0 ? 20 : prefix);
      }),
      { numRuns: 50 },
    );
  });
});

describe("a document that is fetched", () => {
  const log = Array.from({ length: 1_000 }, (_, offset) => record(`value ${offset}`));
  const text = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString();

  it("is read again, with what stands behind it", async () => {
    const { source, broker } = sourceOf([{ log }]);
    const offsets = Array.from({ length: 1_000 }, (_, offset) => offset);
    const values = await Promise.all(offsets.map((offset) => source.fetch(`failed-0@${offset}`, String(atMs))));
    expect(values.map(text)).toEqual(offsets.map((offset) => `value ${offset}`));
    expect(broker.calls.filter((call) => call.startsWith("read"))).toHaveLength(1);
  });

  it("can be fetched twice, and in any order", async () => {
    const { source } = sourceOf([{ log }]);
    for (const offset of [7, 3, 7, 999]) expect(text(await source.fetch(`failed-0@${offset}`, String(atMs)))).toBe(`value ${offset}`);
  });

  it("is gone when the topic does not have it any more, or has another record there", async () => {
    const { source } = sourceOf([{ log: [record("a")], first: 5n }]);
    expect(await source.fetch("failed-0@2", String(atMs))).toBeUndefined();
    expect(await source.fetch("failed-0@5", String(atMs - 1))).toBeUndefined();
    expect(await source.fetch("failed-0@9", String(atMs))).toBeUndefined();
    expect(text(await source.fetch("failed-0@5", String(atMs)))).toBe("a");
  });

  it("without a value is empty", async () => {
    const { source } = sourceOf([{ log: [record(null)] }]);
    expect(await source.fetch("failed-0@0", String(atMs))).toEqual(new Uint8Array());
  });
});
