import { statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { expect, it } from "vitest";

const bundle = fileURLToPath(new URL("../../dist/worker/index.mjs", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));

it("is one file of a megabyte at most", () => {
  expect(statSync(bundle).size).toBeLessThanOrEqual(1_000_000);
});

it("asks for nothing but what Node has", async () => {
  const { metafile } = await build({
    entryPoints: [bundle],
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    write: false,
    metafile: true,
  });
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path));
  expect(imports.length).toBeGreaterThan(5);
  expect(imports.filter((path) => !isBuiltin(path))).toEqual([]);
});

it("holds S3 and Lambda of the SDK, and nothing of the rest of the product", async () => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["src/worker/index.ts"],
    bundle: true,
    platform: "node",
    format: "esm",
    mainFields: ["module", "main"],
    write: false,
    metafile: true,
  });
  const inputs = Object.keys(metafile.inputs);
  const clients = new Set(inputs.flatMap((input) => /@aws-sdk\/(client-[a-z0-9-]+)/.exec(input)?.[1] ?? []));
  expect([...clients].sort()).toEqual(["client-lambda", "client-s3"]);
  expect(inputs.filter((input) => /oclif|\/ink\/|sqlite|kafka\/|fauxqs|src\/(shell|commands|sandbox)\//.test(input))).toEqual([]);
});
