/**
 * `npm run docs`: everything that is generated from the commands — manifest, docs/commands, man page, the README's list
 * of verbs. With --check it writes nothing and fails when a file on disk is not what would be generated.
 */
import { execFileSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { commandPages, type Manifest, verbList } from "./docs/command-pages.ts";
import { manPage } from "./docs/man-page.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const checking = process.argv.includes("--check");

const manifest = freshManifest();
const wanted = new Map<string, string>([
  ["oclif.manifest.json", `${JSON.stringify(manifest, null, 2)}\n`],
  ["docs/man/mskctl.1", manPage(manifest)],
  ["README.md", withVerbList(read("README.md") ?? "", verbList(manifest))],
]);
for (const [name, text] of commandPages(manifest)) wanted.set(`docs/commands/${name}`, text);

const stale = [...wanted].filter(([file, text]) => read(file) !== text).map(([file]) => file);
const orphans = globSync("docs/commands/*", { cwd: root }).filter((file) => !wanted.has(file));

if (checking) {
  for (const file of stale) console.error(`stale: ${file}; npm run docs`);
  for (const file of orphans) console.error(`belongs to no command: ${file}; npm run docs`);
  process.exitCode = stale.length + orphans.length === 0 ? 0 : 1;
} else {
  for (const folder of ["docs/commands", "docs/man"]) mkdirSync(`${root}${folder}`, { recursive: true });
  for (const [file, text] of wanted) writeFileSync(`${root}${file}`, text);
  for (const file of orphans) rmSync(`${root}${file}`);
  console.log(stale.length === 0 ? "all fresh" : `written: ${stale.join(", ")}`);
}

/** The manifest that oclif makes from the bundle; the file on disk is left as it was. */
function freshManifest(): Manifest {
  execFileSync(process.execPath, ["scripts/build.ts"], { cwd: root, stdio: "inherit" });
  const before = read("oclif.manifest.json");
  try {
    execFileSync("oclif", ["manifest", "."], { cwd: root, stdio: "pipe" });
    return JSON.parse(read("oclif.manifest.json") ?? "") as Manifest;
  } finally {
    if (before === undefined) rmSync(`${root}oclif.manifest.json`, { force: true });
    else writeFileSync(`${root}oclif.manifest.json`, before);
  }
}

function withVerbList(readme: string, list: string): string {
  const marked = /(<!-- verbs -->\n)[\s\S]*?(<!-- \/verbs -->)/;
  if (!marked.test(readme)) throw new Error("README.md has no <!-- verbs --> … <!-- /verbs --> section");
  return readme.replace(marked, (_, open: string, close: string) => `${open}${list}${close}`);
}

function read(file: string): string | undefined {
  return existsSync(`${root}${file}`) ? readFileSync(`${root}${file}`, "utf8") : undefined;
}
