/**
 * Bundles src into dist: a start-up that imports a few files instead of some hundreds is felt at every call.
 * SDK clients, the terminal UI and the sandbox stay behind dynamic imports, so each becomes a chunk of its own.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const { version, dependencies } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as {
  version: string;
  dependencies: Record<string, string>;
};

rmSync(`${root}dist`, { recursive: true, force: true });
mkdirSync(`${root}dist`);
const shared = {
  absWorkingDir: root,
  bundle: true,
  format: "esm",
  platform: "node",
  // The SDK's module build can be cut down to the few commands that are used; its CommonJS build cannot.
  mainFields: ["module", "main"],
  minify: true,
  keepNames: true,
  legalComments: "none",
  // CommonJS packages in an ESM bundle still ask for builtins by require.
  banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
  metafile: true,
  logLevel: "warning",
} as const satisfies BuildOptions;
const program = await build({
  ...shared,
  entryPoints: {
    main: "src/shell/main.ts",
    commands: "src/commands/index.ts",
    // A worker is a file of its own, beside the chunk that starts it.
    "chunks/module-worker": "src/sandbox/runtime/module-worker.ts",
  },
  outdir: "dist",
  chunkNames: "chunks/[name]-[hash]",
  splitting: true,
  target: "node22.22",
  // oclif and ink ask for these only in their own development modes, which are not used here.
  external: [...Object.keys(dependencies), "typescript", "react-devtools-core"],
  // DEV is ink's switch for its own; nobody who happens to have such a variable shall get there.
  define: { "process.env.NODE_ENV": '"production"', "process.env.DEV": '"false"' },
});
// A Lambda function's code: one file, on a runtime whose packages are of no matter to it.
const worker = await build({ ...shared, entryPoints: ["src/worker/index.ts"], outfile: "dist/worker/index.mjs", target: "node22" });

writeFileSync(`${root}dist/version.txt`, `mskctl/${version} {platform} node-{node}\n`);
writeFileSync(
  `${root}dist/help.txt`,
  execFileSync(process.execPath, ["bin/run.js"], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, COLUMNS: "80", NO_COLOR: "1" },
  }),
);
writeFileSync(
  `${root}dist/third-party-licenses.txt`,
  licensesOf([program, worker].flatMap(({ metafile }) => Object.keys(metafile.inputs))),
);

/** The licences of what the bundle contains: most of them ask to be passed on with every copy. */
function licensesOf(inputs: readonly string[]): string {
  const folders = new Set<string>();
  for (const input of inputs) {
    const folder = /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0];
    if (folder !== undefined) folders.add(folder);
  }
  return [...folders].sort().map(licenseOf).join("\n");
}

function licenseOf(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(`${root}${folder}/package.json`, "utf8")) as Record<string, string>;
  const file = readdirSync(`${root}${folder}`).find((each) => /^licen[cs]e(\.|$)/i.test(each));
  const text = file === undefined ? "" : readFileSync(`${root}${folder}/${file}`, "utf8");
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}
