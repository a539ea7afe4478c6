import { describe, expect, it } from "vitest";
import type { DocumentSource } from "../../src/core/redrive/ports.ts";
import { screenDryRun } from "../../src/shell/lag-screen-redrive.ts";
import type { RedriveServices } from "../../src/shell/services-redrive.ts";
import { inS3, records } from "../core/redrive/payload-fixture.ts";
import { failingPort } from "../support/fakes/surroundings.ts";
import { sampleMapping } from "../support/mappings.ts";
import { testStore } from "../support/redrive/test-store.ts";
import { writeServices } from "../support/write-services.ts";
import { plainLook } from "./render/look.ts";

const bucket = "arn:aws:s3:::failed";
const queue = "arn:aws:sqs:eu-central-1:123456789012:failed";
const touched = () => Promise.reject(new Error("a dry run changes nothing"));
const queueFacts = { url: "https://sqs/failed", arn: queue, isFifo: false, inFlight: 0, delayed: 0, retentionMs: 345_600_000 };

/** The mapping `orders`, whose failures go to `destination`: two documents of three records each in a bucket, 1,284 messages in a queue. */
function setUp(destination: string) {
  const mapping = sampleMapping({
    EventSourceArn: "arn:aws:kafka:eu-central-1:123456789012:cluster/shop/11111111-2222-3333-4444-555555555555-2",
    DestinationConfig: { OnFailure: { Destination: destination } },
  });
  const { services } = writeServices([mapping]);
  const held = new Map([5n, 20n].map((first) => [`failed/${first}`, inS3(...records(0, first, first + 1n, first + 2n))]));
  let closed = 0;
  const source: DocumentSource = {
    async *documents() {
      for (const [id, bytes] of held) yield [{ id, handle: "etag", bytes, complete: true, storedAtMs: undefined }];
    },
    fetch: async (id) => held.get(id),
    remove: touched,
    release: touched,
    close: async () => {
      closed += 1;
    },
  };
  const store = testStore();
  const redrive: RedriveServices = {
    ...failingPort<RedriveServices>(new Error("this test has a bucket and a queue only")),
    runs: async () => store,
    source: async ({ kind }) => ({ source, takes: kind === "sqs", hasEvents: kind === "s3", versioned: async () => false }),
    queue: async () => ({
      facts: async () => ({ ...queueFacts, visible: 1_284, maxReceiveCount: undefined, deadLetterQueueArn: undefined }),
      consumers: async () => [],
      peek: touched,
    }),
  };
  return { services: { ...services, redrive }, held, store, closed: () => closed };
}

const here = (command: string) => `${command} --region eu-central-1`;

async function dryRun(destination: string) {
  const account = setUp(destination);
  const counts: number[] = [];
  const made = await screenDryRun(account.services, { name: "orders", here, onDocuments: (count) => counts.push(count) });
  return { ...account, ...made, counts, text: made.lines(plainLook(80)).join("\n") };
}

describe("a dry run on the watch screen", () => {
  it("is the verb's plan, counts while it reads, and leaves nothing behind", async () => {
    const { text, command, findings, counts, store, closed } = await dryRun(bucket);
    expect(text).toContain("orders → its function in eu-central-1 (123456789012), from s3://failed");
    expect(text).toContain("2 documents · 6 records");
    expect([command, counts, closed(), await store.list()]).toEqual(["mskctl redrive orders --region eu-central-1", [1, 2], 1, []]);
    expect(findings.map(({ id }) => id)).not.toContain("MSK303");
  });

  it("leaves its findings to the screen, which breaks their fixes", async () => {
    const { text, findings } = await dryRun(bucket);
    for (const { message } of findings) expect(text).not.toContain(message);
  });

  it("receives no message of a queue, says so, and where to look at some", async () => {
    const { text, command } = await dryRun(queue);
    expect(text).toContain("about 1,284 messages · none was looked at");
    expect(text.replaceAll(/\s+/g, " ")).toContain("mskctl redrive orders --dry-run --region eu-central-1 looks at a few");
    expect(command).toBe("mskctl redrive orders --region eu-central-1");
  });

  it("keeps to the width, and what is hostile in it is made safe", async () => {
    const { services, held } = setUp(bucket);
    const condition = JSON.stringify(`\u001b[2J${"Exhausted ".repeat(20)}`);
    for (const [id, bytes] of held) held.set(id, Buffer.from(Buffer.from(bytes).toString().replace('"RetryAttemptsExhausted"', condition)));
    const made = await screenDryRun(services, { name: "orders", here, onDocuments: () => undefined });
    for (const columns of [40, 80, 120]) {
      const lines = made.lines(plainLook(columns));
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
      expect(lines.join("")).toContain("Exhausted");
      expect(lines.join("")).not.toContain("\u001b");
    }
  });

  it("of no destination says which command sets one", async () => {
    const { services } = writeServices([sampleMapping()]);
    await expect(screenDryRun(services, { name: "orders", here, onDocuments: () => undefined })).rejects.toMatchObject({
      code: "refused",
      suggestions: [expect.stringMatching(/^mskctl update orders --on-failure ARN --region/), expect.any(String)],
    });
  });
});
