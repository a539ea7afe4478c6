import { CreateQueueCommand, SendMessageBatchCommand, SQSClient } from "@aws-sdk/client-sqs";
import nock from "nock";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import type { DocumentRef, ListedDocument } from "../../../src/core/redrive/ports.ts";
import { type SqsSourceOptions, sqsDocumentSource } from "../../../src/platform/aws/redrive-sqs-source.ts";
import { countAttributes } from "../../../src/platform/aws/sqs-queue.ts";
import { errorOf, mockedAws, pagesOf, useMockedAws } from "../../support/aws.ts";
import { beats } from "../../support/beats.ts";
import { fakeClock } from "../../support/fakes/clock.ts";
import { testWorld } from "../../support/sandbox-world.ts";
import { queueUrl, type SentMessage, sqsAnswers, sqsFails, sqsMessage } from "../../support/sqs.ts";
import { startTestFront, type TestFront } from "../../support/test-front.ts";

useMockedAws();

function source(options: Partial<SqsSourceOptions> = {}, aws = mockedAws()) {
  return sqsDocumentSource(aws, {
    queue: queueUrl,
    clock: fakeClock(),
    signal: new AbortController().signal,
    receivers: 1,
    longPollMs: 1_000,
    pageDocuments: 1,
    every: beats(),
    ...options,
  });
}
const asked = (wanted: number, seconds = 1) => ({
  MaxNumberOfMessages: wanted,
  VisibilityTimeout: 300,
  WaitTimeSeconds: seconds,
  MessageSystemAttributeNames: ["SentTimestamp"],
});
const gives = (wanted: number, ...messages: readonly SentMessage[]) =>
  sqsAnswers("ReceiveMessage", asked(wanted), { Messages: messages.map(sqsMessage) });
const givesNothing = (wanted = 10, times = 1) => {
  for (let time = 0; time < times; time++) sqsAnswers("ReceiveMessage", asked(wanted), {});
};
const counts = (visible: number, taken: number, delayed = 0) =>
  sqsAnswers(
    "GetQueueAttributes",
    { AttributeNames: [...countAttributes] },
    {
      Attributes: {
        ApproximateNumberOfMessages: String(visible),
        ApproximateNumberOfMessagesNotVisible: String(taken),
        ApproximateNumberOfMessagesDelayed: String(delayed),
      },
    },
  );
const idsOf = (pages: readonly (readonly ListedDocument[])[]) => pages.map((page) => page.map(({ id }) => id));
const refsOf = (pages: readonly (readonly ListedDocument[])[]): DocumentRef[] => pages.flat();

