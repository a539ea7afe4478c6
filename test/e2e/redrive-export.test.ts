import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExportDocument } from "../../src/shell/render/redrive/handover/export-document.ts";
import { exportedIn } from "../support/handover/exported.ts";
import { type Ended, runProgram } from "../support/program.ts";
import { type FailedShipments, failedShipments } from "../support/redrive/failed-shipments.ts";
import { schemaErrors } from "../support/schema.ts";

let shop: FailedShipments;
let folder: string;

beforeAll(async () => {
  shop = await failedShipments({ records: 300 });
  folder = mkdtempSync(join(tmpdir(), "mskctl-handover-"));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await shop.close();
});

const redrive = (...argv: readonly string[]): Promise<Ended> =>
  runProgram(["redrive", ...argv], { environment: { ...shop.environment, XDG_STATE_HOME: join(folder, "state") } });
const jsonIn = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
const keysIn = (out: string) =>
  gunzipSync(readFileSync(join(out, "upload/inventory/00001.jsonl.gz")))
    .toString()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as string);

interface Statement {
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
}

/** What a policy lets its role invoke. */
function invoked(path: string): unknown[] {
  const { Statement: statements } = jsonIn(path) as { readonly Statement: readonly Statement[] };
  return statements.filter(({ Action }) => [Action].flat().includes("lambda:InvokeFunction")).flatMap(({ Resource }) => Resource);
}

describe("redrive export", () => {
  it.each(["partition", "none"] as const)(
    "--order %s writes all that is deployed, and leaves bucket and runs as they were",
    async (order) => {
      const out = join(folder, order);
      const before = await shop.listing();
      const { stdout, stderr, exitCode } = await redrive("export", "shipments", "--order", order, "--anyway", "--out", out, "--json");
      expect({ stderr, exitCode }).toEqual({ stderr: "", exitCode: 0 });
      const document = JSON.parse(stdout) as ExportDocument;
      expect(schemaErrors("redrive-export", document)).toEqual([]);
      expect(document).toMatchObject({ order, folder: out, documents: before.length });

      const paths = readdirSync(out, { recursive: true }).map(String);
      for (const name of ["template.json", "statemachine.asl.json", "worker/index.mjs", "upload/handover.json", "cost.md", "COMMANDS.md"])
        expect(paths).toContain(name);
      expect(paths.includes("upload/lanes.jsonl")).toBe(order === "partition");
      expect(exportedIn(out).handover).toMatchObject({ order, id: document.id, documents: before.length });
      expect(keysIn(out).toSorted()).toEqual(shop.documents.map(({ key }) => key).toSorted());

      expect(document.targetArn).toMatch(/^arn:aws:lambda:eu-central-1:\d{12}:function:shipments$/);
      expect(invoked(join(out, "policies/worker.json"))).toEqual([document.targetArn]);
      expect(readFileSync(join(out, "COMMANDS.md"), "utf8")).toContain(document.commands[0]?.command);

      expect(await shop.listing()).toEqual(before);
      expect(JSON.parse((await redrive("list", "--json")).stdout)).toMatchObject({ runs: [] });
    },
  );

  it("a small source is refused with how long redrive takes, and shown by --dry-run", async () => {
    const out = join(folder, "small", "out");
    const refused = await redrive("export", "shipments", "--out", out);
    expect(refused.stderr.replaceAll(/\s+/g, " ")).toMatch(
      /few for Step Functions: redrive takes .+ here|how long redrive takes is not known/,
    );
    expect(refused.exitCode).not.toBe(0);
    const look = await redrive("export", "shipments", "--out", out, "--dry-run");
    expect({ stderr: look.stderr, exitCode: look.exitCode }).toEqual({ stderr: "", exitCode: 0 });
    expect(look.stdout).toContain("few for Step Functions");
    expect(existsSync(join(folder, "small"))).toBe(false);
  });

  it("a folder that is there stays as it is", async () => {
    const { stderr, exitCode } = await redrive("export", "shipments", "--anyway", "--out", folder);
    expect(stderr).toContain("is there already");
    expect(exitCode).not.toBe(0);
    expect(existsSync(join(folder, "state"))).toBe(true);
  });
});
