import { Command, Flags, type Interfaces } from "@oclif/core";
import { MskctlError } from "../core/errors.ts";
import { type Finding, reaches, type Severity } from "../core/finding.ts";
import { shellWord } from "../core/mapping/setting-arguments.ts";
import { clockSetting } from "./clock.ts";
import { asKnownError, type ErrorDocument, errorDocument, errorText } from "./error-report.ts";
import { type ExitCode, exitCodeOf, exitCodes } from "./exit-codes.ts";
import { durationFlag } from "./flags.ts";
import { type Interruption, interruption } from "./interruption.ts";
import { withPlace } from "./place-flags.ts";
import { type ProgressLine, progressLine } from "./progress-line.ts";
import { createGlyphs, createPalette, type Look } from "./render/palette.ts";
import { createServices, type Services, type ServicesOptions } from "./services.ts";
import { processTerminal, type Terminal } from "./terminal.ts";

type FlagsOf<T extends typeof Command> = Interfaces.InferredFlags<(typeof BaseCommand)["baseFlags"] & T["flags"]>;
type ArgsOf<T extends typeof Command> = Interfaces.InferredArgs<T["args"]>;

/**
 * What surrounds every verb: global flags, wiring, signals, and one way out for results and errors. A verb returns its
 * JSON document; with `--json` that is all that reaches stdout.
 */
export abstract class BaseCommand<T extends typeof Command> extends Command {
  static override enableJsonFlag = true;

  static override baseFlags = {
    profile: Flags.string({ summary: "AWS profile.", helpValue: "NAME", helpGroup: "GLOBAL" }),
    region: Flags.string({ summary: "AWS Region.", helpValue: "REGION", helpGroup: "GLOBAL", multiple: true, multipleNonGreedy: true }),
    "endpoint-url": Flags.string({ summary: "Talk to this endpoint instead of AWS.", helpValue: "URL", helpGroup: "GLOBAL" }),
    timeout: durationFlag({ summary: "Give up after this time (ends with 75).", helpGroup: "GLOBAL" }),
    color: Flags.boolean({ summary: "Colour the output.", default: true, allowNo: true, helpGroup: "GLOBAL" }),
    debug: Flags.boolean({ summary: "Print each AWS call, never its payload, on stderr.", helpGroup: "GLOBAL" }),
  };

  protected flags!: FlagsOf<T>;
  protected args!: ArgsOf<T>;
  protected terminal!: Terminal;
  #interruption: Interruption | undefined;
  readonly #services = new Map<string | undefined, Services>();

  override async init(): Promise<void> {
    await super.init();
    this.terminal = this.createTerminal();
    const { ctor } = this;
    const { args, flags } = await this.parse({
      flags: ctor.flags,
      baseFlags: (ctor as unknown as typeof BaseCommand).baseFlags,
      enableJsonFlag: ctor.enableJsonFlag,
      args: ctor.args,
      strict: ctor.strict,
    });
    this.flags = flags as FlagsOf<T>;
    this.args = args as ArgsOf<T>;
    const { timeout, "endpoint-url": endpointUrl } = this.flags;
    const { speed } = clockSetting(process.env, endpointUrl);
    this.#interruption = this.createInterruption(timeout === undefined ? undefined : timeout / speed);
  }

  /** A verb that finishes what is on its way before it stops makes its own. */
  protected createInterruption(deadlineMs: number | undefined): Interruption {
    return interruption(deadlineMs);
  }

  /** Aborts on Ctrl-C, SIGTERM and `--timeout`; its reason is the error to end with. */
  protected get signal(): AbortSignal {
    return this.#interruption?.signal ?? AbortSignal.abort();
  }

  /** The Regions asked for; one undefined entry means: the one that the environment or the profile names. */
  protected get regions(): readonly (string | undefined)[] {
    return this.flags.region ?? [undefined];
  }

  /** Ports for one Region. Verbs that take a single Region call it without an argument. */
  protected services(region: string | undefined = this.onlyRegion()): Services {
    const known = this.#services.get(region);
    if (known !== undefined) return known;
    const created = this.newServices(region, this.signal);
    this.#services.set(region, created);
    return created;
  }

  /** The same for work that can be broken off by itself. */
  protected servicesUntil(signal: AbortSignal, region: string | undefined): Services {
    return this.newServices(region, AbortSignal.any([this.signal, signal]));
  }

  private newServices(region: string | undefined, signal: AbortSignal): Services {
    const { profile, debug, "endpoint-url": endpointUrl } = this.flags;
    return this.createServices({
      ...(region === undefined ? {} : { region }),
      ...(profile === undefined ? {} : { profile }),
      ...(endpointUrl === undefined ? {} : { endpointUrl }),
      debug,
      signal,
      asked: this.#interruption?.asked ?? signal,
      environment: process.env,
      writeLine: (line) => this.terminal.err(line),
    });
  }

  private onlyRegion(): string | undefined {
    const [region, second] = this.regions;
    if (second !== undefined)
      throw new MskctlError("usage", `${this.spoken} works in one Region at a time; --region was given ${this.regions.length} times`);
    return region;
  }

  /** Tests wire fakes here. */
  protected createServices(options: ServicesOptions): Services {
    return createServices(options);
  }