describe("the documents of a queue", () => {
  it("come as they are received, up to the limit, which no poll asks beyond", async () => {
    gives(10, { id: "a" }, { id: "b" });
    gives(10, ...Array.from({ length: 9 }, (_, index) => ({ id: `c${index}` })));
    gives(1, { id: "d" });
    const given = source();
    const pages = await pagesOf(given.documents(12));
    expect(pages[0]).toEqual([
      { id: "a", handle: "h-a", bytes: new TextEncoder().encode("body of a"), complete: true, storedAtMs: 1_795_431_600_000 },
      { id: "b", handle: "h-b", bytes: new TextEncoder().encode("body of b"), complete: true, storedAtMs: 1_795_431_600_000 },
    ]);
    expect(pages.flat()).toHaveLength(12);
    expect(given.ended()).toEqual({ kind: "limit" });
    expect(given.counts()).toEqual({ taken: 12, lost: 0, lateRedeliveries: 0 });
    expect(given.takenSinceMs()).toBe(Date.parse("2026-11-23T12:00:10Z"));
  });

  it("come in pages of the wanted size, and as they are when nothing follows", async () => {
    gives(10, { id: "a" }, { id: "b" });
    gives(10, { id: "c" });
    gives(10, { id: "d" });
    givesNothing();
    counts(1, 4);
    gives(10, { id: "e" });
    givesNothing();
    counts(0, 5);
    expect(idsOf(await pagesOf(source({ pageDocuments: 3 }).documents(100)))).toEqual([["a", "b", "c"], ["d"], ["e"]]);
  });

  it("that are known already do not count towards the limit", async () => {
    gives(2, { id: "a" });
    gives(1, { id: "a", handle: "newer" });
    gives(1, { id: "b" });
    expect(idsOf(await pagesOf(source().documents(2)))).toEqual([["a"], ["b"]]);
  });

  it("of the next call come beside those that are taken", async () => {
    const given = source();
    gives(1, { id: "a" });
    gives(1, { id: "b" });
    expect(idsOf(await pagesOf(given.documents(1)))).toEqual([["a"]]);
    expect(idsOf(await pagesOf(given.documents(1)))).toEqual([["b"]]);
    expect(given.counts().taken).toBe(2);
  });

  it("are found by the queue's ARN, which is looked up once", async () => {
    nock("https://sqs.eu-central-1.amazonaws.com", { reqheaders: { "x-amz-target": "AmazonSQS.GetQueueUrl" } })
      .post("/", { QueueName: "failed", QueueOwnerAWSAccountId: "123456789012" })
      .reply(200, { QueueUrl: queueUrl }, { "content-type": "application/x-amz-json-1.0" });
    gives(2, { id: "a" });
    gives(1, { id: "b" });
    expect(idsOf(await pagesOf(source({ queue: "arn:aws:sqs:eu-central-1:123456789012:failed" }).documents(2)))).toEqual([["a"], ["b"]]);
  });

  it("of ten large messages at once are no more than ten", async () => {
    const body = "x".repeat(200_000);
    gives(10, ...Array.from({ length: 10 }, (_, index) => ({ id: `m${index}`, body: `${index}${body}` })));
    const [page = []] = await pagesOf(source().documents(10));
    expect(page.map(({ bytes }) => bytes?.length)).toEqual(Array(10).fill(200_001));
  });

  it("are asked for again where their MD5 is another", async () => {
    const changed = { ...sqsMessage({ id: "a" }), Body: "changed on its way" };
    sqsAnswers("ReceiveMessage", asked(1), { Messages: [changed] });
    gives(1, { id: "a" });
    const aws = mockedAws();
    expect(idsOf(await pagesOf(source({}, aws).documents(1)))).toEqual([["a"]]);
    expect(aws.sleepsMs).toHaveLength(1);
  });
});

it("messages that came are given to be worked off once SQS counts no more, before the queue is proved to be empty", async () => {
  gives(10, { id: "a" });
  givesNothing();
  counts(0, 1);
  const given = source();
  expect(idsOf(await pagesOf(given.documents(20)))).toEqual([["a"]]);
  expect(given.ended()).toEqual({ kind: "lull" });
});

