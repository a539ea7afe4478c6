import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { tappedServices } from "../support/kills/tapped-services.ts";
import { runProgram } from "../support/program.ts";
import { type FailedShipments, failedShipments } from "../support/redrive/failed-shipments.ts";
import { schemaErrors } from "../support/schema.ts";

let shop: FailedShipments;
const folder = mkdtempSync(join(tmpdir(), "mskctl-drain-"));
const archive = join(folder, "archive");

beforeAll(async () => {
  shop = await failedShipments({ records: 600 });
});
afterAll(async () => {
  await shop.close();
  rmSync(folder, { recursive: true, force: true });
});

it("says what others have taken of a queue: a drain that was killed may have", async () => {
  const services = await tappedServices(shop.environment["AWS_ENDPOINT_URL"] ?? "");
  const setting = (name: string) => shop.environment[name] ?? "";
  const credentials = { accessKeyId: setting("AWS_ACCESS_KEY_ID"), secretAccessKey: setting("AWS_SECRET_ACCESS_KEY") };
  const sqs = new SQSClient({ endpoint: setting("AWS_ENDPOINT_URL"), region: setting("AWS_REGION"), credentials });
  const { QueueUrl = "" } = await sqs.send(new CreateQueueCommand({ QueueName: "taken" }));
  for (const { body } of shop.documents.slice(0, 2)) await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
  await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 1, VisibilityTimeout: 300 }));
  const environment = { ...shop.environment, AWS_ENDPOINT_URL: services.endpoint };
  const to = join(folder, "of-a-queue");
  const { stdout, stderr, exitCode } = await runProgram(["drain", "sqs:taken", "--mapping", "shipments", "--to", to, "--yes"], {
    environment,
  });
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("1 message of the queue is taken by others") });
  expect(stdout).toContain("1 document archived");
  sqs.destroy();
  await services.close();
});

it("takes documents out of the bucket into an archive, and their records go from there to the function", async () => {
  const environment = { ...shop.environment, XDG_STATE_HOME: join(folder, "state") };
  const mskctl = (...argv: readonly string[]) => runProgram(argv, { environment });
  const documents = shop.documents.slice(0, 3);
  await shop.fill(documents);

  const dry = await mskctl("drain", "shipments", "--to", archive, "--dry-run", "--json");
  expect(schemaErrors("drain", JSON.parse(dry.stdout))).toEqual([]);
  expect(await shop.listing()).toHaveLength(3);

  const drained = await mskctl("drain", "shipments", "--to", archive, "--yes", "--json");
  expect(schemaErrors("drain", JSON.parse(drained.stdout))).toEqual([]);
  expect(JSON.parse(drained.stdout)).toMatchObject({ applied: true, finished: true, counts: { seen: 3, archived: 3, removed: 3 } });
  expect(drained.exitCode).toBe(0);
  expect(await shop.listing()).toEqual([]);
  expect(statSync(archive).mode & 0o777).toBe(0o700);
  expect(statSync(join(archive, "segment-00001.jsonl.gz")).mode & 0o777).toBe(0o600);

  shop.fn.behave(() => undefined);
  const sent = await mskctl("redrive", `archive:${archive}`, "--yes", "--json");
  expect(sent.exitCode).toBe(0);
  const invoked = shop.fn.invocations.flatMap(({ records }) => records).sort();
  expect(invoked).toEqual(documents.flatMap(({ records }) => records).sort());
});
