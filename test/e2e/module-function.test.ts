import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runProgram } from "../support/program.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "mskctl-module-"));
  writeFileSync(join(folder, "echo.mjs"), "export const handler = (event) => ({ keys: Object.keys(event) });\n");
  writeFileSync(join(folder, "account.yaml"), "functions:\n  - name: echo\n    module: ./echo.mjs\n");
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("a function whose code is a JavaScript module", () => {
  it("runs in the built program, in a worker of its own", async () => {
    const invoke = `
      const url = process.env.AWS_ENDPOINT_URL + "/2015-03-31/functions/echo/invocations";
      const answer = await fetch(url, { method: "POST", body: JSON.stringify({ records: {} }) });
      console.log(answer.status, await answer.text());`;
    const argv = [
      "sandbox",
      "run",
      "--scenario",
      join(folder, "account.yaml"),
      "--",
      process.execPath,
      "--input-type=module",
      "-e",
      invoke,
    ];
    expect(await runProgram(argv)).toMatchObject({ stdout: '200 {"keys":["records"]}\n', exitCode: 0 });
  });
});