describe("an empty queue", () => {
  it("is not taken for one after one empty receive, nor after two", async () => {
    givesNothing(10, 2);
    gives(10, { id: "a" });
    givesNothing();
    counts(1, 1);
    givesNothing();
    gives(10, { id: "b" });
    givesNothing();
    counts(1, 2);
    givesNothing(10, 2);
    counts(0, 2);
    const given = source();
    expect(idsOf(await pagesOf(given.documents(20)))).toEqual([["a"], ["b"]]);
    expect(given.ended()).toEqual({ kind: "empty" });
  });

  it("is none while SQS counts messages that are visible or delayed", async () => {
    givesNothing(10, 3);
    counts(1, 0);
    givesNothing();
    counts(0, 0, 1);
    gives(10, { id: "late" });
    givesNothing();
    counts(0, 1, 1);
    givesNothing(10, 2);
    counts(0, 1);
    const given = source();
    expect(idsOf(await pagesOf(given.documents(20)))).toEqual([["late"]]);
    expect(given.ended()).toEqual({ kind: "empty" });
  });

  it("is waited for longer, the longer nothing comes", async () => {
    sqsAnswers("ReceiveMessage", asked(10, 1), {});
    sqsAnswers("ReceiveMessage", asked(10, 20), {});
    sqsAnswers("ReceiveMessage", asked(10, 20), {});
    counts(0, 0);
    const given = source({ longPollMs: 20_000 });
    expect(await pagesOf(given.documents(20))).toEqual([]);
    expect(given.ended()).toEqual({ kind: "empty" });
  });

  it("has been polled three times by each receiver", async () => {
    givesNothing(10, 12);
    counts(0, 0);
    // Those that are under way as it ends are broken off, so they may be asked or not.
    const given = source({ receivers: 4 });
    nock("https://sqs.eu-central-1.amazonaws.com").post("/").optionally().times(4).reply(200, {});
    expect(await pagesOf(given.documents(1_000))).toEqual([]);
    expect(given.ended()).toEqual({ kind: "empty" });
  });

  it("may hold messages that others have taken", async () => {
    gives(10, { id: "a" });
    givesNothing();
    counts(1, 8);
    givesNothing(10, 2);
    counts(0, 8);
    const given = source();
    await pagesOf(given.documents(20));
    expect(given.ended()).toEqual({ kind: "taken-by-others", messages: 7 });
  });

  it("may be one that gives nothing, since as many messages are taken as may be", async () => {
    givesNothing(10, 3);
    counts(500, 120_000);
    const given = source();
    await pagesOf(given.documents(20));
    expect(given.ended()).toEqual({ kind: "withheld", visible: 500, inFlight: 120_000, delayed: 0 });
  });

  it("is waited for no longer than a message can be delayed", async () => {
    const clock = fakeClock();
    givesNothing(10, 3);
    counts(1, 0);
    givesNothing();
    counts(1, 0);
    const given = source({ clock: { now: () => clock.now(), sleep: () => clock.sleep(15 * 60_000 + 1) } });
    expect(await pagesOf(given.documents(20))).toEqual([]);
    expect(given.ended()).toEqual({ kind: "withheld", visible: 1, inFlight: 0, delayed: 0 });
  });
});

it("a FIFO queue's groups wait for those of their messages that are taken", async () => {
  const fifo = `${queueUrl}.fifo`;
  const answers = (operation: string, body: object) =>
    nock("https://sqs.eu-central-1.amazonaws.com", { reqheaders: { "x-amz-target": `AmazonSQS.${operation}` } })
      .post("/", (request: { readonly QueueUrl?: string }) => request.QueueUrl === fifo)
      .reply(200, body, { "content-type": "application/x-amz-json-1.0" });
  answers("ReceiveMessage", { Messages: [sqsMessage({ id: "first" })] });
  for (let empty = 0; empty < 3; empty++) answers("ReceiveMessage", {});
  const waiting = { ApproximateNumberOfMessages: "4", ApproximateNumberOfMessagesNotVisible: "1" };
  for (let time = 0; time < 2; time++) answers("GetQueueAttributes", { Attributes: waiting });
  const given = source({ queue: fifo });
  expect(idsOf(await pagesOf(given.documents(20)))).toEqual([["first"]]);
  expect(given.ended()).toEqual({ kind: "withheld", visible: 4, inFlight: 1, delayed: 0 });
});

