import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
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
