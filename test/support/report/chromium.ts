import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

/** Debian's name, and what others call it. Throws where there is none. */
export function chromiumCommand(): string {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const found = names.find((name) => spawnSync(name, ["--version"]).status === 0);
  if (found === undefined) throw new Error("there is no Chromium on this machine. On Debian: apt-get install chromium");
  return found;
}

type Message = {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly message: string };
};

interface Waiting {
  resolve(result: Readonly<Record<string, unknown>>): void;
  reject(error: Error): void;
}

/** A page that is opened, and what came of it. */
export interface OpenPage {
  /** As if somebody had set up their browser so. */
  show(look: { readonly scheme: string; readonly width: number; readonly media?: "screen" | "print" }): Promise<void>;
  /** Of the whole page, as PNG. */
  picture(): Promise<Buffer>;
  /** Of an expression that is plain JavaScript; what it gives has to be JSON. */
  evaluate<Value>(expression: string): Promise<Value>;
  readonly events: readonly { readonly method: string; readonly params: Readonly<Record<string, unknown>> }[];
}

/** A browser without a window and without a network, driven by the DevTools protocol over a pipe. */
export class Chromium {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<string, (message: Message) => void>();
  readonly #said: string[] = [];
  #nextId = 1;

  constructor(command: string) {
    this.#profile = mkdtempSync(join(tmpdir(), "mskctl-chromium-"));
    const args = [
      "--headless",
      "--disable-gpu",
      "--no-sandbox",
      "--disable-dev-shm-usage",
      "--no-first-run",
      "--disable-background-networking",
      "--host-resolver-rules=MAP * ~NOTFOUND",
      "--hide-scrollbars",
      "--remote-debugging-pipe",
      `--user-data-dir=${this.#profile}`,
    ];
    this.#process = spawn(command, args, { stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"] });
    this.#process.on("error", (error) => this.#fail(error));
    this.#process.on("exit", (code) => this.#fail(new Error(`Chromium ended with ${code}:\n${this.#said.join("")}`)));
    this.#process.stderr?.on("data", (chunk) => this.#said.push(String(chunk)));
    let rest = "";
    (this.#process.stdio[4] as Readable).setEncoding("utf8").on("data", (chunk: string) => {
      const messages = (rest + chunk).split("\0");
      rest = messages.pop() ?? "";
      for (const message of messages) this.#take(JSON.parse(message) as Message);
    });
  }

  async open(url: string): Promise<OpenPage> {
    const { targetId } = await this.#send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.#send("Target.attachToTarget", { targetId, flatten: true });
    const session = sessionId as string;
    const events: { method: string; params: Readonly<Record<string, unknown>> }[] = [];
    const loaded = new Promise<void>((resolve) => {
      this.#listeners.set(session, ({ method = "", params = {} }) => {
        events.push({ method, params });
        if (method === "Page.loadEventFired") resolve();
      });
    });
    const send = (method: string, params: object = {}) => this.#send(method, params, session);
    for (const domain of ["Page", "Network", "Runtime", "Log"]) await send(`${domain}.enable`);
    events.length = 0;
    await send("Page.navigate", { url });
    await loaded;
    return {
      events,
      show: async ({ scheme, width, media = "screen" }) => {
        await send("Emulation.setEmulatedMedia", { media, features: [{ name: "prefers-color-scheme", value: scheme }] });
        await send("Emulation.setDeviceMetricsOverride", { width, height: 900, deviceScaleFactor: 1, mobile: false });
      },
      picture: async () => Buffer.from((await send("Page.captureScreenshot", { captureBeyondViewport: true }))["data"] as string, "base64"),
      evaluate: async <Value>(expression: string) => {
        const { result, exceptionDetails } = await send("Runtime.evaluate", { expression, returnByValue: true, awaitPromise: true });
        if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
        return (result as { readonly value: Value }).value;
      },
    };
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    if (this.#process.exitCode === null) {
      this.#send("Browser.close").catch(() => {});
      await ended;
    }
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  #send(method: string, params: object = {}, sessionId?: string): Promise<Readonly<Record<string, unknown>>> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      (this.#process.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  #take(message: Message): void {
    const waiting = message.id === undefined ? undefined : this.#waiting.get(message.id);
    if (message.id === undefined) this.#listeners.get(message.sessionId ?? "")?.(message);
    else this.#waiting.delete(message.id);
    if (message.error !== undefined) waiting?.reject(new Error(message.error.message));
    else waiting?.resolve(message.result ?? {});
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