describe("an intake that ends before its time", () => {
  it("ends an open poll with the signal's reason; what is taken is kept and removed all the same", async () => {
    const controller = new AbortController();
    const interrupted = new MskctlError("interrupted", "interrupted");
    gives(10, { id: "a" });
    sqsAnswers("ReceiveMessage", asked(10), () => {
      controller.abort(interrupted);
      return new Promise(() => {});
    });
    const given = source({ signal: controller.signal });
    const pages: (readonly ListedDocument[])[] = [];
    const reading = (async () => {
      for await (const page of given.documents(20)) pages.push(page);
    })();
    await expect(reading).rejects.toBe(interrupted);
    expect(given.ended()).toBeUndefined();
    sqsAnswers("DeleteMessageBatch", { Entries: [{ Id: "0", ReceiptHandle: "h-a" }] }, { Successful: [{ Id: "0" }] });
    expect(await given.remove(refsOf(pages))).toEqual([{ kind: "removed" }]);
  });

  it("gives what waits for a full page before it ends by an error", async () => {
    gives(10, { id: "a" });
    sqsFails("ReceiveMessage", asked(10), "AccessDenied", 403);
    const pages: (readonly ListedDocument[])[] = [];
    const reading = (async () => {
      for await (const page of source({ pageDocuments: 3 }).documents(20)) pages.push(page);
    })();
    await expect(reading).rejects.toMatchObject({ code: "not-permitted" });
    expect(idsOf(pages)).toEqual([["a"]]);
  });

  it("gives back what came meanwhile and nobody asked for", async () => {
    let answer = (_: object) => {};
    const late = new Promise<object>((resolve) => {
      answer = resolve;
    });
    gives(10, { id: "a" });
    sqsAnswers("ReceiveMessage", asked(10), () => late);
    const given = source({ receivers: 2 });
    const entries = [{ Id: "0", ReceiptHandle: "h-b", VisibilityTimeout: 0 }];
    sqsAnswers("ChangeMessageVisibilityBatch", { Entries: entries }, { Successful: [{ Id: "0" }] });
    for await (const page of given.documents(20)) {
      expect(page.map(({ id }) => id)).toEqual(["a"]);
      answer({ Messages: [sqsMessage({ id: "b" })] });
      while (given.counts().taken < 2) await new Promise((resolve) => setImmediate(resolve));
      break;
    }
    expect(given.counts().taken).toBe(1);
  });

  it("leaves nothing hidden that nobody knows of, when a poll fails beside one that brings something", async () => {
    let answer = () => {};
    const asSoonAs = new Promise<void>((resolve) => {
      answer = resolve;
    });
    sqsAnswers("ReceiveMessage", asked(10), async () => {
      await asSoonAs;
      return { Messages: [sqsMessage({ id: "a" })] };
    });
    sqsAnswers(
      "ReceiveMessage",
      asked(10),
      () => {
        answer();
        return { __type: "com.amazonaws.sqs#QueueDoesNotExist", message: "gone" };
      },
      400,
    );
    const given = source({ receivers: 2 });
    const pages: (readonly ListedDocument[])[] = [];
    const reading = (async () => {
      for await (const page of given.documents(20)) pages.push(page);
    })();
    expect(await errorOf(reading)).toMatchObject({ code: "not-found" });
    // Given, or given back: nothing stays hidden that nobody knows of.
    expect(given.counts().taken).toBe(pages.flat().length);
  });

  it("by an error ends with it, not with success: a queue that is gone, a denied action", async () => {
    sqsFails("ReceiveMessage", asked(10), "QueueDoesNotExist");
    expect(await errorOf(pagesOf(source().documents(20)))).toMatchObject({
      code: "not-found",
      message: expect.stringContaining(`queue ${queueUrl}`),
    });
    gives(10, { id: "a" });
    sqsFails("ReceiveMessage", asked(10), "KmsAccessDenied");
    expect(await errorOf(pagesOf(source().documents(20)))).toMatchObject({ code: "not-permitted", details: { action: "kms:Decrypt" } });
    givesNothing(10, 3);
    sqsFails("GetQueueAttributes", { AttributeNames: [...countAttributes] }, "AccessDeniedException", 403);
    expect(await errorOf(pagesOf(source().documents(20)))).toMatchObject({ details: { action: "sqs:GetQueueAttributes" } });
  });

  it("does not go on while messages cannot be kept hidden", async () => {
    const every = beats();
    gives(10, { id: "a" });
    const given = source({ every });
    const pages = given.documents(20)[Symbol.asyncIterator]();
    await pages.next();
    sqsFails(
      "ChangeMessageVisibilityBatch",
      { Entries: [{ Id: "0", ReceiptHandle: "h-a", VisibilityTimeout: 300 }] },
      "AccessDeniedException",
      403,
    );
    await every.beat();
    expect(await errorOf(Promise.resolve(pages.next()))).toMatchObject({
      code: "not-permitted",
      details: { action: "sqs:ChangeMessageVisibility" },
    });
  });
});

