import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Config, type Interfaces, run, settings } from "@oclif/core";
import { asKnownError, errorDocument, errorText } from "./error-report.ts";
import { exitCodeOf } from "./exit-codes.ts";
import { speaksUnicode } from "./terminal.ts";

/** Calls that a plugin answers or that list its verbs. All others skip plugins: finding and reading them is felt at each start. */
const callsWithPlugins = new Set(["autocomplete", "--help", undefined]);

/** Runs one call of the program, and ends the process with its exit code; never throws. */
export async function main(argv: string[], packageRoot: URL, options: { readonly fromSource?: boolean } = {}): Promise<void> {
  ignoreClosedPipes();
  settings.enableAutoTranspile = false;
  // `mskctl help create` is what some type first.
  const words = argv[0] === "help" ? [...argv.slice(1), "--help"] : argv;
  try {
    const config = await Config.load(loadOptions(words, packageRoot, options));
    await run(words, config);
  } catch (thrown) {
    if (isExit(thrown)) process.exitCode ??= thrown.oclif.exit;
    else report(asKnownError(thrown), argv);
  }
  // Libraries leave behind what would keep a finished call waiting: Kafka's client the timer of a connection that failed.
  await Promise.all([printed(process.stdout), printed(process.stderr)]);
  process.exit();
}

/** Resolves when all that was written has gone out, or never can. */
function printed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write("", () => resolve()));
}

function loadOptions(argv: readonly string[], packageRoot: URL, { fromSource = false }: { readonly fromSource?: boolean }) {
  const root = fileURLToPath(packageRoot);
  const pjson = JSON.parse(readFileSync(new URL("package.json", packageRoot), "utf8")) as Interfaces.PJSON;
  const oclif = { ...pjson.oclif };
  if (!callsWithPlugins.has(argv[0])) oclif.plugins = [];
  if (fromSource) {
    oclif.commands = { strategy: "explicit", target: "./src/commands/index.ts", identifier: "COMMANDS" };
    oclif.hooks = { command_not_found: { target: "./src/commands/index.ts", identifier: "COMMAND_NOT_FOUND" } };
  }
  return { root, pjson: { ...pjson, oclif }, ignoreManifest: fromSource, devPlugins: false, userPlugins: false };
}

/** `mskctl list | head -1` closes the pipe early, or a terminal is closed (EIO): what is left to print has no reader, and that is no failure. */
function ignoreClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
    });
  }
}

function isExit(thrown: unknown): thrown is { readonly oclif: { readonly exit: number } } {
  return thrown instanceof Error && thrown.constructor.name === "ExitError";
}

function report(error: unknown, argv: readonly string[]): void {
  process.exitCode = exitCodeOf(error);
  if (argv.includes("--json")) process.stdout.write(`${JSON.stringify(errorDocument(error), null, 2)}\n`);
  else
    process.stderr.write(
      `${errorText(error, { debug: argv.includes("--debug"), unicode: speaksUnicode(process.env), columns: process.stderr.columns || 80 })}\n`,
    );
}
