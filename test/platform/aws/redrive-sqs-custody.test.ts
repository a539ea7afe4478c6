import { afterEach, describe, expect, it } from "vitest";
import { type SqsCustody, sqsCustody } from "../../../src/platform/aws/redrive-sqs-custody.ts";
import { sqsQueue } from "../../../src/platform/aws/sqs-queue.ts";
import { mockedAws, useMockedAws } from "../../support/aws.ts";
import { beats } from "../../support/beats.ts";
import { queueUrl, sqsAnswers, sqsFails } from "../../support/sqs.ts";

useMockedAws();

const hour = 3_600_000;
let nowMs = 0;
let every = beats();
afterEach(() => {
  nowMs = 0;
  every = beats();
});

function custody(aws = mockedAws()): SqsCustody {
  return sqsCustody(sqsQueue(aws, queueUrl), {
    visibilityMs: 300_000,
    now: () => nowMs,
    every,
  });
}
const received = (id: string, handle = `h-${id}`) => ({ id, handle, bytes: new Uint8Array(3), complete: true, storedAtMs: 7 });
const ref = (id: string) => ({ id, handle: `h-${id}` });
const hide = (...entries: readonly (readonly [id: string, seconds: number])[]) => ({
  Entries: entries.map(([id, seconds], index) => ({ Id: String(index), ReceiptHandle: `h-${id}`, VisibilityTimeout: seconds })),
});
const remove = (...ids: readonly string[]) => ({ Entries: ids.map((id, index) => ({ Id: String(index), ReceiptHandle: `h-${id}` })) });
const successful = (...indexes: readonly number[]) => indexes.map((index) => ({ Id: String(index) }));
const failed = (index: number, code: string, isSenderFault: boolean) => ({ Id: String(index), Code: code, SenderFault: isSenderFault });
describe("what was received", () => {
  it("is taken and given once; received again it only gets the newer handle", async () => {
    const held = custody();
    expect(await held.take([received("a")])).toEqual([received("a")]);
    expect(await held.take([received("a", "newer"), received("b")])).toMatchObject([{ id: "b" }]);
    sqsAnswers("DeleteMessageBatch", { Entries: [{ Id: "0", ReceiptHandle: "newer" }] }, { Successful: successful(0) });
    expect(await held.remove([ref("a")])).toEqual([{ kind: "removed" }]);
    expect(held.counts()).toEqual({ taken: 1, lost: 0, lateRedeliveries: 0 });
  });

  it("after it was removed is deleted with its new handle, and not given again", async () => {
    const held = custody();
    await held.take([received("a")]);
    sqsAnswers("DeleteMessageBatch", remove("a"), { Successful: successful(0) });
    await held.remove([ref("a")]);
    sqsAnswers("DeleteMessageBatch", { Entries: [{ Id: "0", ReceiptHandle: "later" }] }, { Successful: successful(0) });
    expect(await held.take([received("a", "later"), received("b")])).toMatchObject([{ id: "b" }]);
    expect(held.counts()).toEqual({ taken: 1, lost: 0, lateRedeliveries: 1 });
  });

  it("tells since when the oldest is in custody", async () => {
    const held = custody();
    expect(held.sinceMs()).toBeUndefined();
    await held.take([received("a")]);
    nowMs = 500;
    await held.take([received("b")]);
    expect(held.sinceMs()).toBe(0);
    await held.take([received("a", "newer")]);
    expect(held.sinceMs()).toBe(500);
  });
});

