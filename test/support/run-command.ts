import { fileURLToPath } from "node:url";
import type { Command, Config } from "@oclif/core";
import { Config as OclifConfig } from "@oclif/core";
import type { Services } from "../../src/shell/services.ts";
import type { Terminal } from "../../src/shell/terminal.ts";

export interface Run {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  /** The last `--json` document, parsed. */
  readonly json: unknown;
}

export interface RunOptions {
  /** What the verb talks to; a member that it touches and that is missing here fails the test. */
  readonly services?: Partial<Services>;
  readonly columns?: number;
  /** Answers to the questions, in order; without them there is no terminal to ask on. */
  readonly answers?: readonly string[];
  /** The reader of stdout leaves after so many prints. */
  readonly readerLeavesAfter?: number;
}

/** What is used of a verb's class; `_run` is init, run, catch and finally together. */
type Runnable = new (argv: string[], config: Config) => { _run(): Promise<unknown> };

let config: Promise<Config> | undefined;

/**
 * Runs a verb by its class, with fakes for AWS and the terminal: argv arrives word by word, and the class goes through the
 * test runner's own transform.
 */
export async function runCommand(verb: typeof Command, argv: readonly string[], options: RunOptions = {}): Promise<Run> {
  config ??= OclifConfig.load({
    root: fileURLToPath(new URL("../..", import.meta.url)),
    ignoreManifest: true,
    devPlugins: false,
    userPlugins: false,
  });
  const out: string[] = [];
  const err: string[] = [];
  const closed = Promise.withResolvers<void>();
  const answers = [...(options.answers ?? [])];
  const terminal: Terminal = {
    columns: options.columns ?? 125,
    colour: false,
    unicode: true,
    canAsk: options.answers !== undefined,
    canRedraw: false,
    isScreen: false,
    out: (text) => {
      out.push(text);
      if (out.length === options.readerLeavesAfter) closed.resolve();
    },
    onClosed: (listener) => void closed.promise.then(listener),
    err: (text) => err.push(text),
    holdBack: () => () => undefined,
    status: () => undefined,
    ask: (question) => {
      err.push(question);
      return Promise.resolve(answers.shift() ?? "");
    },
  };
  const services = new Proxy((options.services ?? {}) as Services, {
    get(target, name) {
      if (name in target) return target[name as keyof Services];
      throw new Error(`the verb asked for services.${String(name)}, which this test does not provide`);
    },
  });
  const Tested = class extends (verb as unknown as Runnable) {
    createTerminal(): Terminal {
      return terminal;
    }

    createServices(): Services {
      return services;
    }
  };
  Object.assign(Tested, { id: verb.id ?? verb.name.toLowerCase() });
  process.exitCode = undefined;
  await new Tested([...argv], await config)._run();
  const stdout = out.join("\n");
  return {
    stdout,
    stderr: err.join("\n"),
    exitCode: Number(process.exitCode ?? 0),
    json: argv.includes("--json") ? JSON.parse(stdout) : undefined,
  };
}
