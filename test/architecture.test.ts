import { spawnSync } from "node:child_process";
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Room and what a file in it asks for. */
type Import = readonly [room: string, specifier: string];

const forbidden: readonly Import[] = [
  ["src/core/mapping", "node:fs"],
  ["src/core/mapping", "yaml"],
  ["src/core/mapping", "../../platform/aws/errors.ts"],
  ["src/core/mapping", "../lag/verdict.ts"],
  ["src/core/record", "../mapping/model.ts"],
  ["src/core", "./mapping/model.ts"],
  ["src/platform/aws", "../disk/state-file.ts"],
  ["src/platform/aws", "../../shell/terminal.ts"],
  ["src/platform/kafka", "../schema/schema-decoder.ts"],
  ["src/platform/schema", "../kafka/kafka-broker.ts"],
  ["src/shell", "../platform/aws/errors.ts"],
  ["src/shell/render", "../terminal.ts"],
  ["src/shell/render/lint", "../../terminal.ts"],
  ["src/shell/render/lint", "../../../platform/aws/errors.ts"],
  ["src/shell/render/tune/report", "../../../terminal.ts"],
  ["src/shell/render/tune/report", "node:crypto"],
  ["src/shell/render", "ink"],
  ["src/shell/tui", "../terminal.ts"],
  ["src/shell/tui", "../../platform/aws/errors.ts"],
  ["src/shell/tui", "@oclif/core"],
  ["src/shell/tui", "node:fs"],
  ["src/shell/tui/views", "../../terminal.ts"],
  ["src/commands", "@aws-sdk/client-lambda"],
  ["src/commands", "../platform/aws/errors.ts"],
  ["src/commands", "../sandbox/world.ts"],
  ["src/sandbox", "../core/lag/verdict.ts"],
  ["src/worker", "../shell/services.ts"],
  ["src/worker", "@aws-sdk/client-s3"],
  ["src/sandbox", "../platform/aws/errors.ts"],
];

const allowed: readonly Import[] = [
  ["src/core/mapping", "../time.ts"],
  ["src/core/mapping", "../record/safe-text.ts"],
  ["src/shell/render", "../../core/finding.ts"],
  ["src/shell/render/lint", "../palette.ts"],
  ["src/shell/render/lint", "../../../core/finding.ts"],
  ["src/shell/render/tune/report", "../../palette.ts"],
  ["src/shell/render/tune/report", "../../../../core/time.ts"],
  ["src/shell/tui", "ink"],
  ["src/shell/tui", "react"],
  ["src/shell/tui", "../render/palette.ts"],
  ["src/shell/tui", "../../core/errors.ts"],
  ["src/shell/tui/views", "../state.ts"],
  ["src/shell/tui/views", "../../render/palette.ts"],
  ["src/commands", "../core/errors.ts"],
  ["src/commands/sandbox", "../../sandbox/world.ts"],
  ["src/sandbox", "../core/mapping/model.ts"],
  ["src/platform/kafka", "@platformatic/kafka"],
  ["src/worker", "../platform/aws/worker-services.ts"],
  ["src/sandbox", "../platform/kafka/kafka-broker.ts"],
];

/** Lints one file per import in a folder of its own, under the project's configuration; gives the files that were reported. */
function reportedFiles(imports: readonly Import[]): Set<string> {
  const folder = mkdtempSync(join(tmpdir(), "mskctl-boundaries-"));
  try {
    cpSync(join(root, "biome.json"), join(folder, "biome.json"));
    for (const each of imports) {
      mkdirSync(join(folder, each[0]), { recursive: true });
      writeFileSync(join(folder, fileOf(each)), `import { thing } from "${each[1]}";\n\nexport const used = thing;\n`);
    }
    const args = ["lint", "--only=style/noRestrictedImports", "--reporter=json", "--max-diagnostics=none", "."];
    const { stdout } = spawnSync(join(root, "node_modules/.bin/biome"), args, { cwd: folder, encoding: "utf8" });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { location: { path: string | { file: string } } }[] };
    return new Set(diagnostics.map(({ location: { path } }) => (typeof path === "string" ? path : path.file).replace(/^\.\//, "")));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function fileOf([room, specifier]: Import): string {
  return `${room}/${specifier.replaceAll(/[^a-z]/g, "-")}.ts`;
}

describe("the linter holds the house's boundaries", () => {
  let reported: Set<string>;

  beforeAll(() => {
    reported = reportedFiles([...forbidden, ...allowed]);
  });

  it.each(forbidden)("%s does not import %s", (...each) => {
    expect(reported).toContain(fileOf(each));
  });

  it.each(allowed)("%s may import %s", (...each) => {
    expect(reported).not.toContain(fileOf(each));
  });
});

describe("the core is pure", () => {
  const files = globSync("src/core/**/*.ts", { cwd: root });

  it("has files to look at", () => {
    expect(files.length).toBeGreaterThan(5);
  });

  it.each(["Date.now(", "new Date()", "Math.random(", "performance.", "setTimeout(", "process.", "globalThis"])("never says %s", (word) => {
    const guilty = files.filter((file) => readFileSync(`${root}${file}`, "utf8").includes(word));
    expect(guilty).toEqual([]);
  });
});