describe("keeping messages hidden", () => {
  it("renews all of them at a third of the time, and stops with the last", async () => {
    const held = custody();
    expect(every.periodsMs()).toEqual([]);
    await held.take([received("a"), received("b")]);
    expect(every.periodsMs()).toEqual([100_000]);
    sqsAnswers("ChangeMessageVisibilityBatch", hide(["a", 300], ["b", 300]), { Successful: successful(0, 1) });
    await every.beat();
    expect(held.counts()).toMatchObject({ taken: 2, lost: 0 });
    sqsAnswers("DeleteMessageBatch", remove("a", "b"), { Successful: successful(0, 1) });
    await held.remove([ref("a"), ref("b")]);
    expect(every.periodsMs()).toEqual([]);
  });

  it("looks at Failed[]: what fails alone, too, is lost until it is received again", async () => {
    const held = custody();
    await held.take([received("a"), received("b"), received("c")]);
    sqsAnswers("ChangeMessageVisibilityBatch", hide(["a", 300], ["b", 300], ["c", 300]), {
      Successful: successful(0),
      Failed: [failed(1, "InternalError", false), failed(2, "ReceiptHandleIsInvalid", true)],
    });
    sqsAnswers("ChangeMessageVisibility", { ReceiptHandle: "h-b", VisibilityTimeout: 300 }, {});
    sqsFails("ChangeMessageVisibility", { ReceiptHandle: "h-c", VisibilityTimeout: 300 }, "MessageNotInflight");
    await every.beat();
    expect(held.counts()).toMatchObject({ taken: 3, lost: 1 });
    sqsAnswers("ChangeMessageVisibilityBatch", hide(["a", 300], ["b", 300]), { Successful: successful(0, 1) });
    await every.beat();
    expect(await held.take([received("c")])).toEqual([]);
    expect(held.counts()).toMatchObject({ taken: 3, lost: 0 });
  });

  it("ends 12 h after the receipt, and a shorter time before", async () => {
    const held = custody();
    await held.take([received("a")]);
    nowMs = 12 * hour - 160_000;
    await held.take([received("b")]);
    sqsAnswers("ChangeMessageVisibilityBatch", hide(["a", 100], ["b", 300]), { Successful: successful(0, 1) });
    await every.beat();
    nowMs = 12 * hour;
    sqsAnswers("ChangeMessageVisibilityBatch", hide(["a", 0], ["b", 300]), { Successful: successful(0, 1) });
    await every.beat();
    expect(held.counts()).toMatchObject({ taken: 2, lost: 1 });
  });

  it("that is not permitted is said before more is taken, until it works", async () => {
    const held = custody();
    await held.take([received("a")]);
    sqsFails("ChangeMessageVisibilityBatch", hide(["a", 300]), "AccessDeniedException", 403);
    await every.beat();
    expect(() => held.check()).toThrow("not permitted: sqs:ChangeMessageVisibility");
    sqsAnswers("ChangeMessageVisibilityBatch", hide(["a", 300]), { Successful: successful(0) });
    await every.beat();
    expect(() => held.check()).not.toThrow();
  });

  it("does not begin again while it is under way, and is not confused by a message that goes meanwhile", async () => {
    const held = custody();
    await held.take([received("a")]);
    let answer = (_: object) => {};
    const answered = new Promise((resolve) => {
      answer = resolve;
    });
    sqsAnswers("ChangeMessageVisibilityBatch", hide(["a", 300]), () => answered);
    const first = every.beat();
    await every.beat();
    sqsAnswers("DeleteMessageBatch", remove("a"), { Successful: successful(0) });
    await held.remove([ref("a")]);
    answer({ Successful: successful(0) });
    await first;
    expect(held.counts()).toEqual({ taken: 0, lost: 0, lateRedeliveries: 0 });
  });
});