  /** Tests capture here. */
  protected createTerminal(): Terminal {
    return processTerminal({ colour: !this.argv.includes("--no-color"), environment: process.env });
  }

  /** What renderers may use on this terminal. */
  protected get look(): Look {
    const { columns, colour, unicode } = this.terminal;
    return { columns, palette: createPalette(colour), glyphs: createGlyphs(unicode) };
  }

  /** One line or several of data; nothing with `--json`, where the returned document is the output. */
  protected print(text: string): void {
    if (!this.jsonEnabled()) this.terminal.out(text);
  }

  /** For the person: on stderr, nothing with `--json`. */
  protected tell(text: string): void {
    if (!this.jsonEnabled()) this.terminal.err(text);
  }

  /** Draws how far the verb has come while it waits or reads; nothing with `--json`. */
  protected async watching<Result>(
    work: (
      onEvent: ProgressLine["onEvent"],
      onProgress: ProgressLine["onProgress"],
      onReading: ProgressLine["onReading"],
    ) => Promise<Result>,
  ): Promise<Result> {
    const nothing = () => {};
    if (this.jsonEnabled()) return work(nothing, nothing, nothing);
    const { onEvent, onProgress, onReading, end } = progressLine(this.terminal, this.look, this.services().clock);
    try {
      return await work(onEvent, onProgress, onReading);
    } finally {
      end();
    }
  }

  protected exitWith(code: ExitCode): void {
    process.exitCode = code;
  }

  /** `--check` with `--fail-on`: ends with 2 when a finding is severe enough. */
  protected gate(findings: readonly Finding[], failOn: Severity | "never" = "error"): void {
    if (reaches(findings, failOn)) this.exitWith(exitCodes.gate);
  }

  /**
   * The question after a plan, default No. `--yes` answers it; where nobody can be asked the verb ends with 64 and
   * names the flag. Gives false when the answer is no.
   */
  protected async confirm(question: string, yes: boolean): Promise<boolean> {
    if (yes) return true;
    this.mustAsk("--yes");
    const answer = await this.terminal.ask(`${question} [y/N] `, this.signal);
    return /^y(es)?$/i.test(answer.trim());
  }

  /** The question before something that cannot be undone: the name, or the count, has to be typed or passed. */
  protected async confirmByName(question: string, expected: readonly string[], given: string | undefined): Promise<boolean> {
    const wanted = expected[0] ?? "";
    if (given !== undefined) {
      if (expected.includes(given)) return true;
      throw new MskctlError("usage", `--confirm ${given} does not match; it has to be ${wanted}`);
    }
    this.mustAsk(`--confirm ${shellWord(wanted)}`);
    const answer = (await this.terminal.ask(`${question} Type ${wanted}: `, this.signal)).trim();
    if (expected.includes(answer)) return true;
    if (answer !== "") this.tell(`That is not ${wanted}.`);
    return false;
  }

  private mustAsk(flag: string): void {
    if (this.terminal.canAsk && !this.jsonEnabled()) return;
    const why = this.jsonEnabled() ? "--json asks no questions" : "there is no terminal to ask on";
    throw new MskctlError("usage", `this needs an answer, and ${why}`, { suggestions: [this.again(flag)] });
  }

  /** The command as it was typed, with one flag more. */
  protected again(flag: string): string {
    return [this.spoken, ...this.argv.map(shellWord), flag].join(" ");
  }

  /** The verb as it is typed: `mskctl offsets reset`. */
  protected get spoken(): string {
    return ["mskctl", ...(this.id ?? "").split(":")].join(" ");
  }

  /**
   * A command to paste, with the flags that chose account and Region here: without them it would go elsewhere, perhaps to
   * another mapping of the same name. Anything but a verb on mappings stays as it is.
   */
  protected here(command: string): string {
    return this.flags === undefined ? command : withPlace(command, this.flags);
  }

  /** The same error, its suggestions ready to paste. */
  protected errorHere(error: MskctlError): MskctlError {
    const { code, message, suggestions, details, cause, stack } = error;
    const pasteable = new MskctlError(code, message, { suggestions: suggestions.map((each) => this.here(each)), details, cause });
    // --debug shows where it came from.
    return Object.assign(pasteable, { stack });
  }

  override logJson(document: unknown): void {
    this.terminal.out(JSON.stringify(document, (_, value) => (typeof value === "bigint" ? String(value) : value), 2));
  }

  override async catch(thrown: unknown): Promise<void> {
    const known = asKnownError(thrown, this.id);
    const cancelled = this.#interruption?.signal.aborted === true && !(known instanceof MskctlError);
    const reason: unknown = cancelled ? this.signal.reason : known;
    const error = reason instanceof MskctlError ? this.errorHere(reason) : reason;
    process.exitCode = exitCodeOf(error);
    this.terminal ??= this.createTerminal();
    this.terminal.status("");
    if (this.jsonEnabled()) this.logJson(this.toErrorJson(error));
    else
      this.terminal.err(
        errorText(error, { debug: this.argv.includes("--debug"), unicode: this.terminal.unicode, columns: this.terminal.columns }),
      );
  }

  override toErrorJson(error: unknown): ErrorDocument {
    return errorDocument(error);
  }

  override async finally(): Promise<void> {
    this.#interruption?.release();
  }
}