describe("the heartbeat", () => {
  afterEach(() => void vi.useRealTimers());

  it("comes in wall time, and ends as the source is closed", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    gives(1, { id: "a" });
    const given = source({ every: undefined as never });
    await pagesOf(given.documents(1));
    await new Promise<void>((resolve) => {
      const entries = [{ Id: "0", ReceiptHandle: "h-a", VisibilityTimeout: 300 }];
      sqsAnswers("ChangeMessageVisibilityBatch", { Entries: entries }, () => {
        resolve();
        return { Successful: [{ Id: "0" }] };
      });
      vi.advanceTimersByTime(99_999);
      expect(nock.isDone()).toBe(false);
      vi.advanceTimersByTime(1);
    });
    await given.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});

it("keeps no bodies, so that none can be fetched", async () => {
  await expect(source().fetch("a", "h-a")).rejects.toThrow("keeps none");
});

describe("in the sandbox", () => {
  let front: TestFront;
  const sqs = () => new SQSClient(front.client);
  beforeAll(async () => {
    nock.enableNetConnect("127.0.0.1");
    front = await startTestFront((region) => testWorld({ region }));
  });
  afterAll(async () => {
    await front.close();
    nock.disableNetConnect();
  });

  async function queueOf(name: string, messages: number, groups = 0): Promise<string> {
    const attributes = groups > 0 ? { FifoQueue: "true" } : {};
    const { QueueUrl = "" } = await sqs().send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
    for (let from = 0; from < messages; from += 10) {
      const Entries = Array.from({ length: Math.min(10, messages - from) }, (_, index) => ({
        Id: String(index),
        MessageBody: `m${from + index}`,
        ...(groups > 0 ? { MessageGroupId: `g${(from + index) % groups}`, MessageDeduplicationId: `d${from + index}` } : {}),
      }));
      await sqs().send(new SendMessageBatchCommand({ QueueUrl, Entries }));
    }
    return QueueUrl;
  }
  const inSandbox = (queue: string, options: Partial<SqsSourceOptions> = {}) =>
    source({ queue, longPollMs: 0, receivers: 4, ...options }, mockedAws({ endpointUrl: front.endpoint }));
  const bodies = (pages: readonly (readonly ListedDocument[])[]) => pages.flat().map(({ bytes }) => Buffer.from(bytes ?? []).toString());

  it("takes all of a queue, keeps some, removes the rest, and gives back what was kept", async () => {
    const queue = await queueOf("many", 95);
    const given = inSandbox(queue);
    const pages = await pagesOf(given.documents(1_000));
    expect(bodies(pages).toSorted()).toEqual(Array.from({ length: 95 }, (_, index) => `m${index}`).toSorted());
    expect(given.ended()).toEqual({ kind: "lull" });
    const [kept, ...others] = refsOf(pages);
    expect((await given.remove(others)).every(({ kind }) => kind === "removed")).toBe(true);
    expect(await pagesOf(given.documents(1_000))).toEqual([]);
    await given.release([kept as DocumentRef]);
    expect((await pagesOf(given.documents(1_000))).flat().map(({ id }) => id)).toEqual([kept?.id]);
  });

  it("sees what others have taken", async () => {
    const queue = await queueOf("shared", 12);
    await pagesOf(inSandbox(queue).documents(5));
    const given = inSandbox(queue);
    expect((await pagesOf(given.documents(100))).flat()).toHaveLength(7);
    expect(await pagesOf(given.documents(100))).toEqual([]);
    expect(given.ended()).toEqual({ kind: "taken-by-others", messages: 5 });
  });

  it("gets through a FIFO queue group by group", async () => {
    const given = inSandbox(await queueOf("ordered.fifo", 6, 2));
    const order: string[] = [];
    for (let call = 0; call < 3; call++) {
      const pages = await pagesOf(given.documents(100));
      order.push(...bodies(pages).toSorted());
      expect(given.ended()).toMatchObject(call < 2 ? { kind: "withheld", visible: 4 - 2 * call } : { kind: "lull" });
      await given.remove(refsOf(pages));
    }
    expect(order).toEqual(["m0", "m1", "m2", "m3", "m4", "m5"]);
  });
});