describe("removing", () => {
  it("looks at Failed[]: what fails alone, too, stays in custody; all else is gone", async () => {
    const held = custody();
    await held.take(["a", "b", "c"].map((id) => received(id)));
    sqsAnswers("DeleteMessageBatch", remove("a", "b", "c"), {
      Successful: successful(2),
      Failed: [failed(0, "InternalError", false), failed(1, "ReceiptHandleIsInvalid", true)],
    });
    sqsAnswers("DeleteMessage", { ReceiptHandle: "h-a" }, {});
    sqsFails("DeleteMessage", { ReceiptHandle: "h-b" }, "ReceiptHandleIsInvalid", 404);
    expect(await held.remove(["a", "b", "c"].map(ref))).toEqual([
      { kind: "removed" },
      { kind: "failed", reason: expect.stringContaining("ReceiptHandleIsInvalid") },
      { kind: "removed" },
    ]);
    expect(held.counts().taken).toBe(1);
  });

  it("takes a message that the answer does not name for one that failed", async () => {
    const held = custody();
    await held.take([received("a")]);
    sqsAnswers("DeleteMessageBatch", remove("a"), {});
    sqsFails("DeleteMessage", { ReceiptHandle: "h-a" }, "ReceiptHandleIsInvalid", 404);
    expect(await held.remove([ref("a")])).toMatchObject([{ kind: "failed" }]);
  });

  it("goes by ten, in order, and sends handles only, however large the bodies are", async () => {
    const held = custody();
    const ids = Array.from({ length: 23 }, (_, index) => `m${index}`);
    const large = new Uint8Array(1024 ** 2);
    await held.take(ids.map((id) => ({ ...received(id), bytes: large })));
    for (const from of [0, 10, 20]) {
      const batch = ids.slice(from, from + 10);
      sqsAnswers("DeleteMessageBatch", remove(...batch), { Successful: successful(...batch.keys()) });
    }
    const removals = await held.remove(ids.map(ref));
    expect(removals).toHaveLength(23);
    expect(removals.every(({ kind }) => kind === "removed")).toBe(true);
  });

  it("works for a message of an earlier process, by the handle that it had", async () => {
    const held = custody();
    sqsAnswers("DeleteMessageBatch", remove("old"), { Successful: successful(0) });
    expect(await held.remove([ref("old")])).toEqual([{ kind: "removed" }]);
    sqsAnswers("DeleteMessageBatch", { Entries: [{ Id: "0", ReceiptHandle: "fresh" }] }, { Successful: successful(0) });
    expect(await held.take([received("old", "fresh")])).toEqual([]);
  });

  it("ends with an error where the queue is gone or the call fails: nothing counts as removed", async () => {
    const held = custody();
    await held.take([received("a")]);
    sqsFails("DeleteMessageBatch", remove("a"), "QueueDoesNotExist");
    await expect(held.remove([ref("a")])).rejects.toMatchObject({ code: "not-found" });
    sqsAnswers("DeleteMessageBatch", remove("a"), { Failed: [failed(0, "InternalError", false)] });
    sqsFails("DeleteMessage", { ReceiptHandle: "h-a" }, "AccessDeniedException", 403);
    await expect(held.remove([ref("a")])).rejects.toMatchObject({ code: "not-permitted", details: { action: "sqs:DeleteMessage" } });
    expect(held.counts().taken).toBe(1);
  });
});

describe("releasing", () => {
  it("makes messages visible at once, those in custody only", async () => {
    const held = custody();
    await held.take([received("a"), received("b")]);
    sqsAnswers("ChangeMessageVisibilityBatch", hide(["a", 0], ["b", 0]), {
      Successful: successful(0),
      Failed: [failed(1, "MessageNotInflight", true)],
    });
    sqsFails("ChangeMessageVisibility", { ReceiptHandle: "h-b", VisibilityTimeout: 0 }, "MessageNotInflight");
    await held.release(["a", "elsewhere", "b"]);
    expect(held.counts().taken).toBe(0);
    expect(every.periodsMs()).toEqual([]);
    expect(await held.take([received("a", "again")])).toMatchObject([{ id: "a", handle: "again" }]);
  });

  it("asks for nothing where there is nothing", async () => {
    await custody().release(["a"]);
  });
});

it("ends with its keeper", async () => {
  const held = custody();
  await held.take([received("a")]);
  held.end();
  expect(every.periodsMs()).toEqual([]);
});
